"""The figures of the money, for reports. Each is "NAME:CHAPTER.POST", "NAME:CHAPTER" or "NAME" for the whole year.

The year's total leaves out income, and chapters that are another's; ask for those by their chapter.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.common.figures import Figure, receipt
from styrhus.identity.models import Organisation

from .queries import PostBudget, budget_at

LABELS: dict[str, Any] = {
    "appropriated": gettext_lazy("Bevilget"),
    "at_disposal": gettext_lazy("Til disposisjon"),
    "carried_in": gettext_lazy("Overført fra i fjor"),
    "committed": gettext_lazy("Bundet"),
    "given_away": gettext_lazy("Andre kan belaste"),
    "received": gettext_lazy("Mottatt belastningsfullmakt"),
    "undisposed": gettext_lazy("Udisponert"),
}
DEFINITIONS: dict[str, Any] = {
    "appropriated": gettext_lazy("Summen av bevilgningen i tildelingsbrevet og endringene som er vedtatt innen dagen."),
    "at_disposal": gettext_lazy("Det av bevilgningen virksomheten disponerer, med endringer og det som er overført fra i fjor."),
    "carried_in": gettext_lazy("Beløpet som er overført fra i fjor. Det er ikke en del av årets bevilgning."),
    "committed": gettext_lazy("Det brevet setter av, og det virksomheten selv har bundet i vedtak, avtaler og oppdrag."),
    "given_away": gettext_lazy("Belastningsfullmakter virksomheten har gitt til andre."),
    "received": gettext_lazy("Belastningsfullmakter virksomheten har mottatt fra andre."),
    "undisposed": gettext_lazy("Det virksomheten selv kan bruke, uten det som er bundet."),
}  # fmt: skip


def compute(name: str, *, agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> Figure:
    """The figure ``name`` ("at_disposal:671.60"). Raises: KeyError for a name that is not known.

    A chapter or post that the year does not have gives no value, which is not 0.
    """
    base, _colon, argument = name.partition(":")
    value_of = _value(base)
    every = budget_at(agency, year, as_at=as_at, known_at=known_at)
    rows = [row for row in every if _asked(row, argument)]
    label = str(LABELS[base])
    return receipt(
        f"economy.{name}",
        sum(value_of(row) for row in rows) if rows else None,
        [_numbers(row) for row in rows],
        label=f"{label}, {_place(argument)}" if argument else label,
        unit="kroner",
        definition=str(DEFINITIONS[base]),
        as_at=as_at,
        known_at=known_at,
        url=_url(rows, argument, agency, year, as_at),
    )


def _value(base: str) -> Callable[[PostBudget], int]:
    if base not in LABELS:
        raise KeyError(base)
    return lambda row: int(getattr(row, base))


def _asked(row: PostBudget, argument: str) -> bool:
    if not argument:
        return not row.is_income and not row.post.chapter.belongs_to
    return argument in (row.code, row.post.chapter.number)


def _place(argument: str) -> str:
    chapter, dot, post = argument.partition(".")
    if dot:
        return _("kap. %(chapter)s post %(post)s") % {"chapter": chapter, "post": post}
    return _("kap. %(chapter)s") % {"chapter": chapter}


def _numbers(row: PostBudget) -> tuple[object, ...]:
    return (
        row.post.pk,
        row.code,
        row.appropriated,
        row.at_disposal,
        row.carried_in,
        row.committed,
        row.given_away,
        row.received,
    )


def _url(rows: list[PostBudget], argument: str, agency: Organisation, year: int, as_at: date) -> str:
    day = f"?dato={as_at.isoformat()}"
    if "." in argument and rows:
        return reverse("economy:post", args=(rows[0].post.pk,)) + day
    return reverse("economy:money", args=(agency.pk, year)) + day
