"""The visible text of a DOCX paragraph, and the wrappers that Word puts around paragraphs, rows and runs."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from styrhus.letters.sources.word_numbering import VAL, W

BREAK = "\n"  # a line break inside a paragraph
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DELETED = {f"{W}del", f"{W}moveFrom"}
# Elements that only wrap others of the same sort: content controls, tracked insertions, smart tags, links, fields.
WRAPPERS = {
    f"{W}sdt",
    f"{W}sdtContent",
    f"{W}ins",
    f"{W}moveTo",
    f"{W}customXml",
    f"{W}smartTag",
    f"{W}hyperlink",
    f"{W}fldSimple",
    f"{W}dir",
    f"{W}bdo",
}
TEXT_BOXES = {
    f"{W}txbxContent",
}
SYMBOLS = {"F0B7": "•", "F0A7": "•", "F02D": "-", "F0E0": "→"}
TEXT_OF = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": BREAK,
    f"{W}noBreakHyphen": "-",
}


def unwrap(parent: etree._Element) -> Iterator[etree._Element]:
    """The children, seen through wrappers; deleted ones and a table of contents are left out."""
    for child in parent:
        if child.tag in DELETED:
            continue
        if child.tag == f"{MC}AlternateContent":
            yield from unwrap(_alternative(child))
        elif child.tag in WRAPPERS:
            if not _is_contents(child):
                yield from unwrap(child)
        else:
            yield child


def paragraph_text(paragraph: etree._Element) -> str:
    """Text of the runs, tabs as TAB, line breaks as BREAK; without text boxes, hidden text and note marks."""
    return "".join(_run_text(run) for run in unwrap(paragraph) if run.tag == f"{W}r")


def boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text boxes anchored in the paragraph, each once although Word stores them in two forms."""
    for run in unwrap(paragraph):
        if run.tag == f"{W}r":
            yield from _boxes_in(run)


def mark_deleted(paragraph: etree._Element) -> bool:
    """Whether the paragraph's own mark is a tracked deletion, so that its text runs on into the next paragraph."""
    return is_deleted(paragraph.find(f"{W}pPr/{W}rPr"))


def is_deleted(properties: etree._Element | None) -> bool:
    return properties is not None and any(properties.find(tag) is not None for tag in DELETED)


def _run_text(run: etree._Element) -> str:
    hidden = run.find(f"{W}rPr/{W}vanish")
    if hidden is not None and hidden.get(VAL, "true") not in ("0", "false", "off"):
        return ""
    pieces: list[str] = []
    for item in unwrap(run):
        if item.tag == f"{W}t":
            pieces.append((item.text or "").replace("\n", " ").replace("\u00ad", ""))
        elif item.tag == f"{W}br":
            pieces.append(BREAK if item.get(f"{W}type", "textWrapping") == "textWrapping" else "")
        elif item.tag == f"{W}sym":
            pieces.append(SYMBOLS.get(item.get(f"{W}char", "").upper(), ""))
        else:
            pieces.append(TEXT_OF.get(item.tag, ""))
    return "".join(pieces)


def _boxes_in(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == f"{MC}AlternateContent":
            yield from _boxes_in(_alternative(child))
        elif child.tag in TEXT_BOXES:
            yield child
        elif child.tag not in DELETED and isinstance(child.tag, str):
            yield from _boxes_in(child)


def _alternative(content: etree._Element) -> etree._Element:
    choice = content.find(f"{MC}Choice")
    fallback = content.find(f"{MC}Fallback")
    if choice is not None:
        return choice
    return content if fallback is None else fallback


def _is_contents(control: etree._Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(VAL) == "Table of Contents"
