"""What is used and planned by month, as a picture with its numbers beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from styrhus.ui.charts import Bar, BarChart
from styrhus.ui.formats import millions, month_short

from .reckoning import ForecastRow
from .rules import MONTHS, NOTHING


def months_chart(rows: Sequence[ForecastRow], *, id: str) -> BarChart | None:
    """A bar a month over ``rows`` together: what is used in those that have ended, what is planned in those to come.

    Months that nobody has planned have no bar. None where there is nothing at all to show.
    """
    if not rows:
        return None
    ended = rows[0].months
    planned = [row.planned_months for row in rows if row.planned_months]
    bars = [Bar(month_short(month), _number(_used(rows, month))) for month in range(1, ended + 1)]
    if planned:
        bars += [
            Bar(
                month_short(month),
                _number(sum((one[month - 1] for one in planned), NOTHING)),
                note=_("planlagt"),
                kind="info",
            )
            for month in range(ended + 1, MONTHS + 1)
        ]
    if not bars:
        return None
    return BarChart(
        title=_("Brukt og planlagt per måned"),
        finding=_finding(rows, ended, planned=bool(planned)),
        id=id,
        bars=bars,
        format=_amount,
        label_heading=_("Måned"),
        value_heading=_("Beløp"),
    )


def _amount(value: float) -> str:
    return millions(Decimal(str(value)), 2)


def _number(amount: Decimal) -> float:
    """For lengths of bars; two decimals of a sum below a trillion kroner survive."""
    return float(amount)


def _used(rows: Sequence[ForecastRow], month: int) -> Decimal:
    return sum((row.used_months[month - 1] for row in rows), NOTHING)


def _finding(rows: Sequence[ForecastRow], ended: int, *, planned: bool) -> str:
    used = sum((row.used for row in rows), NOTHING)
    if not ended:
        return _("Ingen måned er avsluttet ennå.")
    each = millions(used / ended, 2)
    if not planned:
        return _("%(each)s er brukt i snitt per måned. Ingen har planlagt resten av året ennå.") % {"each": each}
    if ended == MONTHS:
        return _("%(each)s ble brukt i snitt per måned.") % {"each": each}
    rest = sum((sum(row.planned_months or (), NOTHING) for row in rows), NOTHING) / (MONTHS - ended)
    return _("%(each)s er brukt i snitt per måned hittil, og %(rest)s er planlagt i snitt for resten.") % {
        "each": each,
        "rest": millions(rest, 2),
    }
