"""Forms of login, profile, users, roles, organisations and departments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from styrhus.ui.forms import NearDate

from .models import Department, Organisation, User
from .ordering import NorwegianOrder
from .roles import ROLES_OF, OrganisationKind, Role


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


def new_password_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Minst 12 tegn, og ikke et vanlig passord. Gjerne noen ord etter hverandre."),
    )


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Navn"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Språk"), choices=User._meta.get_field("language").choices)


class PasswordForm(forms.Form):
    """A change of one's own password asks for the old one, so that an open screen is not enough."""

    old = forms.CharField(
        label=_("Passordet du har nå"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = new_password_field(_("Nytt passord"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self) -> str:
        if not self.user.check_password(self.cleaned_data["old"]):
            raise ValidationError(_("Passordet er feil."))
        return str(self.cleaned_data["old"])


class UserForm(forms.Form):
    name = forms.CharField(label=_("Navn"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label=_("E-post"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    language = forms.ChoiceField(label=_("Språk"), choices=User._meta.get_field("language").choices)
    password = new_password_field(_("Første passord"))


class NewPasswordForm(forms.Form):
    new = new_password_field(_("Nytt passord"))


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("Begrunnelse"), max_length=500, help_text=_("Begrunnelsen blir stående i hendelsesloggen.")
    )


class RoleForm(forms.Form):
    """A new role. The choices are the organisations that the administrator administers, and what fits there."""

    organisation = forms.ModelChoiceField(label=_("Virksomhet"), queryset=Organisation.objects.none())
    role = forms.ChoiceField(label=_("Rolle"))
    department = forms.ModelChoiceField(
        label=_("Avdeling"), queryset=Department.objects.none(), required=False, empty_label=_("Ingen avdeling")
    )
    valid_from = forms.DateField(label=_("Fra"), widget=NearDate, initial=timezone.localdate)
    valid_to = forms.DateField(label=_("Til"), widget=NearDate, required=False, help_text=_("Tomt: inntil videre."))
    why = forms.CharField(label=_("Begrunnelse"), max_length=500)

    def __init__(self, *args: Any, organisations: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organisation.objects.filter(pk__in=organisations).order_by(NorwegianOrder("name"))
        self.fields["organisation"].queryset = own  # type: ignore[attr-defined]
        if len(own) == 1:
            self.fields["organisation"].initial = own[0]
        allowed = {role for organisation in own for role in ROLES_OF[OrganisationKind(organisation.kind)]}
        self.fields["role"].choices = [(role.value, role.label) for role in Role if role in allowed]  # type: ignore[attr-defined]
        departments = Department.objects.filter(organisation__in=own).order_by(NorwegianOrder("name"))
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        begin, end = values.get("valid_from"), values.get("valid_to")
        if begin and end and end < begin:
            self.add_error("valid_to", _("Sluttdatoen er før startdatoen."))
        return values


class OrganisationForm(forms.Form):
    kind = forms.ChoiceField(label=_("Type"), choices=OrganisationKind)
    name = forms.CharField(label=_("Navn"), max_length=200)
    short_name = forms.CharField(label=_("Kortnavn"), max_length=40, required=False)
    number = forms.RegexField(
        r"^\d{9}$",
        label=_("Organisasjonsnummer"),
        required=False,
        error_messages={"invalid": _("Et organisasjonsnummer har ni siffer.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class DepartmentForm(forms.Form):
    name = forms.CharField(label=_("Navn på avdelingen"), max_length=200)
    short_name = forms.CharField(label=_("Kortnavn"), max_length=20, required=False)
