"""Arranging the agenda, the notes of one's own side, and the papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from styrhus.dialogue import actions
from styrhus.dialogue.access import Permission
from styrhus.dialogue.forms import ItemForm, NoteForm, PaperForm
from styrhus.dialogue.models import AgendaItem, CalledMeeting, PrivateNote
from styrhus.dialogue.pages import done_or_refused, find_meeting, may, refuse
from styrhus.dialogue.rules import BEFORE_MEETING
from styrhus.identity.access import requires
from styrhus.identity.models import Organisation, User


@requires(Permission.LEAD_DIALOGUE)
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda as it is being made; a POST adds an item of one's own."""
    meeting = find_meeting(request.user, pk, lead=True)
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_item(meeting=meeting, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saken er lagt til nederst."))
            return redirect("dialogue:agenda", pk)
    rows = list(meeting.items.prefetch_related("papers__document"))
    context = {
        "meeting": meeting,
        "plan": meeting.plan,
        "included": [row for row in rows if row.included],
        "left_out": [row for row in rows if not row.included],
        "form": form,
        "open": meeting.state in BEFORE_MEETING and meeting.agenda_sent_at is None,
        "before": meeting.state in BEFORE_MEETING,
        "paper_form": PaperForm(user=request.user, plan=meeting.plan),
        "papers": meeting.papers.select_related("document", "item"),
    }
    return render(request, "dialogue/agenda.html", context)


@requires(Permission.LEAD_DIALOGUE)
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = find_meeting(request.user, pk, lead=True)
    try:
        count = actions.draft_agenda(meeting=meeting, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        text = ngettext("%(count)s ny sak er foreslått.", "%(count)s nye saker er foreslått.", count) % {"count": count}
        messages.success(request, text if count else _("Det er ikke noe nytt å foreslå."))
    return redirect("dialogue:agenda", pk)


@requires(Permission.LEAD_DIALOGUE)
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = find_meeting(request.user, pk, lead=True)
    act = lambda: actions.send_agenda(meeting=meeting, by=request.user)  # noqa: E731 - one line reads best
    done_or_refused(request, act, _("Sakslisten er sendt til alle deltakerne."))
    return redirect(meeting)


@requires(Permission.LEAD_DIALOGUE)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = find_meeting(request.user, pk, lead=True)
    act = lambda: actions.reopen_agenda(meeting=meeting, by=request.user)  # noqa: E731 - one line reads best
    done_or_refused(request, act, _("Sakslisten kan endres. Send den på nytt når den er klar."))
    return redirect("dialogue:agenda", pk)


@requires(Permission.LEAD_DIALOGUE)
@require_POST
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a document before the meeting, or take one back."""
    meeting = find_meeting(request.user, pk, lead=True)
    key = request.POST.get("fjern", "")
    if key:
        paper = (
            meeting.papers.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 18 else None
        )
        if paper is None:
            raise Http404
        done_or_refused(
            request, lambda: actions.remove_paper(paper=paper, by=request.user), _("Sakspapiret er tatt ut.")
        )
        return redirect("dialogue:agenda", pk)
    form = PaperForm(request.POST, user=request.user, plan=meeting.plan)
    if not form.is_valid():
        messages.error(request, _("Velg et dokument fra listen."))
    else:
        document = form.cleaned_data["document"]
        act = lambda: actions.add_paper(meeting=meeting, document=document, by=request.user)  # noqa: E731
        done_or_refused(request, act, _("Sakspapiret er lagt ved og delt med begge parter."))
    return redirect("dialogue:agenda", pk)


def _item(user: User, pk: int) -> tuple[AgendaItem, CalledMeeting]:
    row = AgendaItem.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    meeting = find_meeting(user, row.meeting_id, lead=True)
    row.meeting = meeting
    return row, meeting


@requires(Permission.LEAD_DIALOGUE)
@require_POST
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an item up or down, take it in or out."""
    row, meeting = _item(request.user, pk)
    wanted = request.POST.get("gjor", "")
    acts: dict[str, Any] = {
        "opp": lambda: actions.move_item(item=row, up=True, by=request.user),
        "ned": lambda: actions.move_item(item=row, up=False, by=request.user),
        "inn": lambda: actions.include_item(item=row, included=True, by=request.user),
        "ut": lambda: actions.include_item(item=row, included=False, by=request.user),
    }
    if wanted not in acts:
        raise Http404
    try:
        acts[wanted]()
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("dialogue:agenda", meeting.pk)


@requires(Permission.LEAD_DIALOGUE)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: its words while the agenda is open, and at all times the notes of one's own side."""
    row, meeting = _item(request.user, pk)
    side = _own_side(request.user, meeting)
    note = PrivateNote.objects.visible_to(request.user).filter(item=row, organisation=side).first() if side else None
    open_ = meeting.state in BEFORE_MEETING and meeting.agenda_sent_at is None
    writing_note = request.method == "POST" and "notat" in request.POST
    form = ItemForm(
        request.POST if request.method == "POST" and not writing_note else None,
        initial={"title": row.title, "note": row.note, "side": row.side},
    )
    note_form = NoteForm(
        request.POST if writing_note else None, initial={"text": note.text if note else ""}, prefix="eget"
    )
    if request.method == "POST":
        chosen = note_form if writing_note else form
        if chosen.is_valid():
            try:
                if writing_note and side:
                    actions.write_note(item=row, organisation=side, by=request.user, **note_form.cleaned_data)
                else:
                    actions.change_item(item=row, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                refuse(chosen, error)
            else:
                messages.success(request, _("Notatet er lagret.") if writing_note else _("Saken er lagret."))
                return redirect("dialogue:item", pk)
    context = {"item": row, "meeting": meeting, "plan": meeting.plan, "form": form if open_ else None}
    return render(request, "dialogue/item.html", context | {"note_form": note_form if side else None, "side": side})


def _own_side(user: User, meeting: CalledMeeting) -> Organisation | None:
    """The party for which ``user`` keeps notes."""
    plan = meeting.plan
    if not may(user, Permission.KEEP_NOTES, plan):
        return None
    return plan.agency if user.may(Permission.KEEP_NOTES, plan.agency_id) else plan.ministry
