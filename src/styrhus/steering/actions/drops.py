"""Asking the ministry to end or down-prioritise running work, and the ministry's answer.

The instruction lets an agency lower running work only when the ministry has approved it: the act that changes the
assignment or the duty is the ministry's answer, never the agency's wish. Both letters are journaled.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from styrhus.archive.formal import Section, file_record, open_case
from styrhus.archive.models import CaseFile, Direction, JournalEntry
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.access import require
from styrhus.identity.models import User
from styrhus.identity.queries import holders_of
from styrhus.notices.actions import notify
from styrhus.steering.access import Permission
from styrhus.steering.models import (
    Assignment,
    AssignmentState,
    DropKind,
    DropRequest,
    DropState,
    Duty,
    DutyState,
    Plan,
)

ASKED = ("kind", "assignment", "duty", "reason", "consequences", "alternative", "wanted_from", "until")
DECIDED = ("state", "answer", "conditions", "effective_from", "until")
GRANTED = (DropState.GRANTED, DropState.CONDITIONAL)


@transaction.atomic
def ask_to_drop(
    *,
    plan: Plan,
    item: Assignment | Duty,
    kind: DropKind | str,
    reason: str,
    consequences: str,
    alternative: str,
    wanted_from: date,
    until: date | None,
    by: User,
) -> DropRequest:
    """Send the ministry a request. ``until``: a down-prioritising for a time. Nothing changes before the answer.

    Raises: AccessDenied, ValidationError (not running work of the plan, asked already, dates without sense).
    """
    require(by, Permission.ASK_TO_DROP, plan.agency_id)
    item = type(item)._default_manager.select_for_update(of=("self",)).get(pk=item.pk)
    _check_running(plan, item)
    subject = {"assignment": item} if isinstance(item, Assignment) else {"duty": item}
    if DropRequest.objects.filter(state=DropState.SENT, **subject).exists():
        raise ValidationError(_("Departementet har allerede et ønske om dette til behandling."))
    if not reason.strip() or not consequences.strip():
        raise ValidationError(_("Skriv både begrunnelse og konsekvenser; departementet kan ikke avgjøre saken uten."))
    if wanted_from < clock.today():
        raise ValidationError(_("Ønsket dato har passert. Ingenting kan avsluttes bakover i tid."))
    if until and kind == DropKind.END:
        raise ValidationError(_("Arbeid som avsluttes, har ingen sluttdato for nedprioriteringen. La feltet stå tomt."))
    if until and until <= wanted_from:
        raise ValidationError(_("Nedprioriteringen må slutte etter at den begynner."))
    request = DropRequest(
        plan=plan,
        kind=str(kind),
        reason=reason,
        consequences=consequences,
        alternative=alternative,
        wanted_from=wanted_from,
        until=until,
        asked_by=by,
        asked_at=clock.now(),
        **subject,
    )
    save_checked(request)
    request.letter = _file_request(request, by)
    save_checked(request, only=("letter",))
    record(act="steering.ask_to_drop", subject=request, by=by, new=snapshot(request, *ASKED))
    label = str(request)
    notify(
        users=holders_of(Permission.ANSWER_DROP, plan.ministry),
        kind="steering.drop_asked",
        text=lambda: (
            _("%(agency)s ber om å få nedprioritere arbeid: %(what)s") % {"agency": plan.agency.label, "what": label}
        ),
        url=reverse("steering:drop", args=(request.pk,)),
        key=f"steering.drop.{request.pk}.asked",
    )
    return request


@transaction.atomic
def recall_drop(*, request: DropRequest, by: User) -> DropRequest:
    """Take a request back before the ministry has answered. Raises: AccessDenied, ValidationError (answered)."""
    require(by, Permission.ASK_TO_DROP, request.plan.agency_id)
    request = _open_request(request)
    old = snapshot(request, "state")
    request.state, request.decided_by, request.decided_at = DropState.RECALLED, by, clock.now()
    save_checked(request)
    record(act="steering.recall_drop", subject=request, by=by, old=old, new=snapshot(request, "state"))
    label = str(request)
    notify(
        users=holders_of(Permission.ANSWER_DROP, request.plan.ministry),
        kind="steering.drop_recalled",
        text=lambda: (
            _("%(agency)s har trukket tilbake et ønske: %(what)s")
            % {"agency": request.plan.agency.label, "what": label}
        ),
        url=reverse("steering:drop", args=(request.pk,)),
        key=f"steering.drop.{request.pk}.recalled",
    )
    return request


@transaction.atomic
def answer_drop(
    *,
    request: DropRequest,
    outcome: DropState | str,
    answer: str,
    conditions: str,
    effective_from: date | None,
    by: User,
) -> DropRequest:
    """The ministry's answer: granted, granted with conditions, or refused with a reason. It can't be changed later.

    What is granted takes effect from ``effective_from`` (None: the day that was wished for, or today when it has
    passed). Raises: AccessDenied, ValidationError (answered already, no reason or conditions, a day that has passed).
    """
    require(by, Permission.ANSWER_DROP, request.plan.ministry_id)
    request = _open_request(request)
    outcome = DropState(outcome)
    if outcome not in (*GRANTED, DropState.REFUSED):
        raise ValidationError(_("Velg om ønsket godkjennes, godkjennes med vilkår eller avslås."))
    if outcome is DropState.REFUSED and not answer.strip():
        raise ValidationError(_("Skriv hvorfor ønsket avslås."))
    if outcome is DropState.CONDITIONAL and not conditions.strip():
        raise ValidationError(_("Skriv vilkårene, eller godkjenn uten vilkår."))
    if outcome in GRANTED:
        request.effective_from = effective_from or max(request.wanted_from, clock.today())
        if request.effective_from < clock.today():
            raise ValidationError(_("Datoen har passert. Velg i dag eller en senere dag."))
        if request.until and request.until <= request.effective_from:
            raise ValidationError(
                _("Nedprioriteringen er ønsket til en dag før den ville begynne. Velg en tidligere dag.")
            )
    request.state, request.answer, request.decided_by, request.decided_at = outcome, answer, by, clock.now()
    request.conditions = conditions if outcome is DropState.CONDITIONAL else ""
    request.answer_letter = _file_answer(request, by)
    takes_effect_now = outcome in GRANTED and _may_apply(request, clock.today())
    request.applied_at = clock.now() if takes_effect_now else None
    save_checked(request)
    record(act="steering.answer_drop", subject=request, by=by, new=snapshot(request, *DECIDED))
    if takes_effect_now:
        _apply(request, by)
    _tell_agency(request)
    return request


@transaction.atomic
def apply_granted(*, today: date) -> int:
    """Let granted requests take effect whose day has come. Gives how many; run each day by the program itself."""
    waiting = DropRequest.objects.select_for_update(of=("self",)).filter(
        state__in=GRANTED, applied_at=None, effective_from__lte=today
    )
    count = 0
    for request in waiting:
        _apply(request, request.decided_by)
        request.applied_at = clock.now()
        request.save(update_fields=["applied_at"])
        count += 1
    return count


def _check_running(plan: Plan, item: Assignment | Duty) -> None:
    if isinstance(item, Duty):
        if item.plan_id != plan.pk:
            raise ValidationError(_("Plikten hører til en annen plan."))
        if item.state == DutyState.ENDED:
            raise ValidationError(_("Plikten er allerede avsluttet."))
        return
    if not plan.listings.filter(assignment=item).exists():
        raise ValidationError(_("Oppdraget står ikke i planen."))
    if item.state == AssignmentState.WITHDRAWN:
        raise ValidationError(_("Oppdraget er allerede trukket."))


def _open_request(request: DropRequest) -> DropRequest:
    """The request, locked for this transaction. Raises: ValidationError when it is answered or taken back."""
    related = ("plan__agency", "plan__ministry", "assignment", "duty", "asked_by")
    found = DropRequest.objects.select_for_update(of=("self",)).select_related(*related).get(pk=request.pk)
    if found.state != DropState.SENT:
        raise ValidationError(_("Ønsket er allerede avgjort og kan ikke endres."))
    return found


def _may_apply(request: DropRequest, today: date) -> bool:
    """Whether the effect can be entered already: dates carry all but the end of an assignment."""
    ends_assignment = request.kind == DropKind.END and request.assignment_id
    return not ends_assignment or (request.effective_from is not None and request.effective_from <= today)


def _apply(request: DropRequest, by: User | None) -> None:
    """Enter what was granted on the work itself."""
    why = _("Departementets svar på ønske om nedprioritering")
    if request.assignment_id is not None:
        assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=request.assignment_id)
        old = snapshot(assignment, "state", "lowered_from", "lowered_until")
        if request.kind == DropKind.END:
            assignment.state = AssignmentState.WITHDRAWN
        else:
            assignment.lowered_from, assignment.lowered_until = request.effective_from, request.until
        save_checked(assignment, only=("state", "lowered_from", "lowered_until"))
        new = snapshot(assignment, "state", "lowered_from", "lowered_until")
        act = "steering.withdraw_assignment" if request.kind == DropKind.END else "steering.lower_assignment"
        record(act=act, subject=assignment, by=by, old=old, new=new, why=why)
        return
    duty = Duty.objects.select_for_update(of=("self",)).get(pk=request.subject.pk)
    old = snapshot(duty, "state", "state_from", "paused_until")
    duty.state = DutyState.ENDED if request.kind == DropKind.END else DutyState.PAUSED
    duty.state_from, duty.paused_until = request.effective_from, request.until
    save_checked(duty, only=("state", "state_from", "paused_until"))
    new = snapshot(duty, "state", "state_from", "paused_until")
    act = "steering.end_duty" if request.kind == DropKind.END else "steering.pause_duty"
    record(act=act, subject=duty, by=by, old=old, new=new, why=why)


# -- letters, in bokmål whatever the one who writes reads, and notices


@translation.override(settings.LANGUAGE_CODE)
def case_of(plan: Plan, by: User | None) -> CaseFile:
    """The case of the year's steering dialogue."""
    title = _("Styringsdialogen %(year)s") % {"year": plan.year}
    return open_case(
        organisation=plan.agency, key=f"styringsdialog-{plan.year}", title=title, public_title=title, by=by
    )


