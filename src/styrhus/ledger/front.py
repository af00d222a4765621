"""What waits in the ledger for the one who looks: for the director, months that are over and still open."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.ui.cards import Card, CardLine

from . import queries
from .access import Permission

SHOWN = 4


def cards(user: User, plan: Any, sight: str) -> list[Card]:
    """``plan`` is the year's plan, which names the agency and the year."""
    if sight != "mine" or not user.may(Permission.LOCK_MONTHS, plan.agency_id):
        return []
    counts = queries.entry_counts(plan.agency, plan.year)
    locked = queries.locked_months(plan.agency, plan.year)
    this_month = clock.today().replace(day=1)
    waiting = [month for month in sorted(counts) if month not in locked and date(plan.year, month, 1) < this_month]
    if not waiting:
        return []
    url = reverse("ledger:months", args=(plan.agency_id, plan.year))
    lines = [
        CardLine(
            str(MONTHS[month]).capitalize(),
            url,
            note=ngettext("%(count)s bilag ført", "%(count)s bilag ført", counts[month]) % {"count": counts[month]},
            tag=_("Åpen"),
        )
        for month in waiting[:SHOWN]
    ]
    return [Card(gettext_lazy("Måneder som kan låses"), url, len(waiting), lines, order=70)]
