"""Following up: the board, milestones, judgements, notes and agreements with partners."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.audit.history import entries
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied, requires
from styrhus.identity.models import User
from styrhus.steering import actions, queries
from styrhus.steering.access import Permission, may_answer_for, may_follow_up
from styrhus.steering.actions.followup import Followed, agency_of, part_labels
from styrhus.steering.forms_followup import (
    ChangeMilestoneForm,
    CorrectNoteForm,
    DoneForm,
    JudgementForm,
    MilestoneForm,
    NoteForm,
    PartnerForm,
    ReasonForm,
)
from styrhus.steering.models import Assignment, AssignmentState, Milestone, Parameter
from styrhus.steering.pages import choose, refuse
from styrhus.steering.tables_followup import FollowUpTable
from styrhus.steering.texts_followup import MILESTONE_WORDS
from styrhus.ui.tables import table_response

from .plans import no_plan


@requires(Permission.SEE_PLAN)
def board(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    """Every assignment and part with its status, judgement and last update."""
    chosen = choose(request.user, plan, "board")
    if chosen is None:
        return no_plan(request)
    inside = queries.sees_inside(request.user, chosen.plan)
    rows = queries.followup_rows(chosen.plan, clock.today(), inside=inside)
    table = FollowUpTable(rows, request, plan=chosen.plan, inside=inside)
    whole = [row for row in rows if not row.part]
    context = {
        "chosen": chosen,
        "plan": chosen.plan,
        "inside": inside,
        "figures": {
            "late": sum(row.progress.late for row in whole),
            "red": sum(row.colour == "red" for row in whole),
            "yellow": sum(row.colour == "yellow" for row in whole),
            "unjudged": sum(not row.colour and not row.progress.closed for row in whole),
        },
        "board_url": reverse("steering:board", args=(chosen.plan.pk,)),
    }
    return table_response(request, table, "steering/board.html", context)


def find_assignment(user: User, pk: int) -> Assignment:
    """An assignment that runs and that ``user`` may see. Raises: Http404."""
    found = queries.assignment_for(user, pk)
    if found is None or found.state != AssignmentState.ACTIVE:
        raise Http404
    return found


def _followed(user: User, kind: str, pk: int, *, answer: bool) -> Followed:
    """What is judged or noted: an assignment or a parameter. Raises: Http404 unless ``user`` may do it."""
    item: Any = find_assignment(user, pk) if kind == "assignment" else queries.owned_item(user, Parameter, pk)
    check = may_answer_for if answer else may_follow_up
    if item is None or not check(user, item, agency_of(item)):
        raise Http404
    return item  # type: ignore[no-any-return]


def _parts(item: Followed) -> list[str]:
    return part_labels(item) if isinstance(item, Assignment) else []


def form_page(
    request: HttpRequest, form: Form, *, heading: str, over: str, button: str, back: str, **more: Any
) -> HttpResponse:
    """One form on a page of its own."""
    context = {"form": form, "heading": heading, "over": over, "button_text": button, "back": back, **more}
    return render(request, "steering/followup_form.html", context)


def page_of(item: Any) -> str:
    name = "assignment" if isinstance(item, Assignment) else "parameter"
    return reverse(f"steering:{name}", args=(item.pk,))


def done(form: Form, act: Any, **values: Any) -> bool:
    """Do an act with what the form holds; a refusal is shown in the form. Returns whether it was done."""
    try:
        act(**values)
    except ValidationError as error:
        refuse(form, error)
        return False
    return True


@requires(Permission.FOLLOW_UP)
def judge(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    item = _followed(request.user, kind, pk, answer=True)
    form = JudgementForm(request.POST or None, parts=_parts(item), initial={"part": request.GET.get("del", "")})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, actions.judge, item=item, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Vurderingen er lagret. Den forrige står i historikken."))
        return redirect(page_of(item))
    return form_page(
        request,
        form,
        heading=_("Vurder framdriften"),
        over=str(item),
        button=_("Lagre vurderingen"),
        back=page_of(item),
    )


@requires(Permission.FOLLOW_UP)
def write_note(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    item = _followed(request.user, kind, pk, answer=False)
    form = NoteForm(request.POST or None, parts=_parts(item), initial={"part": request.GET.get("del", "")})
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, actions.write_note, item=item, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Notatet er lagret."))
        return redirect(page_of(item))
    return form_page(
        request, form, heading=_("Skriv framdriftsnotat"), over=str(item), button=_("Lagre notatet"), back=page_of(item)
    )


@requires(Permission.SEE_PLAN)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """A note in all its versions, and the form that corrects it."""
    found = queries.note_for(request.user, pk)
    if found is None:
        raise Http404
    versions = queries.versions_of(request.user, found)
    newest = versions[0]
    may_correct = not hasattr(newest, "corrected_by") and may_follow_up(
        request.user, newest.item, agency_of(newest.item)
    )
    form = CorrectNoteForm(request.POST or None, shown_already=newest.shared, initial={"text": newest.text})
    if request.method == "POST":
        if not may_correct:
            raise Http404
        if form.is_valid() and done(form, actions.correct_note, note=newest, by=request.user, **form.cleaned_data):
            messages.success(request, _("Notatet er rettet. Den forrige versjonen står fortsatt."))
            return redirect(page_of(newest.item))
    context = {
        "note": newest,
        "versions": versions,
        "form": form if may_correct else None,
        "back": page_of(newest.item),
    }
    return render(request, "steering/note.html", context)


@requires(Permission.FOLLOW_UP)
def add_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    item = find_assignment(request.user, pk)
    if not may_follow_up(request.user, item, item.agency_id):
        raise Http404
    initial = {"part": request.GET.get("del", "")}
    form = MilestoneForm(request.POST or None, parts=part_labels(item), agency=item.agency, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, actions.add_milestone, assignment=item, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Milepælen er lagt inn."))
        return redirect(page_of(item))
    return form_page(request, form, heading=_("Ny milepæl"), over=str(item), button=_("Legg inn"), back=page_of(item))


def _may_change(user: User, milestone: Milestone) -> bool:
    own = milestone.owner_id == user.pk and user.may(Permission.FOLLOW_UP, milestone.assignment.agency_id)
    return own or may_follow_up(user, milestone.assignment, milestone.assignment.agency_id)


@requires(Permission.SEE_PLAN)
def milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """A milestone with its history, and the forms that change it."""
    found = queries.milestone_for(request.user, pk)
    if found is None:
        raise Http404
    may_change = _may_change(request.user, found)
    if request.method == "POST" and not may_change:
        raise Http404
    act = request.POST.get("act", "")
    agency = found.assignment.agency
    initial = {"title": found.title, "date": found.date, "owner": found.owner_id}
    forms: dict[str, Form] = {
        "change": ChangeMilestoneForm(request.POST if act == "change" else None, agency=agency, initial=initial),
        "finish": DoneForm(request.POST if act == "finish" else None, initial={"done_on": clock.today()}),
        "drop": ReasonForm(request.POST if act == "drop" else None, prefix="drop"),
        "reopen": ReasonForm(request.POST if act == "reopen" else None, prefix="reopen"),
    }
    acts = {
        "change": (actions.change_milestone, _("Milepælen er endret.")),
        "finish": (actions.finish_milestone, _("Milepælen er meldt gjort.")),
        "drop": (actions.drop_milestone, _("Milepælen gjelder ikke lenger. Den blir stående i historikken.")),
        "reopen": (actions.reopen_milestone, _("Milepælen er åpnet igjen.")),
    }
    if act in acts:
        form, (change, said) = forms[act], acts[act]
        if form.is_valid() and done(form, change, milestone=found, by=request.user, **form.cleaned_data):
            messages.success(request, said)
            return redirect(page_of(found.assignment))
    context = {
        "milestone": found,
        "open": not found.done_on and not found.dropped_on,
        "forms": forms if may_change and found.assignment.state == AssignmentState.ACTIVE else None,
        "asked": act,
        "history": entries(queries.history_of_item(found), MILESTONE_WORDS),
    }
    return render(request, "steering/milestone.html", context)


@requires(Permission.FOLLOW_UP)
@require_POST
def finish_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Done today, with one press."""
    found = queries.milestone_for(request.user, pk)
    if found is None or not _may_change(request.user, found):
        raise Http404
    try:
        actions.finish_milestone(milestone=found, done_on=clock.today(), by=request.user)
    except (ValidationError, AccessDenied) as error:
        messages.error(request, error.messages[0] if isinstance(error, ValidationError) else str(error))
    else:
        messages.success(request, _("Milepælen er meldt gjort i dag."))
    return redirect(page_of(found.assignment))


@requires(Permission.FOLLOW_UP)
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom one talks to in another agency, and what is agreed. ``?part`` names the partner."""
    item = find_assignment(request.user, pk)
    if not may_follow_up(request.user, item, item.agency_id):
        raise Http404
    known = queries.agreements_of(request.user, item)
    name = request.GET.get("navn", "")
    agreement = known.get(name)
    initial = {
        "name": name,
        "contact": agreement.contact if agreement else "",
        "agreed": agreement.agreed if agreement else "",
    }
    form = PartnerForm(request.POST or None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, actions.describe_partner, assignment=item, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Samarbeidet er beskrevet."))
        return redirect(page_of(item))
    return form_page(
        request, form, heading=_("Samarbeid om oppdraget"), over=str(item), button=_("Lagre"), back=page_of(item)
    )
