from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AuthenticationForm):
    """Local login. One sentence for every failure: it tells nobody which accounts exist."""

    username = forms.EmailField(label=_("E-post"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Passord"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    error_messages = {
        "invalid_login": _("E-posten eller passordet er feil. Prøv på nytt."),
        "inactive": _("E-posten eller passordet er feil. Prøv på nytt."),
    }
