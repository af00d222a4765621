"""Login, and one's own profile."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.ui.navigation import address

from . import actions
from .access import logged_in, public
from .demo import DEMO_PASSWORD
from .forms import LoginForm, PasswordForm, ProfileForm
from .queries import demo_logins, roles_of
from .tables import RoleTable


@public
class Login(LoginView):
    template_name = "identity/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        demo = {"demo_logins": demo_logins(), "demo_password": DEMO_PASSWORD} if settings.DEMO else {"demo_logins": ()}
        return super().get_context_data(**kwargs) | demo


@logged_in
class Logout(LogoutView):
    pass


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """What one sees after too many failed logins (called by django-axes)."""
    minutes = round(float(settings.AXES_COOLOFF_TIME) * 60)
    return render(request, "identity/locked_out.html", {"minutes": minutes}, status=429)


@logged_in
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name, language, roles, password and calendar address."""
    user = request.user
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_profile(user=user, by=user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Profilen er lagret."))
            response = redirect("identity:profile")
            response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)  # the user's own choice now counts
            return response
    feed = address("portal:feed", user.feed_key) if user.feed_key else ""
    context = {
        "form": form,
        "table": RoleTable(roles_of(user), request),
        "feed": request.build_absolute_uri(feed) if feed else "",
    }
    return render(request, "identity/profile.html", context)


@logged_in
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password. This session goes on; every other session of the user ends."""
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_password(user=request.user, password=form.cleaned_data["new"], by=request.user)
        except ValidationError as refusal:
            form.add_error("new", refusal)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Passordet er byttet. Du er logget ut på alle andre enheter."))
            return redirect("identity:profile")
    return render(request, "identity/password.html", {"form": form})


@logged_in
@require_POST
def renew_feed(request: HttpRequest) -> HttpResponse:
    actions.renew_feed_key(user=request.user, by=request.user)
    messages.success(request, _("Kalenderadressen er fornyet. Den gamle virker ikke lenger."))
    return redirect("identity:profile")
