"""What a source is given, and the small words that all sources build their blocks with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import translation

from styrhus.common.figures import Figure
from styrhus.identity.models import Organisation
from styrhus.reports import registry
from styrhus.reports.document import Block, Bullets, Cell, Paragraph, Span, Table
from styrhus.steering.models import Plan
from styrhus.ui.formats import NOTHING, kroner, number, percent

PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Context:
    """One report being put together. ``figure`` computes a key as at ``cut_off``, as known at ``known_at``.

    ``known_at`` None: everything that is entered. ``language`` is "nb" or "nn".
    """

    agency: Organisation
    plan: Plan
    year: int
    begin: date
    end: date
    cut_off: date
    known_at: datetime | None
    language: str
    figure: Callable[[str], Figure]


@dataclass(frozen=True, slots=True)
class Source:
    """A way to fill a section from the registers. ``function`` speaks the language of the context."""

    label: Any
    function: Callable[..., list[Block]]
    takes_argument: bool = False
    answers: bool = True  # False: it only says that there is no register to answer from


def speaking(function: Callable[..., list[Block]]) -> Callable[..., list[Block]]:
    """``function`` in the language of its context, whoever asks for it."""

    def spoken(context: Context, *arguments: Any) -> list[Block]:
        with translation.override(context.language):
            return function(context, *arguments)

    spoken.__doc__ = function.__doc__
    return spoken


def context_of(
    *,
    plan: Plan,
    begin: date,
    end: date,
    cut_off: date,
    known_at: datetime | None = None,
    language: str = "nb",
    kept: dict[str, Figure] | None = None,
) -> Context:
    """A context whose figures are asked of the rooms. Those asked for are laid in ``kept``, each once."""
    found = kept if kept is not None else {}

    def figure(key: str) -> Figure:
        if key not in found:
            found[key] = registry.compute(key, agency=plan.agency, year=plan.year, as_at=cut_off, known_at=known_at)
        return found[key]

    return Context(plan.agency, plan, plan.year, begin, end, cut_off, known_at, language, figure)


# -- words


def shown(figure: Figure, *, bare: bool = False) -> str:
    """How the figure is printed. ``bare`` leaves the unit to the head of the column."""
    value = figure.value
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    if figure.unit == "percent":
        return number(value, 1) if bare else percent(Decimal(value) / 100, 1)
    if figure.unit == "kroner":
        exact = Decimal(value)
        ore = exact != exact.to_integral_value()
        return number(exact, 2 if ore else 0) if bare or ore else kroner(exact)
    return number(value)


def span(context: Context, key: str, *, bare: bool = False) -> Span:
    return Span(shown(context.figure(key), bare=bare), figure=key)


def cell(context: Context, key: str) -> Cell:
    """A figure in a column of figures."""
    return Cell(shown(context.figure(key), bare=True), figure=key, end=True)


def spans(context: Context, template: str, **values: str | Span) -> tuple[Span, ...]:
    """``template`` with its "%(name)s" filled in: a key of a figure, or a ``Span``."""
    found: list[Span] = []
    last = 0
    for place in PLACE.finditer(template):
        if place.start() > last:
            found.append(Span(template[last : place.start()]))
        value = values[place[1]]
        found.append(value if isinstance(value, Span) else span(context, value))
        last = place.end()
    if last < len(template):
        found.append(Span(template[last:]))
    return tuple(found)


def facts(context: Context, template: str, **values: str | Span) -> Paragraph:
    """A sentence put together from the registers."""
    return Paragraph(spans(context, template, **values), role="facts")


def plain(text: str) -> Paragraph:
    """A sentence from the registers without figures."""
    return Paragraph((Span(text),), role="facts")


def heading(text: str) -> Paragraph:
    """A line in bold that says what follows."""
    return Paragraph((Span(text, strong=True),), role="facts")


def words(text: str) -> list[Block]:
    """What a person wrote, word for word, a paragraph for each of its lines that says something."""
    return [Paragraph((Span(line.strip()),), role="judgement") for line in text.splitlines() if line.strip()]


def said(lead: str, text: str) -> list[Block]:
    """What a person wrote, after a lead in bold from the registers."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    first = Paragraph((Span(f"{lead} ", strong=True), Span(lines[0])), role="judgement")
    return [first, *words("\n".join(lines[1:]))]


def bullets(items: Iterable[str | tuple[Span, ...]]) -> list[Block]:
    rows = tuple(item if isinstance(item, tuple) else (Span(item),) for item in items)
    return [Bullets(rows)] if rows else []


def table(caption: str, header: Sequence[str], rows: Iterable[Sequence[Cell | str]], **more: Any) -> list[Block]:
    """A table, or nothing where it has no rows."""
    made = tuple(tuple(one if isinstance(one, Cell) else Cell(one) for one in row) for row in rows)
    return [Table(caption, tuple(header), made, **more)] if made else []
