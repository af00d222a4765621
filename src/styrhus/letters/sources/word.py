"""DOCX to lines: what a reader of the printed document sees, in reading order.

Insertions count and deletions don't; automatic numbers are printed; a table row is one line, unless the row is only
a frame around running text. Tables of contents and page furniture are left out.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from styrhus.letters.model import UnreadableLetter
from styrhus.letters.sources.guard import check_zip
from styrhus.letters.sources.layout import LineList
from styrhus.letters.sources.word_numbering import BULLET, VAL, ListPlace, Numbering, W, read_numbering
from styrhus.letters.sources.word_text import BREAK, boxes, is_deleted, mark_deleted, paragraph_text, unwrap

RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TYPED_LABEL = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*[.)]?|[a-zæøå][.)]|[-–•·▪])\t", re.IGNORECASE)
LETTERHEAD = re.compile(r"departement|direktorat|\b(?:vår|deres|dykkar) ref|\bdato\b", re.IGNORECASE)
MAX_COLUMNS = 64


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    based_on: str | None
    list_id: str | None
    level: int | None


@dataclass(slots=True)
class WordDocument:
    """The parts of the package that text comes from, and the lines so far."""

    body: etree._Element
    styles: dict[str, Style]
    numbering: Numbering
    lines: LineList = field(default_factory=LineList)
    pending: str = ""  # text of a paragraph whose mark was deleted: it runs on into the next


def read_docx(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The media "docx" and the lines. Raises UnreadableLetter when damaged, unsafe or without text."""
    archive = check_zip(content, name)
    package = _Package(archive, name)
    main = package.main_part()
    root = package.xml(main)
    body = None if root is None else root.find(f"{W}body")
    if root is None or body is None:
        raise UnreadableLetter("damaged-docx", {"name": name})
    related = package.related(main)
    document = WordDocument(
        body=body,
        styles=_read_styles(package.xml(related.get("styles"))),
        numbering=read_numbering(package.xml(related.get("numbering"))),
    )
    _blocks(document, body)
    _flush_pending(document)
    for note in ("footnotes", "endnotes"):
        _notes(document, package.xml(related.get(note)))
    head = _letterhead(package, related, document)
    lines = (*head, "", *document.lines.lines) if head else tuple(document.lines.lines)
    if not any(line.strip() for line in lines):
        raise UnreadableLetter("empty-document", {"name": name})
    return "docx", lines


class _Package:
    """The zip's XML parts, parsed without entities, network or document types."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive = archive
        self.name = name
        self.members = set(archive.namelist())
        self.by_id: dict[str, str] = {}

    def xml(self, part: str | None) -> etree._Element | None:
        if part is None or part not in self.members:
            return None
        try:
            content = self.archive.read(part)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
            raise UnreadableLetter("damaged-docx", {"name": self.name}) from None
        if b"<!DOCTYPE" in content or "<!DOCTYPE".encode("utf-16-le") in content:
            raise UnreadableLetter("unsafe-docx", {"name": self.name})
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError:
            raise UnreadableLetter("damaged-docx", {"name": self.name}) from None

    def main_part(self) -> str:
        return self._targets("_rels/.rels", "").get("officeDocument", "word/document.xml")

    def related(self, part: str) -> dict[str, str]:
        folder, file = posixpath.split(part)
        return self._targets(f"{folder}/_rels/{file}.rels", folder)

    def _targets(self, rels: str, folder: str) -> dict[str, str]:
        root = self.xml(rels)
        targets: dict[str, str] = {}
        for relation in () if root is None else root.iterfind(f"{RELATIONSHIPS}Relationship"):
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            targets.setdefault(relation.get("Type", "").rsplit("/", 1)[-1], path)
            self.by_id[relation.get("Id", "")] = path
        return targets


def _blocks(document: WordDocument, parent: etree._Element) -> None:
    """Paragraphs and tables of a body, cell, text box or note, in order."""
    for child in unwrap(parent):
        if child.tag == f"{W}p":
            _paragraph(document, child)
        elif child.tag == f"{W}tbl":
            _flush_pending(document)
            _table(document, child)


def _paragraph(document: WordDocument, paragraph: etree._Element) -> None:
    style = _style_name(document, paragraph)
    if style.startswith(("toc ", "innh")):
        return
    text = document.pending + paragraph_text(paragraph)
    document.pending = ""
    if mark_deleted(paragraph):
        document.pending = text
        return
    _write_paragraph(document, paragraph, text)
    for box in boxes(paragraph):
        _blocks(document, box)


def _write_paragraph(document: WordDocument, paragraph: etree._Element, text: str) -> None:
    label = _label(document, paragraph) if text.strip() else None
    text = TYPED_LABEL.sub(lambda found: "- " if found.group(1) in "-–•·▪" else f"{found.group(1)} ", text)
    if label is not None:
        text = f"{label} {text.lstrip()}"
    first, *others = [part.strip(" ") for part in text.split(BREAK)]
    if not first and not others:
        document.lines.blank()
        return
    bullet = label == BULLET or first.startswith("- ")
    document.lines.paragraph(first, bullet=bullet)
    for line in others:
        document.lines.same_paragraph(line)


def _flush_pending(document: WordDocument) -> None:
    if document.pending:
        document.lines.paragraph(document.pending)
        document.pending = ""


def _label(document: WordDocument, paragraph: etree._Element) -> str | None:
    place = _list_place(document, paragraph)
    return None if place is None else document.numbering.label(place)


def _list_place(document: WordDocument, paragraph: etree._Element) -> ListPlace | None:
    list_id, level = _numbered(paragraph.find(f"{W}pPr"))
    for style in _style_chain(document, paragraph):
        list_id = style.list_id if list_id is None else list_id
        level = style.level if level is None else level
    # List 0 switches a style's numbering off.
    return None if list_id in (None, "0") else ListPlace(str(list_id), level or 0)


def _style_name(document: WordDocument, paragraph: etree._Element) -> str:
    return next((style.name for style in _style_chain(document, paragraph)), "")


def _style_chain(document: WordDocument, paragraph: etree._Element) -> Iterator[Style]:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    style_id = found.get(VAL) if found is not None else None
    seen: set[str] = set()
    while style_id is not None and style_id in document.styles and style_id not in seen:
        seen.add(style_id)
        style = document.styles[style_id]
        yield style
        style_id = style.based_on


def _table(document: WordDocument, table: etree._Element) -> None:
    document.lines.end_block()
    for row in unwrap(table):
        if row.tag != f"{W}tr" or is_deleted(row.find(f"{W}trPr")):
            continue
        cells = [cell for cell in unwrap(row) if cell.tag == f"{W}tc"]
        if len(cells) == 1 or any(cell.find(f".//{W}tbl") is not None for cell in cells):
            _unfold(document, cells)
        else:
            document.lines.row(_row_cells(document, row, cells))
    document.lines.end_block()


def _unfold(document: WordDocument, cells: list[etree._Element]) -> None:
    """A frame of one cell, or a layout table: its paragraphs and inner tables are lines of their own."""
    for cell in cells:
        document.lines.end_block()
        _blocks(document, cell)
        _flush_pending(document)
    document.lines.end_block()


def _row_cells(document: WordDocument, row: etree._Element, cells: list[etree._Element]) -> list[str]:
    skipped = row.find(f"{W}trPr/{W}gridBefore")
    texts = [""] * _columns(skipped, otherwise=0)
    for cell in cells:
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        continues = merged is not None and merged.get(VAL, "continue") == "continue"
        texts.append("" if continues else _cell_text(document, cell))
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        texts.extend([""] * (_columns(span, otherwise=1) - 1))
    return texts


def _columns(element: etree._Element | None, *, otherwise: int) -> int:
    """How many columns a cell spans or a row skips, up to Word's own limit; what is no number counts as absent."""
    printed = element.get(VAL, "") if element is not None else ""
    return (
        min(int(printed), MAX_COLUMNS) if printed.isascii() and printed.isdigit() and len(printed) < 10 else otherwise
    )


