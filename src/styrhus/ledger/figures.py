"""The figures of the ledger, each with the receipt of the sums that it was computed from.

"used:671.60" what is used of a post, "used:total" of all expense posts, "month:3" in a month, "account:50" on an account
or on all that begin so, "entries" how many entries are posted, "annual.net" and the others of `annual.figures`. In kroner and øre on the cash basis, income posts above 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.common.figures import Figure, fingerprint_of
from styrhus.economy.rules import is_income
from styrhus.identity.models import Organisation

from .annual import figures as annual
from .models import Entry, EntrySum
from .queries import sums_at
from .rules import NOTHING

MONTHS = {str(month) for month in range(1, 13)}
LABELS: dict[str, Any] = {
    "used": _("Brukt"),
    "month": _("Brukt i måneden"),
    "account": _("Sum på konto"),
    "entries": _("Antall bilag"),
    **annual.LABELS,
}


def compute(name: str, *, agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> Figure:
    """The figure ``name`` ("used:671.60"). Raises: KeyError for a figure that this room does not have."""
    kind, _colon, argument = name.partition(":")
    sums = sums_at(agency, year, as_at=as_at, known_at=known_at)
    url = reverse("ledger:front", args=(agency.pk, year)) + f"?dato={as_at.isoformat()}"
    match kind:
        case "used" if argument in ("", "total"):
            rows = _rows(_of_expense(sums))
            definition = gettext("Summen av alt som er ført på utgiftspostene, etter kontantprinsippet.")
        case "used" if "." in argument:
            chapter, _dot, post = argument.partition(".")
            sign = -1 if is_income(chapter) else 1
            rows = _rows(sums.filter(post__chapter__number=chapter, post__number=post), sign)
            definition = gettext("Summen av det som er ført på posten, etter kontantprinsippet.")
        case "month" if argument in MONTHS:
            rows = _rows(_of_expense(sums.filter(entry__on__month=int(argument))))
            definition = gettext("Summen av det som er ført på utgiftspostene i måneden, etter kontantprinsippet.")
        case "account" if argument.isascii() and argument.isdigit():
            rows = _rows(sums.filter(account__startswith=argument))
            definition = gettext("Debet minus kredit på kontoene som begynner slik, etter kontantprinsippet.")
            url = reverse("ledger:trial_balance", args=(agency.pk, year)) + f"?dato={as_at.isoformat()}"
        case _ if kind in annual.LABELS:
            return annual.compute(name, agency=agency, year=year, as_at=as_at, known_at=known_at)
        case "entries" if not argument:
            return _count(name, agency, year, as_at, known_at)
        case _:
            raise KeyError(name)
    label = f"{LABELS[kind]} {argument}" if argument and argument != "total" else str(LABELS[kind])
    return Figure(
        f"ledger.{name}", label, sum((row[-1] for row in rows), NOTHING), "kroner", as_at, known_at, definition,
        len(rows), fingerprint_of(rows), url,
    )  # fmt: skip


def _of_expense(sums: QuerySet[EntrySum]) -> QuerySet[EntrySum]:
    chapters = set(sums.exclude(post=None).values_list("post__chapter__number", flat=True))
    return sums.filter(post__chapter__number__in=[one for one in chapters if not is_income(one)])


def _rows(sums: QuerySet[EntrySum], sign: int = 1) -> list[tuple[Any, ...]]:
    """Each sum by the number of its entry, in order, with the amount last: the same ledger gives the same rows."""
    found: Iterable[tuple[Any, ...]] = sums.order_by("entry__number", "pk").values_list(
        "entry__year", "entry__number", "account", "post__chapter__number", "post__number", "basis", "amount"
    )
    return [(*row[:-1], Decimal(row[-1]) * sign) for row in found]


def _count(name: str, agency: Organisation, year: int, as_at: date, known_at: datetime | None) -> Figure:
    entries = Entry.objects.filter(agency=agency, year=year, on__lte=as_at)
    if known_at is not None:
        entries = entries.filter(entered_at__lte=known_at)
    rows = list(entries.order_by("number").values_list("year", "number", "on"))
    definition = gettext("Bilag som er ført i året til og med dagen.")
    return Figure(
        f"ledger.{name}", str(LABELS["entries"]), len(rows), "count", as_at, known_at, definition, len(rows),
        fingerprint_of(rows), reverse("ledger:entries"),
    )  # fmt: skip
