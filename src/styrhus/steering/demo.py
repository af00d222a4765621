"""Invented owners for the demo's plan, so that each role has something to look at. Rules, not a list of rows."""

from __future__ import annotations

from django.db import transaction

from styrhus.identity.models import Department, User

from .actions import set_duty_routine, set_owner
from .models import Duty, Frequency, Listing, Parameter, Plan, ReportingDemand

# The goal's number → the department that answers for it in the demo.
DEPARTMENT_OF_GOAL = {
    "1": "Kvalifisering",
    "2": "Kvalifisering",
    "3": "Samfunn",
    "4": "Bosetting",
    "5": "Tolk",
    "6": "Økonomi",
}

# A word in a duty's section or text → its department.
DEPARTMENT_OF_WORD = {
    "bosett": "Bosetting",
    "kvalifiser": "Kvalifisering",
    "introduksjon": "Kvalifisering",
    "tilsyn": "Kvalifisering",
    "tolk": "Tolk",
    "sosial kontroll": "Samfunn",
    "sivilsamfunn": "Samfunn",
    "frivillig": "Samfunn",
    "mangfold": "Tolk",
    "rapport": "Økonomi",
    "økonomi": "Økonomi",
    "risiko": "Økonomi",
}

# What a duty's own words say of how often it is done.
FREQUENCY_OF_WORD = {
    "måned": Frequency.MONTHLY,
    "kvartal": Frequency.QUARTERLY,
    "halvår": Frequency.HALF_YEARLY,
    "to ganger": Frequency.HALF_YEARLY,
    "årlig": Frequency.YEARLY,
    "årsrapport": Frequency.YEARLY,
    "hvert år": Frequency.YEARLY,
    "ved behov": Frequency.WHEN_NEEDED,
    "løpende": Frequency.CONTINUOUS,
}


@transaction.atomic
def make_demo_owners(*, plan: Plan, by: User) -> None:
    """Give the plan's rows departments, some of them persons, and duties the frequency that their words name."""
    departments = {d.name.split()[0]: d for d in Department.objects.filter(organisation=plan.agency)}
    people = {user.department.pk: user for user in _demo_people(plan) if user.department}
    for listing in Listing.objects.filter(plan=plan, assignment__owner=None).select_related("goal", "assignment"):
        department = departments.get(DEPARTMENT_OF_GOAL.get(listing.goal.number if listing.goal else "", ""))
        if department:
            owner = people.get(department.pk)
            set_owner(item=listing.assignment, owner=owner, department=department, by=by)
    for parameter in Parameter.objects.filter(plan=plan).select_related("goal"):
        department = departments.get(DEPARTMENT_OF_GOAL.get(parameter.goal.number if parameter.goal else "", ""))
        if department:
            set_owner(item=parameter, owner=None, department=department, by=by)
    for report in ReportingDemand.objects.filter(plan=plan):
        set_owner(item=report, owner=by, department=departments.get("Økonomi"), by=by)
    for duty in Duty.objects.filter(plan=plan):
        _describe(duty, departments, by)


def _describe(duty: Duty, departments: dict[str, Department], by: User) -> None:
    words = f"{duty.section} {duty.text}".lower()
    name = next((name for word, name in DEPARTMENT_OF_WORD.items() if word in words), None)
    if name and name in departments:
        set_owner(item=duty, owner=None, department=departments[name], by=by)
    frequency = next((often for word, often in FREQUENCY_OF_WORD.items() if word in duty.text.lower()), None)
    if frequency:
        set_duty_routine(duty=duty, frequency=frequency, routine="", by=by)


def _demo_people(plan: Plan) -> list[User]:
    return list(User.objects.filter(roles__organisation=plan.agency, roles__department__isnull=False).distinct())
