"""PDF to lines: one line per paragraph or table row, as the reader of the printed letter sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pypdfium2

from styrhus.letters.model import UnreadableLetter
from styrhus.letters.sources.guard import MAX_PDF_PAGES
from styrhus.letters.sources.pdf_columns import ColumnTable, Measures, tables_in
from styrhus.letters.sources.pdf_flow import Flow, PageFlow, usual_pitch
from styrhus.letters.sources.pdf_furniture import Cleaned, clean
from styrhus.letters.sources.pdf_grid import Cell, Grid, grids_of
from styrhus.letters.sources.pdf_lines import Line, joined, lines_of
from styrhus.letters.sources.pdf_page import Page, Word, read_page, tidy
from styrhus.letters.sources.pdf_rows import Table
from styrhus.letters.sources.pdf_words import Vocabulary, join_lines

FULL_LINES = 5  # so many lines near the edge show where it is
MIN_LETTERS_A_PAGE = 20  # fewer than this on average: the pages are pictures


def read_pdf(content: bytes, name: str) -> tuple[str, tuple[str, ...], tuple[int, ...]]:
    """The media "pdf", the lines, and the page of each line. Raises UnreadableLetter."""
    pages = _pages(content, name)
    letters = sum(len(word.text) for page in pages for word in page.words)
    if letters < MIN_LETTERS_A_PAGE * len(pages):
        raise UnreadableLetter("scanned-pdf", {"name": name})
    vocabulary = Vocabulary()
    flows = _flows(pages, vocabulary)
    flow = Flow(usual_pitch(flows), vocabulary)
    for page in flows:
        flow.add_page(page)
    done = flow.finish()
    return "pdf", tuple(done.lines), tuple(done.pages)


def _pages(content: bytes, name: str) -> list[Page]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        code = "encrypted-pdf" if "password" in str(error).lower() else "damaged-pdf"
        raise UnreadableLetter(code, {"name": name}) from None
    try:
        if len(document) > MAX_PDF_PAGES:
            values = {"name": name, "pages": str(len(document)), "limit": str(MAX_PDF_PAGES)}
            raise UnreadableLetter("too-many-pages", values)
        pages = [read_page(document, index) for index in range(len(document))]
    except pypdfium2.PdfiumError:
        raise UnreadableLetter("damaged-pdf", {"name": name}) from None
    finally:
        document.close()
    if not pages:
        raise UnreadableLetter("damaged-pdf", {"name": name})
    return [replace(page, words=tuple(tidy(list(page.words)))) for page in pages]


def _flows(pages: Sequence[Page], vocabulary: Vocabulary) -> list[PageFlow]:
    """Two rounds: the usual step between lines must be known before columns can be told from running text."""
    cleaned = clean(pages)
    grids = [grids_of(replace(page, words=kept.body)) for page, kept in zip(pages, cleaned, strict=True)]
    lined = [
        lines_of(_outside(kept.body, found), page.number, page.dots)
        for page, kept, found in zip(pages, cleaned, grids, strict=True)
    ]
    for lines in lined:
        for line in lines:
            vocabulary.learn(line.text)
    right = max((line.x1 for lines in lined for line in lines), default=0.0)
    bare = [
        PageFlow(page.number, tuple(joined(line) for line in lines), (), right)
        for page, lines in zip(pages, lined, strict=True)
    ]
    left = min((line.x0 for lines in lined for line in lines if line.bullet is None), default=0.0)
    usual = Measures(usual_pitch(bare), left, right)
    return [
        _page_flow((page, kept, found, lines), usual, vocabulary)
        for page, kept, found, lines in zip(pages, cleaned, grids, lined, strict=True)
    ]


def _page_flow(
    parts: tuple[Page, Cleaned, list[Grid], list[Line]], usual: Measures, vocabulary: Vocabulary
) -> PageFlow:
    page, kept, grids, lines = parts
    items: list[tuple[float, Line | Table]] = []
    edges = [0.0, *(edge for grid in grids for edge in (grid.top, grid.bottom)), page.height + 1]
    for top, bottom in zip(edges[::2], edges[1::2], strict=True):
        between = [line for line in lines if top - 2 <= line.middle < bottom + 2]
        for item in tables_in(between, page.horizontal, usual):
            if isinstance(item, ColumnTable):
                items.append((item.lines[0].middle, _column_rows(item, page, vocabulary)))
            else:
                items.append((item.middle, item))
    for grid in grids:
        items.append(((grid.top + grid.bottom) / 2, _grid_table(grid, page, vocabulary)))
    items.sort(key=lambda placed: placed[0])
    return PageFlow(page.number, tuple(item for _, item in items), kept.aside, _right_edge(lines, usual.right))


def _right_edge(lines: Sequence[Line], usual: float) -> float:
    """Where the page's full lines end; a page with few of them has no edge of its own."""
    own = max((line.x1 for line in lines), default=0.0)
    full = sum(line.x1 > 0.93 * own for line in lines)
    return own if full >= FULL_LINES else max(own, usual)


def _outside(words: Iterable[Word], grids: Sequence[Grid]) -> list[Word]:
    return [
        word
        for word in words
        if not any(
            grid.top <= word.middle <= grid.bottom
            and grid.columns[0] - 4 <= (word.x0 + word.x1) / 2 <= grid.columns[-1] + 4
            for grid in grids
        )
    ]


def _grid_table(grid: Grid, page: Page, vocabulary: Vocabulary) -> Table:
    """The grid's texts without columns in which no cell ever begins."""
    used = sorted({cell.first for row in grid.rows for cell in row})
    rows = tuple(
        tuple(
            text for column, text in enumerate(_row_texts(row, len(grid.columns), page, vocabulary)) if column in used
        )
        for row in grid.rows
    )
    return Table(tuple(grid.columns[column] for column in used), rows, page.number)


def _row_texts(row: Sequence[Cell], columns: int, page: Page, vocabulary: Vocabulary) -> tuple[str, ...]:
    texts = [""] * columns
    for cell in row:
        texts[cell.first] = _cell_text(cell.words, page, vocabulary)
    return tuple(texts)


def _cell_text(words: Sequence[Word], page: Page, vocabulary: Vocabulary) -> str:
    printed = []
    for line in lines_of(words, page.number, page.dots):
        printed.append(f"- {line.text}" if line.bullet is not None else line.text)
    return join_lines(printed, vocabulary)


def _column_rows(table: ColumnTable, page: Page, vocabulary: Vocabulary) -> Table:
    rows = tuple(tuple(join_lines(cell, vocabulary) for cell in row) for row in table.rows)
    return Table(table.lefts, rows, page.number)