@translation.override(settings.LANGUAGE_CODE)
def _file_request(request: DropRequest, by: User) -> JournalEntry:
    plan = request.plan
    facts = [
        (_("Gjelder"), str(request.subject)),
        (_("Ønske"), request.get_kind_display()),
        (_("Ønsket fra"), f"{request.wanted_from:%d.%m.%Y}"),
        (_("Til"), f"{request.until:%d.%m.%Y}" if request.until else ""),
        (_("Sendt av"), f"{by.name}, {plan.agency.name}"),
    ]
    sections: list[Section] = [
        (_("Begrunnelse"), request.reason),
        (_("Konsekvenser"), request.consequences),
        (_("Alternativ"), request.alternative),
    ]
    title = _("Ønske om nedprioritering: %(what)s") % {"what": request.subject}
    return file_record(
        case=case_of(plan, by),
        title=title[:300],
        facts=facts,
        sections=sections,
        direction=Direction.OUT,
        sender=plan.agency.name,
        recipient=plan.ministry.name,
        by=by,
        shared_with=[plan.ministry],
    )


@translation.override(settings.LANGUAGE_CODE)
def _file_answer(request: DropRequest, by: User) -> JournalEntry:
    plan = request.plan
    day = f"{request.effective_from:%d.%m.%Y}" if request.effective_from else ""
    facts = [
        (_("Gjelder"), str(request.subject)),
        (_("Ønske"), request.get_kind_display()),
        (_("Avgjørelse"), request.get_state_display()),
        (_("Gjelder fra"), day),
        (_("Avgjort av"), f"{by.name}, {plan.ministry.name}"),
    ]
    sections: list[Section] = [(_("Svar"), request.answer), (_("Vilkår"), request.conditions)]
    title = _("Svar på ønske om nedprioritering: %(what)s") % {"what": request.subject}
    return file_record(
        case=case_of(plan, by),
        title=title[:300],
        facts=facts,
        sections=sections,
        direction=Direction.IN,
        sender=plan.ministry.name,
        recipient=plan.agency.name,
        by=by,
        shared_with=[plan.ministry],
    )


def _tell_agency(request: DropRequest) -> None:
    """Those who may ask, and the owner of the work."""
    users = list(holders_of(Permission.ASK_TO_DROP, request.plan.agency))
    if request.subject.owner:
        users.append(request.subject.owner)
    what = str(request.subject)
    notify(
        users=users,
        kind="steering.drop_answered",
        text=lambda: (
            _("%(ministry)s har svart på ønsket om nedprioritering (%(state)s): %(what)s")
            % {"ministry": request.plan.ministry.label, "state": request.get_state_display(), "what": what}
        ),
        url=reverse("steering:drop", args=(request.pk,)),
        key=f"steering.drop.{request.pk}.answered",
    )
