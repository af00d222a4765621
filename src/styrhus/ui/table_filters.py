"""The filters of a table: fields of a GET form, each with what it does to the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from .columns import read
from .forms import NearDate

Rows = QuerySet[Any] | Sequence[Any]
Choices = Iterable[tuple[Any, Any]] | Callable[[], Iterable[tuple[Any, Any]]]


def keep(rows: Rows, condition: Q, test: Callable[[Any], bool]) -> Rows:
    """The rows that pass: by the database where they come from there, else by the test."""
    return rows.filter(condition) if isinstance(rows, QuerySet) else [row for row in rows if test(row)]


class Filter:
    def __init__(self, label: Any, *, field: str = "") -> None:
        self.label = label
        self.field = field

    def form_fields(self, name: str) -> dict[str, forms.Field]:
        raise NotImplementedError

    def apply(self, rows: Rows, name: str, values: dict[str, Any]) -> Rows:
        raise NotImplementedError


class TextFilter(Filter):
    """Rows where one of ``fields`` contains the text, whatever the case."""

    def __init__(self, label: Any, *, fields: Sequence[str]) -> None:
        super().__init__(label)
        self.fields = fields

    def form_fields(self, name: str) -> dict[str, forms.Field]:
        return {name: forms.CharField(label=self.label, required=False, max_length=200, widget=forms.SearchInput)}

    def apply(self, rows: Rows, name: str, values: dict[str, Any]) -> Rows:
        wanted = (values.get(name) or "").strip()
        if not wanted:
            return rows
        condition = reduce(or_, (Q(**{f"{field}__icontains": wanted}) for field in self.fields))
        return keep(rows, condition, lambda row: any(wanted.lower() in str(read(row, f)).lower() for f in self.fields))


class ChoiceFilter(Filter):
    """Rows whose ``field`` has the chosen value. ``choices`` may be a function, so that it is asked each time."""

    def __init__(self, label: Any, *, field: str, choices: Choices, any_text: Any = "") -> None:
        super().__init__(label, field=field)
        self.choices = choices
        self.any_text = any_text or _("Alle")

    def form_fields(self, name: str) -> dict[str, forms.Field]:
        given = self.choices() if callable(self.choices) else self.choices
        choices = [("", self.any_text), *((str(value), text) for value, text in given)]
        return {name: forms.ChoiceField(label=self.label, required=False, choices=choices)}

    def apply(self, rows: Rows, name: str, values: dict[str, Any]) -> Rows:
        wanted = values.get(name)
        if not wanted:
            return rows
        return keep(rows, Q(**{self.field: wanted}), lambda row: str(read(row, self.field)) == wanted)


class BooleanFilter(Filter):
    """A box that, when ticked, keeps the rows where ``field`` is true (or that pass ``q`` and ``test``)."""

    def __init__(
        self, label: Any, *, field: str = "", q: Q | None = None, test: Callable[[Any], bool] | None = None
    ) -> None:
        super().__init__(label, field=field)
        self.q = q if q is not None else Q(**{field: True})
        self.test = test or (lambda row: bool(read(row, field)))

    def form_fields(self, name: str) -> dict[str, forms.Field]:
        return {name: forms.BooleanField(label=self.label, required=False)}

    def apply(self, rows: Rows, name: str, values: dict[str, Any]) -> Rows:
        return keep(rows, self.q, self.test) if values.get(name) else rows


class DateRangeFilter(Filter):
    """Rows whose ``field`` lies from one day to another, both included. ``times`` for a field with time of day."""

    def __init__(self, label: Any, *, field: str, times: bool = False) -> None:
        super().__init__(label, field=field)
        self.times = times

    def form_fields(self, name: str) -> dict[str, forms.Field]:
        texts = {f"{name}_from": _("%(label)s fra"), f"{name}_to": _("%(label)s til")}
        return {
            key: forms.DateField(label=str(text) % {"label": self.label}, required=False, widget=NearDate)
            for key, text in texts.items()
        }

    def apply(self, rows: Rows, name: str, values: dict[str, Any]) -> Rows:
        first: date | None = values.get(f"{name}_from")
        last: date | None = values.get(f"{name}_to")
        if first:
            lookup = f"{self.field}__date__gte" if self.times else f"{self.field}__gte"
            rows = keep(rows, Q(**{lookup: first}), lambda row: (self._day(row) or date.min) >= first)
        if last:
            lookup = f"{self.field}__date__lte" if self.times else f"{self.field}__lte"
            rows = keep(rows, Q(**{lookup: last}), lambda row: (self._day(row) or date.max) <= last)
        return rows

    def _day(self, row: Any) -> date | None:
        value = read(row, self.field)
        return value.date() if value is not None and self.times else value
