"""The look of a report in Word, as styles that the agency can change in one place, and its page with header and footer."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from . import wordml
from .layout import Layout

FONT = "Arial"  # every word processor has it, or letters exactly as wide
DARK, INK, MUTED, ORANGE = RGBColor(0x0B, 0x2F, 0x57), RGBColor(0x1B, 0x2B, 0x45), RGBColor(0x4D, 0x58, 0x68), "D98A2B"
WARNING = RGBColor(0xA6, 0x4B, 0x00)
TWENTIETHS_MM = 56.7
BODY_WIDTH = round(162 * TWENTIETHS_MM)  # A4 within its margins
PAGE_WIDTH = round(249 * TWENTIETHS_MM)  # A4 on its side
MARGIN = Mm(24)
TABLE_STYLE = f"""
<w:style {wordml.SPACES} w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="Rapporttabell"/>
<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>
<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="C9D1DB"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="C9D1DB"/></w:tblBorders>
<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="0B2F57"/></w:tcBorders>
<w:shd w:val="clear" w:color="auto" w:fill="EAF0F7"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>
"""


def set_styles(file: Any, locale: str) -> None:
    styles = file.styles
    _language(styles, locale)
    normal = styles["Normal"]
    _look(normal, 11, colour=INK)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.15
    _look(styles["Title"], 34, bold=True, colour=DARK, before=0, after=10)
    _look(styles["Subtitle"], 15, colour=MUTED, before=0, after=60)
    _borders(styles["Title"], {})
    _borders(styles["Subtitle"], {"bottom": (18, ORANGE)})
    for spread in list(styles["Subtitle"].element.iter(qn("w:spacing"), qn("w:kern"))):
        if spread.getparent().tag == qn("w:rPr"):
            spread.getparent().remove(spread)
    for level, size, before, after in (
        (1, 22, 0, 14),
        (2, 15, 22, 6),
        (3, 12, 14, 4),
        (4, 11, 12, 3),
        (5, 11, 10, 3),
        (6, 11, 10, 3),
    ):
        heading = styles[f"Heading {level}"]
        _look(heading, size, bold=True, colour=DARK, before=before, after=after)
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.page_break_before = level == 1
    _borders(styles["Heading 1"], {"bottom": (12, ORANGE)})
    _look(styles["Caption"], 10, bold=True, colour=DARK, before=12, after=4)
    styles["Caption"].paragraph_format.keep_with_next = True
    _look(styles["Body Text"], 11, before=0, after=6)
    for name in ("List Bullet", "List Number"):
        _look(styles[name], 11, before=0, after=3)
    contents = styles["TOC Heading"]
    _look(contents, 22, bold=True, colour=DARK, before=0, after=14)
    contents.paragraph_format.page_break_before = True
    for level, indent in ((1, 0.0), (2, 0.8), (3, 1.6)):
        entry = _new(styles, f"toc {level}", f"TOC{level}", 11, bold=level == 1, before=6 if level == 1 else 0, after=2)
        entry.paragraph_format.left_indent = Cm(indent)
        _tab(entry, BODY_WIDTH, "right", "dot")
    _own_styles(styles)
    styles.element.append(parse_xml(TABLE_STYLE))


def _own_styles(styles: Any) -> None:
    _new(styles, "Forside virksomhet", "CoverAgency", 14, colour=MUTED, before=90, after=90)
    _tab(
        _new(styles, "Forside opplysning", "CoverFact", 11, before=0, after=3),
        round(24 * TWENTIETHS_MM),
        "left",
        "none",
    )
    draft = _new(styles, "Utkastmerke", "DraftMark", 14, bold=True, colour=WARNING, before=0, after=24)
    draft.paragraph_format.right_indent = Cm(12.5)
    _borders(draft, dict.fromkeys(("top", "left", "bottom", "right"), (12, "A64B00")))
    register = _new(styles, "Tekst fra registrene", "RegisterText", 11, before=0, after=6)
    register.paragraph_format.left_indent = Cm(0.4)
    _borders(register, {"left": (18, "A8B4C2")})
    _new(styles, "Tabelltekst", "TableText", 9, before=0, after=0)
    _new(styles, "Tabelltekst liten", "TableTextSmall", 8, before=0, after=0)
    _new(styles, "Tabellmerknad", "TableNote", 9, colour=MUTED, before=3, after=8)
    numbers = _new(styles, "Figurtall", "NumbersCaption", 9, colour=MUTED, before=6, after=3)
    numbers.paragraph_format.keep_with_next = True
    _new(styles, "Figurbilde", "Picture", 11, before=0, after=4).paragraph_format.line_spacing = 1
    _new(styles, "Underskrift sted", "Signature", 11, before=36, after=0)
    line = _new(styles, "Underskrift linje", "SignatureLine", 8, colour=MUTED, before=0, after=2)
    line.paragraph_format.right_indent = Cm(8)
    line.paragraph_format.space_before = Pt(30)
    _borders(line, {"bottom": (6, "4D5868")})
    _new(styles, "Underskriver", "Signer", 11, before=0, after=0)
    _new(styles, "Topp og bunn", "RunningText", 9, colour=MUTED, before=0, after=0)


def set_page(file: Any, layout: Layout) -> None:
    """A4 with the title and the agency above and the page number below; the cover has neither."""
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin, section.bottom_margin = Mm(28), Mm(24)
    section.header_distance = section.footer_distance = Mm(12)
    section.different_first_page_header_footer = True
    words = layout.words
    state = f"{layout.status}\t" if layout.status else ""
    tabs = f'<w:tabs><w:tab w:val="clear" w:pos="4320"/><w:tab w:val="clear" w:pos="8640"/><w:tab w:val="right" w:pos="{BODY_WIDTH}"/></w:tabs>'
    middle = tabs.replace(
        '<w:tab w:val="right"', f'<w:tab w:val="center" w:pos="{BODY_WIDTH // 2}"/><w:tab w:val="right"'
    )
    above = wordml.run(f"{layout.title}\t") + wordml.run(state, bold=True) + wordml.run(layout.agency)
    numbers = [wordml.field(code, "1") for code in ("PAGE", "NUMPAGES")]
    below = wordml.run(f"\t{words.page} ") + numbers[0] + wordml.run(f" {words.of} ") + numbers[1]
    _fill(section.header, wordml.paragraph("RunningText", above, properties=middle if state else tabs))
    _fill(section.footer, wordml.paragraph("RunningText", below, properties=tabs))
    for empty in (section.first_page_header, section.first_page_footer):
        _fill(empty, wordml.paragraph("RunningText", ""))


def _fill(place: Any, xml: str) -> None:
    place.is_linked_to_previous = False
    element = place._element
    for child in list(element):
        element.remove(child)
    for child in parse_xml(f"<w:hdr {wordml.SPACES}>{xml}</w:hdr>"):
        element.append(child)


def _language(styles: Any, locale: str) -> None:
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), locale)


def _new(styles: Any, name: str, id: str, size: float, **look: Any) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), id)
    style.base_style = styles["Normal"]
    _look(style, size, **look)
    return style


def _look(
    style: Any,
    size: float,
    *,
    bold: bool = False,
    colour: Any = None,
    before: float | None = None,
    after: float | None = None,
) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    fonts.set(qn("w:hAnsi"), FONT)
    fonts.set(qn("w:cs"), FONT)
    if colour is not None:
        font.color.rgb = colour
    if before is not None:
        style.paragraph_format.space_before = Pt(before)
    if after is not None:
        style.paragraph_format.space_after = Pt(after)


def _tab(style: Any, place: int, kind: str, leader: str) -> None:
    properties = style.element.get_or_add_pPr()
    _put(
        properties,
        parse_xml(f'<w:tabs {wordml.SPACES}><w:tab w:val="{kind}" w:leader="{leader}" w:pos="{place}"/></w:tabs>'),
    )


def _borders(style: Any, sides: dict[str, tuple[int, str]]) -> None:
    """Lines beside the paragraphs of a style, (eighths of a point, colour); those of the template go."""
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{sides[side][0]}" w:space="4" w:color="{sides[side][1]}"/>'
        for side in ("top", "left", "bottom", "right")
        if side in sides
    )
    if lines:
        _put(properties, parse_xml(f"<w:pBdr {wordml.SPACES}>{lines}</w:pBdr>"))


ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers", "pBdr", "shd",
    "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi",
    "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip


def _put(properties: Any, element: Any) -> None:
    """Put ``element`` where the schema has it."""
    later = {qn(f"w:{name}") for name in ORDER[ORDER.index(element.tag.split("}")[1]) + 1 :]}
    place = next((number for number, child in enumerate(properties) if child.tag in later), len(properties))
    properties.insert(place, element)
