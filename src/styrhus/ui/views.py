"""Language, colour scheme, the accessibility statement and the gallery of all components."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from styrhus.identity.access import public
from styrhus.identity.actions import set_language

from .context import COLOUR_SCHEME_COOKIE, COLOUR_SCHEMES
from .gallery import gallery_context, sample_progress

A_YEAR = 365 * 24 * 60 * 60


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language: kept in a cookie, and on the user when one is logged in."""
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        if request.user.is_authenticated:
            set_language(user=request.user, language=chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=A_YEAR,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    return response


@public
@require_POST
def colour_scheme(request: HttpRequest) -> HttpResponse:
    response = _back(request)
    chosen = request.POST.get("scheme", "")
    if chosen in COLOUR_SCHEMES:
        response.set_cookie(
            COLOUR_SCHEME_COOKIE,
            chosen,
            max_age=A_YEAR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/accessibility.html")


@public
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state. Only where there is nothing to hide: development and demo."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    if (asked := request.GET.get("progress", "")).isdecimal():
        return render(request, "ui/parts/progress.html", {"progress": sample_progress(request, int(asked[:4]))})
    return render(request, "ui/gallery.html", gallery_context(request))


def _back(request: HttpRequest) -> HttpResponseRedirect:
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if safe else "/")
