"""The demo letter is ours: its facts are those of 2023, its sentences are not."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import pdfplumber
import pytest

from benchmarks.letter_lines import map_lines, tight
from styrhus.letters.demo import LETTER, SUPPLEMENT, demo_text
from styrhus.letters.demo.layout import Kind, lay_out
from styrhus.letters.demo.typeset import as_docx, as_pdf
from styrhus.letters.sources import read_source
from tests.shared import shared_path

RUN = 8  # words in a row that would be a copied sentence
WORD = re.compile(r"\w+")
DUTY = re.compile(r"\b(skal|må)\b")
NAME = re.compile(r"[A-ZÆØÅ]\w+ [A-ZÆØÅ]\w+(?: \(e\.f\.\))?")


def runs(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(re.sub(r"[*_]", "", text).casefold())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def is_running_prose(line: str) -> bool:
    """Titles end without a full stop, rows hold tabs, and a budget's bullet is an amount with a name."""
    return "\t" not in line and not line.startswith("- ") and line.rstrip().endswith((".", ":"))


@pytest.mark.parametrize("name", [LETTER, SUPPLEMENT])
def test_no_sentence_of_the_real_letter_is_carried_over(name: str) -> None:
    real = runs(shared_path("letters/imdi-2023.txt").read_text(encoding="utf-8"))
    prose = [line for line in demo_text(name).splitlines() if is_running_prose(line)]
    assert prose
    assert [line for line in prose if runs(line) & real] == []


def test_no_cell_of_running_text_is_carried_over() -> None:
    real = runs(shared_path("letters/imdi-2023.txt").read_text(encoding="utf-8"))
    rows = [line.split("\t") for line in demo_text().splitlines() if "\t" in line]
    texts = [cells[1] for cells in rows if cells[0] in ("Bakgrunn", "Beskrivelse av oppdraget")]
    assert len(texts) > 28
    assert [text for text in texts if runs(text) & real] == []


@pytest.mark.parametrize("name", [LETTER, SUPPLEMENT])
def test_the_letter_says_that_it_is_a_demo_before_its_title(name: str) -> None:
    head = demo_text(name).split("brev ", 1)[0]
    assert "Demobrev: skrevet for Styrhus" in head


@pytest.mark.parametrize("name", [LETTER, SUPPLEMENT])
def test_no_official_of_the_real_letter_is_named(name: str) -> None:
    real = shared_path("letters/imdi-2023.txt").read_text(encoding="utf-8")
    signature = real[real.index("Med hilsen") : real.index("Kopi\n")]
    names = [part for line in signature.splitlines() if NAME.fullmatch(line) for part in line.split()[:-1]]
    assert names
    assert [part for part in names if part in demo_text(name)] == []


def test_the_instruction_holds_more_than_a_hundred_duties() -> None:
    text = demo_text()
    instruction = text[text.rindex("Vedlegg nr. 1 ") : text.rindex("Vedlegg nr. 2 ")]
    sentences = re.split(r"(?<=\.)\s+", instruction)
    assert sum(1 for sentence in sentences if DUTY.search(sentence)) > 100


@pytest.mark.parametrize("name", [LETTER, SUPPLEMENT])
@pytest.mark.parametrize(("media", "typeset"), [("docx", as_docx), ("pdf", as_pdf)])
def test_every_line_of_the_text_is_on_paper(name: str, media: str, typeset) -> None:
    text = demo_text(name)
    copy = read_source(typeset(text), name=f"brev.{media}")
    mapped = map_lines(copy.lines, text.splitlines())
    found = {number for numbers in mapped.values() for number in numbers}
    whole = tight(" ".join(copy.lines))
    lost = [
        line
        for number, line in enumerate(text.splitlines(), 1)
        if tight(line) and number not in found and any(tight(cell) not in whole for cell in line.split("\t"))
    ]
    assert lost == []


def test_word_has_headings_tables_language_and_page_numbers() -> None:
    document = docx.Document(BytesIO(as_docx(demo_text())))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    tables = [piece for piece in lay_out(demo_text()) if piece.kind is Kind.TABLE]
    assert styles.count("Heading 1") == 3
    assert "List Bullet" in styles
    assert len(document.tables) == len(tables) > 25
    assert 'w:lang w:val="nb-NO"' in document.styles["Normal"].element.xml
    assert "PAGE" in document.sections[0].footer._element.xml
    assert document.sections[0].header.paragraphs[0].text == document.core_properties.title


def test_a_table_of_posts_that_a_blank_line_broke_is_one_table() -> None:
    text = "Tildelingsbrev\n\nPost\tBetegnelse\tBeløp\nPost 01\tDrift\t10\n\nPost 21\tAnnet\t5\n\nSum\n"
    tables = [piece for piece in lay_out(text) if piece.kind is Kind.TABLE]
    assert [len(table.rows) for table in tables] == [4]
    assert tables[0].has_column_titles


def test_pdf_is_a_tagged_norwegian_letter_of_several_pages() -> None:
    data = as_pdf(demo_text())
    with pdfplumber.open(BytesIO(data)) as pdf:
        assert {"StructTreeRoot", "MarkInfo"} <= set(pdf.doc.catalog)
        assert pdf.doc.catalog["Lang"] == b"nb-NO"
        assert len(pdf.pages) > 10
        assert pdf.metadata["Title"] == "Tildelingsbrev til Integrerings- og mangfoldsdirektoratet for 2023"
        assert "Side 2 av" in pdf.pages[1].extract_text()


def test_a_letter_cannot_bring_markup_or_fetch_anything() -> None:
    text = 'Tildelingsbrev\n\n<img src="http://example.org/a.png"> er bare tekst.\n'
    with pdfplumber.open(BytesIO(as_pdf(text))) as pdf:
        assert '<img src="http://example.org/a.png">' in pdf.pages[0].extract_text()
