from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .access import logged_in, public
from .forms import LoginForm
from .queries import demo_logins


@public
class Login(LoginView):
    template_name = "identity/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"demo_logins": demo_logins() if settings.DEMO else ()}


@logged_in
class Logout(LogoutView):
    pass


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """What one sees after too many failed logins (called by django-axes)."""
    minutes = round(float(settings.AXES_COOLOFF_TIME) * 60)
    return render(request, "identity/locked_out.html", {"minutes": minutes}, status=429)
