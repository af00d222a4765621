"""A report as plain data, which every export is made from and which is frozen as JSON: no Django, no database.

What a section holds is a list of blocks. A figure stands in a text as a span or a cell that names its key; its value
and receipt lie once in ``Document.figures``, so that a number is never typed a second time.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from styrhus.common.figures import Figure

SCHEMA = 1  # rises with every change that an older program couldn't read


@dataclass(frozen=True, slots=True)
class Span:
    """Words, or (with ``figure``) the figure of that key; ``text`` is then how it was printed."""

    text: str
    figure: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``role`` "judgement" is what the agency wrote, "facts" what was put together from the registers."""

    spans: tuple[Span, ...]
    role: str = "judgement"


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[tuple[Span, ...], ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    figure: str = ""
    end: bool = False  # stands at the end of its column, as amounts do


@dataclass(frozen=True, slots=True)
class Table:
    """``header`` has one text a column; the first cell of a row is its heading; rows in ``sums`` are sums."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: frozenset[int] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars or lines; its ``table`` always stands beside it. ``series``: (name, a value a label or None)."""

    caption: str
    kind: str  # "bars" or "lines"
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    unit: str
    table: Table
    summary: str  # what the chart shows, in a sentence: its text for those who can't see it


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign, or who signed and when."""

    name: str
    title: str
    place: str
    signed_on: date | None = None


Block = Paragraph | Bullets | Table | Chart | Signature


@dataclass(frozen=True, slots=True)
class Section:
    """``number`` is as printed ("I", "3.1", ""). ``key`` is the section's in the report's template."""

    key: str
    number: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        yield self
        for inner in self.sections:
            yield from inner.walk()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report in one language, "nb" or "nn"."""

    title: str
    subtitle: str
    agency: str
    ministry: str
    language: str
    dated: date
    status: str  # "Utkast" until it is frozen; empty afterwards
    sections: tuple[Section, ...]
    figures: dict[str, Figure] = field(default_factory=dict)

    def walk(self) -> Iterator[Section]:
        for section in self.sections:
            yield from section.walk()


# -- as JSON


class UnreadableDocument(ValueError):
    """The JSON is not a report of a schema that this program knows; the text says what is wrong in it."""


def to_json(document: Document) -> str:
    """The whole document as canonical JSON in ASCII: the same document always gives the same characters.

    Raises ValueError when a chart holds a value that is no number.
    """
    return json.dumps(to_data(document), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def from_json(text: str | bytes) -> Document:
    """The document that ``to_json`` wrote, equal to it. Raises UnreadableDocument."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise UnreadableDocument(f"The report is not JSON: {error}") from error
    return from_data(data)


def sha256_of(document: Document) -> str:
    """The fingerprint of the document's canonical JSON, as hexadecimal digits."""
    return hashlib.sha256(to_json(document).encode("ascii")).hexdigest()


def to_data(document: Document) -> dict[str, Any]:
    """The document as what JSON can hold, such as for a JSON column."""
    return {
        "schema": SCHEMA,
        "title": document.title,
        "subtitle": document.subtitle,
        "agency": document.agency,
        "ministry": document.ministry,
        "language": document.language,
        "dated": document.dated.isoformat(),
        "status": document.status,
        "sections": [_section_data(section) for section in document.sections],
        "figures": {key: _figure_data(figure) for key, figure in document.figures.items()},
    }


def from_data(data: Any) -> Document:
    """The document of ``to_data``. Raises UnreadableDocument."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        schema = data.get("schema") if isinstance(data, dict) else None
        raise UnreadableDocument(f"The report has schema {schema!r}; this program reads schema {SCHEMA}.")
    try:
        return Document(
            title=data["title"],
            subtitle=data["subtitle"],
            agency=data["agency"],
            ministry=data["ministry"],
            language=data["language"],
            dated=date.fromisoformat(data["dated"]),
            status=data["status"],
            sections=tuple(_section(section) for section in data["sections"]),
            figures={key: _figure(figure) for key, figure in data["figures"].items()},
        )
    except UnreadableDocument:
        raise
    except KeyError as error:
        raise UnreadableDocument(f"The report lacks {error} somewhere.") from error
    except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise UnreadableDocument(f"The report holds something of the wrong kind: {error}") from error


def _section_data(section: Section) -> dict[str, Any]:
    return {
        "key": section.key,
        "number": section.number,
        "title": section.title,
        "blocks": [_block_data(block) for block in section.blocks],
        "sections": [_section_data(inner) for inner in section.sections],
    }


def _section(data: dict[str, Any]) -> Section:
    blocks = tuple(_block(block) for block in data["blocks"])
    inner = tuple(_section(section) for section in data["sections"])
    return Section(key=data["key"], number=data["number"], title=data["title"], blocks=blocks, sections=inner)


def _block_data(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"block": "paragraph", "role": block.role, "spans": _spans_data(block.spans)}
        case Bullets():
            return {"block": "bullets", "ordered": block.ordered, "items": [_spans_data(item) for item in block.items]}
        case Table():
            return {"block": "table", **_table_data(block)}
        case Chart():
            return {"block": "chart", **_chart_data(block)}
        case Signature():
            signed_on = block.signed_on.isoformat() if block.signed_on else None
            whose = {"name": block.name, "title": block.title, "place": block.place}
            return {"block": "signature", "signed_on": signed_on, **whose}


def _block(data: dict[str, Any]) -> Block:
    read = _BLOCKS.get(data["block"])
    if read is None:
        raise UnreadableDocument(f"The report holds a block of the unknown kind {data['block']!r}.")
    return read(data)


def _paragraph(data: dict[str, Any]) -> Paragraph:
    return Paragraph(spans=_spans(data["spans"]), role=data["role"])


def _bullets(data: dict[str, Any]) -> Bullets:
    return Bullets(items=tuple(_spans(item) for item in data["items"]), ordered=data["ordered"])


def _signature(data: dict[str, Any]) -> Signature:
    signed_on = date.fromisoformat(data["signed_on"]) if data["signed_on"] else None
    return Signature(name=data["name"], title=data["title"], place=data["place"], signed_on=signed_on)


def _spans_data(spans: tuple[Span, ...]) -> list[dict[str, Any]]:
    return [{"text": span.text, "figure": span.figure, "strong": span.strong} for span in spans]


def _spans(data: list[dict[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(text=span["text"], figure=span["figure"], strong=span["strong"]) for span in data)


def _table_data(table: Table) -> dict[str, Any]:
    rows = [[{"text": cell.text, "figure": cell.figure, "end": cell.end} for cell in row] for row in table.rows]
    head = {"caption": table.caption, "header": list(table.header), "note": table.note}
    return {**head, "rows": rows, "sums": sorted(table.sums)}


def _table(data: dict[str, Any]) -> Table:
    return Table(
        caption=data["caption"],
        header=tuple(data["header"]),
        rows=tuple(
            tuple(Cell(text=cell["text"], figure=cell["figure"], end=cell["end"]) for cell in row)
            for row in data["rows"]
        ),
        sums=frozenset(data["sums"]),
        note=data["note"],
    )


def _chart_data(chart: Chart) -> dict[str, Any]:
    return {
        "caption": chart.caption,
        "kind": chart.kind,
        "labels": list(chart.labels),
        "series": [[name, [_number(value) for value in values]] for name, values in chart.series],
        "unit": chart.unit,
        "table": _table_data(chart.table),
        "summary": chart.summary,
    }


def _number(value: float | None) -> float | None:
    """A whole number and its float are equal, so they are written the same way."""
    if value is None:
        return None
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("A chart holds a value that is no number.")
    return number + 0.0  # -0.0 becomes 0.0


def _chart(data: dict[str, Any]) -> Chart:
    return Chart(
        caption=data["caption"],
        kind=data["kind"],
        labels=tuple(data["labels"]),
        series=tuple((name, tuple(_number(value) for value in values)) for name, values in data["series"]),
        unit=data["unit"],
        table=_table(data["table"]),
        summary=data["summary"],
    )


_BLOCKS: dict[str, Callable[[dict[str, Any]], Block]] = {
    "paragraph": _paragraph,
    "bullets": _bullets,
    "table": _table,
    "chart": _chart,
    "signature": _signature,
}


def _figure_data(figure: Figure) -> dict[str, Any]:
    """The value keeps its type, and a decimal its decimals: 12.00 is not written as 12."""
    kind = "decimal" if isinstance(figure.value, Decimal) else "plain"
    return {
        "key": figure.key,
        "label": figure.label,
        "value": {kind: str(figure.value) if kind == "decimal" else figure.value},
        "unit": figure.unit,
        "as_at": figure.as_at.isoformat(),
        "known_at": _instant(figure.known_at),
        "definition": figure.definition,
        "rows": figure.rows,
        "fingerprint": figure.fingerprint,
        "url": figure.url,
    }


def _instant(moment: datetime | None) -> str | None:
    """The same instant is written the same way, whatever the time zone it was held in."""
    if moment is None:
        return None
    return (moment.astimezone(UTC) if moment.tzinfo else moment).isoformat()


def _figure(data: dict[str, Any]) -> Figure:
    ((kind, value),) = data["value"].items()
    return Figure(
        key=data["key"],
        label=data["label"],
        value=Decimal(value) if kind == "decimal" else value,
        unit=data["unit"],
        as_at=date.fromisoformat(data["as_at"]),
        known_at=datetime.fromisoformat(data["known_at"]) if data["known_at"] else None,
        definition=data["definition"],
        rows=data["rows"],
        fingerprint=data["fingerprint"],
        url=data["url"],
    )
