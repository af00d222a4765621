"""The calendar of the year, and one meeting from plan to held."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.audit.history import entries
from styrhus.audit.queries import history_of
from styrhus.dialogue import actions, invitations, queries
from styrhus.dialogue.access import Permission
from styrhus.dialogue.forms import AttendanceForm, MeetingForm, ParticipantForm, ReasonForm
from styrhus.dialogue.models import CalledMeeting, Minutes, Participant, PrivateNote
from styrhus.dialogue.pages import (
    choose,
    done_or_refused,
    find_meeting,
    form_page,
    may,
    plan_to_lead,
    refuse,
    url_of,
)
from styrhus.dialogue.rules import AGENDA_DAYS, BEFORE_MEETING, lacks_agenda
from styrhus.dialogue.tables import MEETING_KINDS, MeetingTable
from styrhus.dialogue.texts import HISTORY_WORDS
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.steering.models import Meeting
from styrhus.ui.tables import table_response


@requires(Permission.SEE_DIALOGUE)
def meetings(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    chosen = choose(request.user, plan, "meetings")
    if chosen is None:
        return render(request, "dialogue/no_plan.html")
    rows = queries.meetings_of(request.user, chosen.plan)
    shown = list(rows)
    for row in shown:
        row.tag_kind = MEETING_KINDS[row.state]
    context = {
        "chosen": chosen,
        "plan": chosen.plan,
        "months": queries.calendar_of(shown),
        "missing": queries.missing_of(chosen.plan),
        "next": queries.next_meeting(request.user, chosen.plan),
        "may_lead": may(request.user, Permission.LEAD_DIALOGUE, chosen.plan),
    }
    return table_response(request, MeetingTable(rows, request), "dialogue/meetings.html", context)


@requires(Permission.LEAD_DIALOGUE)
def plan_meeting(request: HttpRequest, plan: int) -> HttpResponse:
    chosen = plan_to_lead(request.user, plan)
    form = MeetingForm(request.POST or None, plan=chosen, initial=_announced(chosen.pk, request.GET.get("varslet", "")))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_meeting(plan=chosen, by=request.user, **form.values())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Møtet er planlagt. Lag sakslisten, og kall inn når den er klar."))
            return redirect(made)
    context = {"form": form, "plan": chosen, "back": url_of("meetings", chosen), "title": _("Planlegg møte")}
    return render(request, "dialogue/form.html", context | {"button": _("Planlegg møtet")})


def _announced(plan: int, key: str) -> dict[str, Any]:
    """The first values of the form: what the letter says of the meeting that is asked for."""
    found = (
        Meeting.objects.filter(plan=plan, pk=int(key)).first()
        if key.isascii() and key.isdigit() and len(key) < 18
        else None
    )
    return {"announced": found.pk, "kind": found.kind, "title": found.title[:300]} if found else {}


@requires(Permission.SEE_DIALOGUE)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_meeting(request.user, pk)
    may_lead = may(request.user, Permission.LEAD_DIALOGUE, found.plan)
    items = list(found.items.filter(included=True).prefetch_related("papers__document"))
    notes = {
        note.item_id: note.text for note in PrivateNote.objects.visible_to(request.user).filter(item__meeting=found)
    }
    for item in items:
        item.own_note = notes.get(item.pk, "")
    context = {
        "meeting": found,
        "plan": found.plan,
        "tag_kind": MEETING_KINDS[found.state],
        "items": items,
        "own_notes": may(request.user, Permission.KEEP_NOTES, found.plan),
        "papers": found.papers.filter(item=None).select_related("document"),
        "participants": found.participants.select_related("user"),
        "minutes": Minutes.objects.visible_to(request.user).filter(meeting=found),
        "builds_on": found.builds_on.all(),
        "may_lead": may_lead,
        "before": found.state in BEFORE_MEETING,
        "its_day_has_come": found.day <= clock.today(),
        "lacks_agenda": found.state in BEFORE_MEETING and lacks_agenda(found.day, bool(items), clock.today()),
        "agenda_days": AGENDA_DAYS,
        "history": entries(history_of(found).order_by("-number")[:200], HISTORY_WORDS),
    }
    return render(request, "dialogue/meeting.html", context)


@requires(Permission.LEAD_DIALOGUE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_meeting(request.user, pk, lead=True)
    form = MeetingForm(request.POST or None, plan=found.plan, initial=MeetingForm.initial_of(found))

    def act(_values: dict[str, Any]) -> CalledMeeting:
        return actions.change_meeting(meeting=found, values=form.values(), by=request.user)

    called = found.state == "called"
    lead = _("Alle som er kalt inn, får melding om endringen.") if called else ""
    return form_page(
        request, form, act, text=_("Møtet er endret."), back=found.get_absolute_url(), plan=found.plan,
        title=_("Endre møtet"), lead=lead, button=_("Lagre endringen"), meeting=found,
    )  # fmt: skip


@requires(Permission.LEAD_DIALOGUE)
@require_POST
def call(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_meeting(request.user, pk, lead=True)
    done_or_refused(
        request,
        lambda: actions.call_meeting(meeting=found, by=request.user),
        _("Innkallingen er sendt til alle deltakerne."),
    )
    return redirect(found)


@requires(Permission.LEAD_DIALOGUE)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_meeting(request.user, pk, lead=True)
    form = ReasonForm(request.POST or None)
    return form_page(
        request, form, lambda values: actions.cancel_meeting(meeting=found, by=request.user, **values),
        text=_("Møtet er avlyst."), back=found.get_absolute_url(), plan=found.plan, title=_("Avlys møtet"),
        lead=_("Alle som er kalt inn, får melding. Et avlyst møte kan ikke tas opp igjen; planlegg et nytt."),
        button=_("Avlys møtet"), color="danger", meeting=found,
    )  # fmt: skip


@requires(Permission.LEAD_DIALOGUE)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_meeting(request.user, pk, lead=True)
    everyone = [str(row.pk) for row in found.participants.all()]
    form = AttendanceForm(request.POST or None, meeting=found, initial={"attended": everyone})
    if request.method == "POST" and form.is_valid():
        came = [int(key) for key in form.cleaned_data["attended"]]
        try:
            minutes = actions.hold_meeting(meeting=found, attended=came, by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Møtet er i gang. Skriv referatet sak for sak."))
            return redirect("dialogue:write", minutes.pk)
    lead = _("Kryss av for dem som er til stede. Referatet åpnes med sakene på sakslisten.")
    context = {"form": form, "plan": found.plan, "meeting": found, "back": found.get_absolute_url(), "lead": lead}
    return render(
        request, "dialogue/form.html", context | {"title": _("Start møtet"), "button": _("Start møtet og referatet")}
    )


@requires(Permission.SEE_DIALOGUE)
def calendar_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting as an .ics file, for who would rather fetch it than have it by mail."""
    found = find_meeting(request.user, pk)
    method = "CANCEL" if found.state == "cancelled" else "REQUEST"
    response = HttpResponse(
        invitations.as_calendar(found, method), content_type=f"text/calendar; method={method}; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="mote-{found.pk}.ics"'
    return response


@requires(Permission.LEAD_DIALOGUE)
def participants(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is asked: add one, or take one off the list."""
    found = find_meeting(request.user, pk, lead=True)
    if request.method == "POST" and "fjern" in request.POST:
        key = request.POST["fjern"]
        row = (
            get_object_or_404(found.participants, pk=int(key))
            if key.isascii() and key.isdigit() and len(key) < 18
            else None
        )
        if row is None:
            raise Http404
        done_or_refused(
            request,
            lambda: actions.remove_participant(participant=row, by=request.user),
            _("%(name)s er tatt ut.") % {"name": row.name},
        )
        return redirect("dialogue:participants", pk)
    form = ParticipantForm(request.POST or None, meeting=found)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_participant(meeting=found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(name)s er lagt til.") % {"name": row.name})
            return redirect("dialogue:participants", pk)
    rows: list[Participant] = list(found.participants.select_related("user"))
    context = {
        "meeting": found,
        "plan": found.plan,
        "rows": rows,
        "form": form,
        "back": reverse("dialogue:meeting", args=(pk,)),
    }
    return render(request, "dialogue/participants.html", context | {"before": found.state in BEFORE_MEETING})
