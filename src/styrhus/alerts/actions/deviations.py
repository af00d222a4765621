"""Deviations: written, reported at once, acknowledged, followed up and closed with the ministry's word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.alerts.access import Permission
from styrhus.alerts.models import Deviation, FollowUp, FollowUpKind, Side, State
from styrhus.alerts.rules import short_title
from styrhus.alerts.texts import duration, touched_facts
from styrhus.archive.formal import file_record
from styrhus.archive.models import Direction
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.economy.models import Post
from styrhus.identity import clock
from styrhus.identity.access import require
from styrhus.identity.models import User
from styrhus.steering.models import Assignment, Goal, Parameter, Plan
from styrhus.ui import formats

from .sharing import case_of, in_bokmal, side_of, tell_agency, tell_ministry

CONTENT = ("kind", "what", "why", "measures", "known_at", "goal", "parameter", "assignment", "post", "exemption")


@transaction.atomic
def draft_deviation(
    *,
    plan: Plan,
    kind: str,
    what: str,
    why: str,
    measures: str,
    known_at: datetime,
    by: User,
    goal: Goal | None = None,
    parameter: Parameter | None = None,
    assignment: Assignment | None = None,
    post: Post | None = None,
    exemption: str = "",
) -> Deviation:
    """Write a draft, which the agency alone sees. What is not known yet may stand empty until it is reported.

    ``known_at`` is when the agency came to know of it: the clock runs from then.
    Raises: AccessDenied, ValidationError (known in the future, something of another plan).
    """
    require(by, Permission.DRAFT, plan.agency_id)
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    last = Deviation.objects.filter(plan=plan).aggregate(last=Max("number"))["last"]
    deviation = Deviation(plan=plan, number=(last or 0) + 1, written_by=by, written_at=clock.now())
    _fill(
        deviation,
        {
            "kind": kind, "what": what, "why": why, "measures": measures, "known_at": known_at, "goal": goal,
            "parameter": parameter, "assignment": assignment, "post": post, "exemption": exemption,
        },
    )  # fmt: skip
    record(act="alerts.draft_deviation", subject=deviation, by=by, new=snapshot(deviation, *CONTENT))
    return deviation


@transaction.atomic
def edit_deviation(*, deviation: Deviation, values: Mapping[str, Any], by: User) -> Deviation:
    """Change a draft. ``values`` holds the fields of ``CONTENT``. Raises: AccessDenied, ValidationError."""
    require(by, Permission.DRAFT, deviation.plan.agency_id)
    locked = _lock(deviation)
    _require_draft(locked)
    old = snapshot(locked, *CONTENT)
    _fill(locked, values)
    new = snapshot(locked, *CONTENT)
    changed = [name for name in CONTENT if old[name] != new[name]]
    if changed:
        record(
            act="alerts.edit_deviation",
            subject=locked,
            by=by,
            old={name: old[name] for name in changed},
            new={name: new[name] for name in changed},
        )
    return locked


@transaction.atomic
def discard_deviation(*, deviation: Deviation, by: User) -> None:
    """Throw a draft away; the event keeps that there was one. Raises: AccessDenied, ValidationError."""
    require(by, Permission.DRAFT, deviation.plan.agency_id)
    locked = _lock(deviation)
    _require_draft(locked)
    record(act="alerts.discard_deviation", subject=locked, by=by, old=snapshot(locked, "number", "title", "kind"))
    locked.delete()


@transaction.atomic
def report_deviation(*, deviation: Deviation, by: User) -> Deviation:
    """Report a draft to the ministry: journaled, shared, and locked as it was written.

    Raises: AccessDenied, ValidationError (reported already, or one of the three texts is empty).
    """
    require(by, Permission.REPORT, deviation.plan.agency_id)
    locked = _lock(deviation)
    _require_draft(locked)
    texts = {
        _("hva som har skjedd"): locked.what,
        _("årsak og konsekvens"): locked.why,
        _("forslag til korrigerende tiltak"): locked.measures,
    }
    for label, text in texts.items():
        if not text.strip():
            raise ValidationError(
                _("Meldingen mangler «%(field)s». Fyll ut feltet, og meld på nytt.") % {"field": label}
            )
    locked.reported_at = max(clock.now(), locked.known_at)
    locked.reported_by, locked.state = by, State.REPORTED
    plan = locked.plan
    with in_bokmal():
        entry = file_record(
            case=case_of(plan, by),
            title=_("Melding om vesentlig avvik %(number)s: %(title)s")
            % {"number": locked.label, "title": locked.title},
            facts=[
                (_("Fra"), plan.agency.name),
                (_("Til"), plan.ministry.name),
                (_("Type avvik"), locked.get_kind_display()),
                *touched_facts(locked),
                (_("Kjent i virksomheten"), formats.date_time(locked.known_at)),
                (_("Meldt"), formats.date_time(locked.reported_at)),
                (_("Tid fra kjent til meldt"), duration(locked.known_at, locked.reported_at)),
            ],
            sections=[
                (_("Hva som har skjedd"), locked.what),
                (_("Årsak og konsekvens"), locked.why),
                (_("Forslag til korrigerende tiltak"), locked.measures),
            ],
            direction=Direction.OUT,
            sender=plan.agency.name,
            recipient=plan.ministry.name,
            by=by,
            exemption=locked.exemption,
            shared_with=(plan.ministry,),
        )
    locked.entry = entry
    save_checked(locked)
    new = snapshot(locked, "state", "reported_at", "entry")
    record(act="alerts.report_deviation", subject=locked, by=by, old={"state": State.DRAFT}, new=new)
    tell_ministry(
        plan,
        kind="alerts.deviation_reported",
        text=lambda: (
            _("%(agency)s har meldt avvik %(number)s: %(title)s")
            % {"agency": plan.agency.label, "number": locked.label, "title": locked.title}
        ),
        url=address_of(locked),
        key=f"alerts.deviation-{locked.pk}-reported",
        urgent=True,
    )
    return locked


@transaction.atomic
def acknowledge_deviation(*, deviation: Deviation, reply: str, by: User) -> Deviation:
    """The ministry has seen the report, and may answer it; an answer is journaled.

    Raises: AccessDenied, ValidationError (not reported, or acknowledged already).
    """
    require(by, Permission.ANSWER, deviation.plan.ministry_id)
    locked = _lock(deviation)
    if locked.state != State.REPORTED:
        raise ValidationError(_("Det er allerede kvittert for avviket."))
    locked.acknowledged_at, locked.acknowledged_by = max(clock.now(), locked.reported_at or clock.now()), by
    locked.state, locked.reply = State.ACKNOWLEDGED, reply
    plan = locked.plan
    if reply.strip():
        with in_bokmal():
            locked.reply_entry = file_record(
                case=case_of(plan, by),
                title=_("Svar på melding om avvik %(number)s") % {"number": locked.label},
                facts=[(_("Fra"), plan.ministry.name), (_("Til"), plan.agency.name)],
                sections=[(_("Svar"), reply)],
                direction=Direction.IN,
                sender=plan.ministry.name,
                recipient=plan.agency.name,
                by=by,
                exemption=locked.exemption,
                shared_with=(plan.ministry,),
            )
    fields = ("state", "acknowledged_at", "acknowledged_by", "reply", "reply_entry")
    save_checked(locked, only=fields)
    new = snapshot(locked, "state", "acknowledged_at", "reply")
    record(act="alerts.acknowledge_deviation", subject=locked, by=by, old={"state": State.REPORTED}, new=new)
    tell_agency(
        plan,
        kind="alerts.deviation_acknowledged",
        text=lambda: _("Departementet har kvittert for avvik %(number)s") % {"number": locked.label},
        url=address_of(locked),
        key=f"alerts.deviation-{locked.pk}-acknowledged",
    )
    return locked


@transaction.atomic
def follow_up_deviation(*, deviation: Deviation, text: str, by: User, kind: str = FollowUpKind.NOTE) -> FollowUp:
    """Write what has happened since, ask to close (agency), or agree or not to that (ministry).

    Raises: AccessDenied, ValidationError (no text, not open, or nobody has asked to close).
    """
    plan = deviation.plan
    side = side_of(by, plan, Permission.DRAFT, Permission.ANSWER)
    locked = _lock(deviation)
    if locked.state not in (State.REPORTED, State.ACKNOWLEDGED):
        raise ValidationError(_("Avviket er ikke åpent, så det kan ikke følges opp."))
    _require_kind(locked, FollowUpKind(kind), side)
    row = FollowUp(deviation=locked, kind=kind, side=side, text=text, made_at=clock.now(), made_by=by)
    save_checked(row)
    record(act="alerts.follow_up", subject=locked, by=by, new=snapshot(row, "kind", "side", "text"))
    (tell_ministry if side == Side.AGENCY else tell_agency)(
        plan,
        kind="alerts.deviation_followed_up",
        text=lambda: _("Avvik %(number)s: %(kind)s") % {"number": locked.label, "kind": row.get_kind_display()},
        url=address_of(locked),
        key=f"alerts.follow-up-{row.pk}",
    )
    return row


def _require_kind(deviation: Deviation, kind: FollowUpKind, side: Side) -> None:
    if kind == FollowUpKind.CLOSE_ASKED and side != Side.AGENCY:
        raise ValidationError(_("Det er virksomheten som ber om å lukke et avvik."))
    if kind in (FollowUpKind.CLOSE_AGREED, FollowUpKind.CLOSE_REFUSED) and side != Side.MINISTRY:
        raise ValidationError(_("Det er departementet som sier om avviket kan lukkes."))
    if kind == FollowUpKind.NOTE:
        return
    if deviation.state != State.ACKNOWLEDGED:
        raise ValidationError(_("Departementet må kvittere for avviket før det kan lukkes."))
    last = last_word(deviation)
    if kind == FollowUpKind.CLOSE_ASKED and last in (FollowUpKind.CLOSE_ASKED, FollowUpKind.CLOSE_AGREED):
        raise ValidationError(_("Virksomheten har allerede bedt om å lukke avviket."))
    if FollowUpKind.CLOSE_ASKED not in (kind, last):
        raise ValidationError(_("Virksomheten har ikke bedt om å lukke avviket."))


def last_word(deviation: Deviation) -> str:
    """The last that was said of closing it; empty when nobody has asked."""
    said = deviation.follow_ups.exclude(kind=FollowUpKind.NOTE).order_by("-pk").values_list("kind", flat=True)
    return said.first() or ""


@transaction.atomic
def close_deviation(*, deviation: Deviation, outcome: str, by: User) -> Deviation:
    """Close what the ministry has agreed to close; from then on nothing of it changes.

    Raises: AccessDenied, ValidationError (without the ministry's word, or without how it ended).
    """
    require(by, Permission.REPORT, deviation.plan.agency_id)
    locked = _lock(deviation)
    if locked.state != State.ACKNOWLEDGED or last_word(locked) != FollowUpKind.CLOSE_AGREED:
        raise ValidationError(_("Avviket kan lukkes når departementet har sagt seg enig i det."))
    if not outcome.strip():
        raise ValidationError(_("Skriv hvordan det endte."))
    locked.state, locked.outcome, locked.closed_by = State.CLOSED, outcome, by
    locked.closed_at = max(clock.now(), locked.acknowledged_at or clock.now())
    save_checked(locked, only=("state", "outcome", "closed_by", "closed_at"))
    new = snapshot(locked, "state", "closed_at", "outcome")
    record(act="alerts.close_deviation", subject=locked, by=by, old={"state": State.ACKNOWLEDGED}, new=new)
    tell_ministry(
        locked.plan,
        kind="alerts.deviation_closed",
        text=lambda: _("Avvik %(number)s er lukket") % {"number": locked.label},
        url=address_of(locked),
        key=f"alerts.deviation-{locked.pk}-closed",
    )
    return locked


def address_of(deviation: Deviation) -> str:
    return reverse("alerts:deviation", args=(deviation.pk,))


def _lock(deviation: Deviation) -> Deviation:
    found: Deviation = (
        Deviation.objects.select_for_update(of=("self",))
        .select_related("plan__agency", "plan__ministry", "goal", "parameter", "assignment", "post__chapter")
        .get(pk=deviation.pk)
    )
    return found


def _require_draft(deviation: Deviation) -> None:
    if deviation.state != State.DRAFT:
        raise ValidationError(_("Avviket er meldt og kan ikke endres. Skriv heller en oppfølging."))


def _fill(deviation: Deviation, values: Mapping[str, Any]) -> None:
    """Set the content, check that what it touches is the plan's, and save. Raises: ValidationError."""
    for name in CONTENT:
        if name in values:
            setattr(deviation, name, values[name])
    if not deviation.what.strip():
        raise ValidationError(_("Skriv hva som har skjedd."))
    if deviation.known_at > clock.now():
        raise ValidationError(_("Tidspunktet da avviket ble kjent, er ikke kommet ennå. Rett tidspunktet."))
    plan = deviation.plan
    touched: list[tuple[Model | None, bool]] = [
        (deviation.goal, deviation.goal is None or deviation.goal.plan_id == plan.pk),
        (deviation.parameter, deviation.parameter is None or deviation.parameter.plan_id == plan.pk),
        (
            deviation.assignment,
            deviation.assignment is None or deviation.assignment.listings.filter(plan=plan).exists(),
        ),
        (
            deviation.post,
            deviation.post is None
            or (deviation.post.chapter.agency_id, deviation.post.chapter.year) == (plan.agency_id, plan.year),
        ),
    ]
    if not all(held for _thing, held in touched):
        raise ValidationError(_("Det avviket gjelder, hører til en annen plan. Velg noe fra denne planen."))
    deviation.title = short_title(deviation.what)
    if len(deviation.what) + len(deviation.why) + len(deviation.measures) > 60_000:
        raise ValidationError(_("Meldingen er lengre enn 60 000 tegn. Kort den ned, og legg resten ved som dokument."))
    save_checked(deviation)
