"""Invented routines, log, occurrences and requests to drop work, so that the demo's screens have something to show."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from styrhus.common.working_days import add_working_days
from styrhus.identity import clock
from styrhus.identity.models import User

from .actions import answer_drop, approve_routine, ask_to_drop, log_duty, make_occurrences, set_duty_routine
from .models import AssignmentState, DropKind, DropState, Duty, DutyEntry, Frequency, Plan
from .queries.occurrences import recurring_without_rule
from .rules_periods import periods, proposed

ROUTINE = (
    "Demotekst: Avdelingen går gjennom plikten i første uke av perioden, fører det som er gjort, "
    "og melder avvik til controller samme dag."
)
EXAMPLES = 8  # duties that get a frequency where their own words name none
OFTEN = (Frequency.QUARTERLY, Frequency.MONTHLY, Frequency.HALF_YEARLY, Frequency.YEARLY)


@transaction.atomic
def make_demo_routines(*, plan: Plan, by: User, official: User) -> None:
    """Follow some of the plan's duties, unless somebody has begun. ``official`` answers for the ministry."""
    if DutyEntry.objects.filter(duty__plan=plan).exists():
        return
    today = clock.today()
    unset = Duty.objects.filter(plan=plan, frequency=Frequency.NOT_SET).order_by("pk")[:EXAMPLES]
    for place, duty in enumerate(unset):
        set_duty_routine(duty=duty, frequency=OFTEN[place % len(OFTEN)], routine="", by=by)
    for place, duty in enumerate(Duty.objects.filter(plan=plan).exclude(frequency="").order_by("pk")):
        if place % 3 != 2:  # every third is without a routine yet
            approve_routine(duty=duty, text=ROUTINE, document=None, valid_from=date(plan.year, 1, 1), by=by)
        _log(duty, place, by, today)
    for deadline in recurring_without_rule(plan):
        rule = proposed(deadline.text, plan.year)
        if rule.times or rule.days:
            make_occurrences(deadline=deadline, year=plan.year, times=rule.times, days=rule.days, by=by)
    _requests(plan, by, official, today)


def _log(duty: Duty, place: int, by: User, today: date) -> None:
    """Done in each period that has passed; every fourth duty has forgotten the last one."""
    passed = [one for one in periods(duty.frequency, duty.plan.year) if one.due < today]
    kept = passed[:-1] if place % 4 == 1 else passed
    for one in kept:
        note = "Demotekst: Gjennomgått uten avvik." if one.number % 2 else ""
        log_duty(duty=duty, period=one.code, done_on=add_working_days(one.due, -1 - place % 4), note=note, by=by)


def _requests(plan: Plan, by: User, official: User, today: date) -> None:
    """One that the ministry has granted with conditions, and one that waits for its answer."""
    begin = max(today, date(plan.year, 1, 1)) + timedelta(days=14)
    duty = Duty.objects.filter(plan=plan, frequency=Frequency.HALF_YEARLY).order_by("-pk").first()
    if duty:
        granted = ask_to_drop(
            plan=plan,
            item=duty,
            kind=DropKind.LOWER,
            reason="Demotekst: Fagmiljøet som gjør dette, er satt til et oppdrag med kortere frist.",
            consequences="Demotekst: En gjennomgang utsettes et halvt år. Ingen brukere blir berørt.",
            alternative="Demotekst: Kjøpe gjennomgangen for om lag 200 000 kroner.",
            wanted_from=begin,
            until=begin + timedelta(days=180),
            by=by,
        )
        answer_drop(
            request=granted,
            outcome=DropState.CONDITIONAL,
            answer="Demotekst: Departementet ser at oppdraget må gå foran.",
            conditions="Demotekst: Plikten tas opp igjen senest når perioden er over.",
            effective_from=begin,
            by=official,
        )
    listing = plan.listings.filter(assignment__state=AssignmentState.ACTIVE, earlier=True).order_by("-pk").first()
    if listing:
        ask_to_drop(
            plan=plan,
            item=listing.assignment,
            kind=DropKind.END,
            reason="Demotekst: Oppdraget er langt på vei dekket av et nyere oppdrag.",
            consequences="Demotekst: Siste del av rapporten faller bort.",
            alternative="Demotekst: Slå resten sammen med det nyere oppdraget.",
            wanted_from=begin,
            until=None,
            by=by,
        )
