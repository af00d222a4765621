"""DOCX is read as one sees it printed."""

from __future__ import annotations

from styrhus.letters.sources import read_source
from tests.letters.building import docx_of, p

NUMBERING = (
    "<w:numbering>"
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="2">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)
STYLES = (
    "<w:styles>"
    '<w:style w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    "</w:styles>"
)


def lines(body: str, **parts: str) -> list[str]:
    return [line for line in read_source(docx_of(body, **parts), "brev.docx").lines if line]


def listed(list_id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def styled(style: str) -> str:
    return f'<w:pStyle w:val="{style}"/>'


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def test_automatic_heading_numbers_are_printed() -> None:
    body = p("Innledning", styled("H1")) + p("Mål", styled("H1")) + p("Oppdrag", styled("H2")) + p("FoU", styled("H2"))
    body += p("Budsjett", styled("H1")) + p("Poster", styled("H2"))
    assert lines(body, numbering=NUMBERING, styles=STYLES) == [
        "1. Innledning",
        "2. Mål",
        "2.1 Oppdrag",
        "2.2 FoU",
        "3. Budsjett",
        "3.1 Poster",
    ]


def test_a_list_restarts_where_the_document_says_so() -> None:
    body = p("a", listed(1)) + p("b", listed(1)) + p("c", listed(3)) + p("d", listed(3, 2)) + p("e", listed(3, 2))
    assert lines(body, numbering=NUMBERING) == ["1. a", "2. b", "5. c", "a) d", "b) e"]


def test_bullets_begin_with_a_dash_and_list_0_switches_numbering_off() -> None:
    body = p("Ett", listed(2)) + p("To", listed(2)) + p("Fritt", styled("H1") + listed(0))
    source = read_source(docx_of(body, numbering=NUMBERING, styles=STYLES), "brev.docx")
    assert source.lines == ("- Ett", "- To", "", "Fritt")


def test_a_table_row_is_a_line_and_merged_cells_keep_the_columns() -> None:
    body = "<w:tbl>" + row(cell(p("Kap.")), cell(p("Post")), cell(p("Kroner")))
    body += row(cell(p("670"), '<w:vMerge w:val="restart"/>'), cell(p("01")), cell(p("5")))
    body += row(cell(p(""), "<w:vMerge/>"), cell(p("21")), cell(p("6")))
    body += row(cell(p("Sum"), '<w:gridSpan w:val="2"/>'), cell(p("11"))) + "</w:tbl>"
    assert lines(body) == ["Kap.\tPost\tKroner", "670\t01\t5", "\t21\t6", "Sum\t\t11"]


def test_line_breaks_and_paragraphs_in_a_cell_become_spaces() -> None:
    broken = "<w:p><w:r><w:t>Del 1: 1.6.2026</w:t><w:br/><w:t>Del 2: 1.9.2026</w:t></w:r></w:p>"
    body = f"<w:tbl>{row(cell(p('Frist')), cell(broken + p('Løpende')))}</w:tbl>"
    assert lines(body) == ["Frist\tDel 1: 1.6.2026 Del 2: 1.9.2026 Løpende"]


def test_a_frame_of_one_cell_and_a_nested_table_are_unfolded() -> None:
    inner = f"<w:tbl>{row(cell(p('Frist')), cell(p('1.6.2026')))}</w:tbl>"
    body = f"<w:tbl>{row(cell(p('Oppdrag 1') + inner + p('Bakgrunn')))}</w:tbl>"
    assert lines(body) == ["Oppdrag 1", "Frist\t1.6.2026", "Bakgrunn"]


def test_insertions_are_kept_and_deletions_dropped() -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>Frist </w:t></w:r>"
        "<w:del><w:r><w:delText>1.6.2026</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>1.9.2026</w:t></w:r></w:ins></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>Etaten </w:t></w:r></w:p>"
        + p("skal levere.")
        + "<w:tbl>"
        + row(cell(p("bort")), cell(p("1")), properties="<w:trPr><w:del/></w:trPr>")
        + row(cell(p("blir")), cell(p("2")))
        + "</w:tbl>"
        + "<w:moveFrom><w:r><w:t>gammel plass</w:t></w:r></w:moveFrom>"
    )
    assert lines(body) == ["Frist 1.9.2026", "Etaten skal levere.", "blir\t2"]


