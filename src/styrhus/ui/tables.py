"""Declarative tables: sorting, filters, pages, a sum row and exports of the same rows.

class AssignmentTable(Table):
    caption = _("Oppdrag")
    number = Column(_("Nummer"), sort=True, header=True, link=lambda row: row.get_absolute_url())
    title = Column(_("Tittel"), sort=True, wide=True)
    amount = MoneyColumn(_("Beløp"), sort=True, total=True)
    filters = {"q": TextFilter(_("Søk"), fields=("number", "title"))}
    default_sort = "number"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.db.models import CharField, F, Func, QuerySet, Sum, TextField
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from .columns import BooleanColumn as BooleanColumn
from .columns import Column as Column
from .columns import DateColumn as DateColumn
from .columns import DateTimeColumn as DateTimeColumn
from .columns import LinesColumn as LinesColumn
from .columns import MoneyColumn as MoneyColumn
from .columns import NumberColumn as NumberColumn
from .columns import PercentColumn as PercentColumn
from .columns import TagColumn as TagColumn
from .columns import read
from .exports import csv_response, xlsx_response
from .table_filters import BooleanFilter as BooleanFilter
from .table_filters import ChoiceFilter as ChoiceFilter
from .table_filters import DateRangeFilter as DateRangeFilter
from .table_filters import Filter, Rows
from .table_filters import TextFilter as TextFilter
from .table_parts import Heading, PageLink, Shown, sort_key

COUNTED = 10_000  # never count further than this: beyond it the reader narrows the list, or exports it
NORWEGIAN = "norwegian_order"  # a function of the database: its collations are not the same on every server


class FilterForm(forms.Form):
    hide_optional = True  # a filter is never required, so no field says so


class Table:
    caption: Any = ""
    file_name: Any = ""
    filters: ClassVar[Mapping[str, Filter]] = {}
    default_sort = ""
    page_size = 50
    exports = True
    zebra = False
    cards = True  # on a small screen each row is a card; False: the table scrolls sideways
    empty_title: Any = _("Ingen rader å vise")
    empty_text: Any = ""
    columns: ClassVar[tuple[Column, ...]] = ()

    def __init_subclass__(cls) -> None:
        declared = {name: value for name, value in vars(cls).items() if isinstance(value, Column)}
        for name, column in declared.items():
            if hasattr(Table, name):
                raise TypeError(f"The column '{name}' of {cls.__name__} would hide what a table itself calls so.")
            column.bind(name)
        inherited = [column for column in cls.columns if column.name not in declared and getattr(cls, column.name)]
        cls.columns = tuple(sorted([*inherited, *declared.values()], key=lambda column: column.place))

    def __init__(self, rows: Rows, request: HttpRequest | None = None, *, prefix: str = "") -> None:
        self.source = rows
        self.prefix = f"{prefix}-" if prefix else ""
        self.params = request.GET if request else QueryDict()
        self.path = request.path if request else ""
        self.id = f"{self.prefix}table"

    # -- filters

    @cached_property
    def form(self) -> FilterForm:
        fields: dict[str, forms.Field] = {}
        for name, wanted in self.filters.items():
            fields |= wanted.form_fields(name)
        made = type("TableFilterForm", (FilterForm,), fields)(self.params, prefix=self.prefix.rstrip("-") or None)
        made.is_valid()
        return made

    @cached_property
    def is_filtered(self) -> bool:
        return any(value not in (None, "", False) for value in getattr(self.form, "cleaned_data", {}).values())

    @cached_property
    def filtered(self) -> Rows:
        rows = self.source
        for name, wanted in self.filters.items():
            rows = wanted.apply(rows, name, self.form.cleaned_data)
        return rows

    # -- sorting: only by the columns that allow it

    @cached_property
    def sort(self) -> tuple[Column, bool] | None:
        """The column sorted by, and whether downwards."""
        for asked in (self.params.get(f"{self.prefix}sort", ""), self.default_sort):
            name = asked.removeprefix("-")
            column = next((c for c in self.columns if c.name == name and c.sort_by), None)
            if column:
                return column, asked.startswith("-")
        return None

    @cached_property
    def rows(self) -> Rows:
        """All rows of the filter, sorted; those without a value last."""
        rows = self.filtered
        if isinstance(rows, QuerySet):
            return self._ordered(rows)
        if not self.sort:
            return list(rows)
        column, downwards = self.sort
        keys = [(sort_key(read(row, column.sort_by)), row) for row in rows]
        known = sorted((pair for pair in keys if pair[0] is not None), key=lambda pair: pair[0], reverse=downwards)
        return [row for _key, row in known] + [row for key, row in keys if key is None]

    def _ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        if not self.sort:
            return rows if rows.ordered else rows.order_by("pk")
        column, downwards = self.sort
        if not isinstance(column.sort_by, str):
            raise TypeError(f"The column '{column.name}' is computed: a query set needs sort= the name of a field.")
        expression: Any = F(column.sort_by)
        output = expression.resolve_expression(rows.all().query).output_field
        if column.text and isinstance(output, (CharField, TextField)):
            expression = Func(expression, function=NORWEGIAN, output_field=CharField())
        ordered = expression.desc(nulls_last=True) if downwards else expression.asc(nulls_last=True)
        return rows.order_by(ordered, "pk")

    # -- pages

    @cached_property
    def count(self) -> int:
        """The number of rows, counted no further than ``COUNTED`` + 1."""
        if isinstance(self.rows, QuerySet):
            return self.filtered.order_by()[: COUNTED + 1].count()  # type: ignore[union-attr]
        return len(self.rows)

    @property
    def is_capped(self) -> bool:
        return isinstance(self.rows, QuerySet) and self.count > COUNTED

    @cached_property
    def pages(self) -> int:
        reachable = min(self.count, COUNTED) if isinstance(self.rows, QuerySet) else self.count
        return max(1, -(-reachable // self.page_size))

    @cached_property
    def page(self) -> int:
        asked = self.params.get(f"{self.prefix}page", "1")
        return min(max(int(asked), 1), self.pages) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1

    @cached_property
    def page_rows(self) -> list[Any]:
        first = (self.page - 1) * self.page_size
        return list(self.rows[first : first + self.page_size])

    @property
    def first(self) -> int:
        return (self.page - 1) * self.page_size + 1

    @property
    def last(self) -> int:
        return self.first + len(self.page_rows) - 1

    @property
    def counted(self) -> int:
        return min(self.count, COUNTED)

    def page_links(self) -> list[PageLink]:
        wanted = sorted({1, self.pages, *range(max(1, self.page - 1), min(self.pages, self.page + 1) + 1)})
        links: list[PageLink] = []
        for number in wanted:
            if links and links[-1].number and number > links[-1].number + 1:
                links.append(PageLink(None, "", False))
            links.append(PageLink(number, self.url(page=number), number == self.page))
        return links

    @property
    def previous_url(self) -> str:
        return self.url(page=self.page - 1) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        return self.url(page=self.page + 1) if self.page < self.pages else ""

    # -- what the template shows

    def url(self, **changes: Any) -> str:
        """The address of the same list with something changed (``page``, ``sort``, ``format``)."""
        params = self.params.copy()
        params.pop("format", None)
        for name, value in changes.items():
            key = name if name == "format" else f"{self.prefix}{name}"
            params.pop(key, None)
            if value:
                params[key] = str(value)
        return f"?{params.urlencode()}"

    @property
    def shows_filters(self) -> bool:
        """There is something to filter, or a filter to take away."""
        return bool(self.filters) and (self.is_filtered or bool(self.form.errors) or self.count > 0)

    @property
    def csv_url(self) -> str:
        return self.url(format="csv", page=None)

    @property
    def xlsx_url(self) -> str:
        return self.url(format="xlsx", page=None)

    def kept_params(self) -> list[tuple[str, str]]:
        """What the filter form must carry along: everything in the address that it does not hold itself."""
        own = {bound.html_name for bound in self.form} | {"format", f"{self.prefix}page"}
        return [(key, value) for key in self.params if key not in own for value in self.params.getlist(key)]

    @property
    def shown_columns(self) -> list[Column]:
        return [column for column in self.columns if not column.only_export]

    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.shown_columns]

    def _heading(self, column: Column) -> Heading:
        if not column.sort_by:
            return Heading(column, "", "")
        current = self.sort if self.sort and self.sort[0] is column else None
        state = "none" if not current else "descending" if current[1] else "ascending"
        wanted = f"-{column.name}" if state == "ascending" else column.name
        return Heading(column, state, self.url(sort=wanted, page=None))

    def body(self) -> Iterator[list[Shown]]:
        for row in self.page_rows:
            yield [Shown(column, column.html(row)) for column in self.shown_columns]

    @cached_property
    def totals(self) -> list[tuple[Column, str]]:
        """The sum row, one text for each column, or nothing where no column is summed."""
        summed = {column.name: str(column.total) for column in self.shown_columns if column.total}
        if not summed:
            return []
        if isinstance(self.filtered, QuerySet):
            sums = self.filtered.order_by().aggregate(**{f"sum_{name}": Sum(path) for name, path in summed.items()})
        else:
            sums = {f"sum_{n}": sum(read(row, path) or 0 for row in self.filtered) for n, path in summed.items()}
        return [(c, c.show_total(sums[f"sum_{c.name}"] or 0) if c.total else "") for c in self.shown_columns]

    def render(self, request: HttpRequest | None = None) -> str:
        return render_to_string("ui/table/table.html", {"table": self}, request)

    # -- exports

    def export(self, format: str) -> HttpResponseBase:
        """The rows of the filter as "csv" or "xlsx". The rights are those of the rows that the view gave."""
        columns = [column for column in self.columns if column.export]
        name = str(self.file_name or self.caption)
        rows: Iterable[Any] = self.rows
        if isinstance(self.rows, QuerySet):
            rows = self.rows.iterator(chunk_size=2000)
        return (csv_response if format == "csv" else xlsx_response)(name, columns, rows)


EXPORT_FORMATS = ("csv", "xlsx")


def table_response(
    request: HttpRequest, table: Table, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponseBase:
    """The page with the table (as ``table``), or the export that the address asks for."""
    asked = request.GET.get("format", "")
    if asked in EXPORT_FORMATS and table.exports:
        return table.export(asked)
    return render(request, template, {**(context or {}), "table": table})


class TableView:
    """For class-based views: give ``table_class``, ``template_name`` and ``get_rows``."""

    table_class: type[Table]
    template_name: str
    request: HttpRequest

    def get_rows(self) -> QuerySet[Any] | Sequence[Any]:
        raise NotImplementedError

    def get_context(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return table_response(
            request, self.table_class(self.get_rows(), request), self.template_name, self.get_context()
        )
