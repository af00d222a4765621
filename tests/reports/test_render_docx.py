"""The Word file opened again: every word and amount in order, real styles, fields, repeated headings, language."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from styrhus.reports import render
from styrhus.reports.document import Cell, Section, Table
from styrhus.reports.render.layout import lay_out
from tests.reports.published import assert_in_order, hostile, huge, squeezed, texts
from tests.reports.sample_document import sample


def opened(document):
    return Document(io.BytesIO(render.docx(document)))


def said(file) -> str:
    """All text of the body in order, with tabs and breaks as spaces; codes of fields are not text."""
    names = {qn("w:t"), qn("w:tab"), qn("w:br")}
    return "".join(node.text or " " for node in file.element.body.iter(*names))


def styled(file, *styles):
    return [(one.style.name, one.text) for one in file.paragraphs if one.style.name in styles]


@pytest.fixture(scope="module")
def report():
    return opened(sample())


def test_every_word_and_amount_is_there_in_order(report):
    assert assert_in_order(texts(sample()), said(report)) > 350
    assert_in_order(texts(sample("nn", "Utkast")), said(opened(sample("nn", "Utkast"))))


def test_headings_are_words_own_and_follow_the_report(report):
    found = styled(report, *(f"Heading {level}" for level in range(1, 7)))
    assert found == [(f"Heading {part.depth}", part.heading) for part in lay_out(sample()).parts]
    assert styled(report, "Title") == [("Title", "Årsrapport 2023")]
    assert ("List Bullet", "Bosetting: målet er nådd.") in styled(report, "List Bullet")


def test_tables_hold_the_cells_and_repeat_their_headings(report):
    tables = [
        block
        for part in lay_out(sample()).parts
        for block in part.blocks
        if hasattr(block, "header") or hasattr(block, "table")
    ]
    tables = [getattr(block, "table", block) for block in tables]
    assert len(report.tables) == len(tables) == 6
    for found, table in zip(report.tables, tables, strict=True):
        assert found.style.name == "Rapporttabell"
        cells = [[cell.text for cell in row.cells] for row in found.rows]
        assert cells == [
            [c.piece.text for c in table.header],
            *([c.piece.text for c in row.cells] for row in table.rows),
        ]
        assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in found.rows] == [True] + [False] * len(
            table.rows
        )
        ends = [cell.paragraphs[0].alignment is not None for cell in found.rows[-1].cells]
        assert ends == [cell.end for cell in table.rows[-1].cells]
        assert found._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == table.caption
        widths = [int(column.get(qn("w:w"))) for column in found._tbl.tblGrid]
        assert 0 < sum(widths) <= 9_185


def test_captions_are_numbered_by_fields_that_word_can_list(report):
    codes = [node.text.split() for node in report.element.body.iter(qn("w:instrText"))]
    assert [code[1] for code in codes if code[0] == "SEQ"].count("Tabell") == 3
    assert [code[1] for code in codes if code[0] == "SEQ"].count("Figur") == 3
    assert [text.split("  ")[0] for _style, text in styled(report, "Caption")] == [
        "Tabell 1", "Figur 1", "Figur 2", "Figur 3", "Tabell 2", "Tabell 3",
    ]  # fmt: skip


def test_contents_are_a_field_with_the_headings_as_links(report):
    codes = [node.text.strip() for node in report.element.body.iter(qn("w:instrText"))]
    assert codes[0] == r'TOC \o "1-3" \h \z \u'
    parts = lay_out(sample()).parts
    entries = [one for one in report.paragraphs if one.style.name.startswith("toc ")]
    assert [one.text.split("\t")[0] for one in entries] == [part.heading for part in parts if part.depth <= 3]
    marks = {node.get(qn("w:name")) for node in report.element.body.iter(qn("w:bookmarkStart"))}
    links = {node.get(qn("w:anchor")) for node in report.element.body.iter(qn("w:hyperlink"))}
    assert len(links) == len(entries)
    assert links <= marks
    begun, ended = (
        sum(node.get(qn("w:fldCharType")) == kind for node in report.element.body.iter(qn("w:fldChar")))
        for kind in ("begin", "end")
    )
    assert begun == ended


@pytest.mark.parametrize(
    ("language", "locale", "contents", "of_figure"),
    [("nb", "nb-NO", "Innhold", "Tallene i figur 1"), ("nn", "nn-NO", "Innhald", "Tala i figur 1")],
)
def test_the_file_and_its_fixed_words_are_in_the_language_of_the_report(language, locale, contents, of_figure):
    file = opened(sample(language, "Utkast"))
    assert file.core_properties.language == locale
    assert {node.get(qn("w:val")) for node in file.styles.element.iter(qn("w:lang"))} == {locale}
    assert styled(file, "TOC Heading") == [("TOC Heading", contents)]
    assert of_figure in said(file)
    section = file.sections[0]
    footer = "".join(node.text or "" for node in section.footer._element.iter(qn("w:t"), qn("w:instrText")))
    assert footer.split() == ["Side", "PAGE", "1", "av", "NUMPAGES", "1"]
    assert section.different_first_page_header_footer


def test_a_draft_says_so_on_the_cover_and_on_every_page():
    for status in ("Utkast", ""):
        file = opened(sample(status=status))
        header = file.sections[0].header.paragraphs[0].text
        assert ("Utkast" in header, "Utkast" in said(file)) == (bool(status), bool(status))
        assert bool(styled(file, "Tekst fra registrene")) == bool(status)


def test_charts_are_pictures_with_alternative_text(report):
    pictures = list(report.element.body.iter(qn("wp:docPr")))
    assert [node.get("descr") for node in pictures] == [chart.alternative for chart in lay_out(sample()).charts()]
    images = [part.blob for part in report.part.package.iter_parts() if str(part.partname).endswith(".png")]
    assert len(images) == 3
    assert all(image[:8] == b"\x89PNG\r\n\x1a\n" and len(image) > 5_000 for image in images)


def test_every_numbered_list_begins_with_one():
    numbers = [
        node.get(qn("w:val"))
        for one in opened(hostile()).paragraphs
        if one.style.name == "List Number"
        for node in one._p.pPr.iter(qn("w:numId"))
    ]
    assert len(numbers) > 5
    assert len(set(numbers)) == 1
    first = opened(sample())
    kept = first.part.numbering_part.element.num_lst[-1]
    assert kept.find(f".//{qn('w:startOverride')}").get(qn("w:val")) == "1"


def test_hostile_text_stands_as_text_in_a_file_that_is_sound():
    content = render.docx(hostile())
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(file.read(name))
    text = said(Document(io.BytesIO(content)))
    assert "<script>alert(1)</script> & \"'</p></style>" in text
    assert "Bosettingskommunesamarbeid" * 400 in text
    assert "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg" in text
    assert squeezed("innerst") in squeezed(text)
    assert text.count("\u202e") <= text.count("\u202c")


def test_a_table_that_is_too_wide_turns_its_page_and_the_next_is_upright_again():
    header = tuple(f"Kolonne {number}" for number in range(12))
    wide = Table("Bred", header, (tuple(Cell("1", end=True) for _ in header),))
    document = sample()
    changed = type(document)(
        **{
            **{name: getattr(document, name) for name in document.__slots__},
            "sections": (Section("a", "I", "Bred", (wide,)), Section("b", "II", "Etter", ())),
        }
    )
    sections = opened(changed).sections
    assert [section.page_width > section.page_height for section in sections] == [False, True, False]
    assert [section.different_first_page_header_footer for section in sections] == [True, False, False]


def test_the_same_report_gives_the_same_bytes():
    assert render.docx(sample()) == render.docx(sample())
    assert render.docx(sample("nn")) != render.docx(sample())


def test_a_huge_report_is_whole():
    document = huge()
    assert assert_in_order(texts(document), said(opened(document))) > 5_000
