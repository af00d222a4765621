"""Minutes: writing them in the meeting, reading, remarks, approval, addenda."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.audit.history import entries
from styrhus.audit.queries import history_of
from styrhus.dialogue import actions, queries
from styrhus.dialogue.access import Permission
from styrhus.dialogue.forms import CommentForm, PointForm, ReasonForm, SendForm
from styrhus.dialogue.models import Minutes, MinutesPart, MinutesState, Point
from styrhus.dialogue.pages import done_or_refused, find_minutes, form_page, may, refuse
from styrhus.dialogue.texts import HISTORY_WORDS
from styrhus.identity.access import requires

LONGEST = 100_000


@requires(Permission.SEE_DIALOGUE)
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_minutes(request.user, pk)
    may_lead = may(request.user, Permission.LEAD_DIALOGUE, found.meeting.plan)
    parts = found.parts.prefetch_related("points__owner", "points__resolution")
    latest = not found.meeting.minutes.filter(number__gt=found.number).exists()
    context = {
        "minutes": found,
        "meeting": found.meeting,
        "plan": found.meeting.plan,
        "parts": parts,
        "came": found.meeting.participants.filter(attended=True),
        "absent": found.meeting.participants.filter(attended=False),
        "comments": found.comments.select_related("written_by"),
        "comment_form": CommentForm() if may_lead and found.state == MinutesState.SENT else None,
        "may_lead": may_lead,
        "approves_as": queries.may_approve_as(request.user, found),
        "may_add": may_lead and found.state == MinutesState.LOCKED and latest,
        "history": entries(history_of(found).order_by("-number")[:200], HISTORY_WORDS),
    }
    return render(request, "dialogue/minutes.html", context)


@requires(Permission.LEAD_DIALOGUE)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The page for the meeting: one form holds every item, so that sending it loses nothing that is typed anywhere."""
    found = find_minutes(request.user, pk, lead=True)
    if found.state != MinutesState.DRAFT:
        return redirect(found)
    parts = list(found.parts.select_related("edited_by").prefetch_related("points__owner"))
    point_forms = {part.pk: _point_form(request, found, part) for part in parts}
    if request.method == "POST":
        clean = _save_all(request, found, parts, point_forms)
        if clean:
            return _onwards(request, found)
    for part in parts:
        part.point_form = point_forms[part.pk]
        part.shown = getattr(part, "typed", part.text)
    context = {"minutes": found, "meeting": found.meeting, "plan": found.meeting.plan, "parts": parts}
    return render(request, "dialogue/write.html", context)


def _onwards(request: HttpRequest, found: Minutes) -> HttpResponse:
    """Where the pressed button leads when everything is saved: back to the item, to a point, or on."""
    if request.POST.get("videre") == "send":
        return redirect("dialogue:send_minutes", found.pk)
    if request.POST.get("videre") == "les":
        return redirect(found)
    point = _number(request.POST.get("endre", ""))
    if found.points.filter(pk=point).exists():
        return redirect("dialogue:point", point)
    response = redirect("dialogue:write", found.pk)
    anchor = _number(request.POST.get("til", ""))
    if anchor > 0:
        response["Location"] += f"#sak-{anchor}"
    return response


def _point_form(request: HttpRequest, found: Minutes, part: MinutesPart) -> PointForm:
    prefix = f"punkt-{part.pk}"
    typed = request.method == "POST" and request.POST.get(f"{prefix}-text", "").strip()
    form = PointForm(request.POST if typed else None, plan=found.meeting.plan, prefix=prefix)
    form.fields["text"].required = bool(typed)
    return form


def _save_all(
    request: HttpRequest, found: Minutes, parts: list[MinutesPart], point_forms: dict[int, PointForm]
) -> bool:
    """Save every text that differs, new points, a new item, and a removal. Gives whether all of it went in."""
    clean = True
    for part in parts:
        clean &= _save_text(request, part)
        form = point_forms[part.pk]
        if form.is_bound:
            clean &= form.is_valid() and _add_point(request, part, form)
    title = request.POST.get("ny_sak", "").strip()
    key = request.POST.get("fjern", "")
    if clean and title:
        clean = _tried(request, lambda: actions.add_part(minutes=found, title=title, by=request.user))
    if clean and key:
        point = found.points.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 18 else None
        if point is not None:
            clean = _tried(request, lambda: actions.remove_point(point=point, by=request.user))
    if clean:
        messages.success(request, _("Lagret."))
    return clean


def _save_text(request: HttpRequest, part: MinutesPart) -> bool:
    text = request.POST.get(f"tekst-{part.pk}")
    if text is None:
        return True
    choice = request.POST.get(f"valg-{part.pk}", "")
    if choice == "theirs":
        return True
    # «mine» takes the place of the other's text that was shown; «both» goes after whatever has been written since
    seen = f"sett-{part.pk}" if choice == "mine" else f"versjon-{part.pk}"
    version = _number(request.POST.get(seen, ""))
    try:
        saved = actions.write_part(
            part=part, text=text[:LONGEST], version=version, by=request.user, keep_both=choice == "both"
        )
    except actions.WrittenMeanwhile as error:
        part.conflict, part.typed, part.version_seen = error.part, text, version
        messages.error(request, error.messages[0])
        return False
    except ValidationError as error:
        part.typed = text
        messages.error(request, error.messages[0])
        return False
    part.text, part.version = saved.text, saved.version
    return True


def _add_point(request: HttpRequest, part: MinutesPart, form: PointForm) -> bool:
    return _tried(request, lambda: actions.add_point(part=part, by=request.user, **form.cleaned_data), form)


