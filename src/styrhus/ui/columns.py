"""The columns of a table: where a value comes from, how it reads on the page, and what type it has in an export."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from . import formats
from .icons import TAG_ICONS
from .parts import lines_text

Cell = str | int | float | Decimal | date | datetime | bool | None
Source = str | Callable[[Any], Any]


def read(row: Any, source: Source) -> Any:
    """A row's value by path ("goal.number", also in dictionaries) or by function; None where the path ends early."""
    if callable(source):
        return source(row)
    value = row
    for step in source.replace("__", ".").split("."):
        if value is None:
            return None
        value = value[step] if isinstance(value, Mapping) else getattr(value, step)
        if callable(value):
            value = value()
    return value


class Column:
    """A column of text.

    ``value``  path or function; the column's own name where it is left out
    ``sort``   the field that the list is sorted by (True: the same as ``value``); left out: can't be sorted.
               A function will do for a list of plain objects; a query set is sorted by the database
    ``link``   function of the row that gives an address
    ``header`` this cell names the row for screen readers
    ``total``  sum of the column in the last row, over all rows of the filter, not of the page only
    ``wide``   may break over lines; other texts stay on one
    """

    align: ClassVar[str] = "start"
    number_format: ClassVar[str] = ""  # of a spreadsheet
    text = True  # sorted by the Norwegian alphabet
    _made = 0

    def __init__(
        self,
        label: Any,
        *,
        value: Source = "",
        sort: Source | bool = False,
        link: Callable[[Any], str] | None = None,
        header: bool = False,
        total: str | bool = False,
        wide: bool = False,
        export: bool = True,
        only_export: bool = False,
    ) -> None:
        self.label = label
        self.value = value
        self.sort_by = sort
        self.link = link
        self.header = header
        self.total = total
        self.wide = wide
        self.export = export
        self.only_export = only_export
        self.name = ""
        Column._made += 1
        self.place = Column._made

    def bind(self, name: str) -> None:
        self.name = name
        self.value = self.value or name
        if self.sort_by is True:
            self.sort_by = self.value if callable(self.value) else self._path("sort")
        if self.total is True:
            self.total = self._path("total")

    def _path(self, what: str) -> str:
        if not isinstance(self.value, str):
            raise TypeError(f"The column '{self.name}' is computed: give {what}= the name of a field.")
        return self.value.replace(".", "__")

    def raw(self, row: Any) -> Any:
        return read(row, self.value)

    def show(self, value: Any, row: Any) -> str:
        return formats.NOTHING if value in (None, "") else str(value)

    def html(self, row: Any) -> SafeString:
        shown = conditional_escape(self.show(self.raw(row), row))
        address = self.link(row) if self.link else ""
        return format_html('<a class="ds-link" href="{}">{}</a>', address, shown) if address else mark_safe(shown)  # noqa: S308 - escaped above

    def typed(self, row: Any) -> Cell:
        """The value for an export."""
        value = self.raw(row)
        return None if value is None else str(value)

    def show_total(self, value: Any) -> str:
        return self.show(value, None)


class NumberColumn(Column):
    align = "end"
    number_format = "#,##0"
    text = False

    def __init__(self, label: Any, *, decimals: int = 0, **options: Any) -> None:
        super().__init__(label, **options)
        self.decimals = decimals
        if decimals:
            self.number_format = "#,##0." + "0" * decimals  # type: ignore[misc]

    def show(self, value: Any, row: Any) -> str:
        return formats.number(value, self.decimals)

    def typed(self, row: Any) -> Cell:
        value = self.raw(row)
        return value if isinstance(value, (int, float, Decimal)) else None


class MoneyColumn(NumberColumn):
    """An amount in whole kroner. ``in_millions`` shows "353,6 mill. kr"; exports keep the kroner."""

    def __init__(self, label: Any, *, in_millions: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.in_millions = in_millions

    def show(self, value: Any, row: Any) -> str:
        return formats.millions(value) if self.in_millions else formats.kroner(value)


class PercentColumn(NumberColumn):
    """A share between 0 and 1."""

    number_format = "0.0%"

    def show(self, value: Any, row: Any) -> str:
        return formats.percent(value, self.decimals)


class DateColumn(Column):
    number_format = "dd.mm.yyyy"
    text = False

    def show(self, value: Any, row: Any) -> str:
        return formats.date_short(value)

    def typed(self, row: Any) -> Cell:
        value = self.raw(row)
        return timezone.localtime(value).date() if isinstance(value, datetime) and timezone.is_aware(value) else value


class DateTimeColumn(Column):
    number_format = "dd.mm.yyyy hh:mm"
    text = False

    def show(self, value: Any, row: Any) -> str:
        return formats.date_time(value)

    def typed(self, row: Any) -> Cell:
        value = self.raw(row)
        return timezone.localtime(value).replace(tzinfo=None) if value and timezone.is_aware(value) else value


class BooleanColumn(Column):
    text = False

    def show(self, value: Any, row: Any) -> str:
        return formats.NOTHING if value is None else gettext("Ja") if value else gettext("Nei")

    def typed(self, row: Any) -> Cell:
        value = self.raw(row)
        return None if value is None else self.show(value, row)


class TagColumn(Column):
    """A status: words, colour and icon. ``kinds`` maps the value to success, warning, danger, info or neutral."""

    def __init__(self, label: Any, *, kinds: Mapping[Any, str] | Callable[[Any], str], **options: Any) -> None:
        super().__init__(label, **options)
        self.kinds = kinds

    def show(self, value: Any, row: Any) -> str:
        """The words of a choice field, the label of an enum, or the text itself."""
        display = getattr(row, f"get_{self.value}_display", None) if isinstance(self.value, str) else None
        return str(display() if display else getattr(value, "label", value) or formats.NOTHING)

    def html(self, row: Any) -> SafeString:
        value = self.raw(row)
        if value in (None, ""):
            return mark_safe(formats.NOTHING)  # noqa: S308 - our own dash
        kind = self.kinds(row) if callable(self.kinds) else self.kinds.get(value, "neutral")
        context = {"text": self.show(value, row), "kind": kind, "icon": TAG_ICONS[kind], "size": "sm"}
        return mark_safe(render_to_string("ui/parts/tag.html", context).strip())  # noqa: S308 - a template's own output

    def typed(self, row: Any) -> Cell:
        value = self.raw(row)
        return None if value in (None, "") else self.show(value, row)


class LinesColumn(Column):
    """The lines of the letter, as a badge that leads to them. The value is (first, last)."""

    def __init__(self, label: Any, *, page: Callable[[Any], str] | None = None, **options: Any) -> None:
        super().__init__(label, **options)
        self.page = page

    def html(self, row: Any) -> SafeString:
        lines: Sequence[int] | None = self.raw(row)
        if not lines:
            return mark_safe(formats.NOTHING)  # noqa: S308 - our own dash
        address = f"{self.page(row) if self.page else ''}#l{lines[0]}"
        span = f"{lines[0]}-{lines[-1]}"
        return format_html('<a class="ui-lines" href="{}" data-lines="{}">{}</a>', address, span, lines_text(lines))

    def typed(self, row: Any) -> Cell:
        return lines_text(self.raw(row)) or None
