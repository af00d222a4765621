"""The same letter gives the same items as text, DOCX and PDF, however it is typeset."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from styrhus.letters.checks import check_letter
from styrhus.letters.demo import demo_text
from styrhus.letters.output import letter_as_json
from styrhus.letters.reading import read_letter
from styrhus.letters.sources import read_source
from tests.letters.typeset import CHROMIUM, LAYOUTS, as_chromium_pdf, as_docx, as_pdf
from tests.shared import shared_path

REAL = "letters/imdi-2023.txt"
PLACES = {"lines", "sum_lines", "source", "mentions", "confidence"}
# Where a page ends between two sentences, nothing on it shows whether a new paragraph begins; so what is longer than
# a title is compared by its beginning.
TITLE_LENGTH = 150


@cache
def items(content: bytes, name: str) -> dict[str, Any]:
    letter = read_letter(read_source(content, name))
    return letter_as_json(letter, check_letter(letter))


def comparable(value: Any, whole: bool) -> Any:
    """The value without its places; texts whole, or by their beginning."""
    if isinstance(value, dict):
        return {key: comparable(part, whole) for key, part in value.items() if key not in PLACES}
    if isinstance(value, list):
        return [comparable(part, whole) for part in value]
    if not isinstance(value, str):
        return value
    # Messages may name lines, and those differ from format to format.
    text = re.sub(r"\b([Ll]inje) [\d, ]+(?:og \d+)?", r"\1 N", value)
    return text if whole or len(text) <= TITLE_LENGTH else text[:60]


def same(one: dict[str, Any], other: dict[str, Any], *, whole: bool = False) -> None:
    assert one.keys() == other.keys()
    for key, value in one.items():
        if key in PLACES:
            continue
        assert comparable(other[key], whole) == comparable(value, whole), key


@pytest.fixture(scope="module", params=["demo", "real"])
def letter(request: pytest.FixtureRequest) -> str:
    return demo_text() if request.param == "demo" else shared_path(REAL).read_text(encoding="utf-8")


def test_docx_gives_the_same_items(letter: str) -> None:
    same(items(letter.encode(), "brev.txt"), items(as_docx(letter), "brev.docx"), whole=True)


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_layout_of_a_pdf_gives_the_same_items(letter: str, layout: str) -> None:
    same(items(letter.encode(), "brev.txt"), items(as_pdf(letter, layout), "brev.pdf"))


def test_a_pdf_with_tables_as_tables_gives_the_same_texts_too(letter: str) -> None:
    same(items(letter.encode(), "brev.txt"), items(as_pdf(letter, "serif-loose"), "brev.pdf"), whole=True)


def test_a_letterhead_changes_no_item(letter: str) -> None:
    pdf = items(as_pdf(letter, "ruled", letterhead=True), "brev.pdf")
    same(items(letter.encode(), "brev.txt"), pdf)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("layout", ["ruled", "unruled", "small-pages", "justified"])
def test_what_a_browser_prints_gives_the_same_items(letter: str, layout: str) -> None:
    same(items(letter.encode(), "brev.txt"), items(as_chromium_pdf(letter, layout), "brev.pdf"))