def _tried(request: HttpRequest, act: Any, form: PointForm | None = None) -> bool:
    try:
        act()
    except ValidationError as error:
        if form:
            refuse(form, error)
        messages.error(request, error.messages[0])
        return False
    return True


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


@requires(Permission.LEAD_DIALOGUE)
@require_POST
def save_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Save one item while its writer goes on; answers with the line under the text, or with the conflict.

    A conflict that already stands on the page is answered with nothing (204): shown anew, it would undo the choice
    that the writer may be making between the two texts.
    """
    part = MinutesPart.objects.filter(pk=pk).select_related("edited_by").first()
    if part is None:
        raise Http404
    part.minutes = find_minutes(request.user, part.minutes_id, lead=True)
    context: dict[str, Any] = {"part": part}
    try:
        saved = actions.write_part(
            part=part,
            text=request.POST.get(f"tekst-{pk}", part.text)[:LONGEST],
            version=_number(request.POST.get(f"versjon-{pk}", "")),
            by=request.user,
        )
    except actions.WrittenMeanwhile as error:
        if _number(request.POST.get(f"sett-{pk}", "")) == error.part.version:
            return HttpResponse(status=204)
        part.conflict, part.version_seen = error.part, _number(request.POST.get(f"versjon-{pk}", ""))
    except ValidationError as error:
        context["refusal"] = error.messages[0]
    else:
        context |= {"part": saved, "saved": True}
    return render(request, "dialogue/parts/part_status.html", context)


@requires(Permission.LEAD_DIALOGUE)
def point(request: HttpRequest, pk: int) -> HttpResponse:
    row = Point.objects.filter(pk=pk).select_related("part").first()
    if row is None:
        raise Http404
    found = find_minutes(request.user, row.minutes_id, lead=True)
    row.minutes = found
    if found.state != MinutesState.DRAFT:
        return redirect(found)
    initial = {"kind": row.kind, "text": row.text, "side": row.side, "owner": row.owner_id, "due": row.due}
    form = PointForm(request.POST or None, plan=found.meeting.plan, initial=initial)
    return form_page(
        request, form, lambda values: actions.change_point(point=row, by=request.user, **values),
        text=_("Punktet er lagret."), back=f"/dialog/referat/{found.pk}/skriv/#sak-{row.part_id}",
        plan=found.meeting.plan, meeting=found.meeting, title=_("Endre punktet"), lead=row.part.title,
        button=_("Lagre punktet"),
    )  # fmt: skip


@requires(Permission.LEAD_DIALOGUE)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_minutes(request.user, pk, lead=True)
    initial = {"public_title": found.public_title, "exemption": found.exemption}
    form = SendForm(request.POST or None, initial=initial)
    return form_page(
        request, form, lambda values: actions.send_minutes(minutes=found, by=request.user, **values),
        text=_("Referatet er sendt til begge parter for godkjenning."), back=found.get_absolute_url(),
        plan=found.meeting.plan, meeting=found.meeting, title=_("Send til godkjenning"),
        lead=_("Begge parter kan skrive merknader. Når begge har godkjent, blir referatet låst og journalført."),
        button=_("Send til godkjenning"),
    )  # fmt: skip


@requires(Permission.LEAD_DIALOGUE)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_minutes(request.user, pk, lead=True)
    form = ReasonForm(request.POST or None)
    return form_page(
        request, form, lambda values: actions.take_back_minutes(minutes=found, by=request.user, **values),
        text=_("Referatet kan skrives i igjen."), back=found.get_absolute_url(), plan=found.meeting.plan,
        meeting=found.meeting, title=_("Ta referatet tilbake"),
        lead=_("Da kan det endres. Godkjenninger som er gitt, faller bort."), button=_("Ta tilbake"),
    )  # fmt: skip


@requires(Permission.LEAD_DIALOGUE)
@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_minutes(request.user, pk, lead=True)
    form = CommentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Skriv merknaden først."))
    else:
        text = form.cleaned_data["text"]
        act = lambda: actions.comment_minutes(minutes=found, text=text, by=request.user)  # noqa: E731
        done_or_refused(request, act, _("Merknaden er lagt til."))
    return redirect(found)


@requires(Permission.APPROVE_MINUTES)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_minutes(request.user, pk)
    side = queries.may_approve_as(request.user, found)
    if side is None:
        if not may(request.user, Permission.APPROVE_MINUTES, found.meeting.plan):
            raise Http404
        messages.error(request, _("Referatet er ikke til godkjenning hos dere."))
        return redirect(found)
    act = lambda: actions.approve_minutes(minutes=found, side=side, by=request.user)  # noqa: E731
    done_or_refused(request, act, _("Referatet er godkjent for deres side."))
    return redirect(found)


@requires(Permission.LEAD_DIALOGUE)
def addendum(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_minutes(request.user, pk, lead=True)
    form = ReasonForm(request.POST or None)
    form.fields["why"].label = _("Hva tillegget retter")
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_addendum(minutes=found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            return redirect("dialogue:write", made.pk)
    lead = _("Det godkjente referatet står som det er. Tillegget skrives for seg og godkjennes av begge parter.")
    context = {"form": form, "plan": found.meeting.plan, "meeting": found.meeting, "back": found.get_absolute_url()}
    context |= {"title": _("Rett med et tillegg"), "lead": lead, "button": _("Begynn tillegget")}
    return render(request, "dialogue/form.html", context)
