"""What the checks found: decide each, and the draft reply to the ministry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.identity.roles import LanguageForm
from styrhus.intake import actions, queries
from styrhus.intake.access import Permission
from styrhus.intake.models import Finding, FindingState, Reading, Severity
from styrhus.intake.pages import find_reading, page_of, tell
from styrhus.intake.presentation import Place, language, message, places_in
from styrhus.intake.reply import FORMS, as_docx, reply_to

SEVERITY_TAGS = {Severity.ERROR: "danger", Severity.WARNING: "warning", Severity.INFO: "info"}
STATE_TAGS = {
    FindingState.OPEN: "neutral",
    FindingState.TAKEN: "success",
    FindingState.TELL_MINISTRY: "info",
    FindingState.DISMISSED: "neutral",
}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class ShownFinding:
    finding: Finding
    text: str
    severity_kind: str
    state_kind: str
    places: list[Place]
    correctable: bool


@requires(Permission.SEE_READING)
def findings(request: HttpRequest, pk: int) -> HttpResponse:
    reading = _read(request.user, pk)
    severity, state = request.GET.get("alvor", ""), request.GET.get("tilstand", "")
    if severity not in ("", *Severity.values) or state not in ("", *FindingState.values):
        raise Http404
    listed = queries.findings_of(reading)
    chosen = listed.filter(**({"severity": severity} if severity else {}), **({"state": state} if state else {}))
    rows = list(chosen)
    corrections = queries.corrections_of(reading, rows)
    base, source = reverse("intake:findings", args=(pk,)), reverse("intake:review", args=(pk,))
    context: dict[str, Any] = {
        "page": page_of(request.user, reading, "findings"),
        "reading": reading,
        "findings": [
            ShownFinding(
                one,
                message(one),
                SEVERITY_TAGS[Severity(one.severity)],
                STATE_TAGS[FindingState(one.state)],
                places_in(source, one.lines),
                one.pk in corrections,
            )
            for one in rows
        ],
        "severities": _choices(listed, "severity", Severity, chosen=severity, base=base, name="alvor"),
        "states": _choices(listed, "state", FindingState, chosen=state, base=base, name="tilstand"),
        "total": listed.count(),
    }
    return render(request, "intake/findings.html", context)


def _choices(
    listed: Any, field: str, kinds: Any, *, chosen: str, base: str, name: str
) -> list[tuple[Any, int, str, bool]]:
    """(words, count, address, is chosen) of each value of a field, after that of all."""
    counts = dict(listed.order_by().values_list(field).annotate(count=Count("pk")))
    shown = [(_("Alle"), sum(counts.values()), base, not chosen)]
    return shown + [
        (kind.label, counts.get(kind.value, 0), f"{base}?{name}={kind.value}", chosen == kind.value) for kind in kinds
    ]


def _read(user: User, pk: int) -> Reading:
    reading = find_reading(user, pk)
    if reading.read_at is None:
        raise Http404
    return reading


@requires(Permission.REVIEW_LETTER)
@require_POST
def decide(request: HttpRequest, pk: int, finding: int) -> HttpResponse:
    """Take the proposal, tell the ministry, put it away, or look at it anew: the button says which."""
    reading = _read(request.user, pk)
    if not page_of(request.user, reading).may_review:
        raise Http404
    found = get_object_or_404(Finding, pk=finding, reading=reading)
    note = request.POST.get("note", "")[:2000]
    try:
        match request.POST.get("act"):
            case "take":
                actions.take_proposal(finding=found, by=request.user)
                messages.success(request, _("Forslaget er satt inn."))
            case "tell":
                actions.tell_ministry(finding=found, note=note, by=request.user)
                messages.success(request, _("Funnet står nå på listen til departementet."))
            case "dismiss":
                actions.dismiss_finding(finding=found, note=note, by=request.user)
                messages.success(request, _("Funnet er lagt bort."))
            case "reopen":
                actions.reopen_finding(finding=found, by=request.user)
                messages.success(request, _("Funnet er åpnet igjen."))
            case _:
                raise Http404
    except ValidationError as error:
        tell(request, error)
    return redirect(f"{reverse('intake:findings', args=(pk,))}#funn-{found.pk}")


def _reply(request: HttpRequest, reading: Reading) -> Any:
    """The draft in the form that the address asks for, else the ministry's, else the user's."""
    wanted = request.GET.get("maalform", "")
    if wanted not in FORMS:
        theirs = reading.ministry.language_form
        mine = language() if language() in FORMS else "nb"
        wanted = theirs if theirs != LanguageForm.NEUTRAL else mine
    return reply_to(reading, list(queries.to_tell(reading)), wanted, timezone.localdate())


@requires(Permission.SEE_READING)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    reading = _read(request.user, pk)
    draft = _reply(request, reading)
    base, docx = reverse("intake:reply", args=(pk,)), reverse("intake:reply_docx", args=(pk,))
    context = {
        "page": page_of(request.user, reading, "reply"),
        "reading": reading,
        "reply": draft,
        "docx": f"{docx}?maalform={draft.form}",
        "others": [
            (_("Bokmål"), f"{base}?maalform=nb", draft.form == "nb"),
            (_("Nynorsk"), f"{base}?maalform=nn", draft.form == "nn"),
        ],
        "findings_url": reverse("intake:findings", args=(pk,)),
    }
    return render(request, "intake/reply.html", context)


@requires(Permission.SEE_READING)
def reply_docx(request: HttpRequest, pk: int) -> HttpResponse:
    reading = _read(request.user, pk)
    draft = _reply(request, reading)
    response = HttpResponse(as_docx(draft), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{slugify(draft.subject)[:80] or "svar"}.docx"'
    return response
