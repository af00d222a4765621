"""What the room's pages share: the pages beside this one, and a page with one form that does one act."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.audit.history import entries
from styrhus.audit.queries import history_of
from styrhus.identity.models import Organisation, User

PAGES: dict[str, tuple[tuple[str, Any], ...]] = {
    "internal": (
        ("front", _("Årene")),
        ("controls", _("Kontroller")),
        ("system", _("Styringssystem og roller")),
    ),
    "delegations": (
        ("delegations", _("Fullmakter")),
        ("check", _("Kan jeg disponere?")),
        ("uses", _("Brukslogg")),
    ),
    "audit": (
        ("findings", _("Plan for oppfølging")),
        ("audit_cases", _("Saker")),
        ("annual_report", _("Til årsrapporten")),
    ),
}

HISTORY_WORDS = {
    "deadline": _("frist"),
    "text": _("tekst"),
    "title": _("tittel"),
    "withdrawn_on": _("trukket fra"),
    "sent_on": _("sendt"),
    "done_on": _("gjennomført"),
}


def sections(group: str, page: str) -> list[tuple[Any, str, bool]]:
    """The pages of a group: (text, address, is this page)."""
    return [(text, reverse(f"control:{name}"), name == page) for name, text in PAGES[group]]


def found(rows: Any, pk: int) -> Any:
    """The row of a scoped query set. Raises: Http404."""
    return get_object_or_404(rows, pk=pk)


def demand(allowed: bool) -> None:
    """What one may not do to this thing has no page. Raises: Http404."""
    if not allowed:
        raise Http404


def agency_for(user: User, permission: StrEnum, pk: int) -> Organisation:
    """The agency in which ``user`` has ``permission``. Raises: Http404."""
    demand(user.may(permission, pk))
    return get_object_or_404(Organisation, pk=pk)


def history(item: Any) -> list[Any]:
    """The item's events as a timeline, newest first."""
    return entries(history_of(item)[:50], HISTORY_WORDS)


def act_page(
    request: HttpRequest,
    form: Form,
    act: Callable[[Any], str],
    *,
    heading: Any,
    back: str,
    button: Any,
    success: Any,
    over: Any = "",
    intro: Any = "",
    **context: Any,
) -> HttpResponse:
    """A page with ``form``. When it is valid, ``act`` (given the form) does it all or nothing and says where to go."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                address = act(form)
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
        else:
            messages.success(request, success)
            return redirect(address or back)
    shown = {"form": form, "heading": heading, "over": over, "intro": intro, "back": back, "button_text": button}
    return render(request, context.pop("template", "control/form.html"), shown | context)


def do(request: HttpRequest, act: Callable[[], Any], success: Any, back: str) -> HttpResponse:
    """An act of one button: POST alone. A refusal is shown on the page that it came from."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, success)
    return redirect(back)