def test_content_controls_links_and_fields_are_seen_through() -> None:
    body = (
        f"<w:sdt><w:sdtContent>{p('Dato: 5. januar 2026')}</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink><w:r><w:t>lovdata.no</w:t></w:r></w:hyperlink><w:r><w:instrText>HYPERLINK</w:instrText></w:r></w:p>"
    )
    assert lines(body) == ["Dato: 5. januar 2026", "lovdata.no"]


def test_a_text_box_is_read_once_although_it_is_stored_twice() -> None:
    box = f"<w:txbxContent>{p('Saksbehandler')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>" + p("Tildelingsbrev")
    )
    assert lines(body) == ["Saksbehandler", "Tildelingsbrev"]


def test_hidden_text_and_tables_of_contents_are_left_out() -> None:
    contents = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    body = (
        f"<w:sdt>{contents}<w:sdtContent>{p('1 Innledning 3')}</w:sdtContent></w:sdt>"
        + p("2 Mål 4", styled("T1"))
        + "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>skjult</w:t></w:r><w:r><w:t>synlig</w:t></w:r></w:p>"
    )
    assert lines(body, styles=STYLES) == ["synlig"]


def test_footnotes_stand_at_the_end_and_their_marks_nowhere() -> None:
    body = "<w:p><w:r><w:t>Se regelverket</w:t><w:footnoteReference w:id='2'/><w:t>.</w:t></w:r></w:p>" + p("Slutt")
    notes = f"<w:footnotes><w:footnote w:type='separator' w:id='0'>{p('x')}</w:footnote>"
    notes += f"<w:footnote w:id='2'>{p('Jf. instruksen.')}</w:footnote></w:footnotes>"
    assert lines(body, footnotes=notes) == ["Se regelverket.", "Slutt", "Jf. instruksen."]


def test_typed_numbers_and_address_lines_keep_their_form() -> None:
    body = (
        "<w:p><w:r><w:t>1.</w:t><w:tab/><w:t>Innledning</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Deres ref</w:t><w:tab/><w:t>Vår ref</w:t><w:tab/><w:t>Dato</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Fjordtilsynet</w:t><w:br/><w:t>Postboks 1</w:t><w:br/><w:t>0001 Oslo</w:t></w:r></w:p>"
    )
    assert read_source(docx_of(body), "brev.docx").lines == (
        "1. Innledning",
        "",
        "Deres ref\tVår ref\tDato",
        "",
        "Fjordtilsynet",
        "Postboks 1",
        "0001 Oslo",
    )


def test_the_letterhead_of_the_first_page_is_kept_and_running_headers_are_not() -> None:
    section = '<w:sectPr><w:headerReference w:type="{kind}" r:id="r_header"/>{title}</w:sectPr>'
    header = f"<w:hdr>{p('Det kongelige fjorddepartement')}</w:hdr>"
    first = p("Tildelingsbrev") + section.format(kind="first", title="<w:titlePg/>")
    assert lines(first, header=header) == ["Det kongelige fjorddepartement", "Tildelingsbrev"]
    repeated = p("Det kongelige fjorddepartement") + first
    assert lines(repeated, header=header) == ["Det kongelige fjorddepartement", "Tildelingsbrev"]
    running = p("Tildelingsbrev") + section.format(kind="default", title="")
    assert lines(running, header=f"<w:hdr>{p('Sak 26/1')}</w:hdr>") == ["Tildelingsbrev"]


def test_a_column_count_that_is_no_number_or_beyond_sense_does_no_harm() -> None:
    skipped = '<w:trPr><w:gridBefore w:val="{}"/></w:trPr>'
    spanned = '<w:gridSpan w:val="{}"/>'
    body = "<w:tbl>" + row(cell(p("a")), cell(p("b")), properties=skipped.format("x"))
    body += row(cell(p("c"), spanned.format("-3")), cell(p("d"), spanned.format(""))) + "</w:tbl>"
    assert lines(body) == ["a\tb", "c\td"]
    endless = row(cell(p("e")), cell(p("f")), properties=skipped.format("999999999"))
    assert max(map(len, lines(f"<w:tbl>{endless}</w:tbl>"))) < 100
