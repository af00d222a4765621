"""What stands on a PDF page: words with their boxes, ruled lines, and bullets that are drawn instead of written.

Coordinates are in points from the page's top left corner.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

MAX_DRAWN_OBJECTS = 20_000  # a page with more is a map or a drawing, and its lines rule no table
THIN = 3.0  # a path thinner than this is a rule
DROPPED = {0x0, 0x2, 0xFFFE, 0xFFFF, 0xAD, 0x200B, 0xFEFF}
HYPHEN_MARKS = {0x2, 0xFFFE, 0xAD}  # how a hyphen at a line's end may come
LIGATURES = range(0xFB00, 0xFB07)


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """Height of the font's box, about 1.1 times the font size."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: ``at`` is y of a horizontal and x of a vertical one, which runs from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    dots: tuple[tuple[float, float], ...]  # middles of drawn bullets


def read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    """Raises pypdfium2.PdfiumError when the page is damaged."""
    page = document[index]
    width, height = page.get_size()
    text = page.get_textpage()
    try:
        words = tuple(_words(text, height))
        horizontal, vertical, dots = _drawn(page, width, height)
    finally:
        text.close()
        page.close()
    return Page(index + 1, width, height, words, horizontal, vertical, dots)


def _words(text: pypdfium2.PdfTextPage, height: float) -> Iterator[Word]:
    letters: list[str] = []
    box = [0.0, 0.0, 0.0, 0.0]
    for code, left, top, right, bottom in _characters(text, height):
        if code in (0x20, 0x9, 0xA, 0xD):
            if letters:
                yield Word("".join(letters), *box)
                letters = []
            continue
        size, new_size = box[3] - box[2], bottom - top
        apart = letters and (
            left - box[1] > 0.18 * size
            or left < box[1] - 0.5 * size
            or abs(bottom - box[3]) > 0.2 * size
            or abs(new_size - size) > 0.2 * size
        )
        if apart:
            yield Word("".join(letters), *box)
            letters = []
        if letters:
            box = [min(box[0], left), max(box[1], right), min(box[2], top), max(box[3], bottom)]
        else:
            box = [left, right, top, bottom]
        letters.append(_letter(code))
    if letters:
        yield Word("".join(letters), *box)


def _characters(text: pypdfium2.PdfTextPage, height: float) -> Iterator[tuple[int, float, float, float, float]]:
    rectangle = pdfium.FS_RECTF()
    pointer = ctypes.byref(rectangle)
    raw = text.raw
    get_code, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = get_code(raw, index)
        if code in (0x20, 0x9, 0xA, 0xD):
            yield code, 0.0, 0.0, 0.0, 0.0
            continue
        if (code in DROPPED and code not in HYPHEN_MARKS) or not get_box(raw, index, pointer):
            continue
        yield code, rectangle.left, height - rectangle.top, rectangle.right, height - rectangle.bottom


def _letter(code: int) -> str:
    if code in HYPHEN_MARKS:
        return "\u00ad"
    letter = chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
    return unicodedata.normalize("NFKC", letter) if code in LIGATURES else letter


def tidy(words: list[Word]) -> list[Word]:
    """Combining marks put together with their letters, as in text made on a Mac."""
    return [replace(word, text=unicodedata.normalize("NFC", word.text)) for word in words]


def _drawn(
    page: pypdfium2.PdfPage, width: float, height: float
) -> tuple[tuple[Rule, ...], tuple[Rule, ...], tuple[tuple[float, float], ...]]:
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    dots: list[tuple[float, float]] = []
    for count, (left, top, right, bottom, segments) in enumerate(_paths(page, height)):
        if count >= MAX_DRAWN_OBJECTS:
            return (), (), ()
        wide, high = right - left, bottom - top
        if high <= THIN and wide > THIN:
            horizontal.append(Rule((top + bottom) / 2, left, right))
        elif wide <= THIN and high > THIN:
            vertical.append(Rule((left + right) / 2, top, bottom))
        elif 1.5 <= wide <= 9 and 0.8 <= wide / max(high, 0.1) <= 1.25:
            dots.append(((left + right) / 2, (top + bottom) / 2))
        elif segments <= 12 and not (wide > 0.9 * width and high > 0.8 * height):
            horizontal += [Rule(top, left, right), Rule(bottom, left, right)]
            vertical += [Rule(left, top, bottom), Rule(right, top, bottom)]
    return tuple(horizontal), tuple(vertical), tuple(dots)


def _paths(page: pypdfium2.PdfPage, height: float) -> Iterator[tuple[float, float, float, float, int]]:
    """Left, top, right, bottom and number of segments of each drawn path, those inside forms placed on the page."""
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, low, right, high = item.get_bounds()
        if item.level:
            left, low, right, high = _placed(item, (left, low, right, high))
        yield left, height - high, right, height - low, pdfium.FPDFPath_CountSegments(item.raw)


def _placed(item: Any, bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, low, right, high = bounds
    container = item.container
    while container is not None:
        left, low, right, high = container.get_matrix().on_rect(left, low, right, high)
        container = container.container
    return left, low, right, high
