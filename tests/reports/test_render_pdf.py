"""The PDF as PDF/UA-1: its tags in order, every text in it, nothing drawn untagged, nothing fetched."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from pypdfium2 import PdfDocument
from weasyprint.urls import URLFetcherResponse

from styrhus.reports import render
from styrhus.reports.render.as_pdf import OnlyOurOwn
from styrhus.reports.render.layout import Chart, Table, lay_out
from tests.reports.published import assert_in_order, hostile, huge, squeezed, texts
from tests.reports.sample_document import sample
from tests.reports.tagged_pdf import TaggedPdf

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


@pytest.fixture(scope="module")
def report() -> TaggedPdf:
    return TaggedPdf(render.pdf(sample()))


@pytest.fixture(scope="module")
def draft() -> TaggedPdf:
    return TaggedPdf(render.pdf(sample("nn", "Utkast")))


@pytest.fixture(scope="module", params=["report", "draft", "hostile"])
def any_report(request) -> TaggedPdf:
    return TaggedPdf(render.pdf(hostile())) if request.param == "hostile" else request.getfixturevalue(request.param)


def test_it_says_that_it_is_pdf_ua_in_its_language_with_its_title(report, draft):
    assert re.search(r'pdfuaid:part="1"', report.metadata())
    assert ">Årsrapport 2023</rdf:li>" in report.metadata()
    assert report.catalog["MarkInfo"]["Marked"] is True
    assert report.catalog["ViewerPreferences"]["DisplayDocTitle"] is True
    assert [pdf.catalog["Lang"] for pdf in (report, draft)] == [b"nb-NO", b"nn-NO"]


def test_everything_drawn_is_tagged_or_ornament_and_each_mark_stands_once_in_the_tree(any_report):
    assert any_report.drawn.unmarked == []
    in_tree = [place for node in any_report.root.walk() for place in node.marked]
    assert len(in_tree) == len(set(in_tree))
    on_pages = set(any_report.drawn.seen)
    assert set(in_tree) <= on_pages
    ornament = on_pages - set(in_tree)  # running heads and page numbers: outside the tree
    said = {place: text for place, text in any_report.drawn.texts.items() if place in ornament}
    assert len(said) <= 4 * any_report.page_count


def test_the_headings_are_those_of_the_report_and_skip_no_level(report):
    found = [(int(node.tag[1]), squeezed(report.text(node))) for node in report.root.all(*HEADINGS)]
    layout = lay_out(sample())
    parts = [(part.level, squeezed(part.heading)) for part in layout.parts]
    assert found == [(1, "Årsrapport2023"), (2, "Innhold"), *parts]
    assert {level for level, _text in parts} == {2, 3, 4}
    levels = [level for level, _text in found]
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_no_level_of_heading_is_skipped_however_deep_the_report(any_report):
    levels = [int(node.tag[1]) for node in any_report.root.all(*HEADINGS)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_every_text_is_in_the_tree_in_reading_order(report, draft):
    assert assert_in_order(texts(sample()), report.text(report.root)) > 350
    assert_in_order(texts(sample("nn")), draft.text(draft.root))


def test_tables_have_caption_headings_with_scope_and_full_rows(report):
    layout = lay_out(sample())
    tables = [block for part in layout.parts for block in part.blocks if isinstance(block, Table)]
    tables += [chart.table for chart in layout.charts()]
    found = report.root.all("Table")
    captions = [squeezed(report.text(node)) for table in found for node in table.all("Caption")]
    assert sorted(captions) == sorted(
        squeezed(f"{'Tabell ' + str(t.number) if t.number else ''}{t.caption}") for t in tables
    )
    rows = 0
    for table in found:
        (head,), (body,) = table.all("THead"), table.all("TBody")
        width = len(head.all("TH", "TD"))
        assert {cell.attributes.get("Scope") for cell in head.all("TH")} == {"Column"}
        for row in body.all("TR"):
            cells = row.all("TH", "TD")
            assert len(cells) == width
            assert (cells[0].tag, cells[0].attributes.get("Scope")) == ("TH", "Row")
            assert {cell.tag for cell in cells[1:]} == {"TD"}
            rows += 1
        assert not any(cell.has_id or "Headers" in cell.attributes for cell in table.all("TH", "TD"))
    assert rows == sum(len(table.rows) for table in tables)


def test_a_table_over_several_pages_has_its_headings_on_each(report):
    pages = set()
    for table in report.root.all("Table"):
        said = squeezed(report.text(table))
        if "202301" in said or "202328" in said:
            pages |= {page for node in table.walk() for page, _number in node.marked}
            assert squeezed(report.text(table.all("THead")[0])) == "OppdragHvaFristStatus"
    assert len(pages) >= 2


def test_charts_are_figures_with_their_text_and_place(report):
    figures = report.root.all("Figure")
    charts = [b for part in lay_out(sample()).parts for b in part.blocks if isinstance(b, Chart)]
    assert [figure.alternative for figure in figures] == [chart.alternative for chart in charts]
    assert all("diagram. " in figure.alternative for figure in figures)
    for figure in figures:
        left, bottom, right, top = figure.attributes["BBox"]
        assert 0 <= left < right <= 596
        assert 0 <= bottom < top <= 843


def test_the_contents_lead_to_the_parts_and_say_where(report):
    links = report.root.all("Link")
    assert len(links) == len(lay_out(sample()).parts)
    assert all(len(node.links) == 1 for node in links)
    for node, part in zip(links, lay_out(sample()).parts, strict=True):
        (annotation,) = node.links
        assert squeezed(
            annotation["Contents"].decode("utf-16")
            if annotation["Contents"][:2] == b"\xfe\xff"
            else annotation["Contents"].decode("latin-1")
        ) == squeezed(part.heading)
        assert annotation["Dest"].decode() in report.destinations()
        assert re.search(r"\.+\d+$", squeezed(report.text(node)))


def test_every_page_but_the_cover_has_its_number_and_the_agency(report, draft):
    for pdf, agency in ((report, "Demodirektoratetforinkludering"), (draft, "Demodirektoratetforinkludering")):
        tree = {place for node in pdf.root.walk() for place in node.marked}
        for page in range(1, pdf.page_count):
            running = squeezed(
                "".join(text for place, text in pdf.drawn.texts.items() if place[0] == page and place not in tree)
            )
            assert f"Side{page + 1}av{pdf.page_count}" in running
            assert agency in running


def test_all_fonts_are_embedded_and_the_text_is_set_in_inter(report, draft):
    for pdf in (report, draft):
        fonts = pdf.fonts()
        assert fonts
        assert all(any(f"FontFile{kind}" in font for kind in ("", "2", "3")) for font in fonts)
        assert any("Inter" in font["FontName"].name for font in fonts)


def test_only_a_draft_is_marked_on_its_pages(report, draft):
    """The cover has a frame with the word; its coloured field hides the mark that lies under every other page."""
    assert [("Utkast" in pdf.text(pdf.root)) for pdf in (report, draft)] == [False, True]
    pages = [[_points(page) for page in PdfDocument(pdf.content)] for pdf in (report, draft)]
    framed = [sum(map(_of_the_frame, points[0])) > 50 for points in pages]
    marked = [[sum(map(_of_the_mark, points)) > 500 for points in of_one[1:]] for of_one in pages]
    assert framed == [False, True]
    assert marked == [[False] * (report.page_count - 1), [True] * (draft.page_count - 1)]


def _points(page: Any) -> list[tuple[int, int, int]]:
    """The colours of a page, point by point, at half size."""
    flat = page.render(scale=0.5).to_pil().convert("RGB").tobytes()
    return list(zip(flat[::3], flat[1::3], flat[2::3], strict=True))


def _of_the_mark(point: tuple[int, int, int]) -> bool:
    """A pale orange that only the mark of a draft has."""
    red, green, blue = point
    return 240 <= red <= 253 and 8 <= red - blue <= 30 and red > green > blue


def _of_the_frame(point: tuple[int, int, int]) -> bool:
    """The dark orange of the frame on a draft's cover; the cover's line is lighter."""
    red, green, blue = point
    return 150 <= red <= 200 and 50 <= green <= 120 and blue <= 60


def test_figures_lead_to_their_receipts_only_where_the_site_is_named():
    plain, linked = (TaggedPdf(render.pdf(sample(), address=where)) for where in ("", "https://styrhus.example.no"))
    outside = [
        [n.links[0]["A"]["URI"].decode() for n in pdf.root.all("Link") if "A" in n.links[0]] for pdf in (plain, linked)
    ]
    assert outside[0] == []
    assert "https://styrhus.example.no/regnskap/tall/steering.settled/" in outside[1]
    assert len(outside[1]) >= 40


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/a.png",
        "https://example.no/a.css",
        "file:///etc/hostname",
        "data:text/plain,a",
        "styrhus:other",
    ],
)
def test_nothing_is_fetched(url):
    with pytest.raises(ValueError, match="fetches nothing"):
        OnlyOurOwn({}).fetch(url)


def test_the_fonts_are_handed_out_by_name():
    answer = OnlyOurOwn({}).fetch("styrhus:inter-latin")
    assert isinstance(answer, URLFetcherResponse)
    assert answer.read()[:4] == b"wOF2"


@pytest.mark.slow
def test_a_huge_report_is_whole():
    document = huge()
    pdf = TaggedPdf(render.pdf(document))
    assert assert_in_order(texts(document), pdf.text(pdf.root)) > 5_000
    assert pdf.drawn.unmarked == []
