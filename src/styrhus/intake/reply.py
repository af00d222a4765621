"""The draft reply to the ministry: what is unclear in the letter, point by point, with what would mend it.

Written in the letter's own form of Norwegian, or the one that the user chooses; it is a draft, never sent from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from .models import Finding, Reading
from .presentation import message, title_of_reading
from .rules.lines import as_text

FORMS = ("nb", "nn")
WORDS = {
    "nb": {
        "to": "Til",
        "date": "Dato",
        "your_reference": "Deres ref.",
        "our_reference": "Vår ref.",
        "subject": "Uklarheter i {title}",
        "opening": "Vi viser til {kind} datert {day}.",
        "opening_undated": "Vi viser til {kind}.",
        "asking": "Vi har gått gjennom brevet og ber departementet ta stilling til punktene under.",
        "asking_one": "Vi har gått gjennom brevet og ber departementet ta stilling til punktet under.",
        "proposal": "Forslag: {text}",
        "comment": "Vår merknad: {text}",
        "closing": "Vi retter oss etter brevet slik det står, inntil departementet har svart.",
        "regards": "Med hilsen",
        "line": "Linje {lines}",
        "section": "pkt. {name}",
        "page": "side {page}",
        "kinds": {
            "allocation": "tildelingsbrevet for {year}",
            "supplementary": "det supplerende tildelingsbrevet for {year}",
            "assignment": "oppdragsbrevet",
            "transfer": "overføringsbrevet",
            "instruction": "instruksen",
        },
        "no_points": "Ingen punkter er valgt.",
    },
    "nn": {
        "to": "Til",
        "date": "Dato",
        "your_reference": "Dykkar ref.",
        "our_reference": "Vår ref.",
        "subject": "Uklåre punkt i {title}",
        "opening": "Vi viser til {kind} datert {day}.",
        "opening_undated": "Vi viser til {kind}.",
        "asking": "Vi har gått gjennom brevet og ber departementet ta stilling til punkta under.",
        "asking_one": "Vi har gått gjennom brevet og ber departementet ta stilling til punktet under.",
        "proposal": "Framlegg: {text}",
        "comment": "Vår merknad: {text}",
        "closing": "Vi rettar oss etter brevet slik det står, inntil departementet har svart.",
        "regards": "Med helsing",
        "line": "Linje {lines}",
        "section": "pkt. {name}",
        "page": "side {page}",
        "kinds": {
            "allocation": "tildelingsbrevet for {year}",
            "supplementary": "det supplerande tildelingsbrevet for {year}",
            "assignment": "oppdragsbrevet",
            "transfer": "overføringsbrevet",
            "instruction": "instruksen",
        },
        "no_points": "Ingen punkt er valde.",
    },
}
MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to ask. ``place`` says where in the letter; ``quote`` is the line that it concerns, cut short."""

    number: int
    place: str
    text: str
    proposal: str
    comment: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    form: str  # "nb" | "nn"
    sender: str
    recipient: str
    day: str
    their_reference: str
    subject: str
    opening: Sequence[str]
    points: Sequence[Point]
    closing: str
    words: dict[str, Any]


def reply_to(reading: Reading, findings: Sequence[Finding], form: str, today: date) -> Reply:
    """The draft, in the Norwegian of ``form``. ``findings`` are the points, in the letter's order."""
    words = WORDS[form]
    kind = words["kinds"][reading.kind].format(year=reading.year or "").strip()
    day = long_date(reading.letter_date)
    opening = words["opening"].format(kind=kind, day=day) if day else words["opening_undated"].format(kind=kind)
    return Reply(
        form=form,
        sender=reading.agency.name,
        recipient=reading.ministry.name,
        day=long_date(today),
        their_reference=reading.reference,
        subject=words["subject"].format(title=_lower_first(title_of_reading(reading))),
        opening=(opening, words["asking_one" if len(findings) == 1 else "asking"]),
        points=[_point(reading, finding, number, words, form) for number, finding in enumerate(findings, 1)],
        closing=words["closing"],
        words=words,
    )


def _point(reading: Reading, finding: Finding, number: int, words: dict[str, Any], form: str) -> Point:
    return Point(
        number=number,
        place=place_of(reading, finding.lines, words),
        text=message(finding, form),
        proposal=words["proposal"].format(text=finding.expected) if finding.expected else "",
        comment=words["comment"].format(text=finding.note) if finding.note else "",
        lines=tuple(finding.lines),
    )


def place_of(reading: Reading, lines: Sequence[int], words: dict[str, Any]) -> str:
    """ "Pkt. 9.1 Budsjettrammen, side 7, linje 261": as near as the letter's own numbering comes."""
    if not lines:
        return ""
    first = lines[0]
    heading = next((one for one in reversed(reading.sections) if one["line"] <= first), None)
    texts = []
    if heading is not None:
        name = " ".join(filter(None, (heading["number"], heading["title"])))
        texts.append(words["section"].format(name=name) if heading["number"] else heading["title"])
    if reading.page_starts:
        texts.append(words["page"].format(page=1 + sum(start <= first for start in reading.page_starts)))
    texts.append(
        words["line"].format(lines=as_text(lines)).lower() if texts else words["line"].format(lines=as_text(lines))
    )
    whole = ", ".join(texts)
    return whole[:1].upper() + whole[1:]


def long_date(day: date | None) -> str:
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}" if day else ""


def _lower_first(title: str) -> str:
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def as_docx(reply: Reply) -> bytes:
    """The draft as a Word document: Norwegian as its language, a heading style for the subject, numbered points."""
    document = Document()
    document.core_properties.title = reply.subject
    document.core_properties.author = reply.sender
    _set_language(document, "nb-NO" if reply.form == "nb" else "nn-NO")
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2.5)
    words = reply.words
    document.add_paragraph(reply.recipient)
    facts = [(words["your_reference"], reply.their_reference), (words["our_reference"], ""), (words["date"], reply.day)]
    line = document.add_paragraph()
    line.add_run("\t".join(f"{name} {value}".strip() for name, value in facts))
    document.add_heading(reply.subject, level=1)
    for text in reply.opening:
        document.add_paragraph(text)
    for point in reply.points:
        _add_point(document, point)
    if not reply.points:
        document.add_paragraph(words["no_points"])
    document.add_paragraph(reply.closing)
    end = document.add_paragraph(f"{words['regards']}\n\n{reply.sender}")
    end.paragraph_format.space_before = Pt(18)
    end.alignment = WD_ALIGN_PARAGRAPH.LEFT
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_point(document: Any, point: Point) -> None:
    first = document.add_paragraph(style="List Number")
    place = first.add_run(f"{point.place}. " if point.place else "")
    place.bold = True
    first.add_run(printable(point.text))
    for text in filter(None, (point.proposal, point.comment)):
        more = document.add_paragraph(printable(text), style="List Continue")
        more.paragraph_format.space_after = Pt(6)


def printable(text: str) -> str:
    """Text without the control characters that a Word document can't hold."""
    return "".join(sign for sign in text if sign in "\t\n" or ord(sign) >= 32)


def _set_language(document: Any, language: str) -> None:
    document.core_properties.language = language
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), language)
    document.styles["Normal"].element.get_or_add_rPr().append(mark)
