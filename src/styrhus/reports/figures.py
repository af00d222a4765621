"""Figures of single rows of the year's money that a report prints (a binding, a named grant, a change of a post), and
of the annual accounts (``annual``).

An argument is the row's key; a row of another agency or year is unknown here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.common.figures import Figure, receipt
from styrhus.economy.models import Appropriation, Binding, NamedGrant, Post
from styrhus.economy.queries import appropriations_at, bindings_at
from styrhus.identity.models import Organisation

from . import annual

LABELS: dict[str, Any] = {
    "binding": _("Budsjettbinding"),
    "named_grant": _("Navngitt tilskudd"),
    "named_grants": _("Navngitte tilskudd på posten"),
    "appropriation_change": _("Endring av bevilgningen"),
    "disposal_change": _("Endring av beløpet til disposisjon"),
    "accounts": _("Årsregnskap: bevilgningsrapportering og note A"),
    "by_type": _("Årsregnskap: artskontorapportering"),
    "note_b": _("Årsregnskap: note B"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    agency: Organisation
    year: int
    as_at: date
    known_at: datetime | None

    @property
    def own(self) -> dict[str, object]:
        return {"post__chapter__agency": self.agency, "post__chapter__year": self.year}


Counted = tuple[int | None, list[Sequence[object]], str, Post]


def compute(name: str, *, agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> Figure:
    """The figure ``name`` ("binding:17", "named_grants:671.71"). Raises: KeyError, ValueError, ObjectDoesNotExist."""
    base, _colon, argument = name.partition(":")
    if base not in _FIGURES:
        return annual.compute(name, agency=agency, year=year, as_at=as_at, known_at=known_at)
    value, rows, definition, post = _FIGURES[base](Asked(agency, year, as_at, known_at), argument)
    return receipt(
        f"reports.{name}",
        value,
        rows,
        label=str(LABELS[base]),
        unit="kroner",
        definition=definition,
        as_at=as_at,
        known_at=known_at,
        url=reverse("economy:post", args=(post.pk,)),
    )


def _binding(asked: Asked, argument: str) -> Counted:
    row = Binding.objects.select_related("post").filter(**asked.own).filter(pk=int(argument)).first()
    if row is None:
        raise KeyError(argument)
    counted = bindings_at([row.post_id], as_at=asked.as_at, known_at=asked.known_at)
    value = counted.get(row.pk, (0, None))[1] if row.depth == 0 else row.amount
    words = gettext("Beløpet som tildelingsbrevet binder til formålet.")
    return value, [(row.pk, value)], words, row.post


def _named_grant(asked: Asked, argument: str) -> Counted:
    row = NamedGrant.objects.select_related("post").filter(**asked.own).filter(pk=int(argument)).first()
    if row is None:
        raise KeyError(argument)
    words = gettext("Tilskuddet som tildelingsbrevet gir mottakeren.")
    return row.amount, [(row.pk, row.amount)], words, row.post


def _named_grants(asked: Asked, argument: str) -> Counted:
    chapter, _dot, number = argument.partition(".")
    post = Post.objects.filter(
        chapter__agency=asked.agency, chapter__year=asked.year, chapter__number=chapter, number=number
    ).first()
    if post is None:
        raise KeyError(argument)
    rows: list[Sequence[object]] = list(NamedGrant.objects.filter(post=post).order_by("pk").values_list("pk", "amount"))
    words = gettext("Tilskuddene som tildelingsbrevet gir navngitte mottakere på posten.")
    return sum(int(str(row[1])) for row in rows), rows, words, post


def _change(field: str, words: Any) -> Callable[[Asked, str], Counted]:
    def amount(asked: Asked, argument: str) -> Counted:
        rows = appropriations_at(asked.as_at, asked.known_at).filter(**asked.own)
        row: Appropriation | None = rows.select_related("post").filter(pk=int(argument)).first()
        if row is None:
            raise KeyError(argument)
        value = getattr(row, field)
        return value, [(row.pk, row.kind, value)], str(words), row.post

    return amount


_FIGURES: dict[str, Callable[[Asked, str], Counted]] = {
    "binding": _binding,
    "named_grant": _named_grant,
    "named_grants": _named_grants,
    "appropriation_change": _change("appropriated", _("Endringen av bevilgningen i dette vedtaket.")),
    "disposal_change": _change("at_disposal", _("Endringen av beløpet til disposisjon i dette vedtaket.")),
}
