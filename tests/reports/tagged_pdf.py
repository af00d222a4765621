"""Reads a tagged PDF as a screen reader does: the structure tree with its texts, and what is drawn outside it.

Built on pdfminer's parser only; it shares nothing with what wrote the file.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text


@dataclass
class Node:
    """An element of the structure tree. ``marked`` are its own pieces of pages: (page, number of marked content)."""

    tag: str
    attributes: dict[str, Any]
    alternative: str
    has_id: bool
    children: list[Node] = field(default_factory=list)
    marked: list[tuple[int, int]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    order: list[Any] = field(default_factory=list)  # children and marked content, in reading order

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *tags: str) -> list[Node]:
        return [node for node in self.walk() if node.tag in tags]


class _Drawn(PDFTextDevice):
    """Notes what is drawn under which mark: text by (page, number), and the operations under no mark at all."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.page = -1
        self.marks: list[tuple[str, int | None]] = []
        self.texts: dict[tuple[int, int], str] = defaultdict(str)
        self.artifacts: dict[int, str] = defaultdict(str)
        self.unmarked: list[tuple[int, str]] = []
        self.seen: list[tuple[int, int]] = []

    def begin_page(self, page: Any, ctm: Any) -> None:
        self.page, self.marks = self.page + 1, []

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        number = props.get("MCID") if isinstance(props, dict) else None
        self.marks.append((str(tag.name), number))
        if number is not None:
            self.seen.append((self.page, number))

    def end_tag(self) -> None:
        self.marks.pop()

    def _note(self, what: str, text: str = "") -> None:
        for tag, number in reversed(self.marks):
            if number is not None:
                self.texts[self.page, number] += text
                return
            if tag == "Artifact":
                self.artifacts[self.page] += text
                return
        self.unmarked.append((self.page, what + text))

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        text = ""
        for piece in seq:
            if isinstance(piece, (int, float)):
                continue
            for number in textstate.font.decode(piece):
                try:
                    text += textstate.font.to_unichr(number)
                except PDFUnicodeNotDefined:
                    text += "\ufffd"
        self._note("text ", text)

    def paint_path(self, *arguments: Any) -> None:
        self._note("path")

    def render_image(self, name: str, stream: Any) -> None:
        self._note("image")


class TaggedPdf:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.document = PDFDocument(PDFParser(io.BytesIO(content)))
        self.catalog = self.document.catalog
        pages = list(PDFPage.create_pages(self.document))
        self.page_count = len(pages)
        self.pages = pages
        self._places = {page.pageid: number for number, page in enumerate(pages)}
        resources = PDFResourceManager()
        self.drawn = _Drawn(resources)
        interpreter = PDFPageInterpreter(resources, self.drawn)
        for page in pages:
            interpreter.process_page(page)
        root = resolve1(self.catalog["StructTreeRoot"])
        (self.root,) = [self._node(kid, 0) for kid in resolve1(root["K"])]

    def metadata(self) -> str:
        return resolve1(self.catalog["Metadata"]).get_data().decode()

    def _node(self, reference: Any, page: int) -> Node:
        data = resolve1(reference)
        page = self._page_of(data.get("Pg"), page)
        attributes = resolve1(data.get("A")) or {}
        values = {name: resolve1(value) for name, value in attributes.items()}
        plain = {name: value.name if isinstance(value, PSLiteral) else value for name, value in values.items()}
        node = Node(data["S"].name, plain, decode_text(data.get("Alt", b"")), "ID" in data)
        kids = resolve1(data.get("K", []))
        for kid in kids if isinstance(kids, list) else [kids]:
            self._kid(node, kid, page)
        return node

    def _kid(self, node: Node, kid: Any, page: int) -> None:
        value = resolve1(kid)
        if isinstance(value, int):
            node.marked.append((page, value))
            node.order.append((page, value))
        elif "S" in value:
            node.children.append(self._node(value, page))
            node.order.append(node.children[-1])
        elif value.get("Type").name == "MCR":
            node.marked.append((self._page_of(value.get("Pg"), page), value["MCID"]))
            node.order.append(node.marked[-1])
        else:
            node.links.append(resolve1(value["Obj"]))

    def _page_of(self, reference: Any, page: int) -> int:
        return self._places.get(reference.objid, page) if isinstance(reference, PDFObjRef) else page

    def text(self, node: Node) -> str:
        """What a screen reader says of the element, in its order."""
        return "".join(self.drawn.texts[kid] if isinstance(kid, tuple) else self.text(kid) for kid in node.order)

    def fonts(self) -> list[dict[str, Any]]:
        """The descriptor of every font that a page uses."""
        found = []
        for page in self.pages:
            for font in (resolve1(page.resources.get("Font")) or {}).values():
                data = resolve1(font)
                inner = resolve1(resolve1(data["DescendantFonts"])[0]) if "DescendantFonts" in data else data
                found.append(resolve1(inner["FontDescriptor"]))
        return found

    def destinations(self) -> set[str]:
        """The names that links inside the document may lead to."""
        names = resolve1(resolve1(resolve1(self.catalog["Names"])["Dests"])["Names"])
        return {decode_text(resolve1(name)) for name in names[::2]}
