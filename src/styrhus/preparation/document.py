"""The note as a DOCX that can be brought to the meeting: real headings, contents, page numbers, language set.

The agency's words stand in a quotation with their source; the ministry's own in a tinted box below. Nothing is
rewritten: the lines of a passage are those of the document, with their breaks.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from docx import Document as new_document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from styrhus.archive.noark import LOST, UNWRITABLE

from .models import Assessment, PreparationNote
from .queries import Completeness, Group, ShownPoint, completeness_of

FONT = "Calibri"
DARK = RGBColor(0x1B, 0x2B, 0x45)
MUTED = RGBColor(0x55, 0x5F, 0x6D)
LINE = "5B7BA6"
TINT = "EEF2F8"
RAISED = "FBEFD9"
LANGUAGE = "nb-NO"
QUOTE, SOURCE, OWN, FACT = "Virksomhetens ord", "Kilde", "Departementets ord", "Opplysning"


def write_note(note: PreparationNote, groups: Sequence[Group]) -> io.BytesIO:
    """The whole note, at its beginning again. It is written in bokmål, whatever language its reader reads the site in."""
    with override("nb"):
        document = new_document()
        _styles(document)
        _page(document, note)
        complete = completeness_of(groups)
        _front(document, note, complete)
        raised = [row for group in groups for row in group.points if row.point.assessment == Assessment.RAISE]
        if raised:
            _raised(document, raised)
        _contents(document, groups)
        for number, group in enumerate(groups, 1):
            _group(document, group, number)
        file = io.BytesIO()
        document.save(file)
    file.seek(0)
    return file


# -- parts of the note


def _front(document: Any, note: PreparationNote, complete: Completeness) -> None:
    document.add_paragraph(_written(note.plan.ministry.name), style="Subtitle")
    document.add_paragraph(_written(note.title), style="Title")
    state = _("Under arbeid")
    if note.finished_at:
        state = _("Ferdigstilt %(day)s") % {"day": date_format(timezone.localtime(note.finished_at), "j. F Y")}
    covered = ngettext(
        "%(words)s av %(n)s punkt har virksomhetens ord",
        "%(words)s av %(n)s punkter har virksomhetens ord",
        complete.points,
    ) % {"words": complete.with_words, "n": complete.points}
    facts = [
        (_("Virksomhet"), note.plan.agency.name),
        (_("Møte"), _meeting_of(note)),
        (_("Bygger på"), _("Tildelingsbrev %(year)s") % {"year": note.plan.year}),
        (
            _("Dokumenter"),
            ", ".join(document.title for document in note.documents.defer("text", "search").order_by("pk")),
        ),
        (_("Tilstand"), state),
        (_("Omfang"), covered),
    ]
    table = document.add_table(rows=0, cols=2)
    for label, value in facts:
        if value:
            cells = table.add_row().cells
            cells[0].width, cells[1].width = Cm(3.6), Cm(12.4)
            cells[0].paragraphs[0].style = cells[1].paragraphs[0].style = FACT
            cells[0].paragraphs[0].add_run(label).bold = True
            cells[1].paragraphs[0].add_run(_written(value))
    if note.summary.strip():
        document.add_heading(_("Hovedbudskap"), 1)
        for part in note.summary.split("\n\n"):
            _lines(document.add_paragraph(), part)


def _meeting_of(note: PreparationNote) -> str:
    if note.meeting:
        when = timezone.localtime(note.meeting.starts_at)
        return f"{note.meeting.title}, {date_format(when, 'j. F Y')}"
    return date_format(note.meeting_date, "j. F Y") if note.meeting_date else _("Ikke kalt inn ennå")


def _raised(document: Any, rows: Sequence[ShownPoint]) -> None:
    """What the ministry takes up, on the first page: the point and the question."""
    document.add_heading(_("Tas opp i møtet"), 1)
    table = document.add_table(rows=1, cols=2)
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, (_("Punkt"), _("Spørsmål og kommentar")), strict=True):
        cell.paragraphs[0].style = FACT
        cell.paragraphs[0].add_run(text).bold = True
        _shade(cell._tc.get_or_add_tcPr(), RAISED)
    _repeat(table.rows[0])
    for row in rows:
        cells = table.add_row().cells
        _lines(_as(cells[0].paragraphs[0], FACT), str(row.point))
        _lines(_as(cells[1].paragraphs[0], FACT), row.point.question or row.point.comment or "–")
    for line in table.rows:
        line.cells[0].width, line.cells[1].width = Cm(7), Cm(9)
        _unbroken(line)


def _contents(document: Any, groups: Sequence[Group]) -> None:
    """A field that the word processor fills with page numbers; until then it shows the headings as links."""
    paragraph = document.add_paragraph(
        _("Innhold"), style="TOC Heading" if _has(document, "TOC Heading") else "Subtitle"
    )
    paragraph.paragraph_format.keep_with_next = True
    field = document.add_paragraph(style=FACT)
    _mark(field, "begin", dirty=True)
    _instruction(field, r'TOC \o "1-2" \h \z \u')
    _mark(field, "separate")
    for number, group in enumerate(groups, 1):
        if number > 1:
            field = document.add_paragraph(style=FACT)
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), f"punkt{number}")
        link.append(field.add_run(_written(group.heading)[:160])._r)
        field._p.append(link)
    _mark(field, "end")


def _group(document: Any, group: Group, number: int) -> None:
    heading = document.add_heading(_written(group.heading), 1)
    _bookmark(heading, f"punkt{number}", number)
    if number == 1:
        heading.paragraph_format.page_break_before = True
    for row in group.points:
        _point(document, row, group.heading)


def _point(document: Any, row: ShownPoint, heading: str) -> None:
    point = row.point
    text = f"{point.label} {point.title}".strip() if point.title not in heading else _("Målet som helhet")
    if len(text) > 160:  # a heading is short; the whole text stands below
        document.add_heading(_written(f"{point.label or text[:60] + '…'} ({point.get_kind_display().lower()})"), 2)
        _lines(document.add_paragraph(style=FACT), point.title)
    else:
        document.add_heading(_written(text), 2)
    for words in row.words:
        parts = [part for part in words.text.replace("\r\n", "\n").split("\n\n") if part.strip()]
        for part in parts:
            quote = document.add_paragraph(style=QUOTE)
            quote.paragraph_format.keep_with_next = part is parts[-1]
            _lines(quote, part)
        said = words.source
        if words.changed:
            said = _("%(source)s (teksten er endret siden den ble valgt)") % {"source": words.source}
        document.add_paragraph(_written(said), style=SOURCE)
    if row.missing:
        document.add_paragraph(_("Virksomheten har ikke skrevet om dette punktet i dokumentene."), style=SOURCE)
    assessment = point.get_assessment_display() if point.assessment else ""
    for label, value in (
        (_("Vurdering"), assessment),
        (_("Departementets kommentar"), point.comment),
        (_("Spørsmål til virksomheten"), point.question),
    ):
        if value.strip():
            paragraph = document.add_paragraph(style=OWN)
            paragraph.add_run(f"{label}: ").bold = True
            _lines(paragraph, value)


# -- the document's own shape


def _styles(document: Any) -> None:
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), LANGUAGE)
    normal = styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.15
    for name, size, before, after in (
        ("Title", 24, 0, 14),
        ("Subtitle", 12, 0, 2),
        ("Heading 1", 16, 20, 6),
        ("Heading 2", 12.5, 14, 4),
    ):
        style = styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), DARK
        style.font.italic, style.font.bold = False, name != "Subtitle"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = True
    _border_of(styles["Title"], None)
    quote = _style(styles, QUOTE, 11)
    quote.paragraph_format.left_indent, quote.paragraph_format.space_after = Cm(0.6), Pt(4)
    _border_of(quote, "left")
    source = _style(styles, SOURCE, 9)
    source.font.color.rgb, source.paragraph_format.left_indent = MUTED, Cm(0.6)
    source.paragraph_format.space_after = Pt(10)
    own = _style(styles, OWN, 11)
    own.paragraph_format.space_after = Pt(3)
    _shade(own.element.get_or_add_pPr(), TINT)
    fact = _style(styles, FACT, 10.5)
    fact.paragraph_format.space_after = Pt(2)


def _style(styles: Any, name: str, size: float) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    style.font.size = Pt(size)
    return style


def _page(document: Any, note: PreparationNote) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    header = section.header.paragraphs[0]
    header.style = SOURCE
    header.paragraph_format.left_indent = Cm(0)
    header.add_run(_written(f"{note.plan.ministry.label} · {note.title}"))
    footer = section.footer.paragraphs[0]
    footer.style, footer.alignment = SOURCE, WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run(_("Side "))
    _field(footer, "PAGE")
    footer.add_run(_(" av "))
    _field(footer, "NUMPAGES")
    about = document.core_properties
    about.title, about.author, about.language = (
        _written(note.title)[:255],
        _written(note.plan.ministry.name)[:255],
        LANGUAGE,
    )
    about.subject = _written(f"{note.plan.agency.name} {note.plan.year}")[:255]
    about.comments, about.keywords = "", ""
    about.created = about.modified = timezone.localtime(note.finished_at or note.made_at).replace(tzinfo=None)


# -- pieces of WordprocessingML that the library has no name for


def _written(text: str) -> str:
    return UNWRITABLE.sub(LOST, text)


def _lines(paragraph: Any, text: str) -> Any:
    """The text with its line breaks."""
    for number, line in enumerate(_written(text).replace("\r\n", "\n").split("\n")):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(line)
    return paragraph


def _as(paragraph: Any, style: str) -> Any:
    paragraph.style = style
    return paragraph


def _has(document: Any, style: str) -> bool:
    return any(one.name == style for one in document.styles)


def _field(paragraph: Any, code: str) -> None:
    _mark(paragraph, "begin")
    _instruction(paragraph, code)
    _mark(paragraph, "separate")
    paragraph.add_run("1")
    _mark(paragraph, "end")


def _mark(paragraph: Any, kind: str, *, dirty: bool = False) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if dirty:
        mark.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(mark)


def _instruction(paragraph: Any, code: str) -> None:
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    paragraph.add_run()._r.append(instruction)


def _bookmark(paragraph: Any, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), str(number))
    paragraph._p.insert_element_before(start, "w:r")
    paragraph._p.append(end)


def _shade(properties: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), colour)
    _put(properties, shade)


def _border_of(style: Any, side: str | None) -> None:
    """A line beside the paragraphs of a style; None takes away the ones that the template has."""
    properties = style.element.get_or_add_pPr()
    old = properties.find(qn("w:pBdr"))
    if old is not None:
        properties.remove(old)
    if side is None:
        return
    borders, border = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", LINE)):
        border.set(qn(f"w:{name}"), value)
    borders.append(border)
    _put(properties, borders)


AFTER_BORDERS = ("shd", "tabs", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "tcMar", "vAlign", "rPr")


def _put(properties: Any, element: Any) -> None:
    """Put ``element`` before what the schema has after borders and shading."""
    later = {qn(f"w:{name}") for name in AFTER_BORDERS} - {element.tag}
    place = next((number for number, child in enumerate(properties) if child.tag in later), len(properties))
    properties.insert(place, element)


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _unbroken(row: Any) -> None:
    """A row that stays on one page, so that a question is not parted from its point."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
