"""An invented January forecast for the demo's year, frozen and shared, and a February one that departments work on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from styrhus.identity import clock
from styrhus.identity.models import Organisation, User

from . import actions, queries, rules
from .models import Version
from .queries import Task
from .reckoning import ForecastRow
from .rules import MONTHS, NOTHING

THOUSAND = Decimal(1000)
# How large a part of what is at disposal the departments expect to use, by post; others: all of it.
EXPECTED = {
    "670.01": Decimal("0.985"),
    "671.21": Decimal("1.00"),
    "671.45": Decimal("0.93"),
    "671.60": Decimal("1.038"),
    "671.61": Decimal("1.012"),
    "671.62": Decimal("0.97"),
    "671.71": Decimal("0.998"),
    "672.60": Decimal("1.021"),
}
REASONS = {
    "670.01": "Demotekst: Flere stillinger blir besatt først etter sommeren.",
    "671.45": "Demotekst: Leveransen i kontrakten er flyttet til neste år.",
    "671.60": "Demotekst: Flere bosatte enn lagt til grunn i tildelingsbrevet.",
    "671.62": "Demotekst: Færre søknader enn ventet i første runde.",
    "672.60": "Demotekst: Flere deltakere i opplæringen, som følge av høyere bosetting.",
}
# A year's shape by the first digit of the post: operating, purchases, grants. Twelve weights.
EVEN = (1,) * MONTHS
LATE = (1, 1, 2, 3, 4, 4, 2, 4, 6, 7, 8, 10)
ROUNDS = (2, 11, 6, 4, 15, 9, 3, 4, 15, 11, 9, 11)
LATE_DEPARTMENT = "Bosetting"  # whose head logs in to the demo and has something left to do
LATER = Decimal("1.004")  # February's estimates against January's


@transaction.atomic
def make_demo_forecast(*, agency: Organisation, year: int, controller: User, director: User) -> None:
    """Make the two versions, unless somebody has begun."""
    if Version.objects.filter(agency=agency, year=year).exists():
        return
    with clock.at(date(year, 2, 3)):
        first = _open(agency, rules.month_end(year, 1), date(year, 2, 10), None, controller)
    with clock.at(date(year, 2, 9)):
        for task in queries.tasks(first):
            _deliver(task, Decimal(1), controller)
    with clock.at(date(year, 2, 13)):
        first = actions.freeze(version=first, why="", by=controller)
    with clock.at(date(year, 2, 15)):
        actions.approve(version=first, words="Demotekst: Drøftet i ledermøtet.", by=director)
    with clock.at(date(year, 2, 16)):
        words = "Demotekst: Anslagene bygger på én måned med regnskap og er usikre."
        actions.share(version=first, words=words, by=controller)
    with clock.at(date(year, 3, 1)):
        second = _open(agency, rules.month_end(year, 2), date(year, 3, 10), first, controller)
        for task in queries.tasks(second):
            if task.department is None or task.department.name != LATE_DEPARTMENT:
                _fill(task, LATER, controller)
            if task.department and task.department.name != LATE_DEPARTMENT:
                actions.submit(version=second, department=task.department, words="", by=controller)


def _open(agency: Organisation, cut_off: date, due_on: date, copy: Version | None, by: User) -> Version:
    return actions.open_version(
        agency=agency, year=due_on.year, title="", cut_off=cut_off, due_on=due_on, copy_from=copy, by=by
    )


def _deliver(task: Task, factor: Decimal, by: User) -> None:
    _fill(task, factor, by)
    actions.submit(version=task.version, department=task.department, words="", by=by)


def _fill(task: Task, factor: Decimal, by: User) -> None:
    posts = {row.post.pk: row for row in queries.rows_of(task.version)}
    for row in task.rows:
        _enter(task, posts[row.post.pk], row, factor, by)


def _enter(task: Task, whole: ForecastRow, part: ForecastRow, factor: Decimal, by: User) -> None:
    code = f"{part.post.chapter.number}.{part.post.number}"
    expected = EXPECTED.get(code, Decimal(1))
    total = _budget(whole, part) * expected * (factor if expected != 1 else 1)
    actions.enter_estimate(
        version=task.version,
        post=part.post,
        department=task.department,
        months=_spread(max(total - part.used, NOTHING), part),
        stated_total=None,
        reason=REASONS.get(code, ""),
        by=by,
    )


def _budget(whole: ForecastRow, part: ForecastRow) -> Decimal:
    """What the part has: its delegated budget, else its share of the post by what is used."""
    if part.at_disposal is not None:
        return Decimal(part.at_disposal)
    given = sum(one.at_disposal or 0 for one in whole.parts)
    rest = [one for one in whole.parts if one.at_disposal is None]
    left, used = (whole.at_disposal or 0) - given, sum((one.used for one in rest), NOTHING)
    share = part.used / used if used else Decimal(1) / len(rest)
    return max(Decimal(left), NOTHING) * share


def _spread(rest: Decimal, row: ForecastRow) -> dict[int, Decimal]:
    """``rest`` over the months to come in the post's shape, in whole thousands; the last month takes what is over."""
    number = row.post.number
    weights = EVEN if number < "20" else LATE if number < "50" else ROUNDS
    ahead = range(row.months + 1, MONTHS + 1)
    whole = sum(weights[month - 1] for month in ahead)
    found = {month: (rest * weights[month - 1] / whole / THOUSAND).quantize(Decimal(1)) * THOUSAND for month in ahead}
    found[MONTHS] += (rest / THOUSAND).quantize(Decimal(1)) * THOUSAND - sum(found.values(), NOTHING)
    return found