def _cell_text(document: WordDocument, cell: etree._Element) -> str:
    inner = WordDocument(cell, document.styles, document.numbering)
    _blocks(inner, cell)
    _flush_pending(inner)
    return " ".join(" ".join(inner.lines.lines).split())


def _notes(document: WordDocument, root: etree._Element | None) -> None:
    for note in () if root is None else root:
        if note.get(f"{W}type") in (None, "normal"):
            document.lines.end_block()
            _blocks(document, note)


def _letterhead(package: _Package, related: dict[str, str], document: WordDocument) -> tuple[str, ...]:
    """Lines of the first page's header that say who writes to whom and that the body doesn't repeat."""
    section = next(document.body.iter(f"{W}sectPr"), None)
    if section is None:
        return ()
    kinds = {
        reference.get(f"{W}type", "default"): reference.get(R_ID, "")
        for reference in section.iterfind(f"{W}headerReference")
    }
    first = kinds.get("first") if section.find(f"{W}titlePg") is not None else kinds.get("default")
    root = package.xml(package.by_id.get(first or ""))
    if root is None:
        return ()
    header = WordDocument(root, document.styles, document.numbering)
    _blocks(header, root)
    body = {line.strip() for line in document.lines.lines[:60]}
    lines = tuple(line for line in header.lines.lines if line.strip() and line.strip() not in body)
    return lines if any(LETTERHEAD.search(line) for line in lines) else ()


def _read_styles(root: etree._Element | None) -> dict[str, Style]:
    styles: dict[str, Style] = {}
    for style in () if root is None else root.iterfind(f"{W}style"):
        name, based_on = style.find(f"{W}name"), style.find(f"{W}basedOn")
        list_id, level = _numbered(style.find(f"{W}pPr"))
        styles[style.get(f"{W}styleId", "")] = Style(
            name=name.get(VAL, "").lower() if name is not None else "",
            based_on=based_on.get(VAL) if based_on is not None else None,
            list_id=list_id,
            level=level,
        )
    return styles


def _numbered(properties: etree._Element | None) -> tuple[str | None, int | None]:
    numbered = properties.find(f"{W}numPr") if properties is not None else None
    if numbered is None:
        return None, None
    list_id, level = numbered.find(f"{W}numId"), numbered.find(f"{W}ilvl")
    depth = level.get(VAL, "0") if level is not None else None
    return (
        list_id.get(VAL) if list_id is not None else None,
        int(depth) if depth is not None and depth.isdigit() else None,
    )
