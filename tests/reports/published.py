"""What a report says, straight from its document, to hold every export against; and documents that are hard to publish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from styrhus.common.figures import Figure
from styrhus.reports.document import Bullets, Cell, Chart, Document, Paragraph, Section, Signature, Span, Table
from tests.reports.sample_document import CUT_OFF, KNOWN, amount, sample

HYPHENS = str.maketrans("", "", "-\u2010\u00ad")


def texts(document: Document) -> Iterator[str]:
    """Every heading, text, cell and caption in reading order."""
    for section in document.walk():
        yield section.number
        yield section.title
        for block in section.blocks:
            yield from _block(block)


def _block(block: object) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from (span.text for span in block.spans)
        case Bullets():
            yield from (span.text for item in block.items for span in item)
        case Table():
            yield from (block.caption, *block.header)
            yield from (cell.text for row in block.rows for cell in row)
            yield block.note
        case Chart():
            yield block.caption
            yield from _block(block.table)
        case Signature():
            yield from (block.place, block.name, block.title)


def squeezed(text: str) -> str:
    """Without spaces and hyphens, which follow the lines of an export."""
    return "".join(text.split()).translate(HYPHENS)


def assert_in_order(wanted: Iterable[str], whole: str) -> int:
    """Every text stands in ``whole``, each behind the one before. Gives how many were looked for."""
    whole, place, count = squeezed(whole), 0, 0
    for text in wanted:
        looked_for = squeezed(text)
        found = whole.find(looked_for, place)
        assert found >= 0, f"«{text[:80]}» is lost or out of order behind «{whole[max(0, place - 60) : place]}»"
        place, count = found + len(looked_for), count + 1
    return count


def figure_of(key: str, url: str = "/regnskap/tall/1/") -> Figure:
    return Figure(key, f"Tall {key}", 1, "kroner", CUT_OFF, KNOWN, "Slik.", 1, "f" * 64, url)


def hostile() -> Document:
    """Markup, control characters, turned directions, endless words, empty parts, tables with holes."""
    markup = "<script>alert(1)</script> & \"'</p></style><img src=x onerror=alert(1)> {{ 7 }} {% if %} ]]> <w:p>"
    long = "Bosettingskommunesamarbeid" * 400
    turned = "beløp \u202e000 05\u2067 \u2066og تقرير سنوي"
    control = "a\x00b\x08c\x0bd\x1fe\ud800f\ufffeg\r\nny linje\rog en til"
    every = (markup, long, turned, control, "", " ", "🧭 Ođđa áigi ŋ đ ž", "= 1+1")
    cells = tuple((Cell(text, figure="bad"), Cell(text, end=True)) for text in every)
    bad_chart = Chart(
        caption=markup,
        kind="bars",
        labels=(markup, long, turned, control, ""),
        series=((markup, (1.0, None, -5e12, 0.0)), (long, (1e-9, 2.0, 3.0, 4.0, 5.0, 6.0)), ("", ())),
        unit=markup,
        table=Table(control, ("", markup), cells),
        summary=markup,
    )
    blocks = (
        Paragraph(tuple(Span(text, figure="bad", strong=index % 2 == 0) for index, text in enumerate(every))),
        Paragraph(()),
        Bullets(()),
        Bullets(tuple((Span(text),) for text in every), ordered=True),
        Table(markup, (long, control), cells, sums=frozenset({0, 99}), note=turned),
        Table("", (), ()),
        Table("Bare overskrifter", ("A", "B"), ()),
        Table("Ujevn", ("A",), ((Cell("1"), Cell("2"), Cell("3", end=True)), ()), sums=frozenset({1})),
        bad_chart,
        replace(bad_chart, kind="lines"),
        replace(bad_chart, kind="lines", labels=(), series=()),
        replace(bad_chart, labels=(), series=(("a", (1.0,)),), table=Table("", (), ())),
        Signature(markup, long, turned),
        Signature("", "", "", date(2024, 3, 15)),
    )
    deep = Section("d", "9", "Dypest", (Paragraph((Span("innerst"),)),))
    for level in range(9):
        deep = Section(f"d{level}", "", f"Nivå {9 - level}", (), (deep,))
    sections = (
        Section("a", markup, markup, blocks),
        Section("b", "", "", ()),
        Section("c", "III", long, (), (Section("c1", "", turned),)),
        deep,
    )
    return replace(
        sample(status=markup),
        title=f"{markup} {control}",
        subtitle=long,
        agency=turned,
        ministry=control,
        sections=sections,
        figures={"bad": figure_of("bad", "javascript:alert(1)")},
    )


def huge(tables: int = 300, figures: int = 2_000) -> Document:
    """Many tables and figures, each figure in a cell of its own."""
    made = {f"t.n:{number}": figure_of(f"t.n:{number}") for number in range(figures)}
    keys, each = list(made), figures // tables + 1
    sections = []
    for place in range(tables):
        own = keys[place * each : (place + 1) * each] or keys[:1]
        rows = tuple(
            (Cell(f"Rad {key}"), Cell(amount(1_000_000 + 7 * index), key, end=True)) for index, key in enumerate(own)
        )
        text = Paragraph(
            (
                Span("Avsnittet forklarer tabellen under, og tallet er "),
                Span(amount(place), keys[place]),
                Span(" kroner."),
            )
        )
        table = Table(f"Tabell nummer {place}", ("Rad", "Beløp"), rows, sums=frozenset({len(rows) - 1}))
        sections.append(Section(f"s{place}", f"1.{place + 1}", f"Del {place + 1}", (text, table)))
    return replace(sample(), sections=(Section("all", "I", "Alt", (), tuple(sections)),), figures=made)
