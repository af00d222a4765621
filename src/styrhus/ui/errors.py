"""The pages for what went wrong: what happened, that it is not the reader's fault where it is not, and the way on."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(
        request, "ui/error.html", {"status": status, "title": title, "text": text, "number": ""}, status=status
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, _("Vi forsto ikke det som ble sendt"), _("Gå tilbake og prøv en gang til."))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the reason that the refusal itself gives."""
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return _page(request, 403, _("Du har ikke tilgang til denne siden"), reason or _("Rollen din gir ikke tilgang."))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    text = _("Adressen kan være feil skrevet, eller siden er flyttet. Bruk menyen eller søket for å komme videre.")
    return _page(request, 404, _("Vi finner ikke siden"), text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = _("Siden har stått åpen for lenge, eller nettleseren tillater ikke informasjonskapsler. Last siden på nytt.")
    return _page(request, 403, _("Skjemaet kunne ikke sendes"), text)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without menu or database. The number is the request's own where there is one, for the log and the reader."""
    number = getattr(request, "id", "") or secrets.token_hex(4)
    logger.error("Error %s was shown for %s %s", number, request.method, request.path, exc_info=True)
    context: dict[str, Any] = {
        "status": 500,
        "title": _("Noe gikk galt hos oss"),
        "text": _("Det er ikke din feil. Prøv igjen om litt. Det du hadde lagret, er trygt."),
        "number": number,
    }
    return HttpResponseServerError(render_to_string("ui/error_plain.html", context))
