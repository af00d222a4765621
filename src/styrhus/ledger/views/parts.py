"""What the room's pages share: which ledger, which view of it, on which day, and the pages beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from styrhus.identity import clock
from styrhus.identity.models import Organisation, User
from styrhus.ledger import queries
from styrhus.ledger.annual.sight import sees_annual
from styrhus.ui.navigation import address

CASH, SRS = "cash", "accrual"
ASKED = {"kontant": CASH, "srs": SRS}


@dataclass(frozen=True, slots=True)
class Shown:
    """The ledger of a page: whose, of which year, in which view, as at which day."""

    agency: Organisation
    year: int
    view: str
    as_at: date

    @property
    def query(self) -> str:
        """The view and the day as the end of an address, where they are not the ordinary ones."""
        asked = {"visning": "srs"} if self.view == SRS else {}
        if self.as_at != ordinary_day(self.year):
            asked["dato"] = self.as_at.isoformat()
        return f"?{urlencode(asked)}" if asked else ""

    def switches(self, name: str, *arguments: Any) -> list[tuple[Any, str, bool]]:
        """The same page in the cash view and in the SRS view."""
        base = reverse(f"ledger:{name}", args=(self.agency.pk, self.year, *arguments))
        day = {"dato": self.as_at.isoformat()} if self.as_at != ordinary_day(self.year) else {}
        cash = f"{base}?{urlencode(day)}" if day else base
        return [
            (_("Kontantprinsippet"), cash, self.view == CASH),
            (_("SRS"), f"{base}?{urlencode(day | {'visning': 'srs'})}", self.view == SRS),
        ]


def ordinary_day(year: int) -> date:
    """Today in the running year, the last day of a year that has passed."""
    return min(clock.today(), date(year, 12, 31)) if clock.today().year >= year else date(year, 1, 1)


def shown_ledger(request: HttpRequest, agency: int, year: int) -> Shown:
    """The ledger that the address asks for. Raises: Http404 where the user may not see it."""
    ledger, _others = queries.chosen_ledger(request.user, agency, year)
    if ledger is None:
        raise Http404
    return shown_of(request, ledger.agency, ledger.year)


def shown_of(request: HttpRequest, agency: Organisation, year: int) -> Shown:
    try:
        asked = parse_date(request.GET.get("dato", ""))
    except ValueError:
        asked = None
    day = asked if asked and asked.year == year else ordinary_day(year)
    return Shown(agency, year, ASKED.get(request.GET.get("visning", ""), CASH), day)


def sections(user: User, shown: Shown, page: str) -> list[tuple[Any, str, bool]]:
    """The pages of the ledger that the user may open: (text, address, is this page)."""
    of_ledger = (shown.agency.pk, shown.year)
    pages = [("front", _("Oversikt"), reverse("ledger:front", args=of_ledger))]
    if queries.sees_some_entries(user, shown.agency):
        pages.append(("entries", _("Bilag"), reverse("ledger:entries")))
    if queries.sees_entries(user, shown.agency):
        pages.append(
            ("trial_balance", _("Saldobalanse"), reverse("ledger:trial_balance", args=of_ledger) + shown.query)
        )
    if sees_annual(user, shown.agency, shown.year):
        pages.append(("annual", _("Årsregnskap"), reverse("ledger:annual", args=of_ledger)))
    pages.append(("months", _("Måneder"), reverse("ledger:months", args=of_ledger)))
    pages.append(("chart", _("Kontoplan"), reverse("ledger:chart")))
    if queries.sees_entries(user, shown.agency) and (imports := address("ledger:imports")):
        pages.append(("imports", _("Import"), imports))
    return [(text, url, name == page) for name, text, url in pages]
