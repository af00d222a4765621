"""PDF comes back as paragraphs and rows, whatever the typesetting."""

from __future__ import annotations

import weasyprint

from styrhus.letters.sources import read_in_child, read_source
from styrhus.letters.sources.pdf_words import Vocabulary, join_lines

BODY = "body{font-family:'Liberation Serif';font-size:11pt;line-height:1.3}"
SENTENCE = "Fjordtilsynet skal føre tilsyn med oppdrett og rapportere til departementet om resultatene av arbeidet. "


def read(body: str, style: str = "") -> list[str]:
    html = (
        f'<html lang="nb"><meta charset="utf-8"><style>@page{{size:A4;margin:25mm}}{BODY}{style}</style>{body}</html>'
    )
    return [line for line in read_source(weasyprint.HTML(string=html).write_pdf(), "brev.pdf").lines if line]


def table(rows: list[list[str]], attributes: str = "") -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table {attributes}>{cells}</table>"


RULED = "td{border:1px solid #333;padding:3px 6px}table{border-collapse:collapse}"
OPEN = "td{padding:3px 12px}"


def test_wrapped_lines_become_one_paragraph() -> None:
    paragraph = (SENTENCE * 4).strip()
    assert read(f"<p>{paragraph}</p><p>{paragraph}</p>") == [paragraph, paragraph]


def test_a_paragraph_goes_on_over_the_page_and_headers_and_numbers_are_dropped() -> None:
    furniture = "@page{@top-left{content:'Fjorddepartementet'}@bottom-right{content:'Side ' counter(page)}}"
    paragraph = "Tilsynet skal " + "og ".join(["se etter fjorder "] * 900) + "hvert år."
    assert read(f"<p>{paragraph}</p>", furniture) == [" ".join(paragraph.split())]


def test_a_heading_that_repeats_on_every_page_is_kept() -> None:
    page = f"<h2>Styringsparametere</h2><p>{SENTENCE}</p>"
    found = read("".join(f'<div style="break-after:page">{page}</div>' for _ in range(4)))
    assert found.count("Styringsparametere") == 4


def test_hyphens_of_the_typesetter_go_and_those_of_the_words_stay() -> None:
    known = Vocabulary({"virksomhetsstyring", "fag-ansvar"})
    cases = {
        ("virksomhets\u2010", "styring"): "virksomhetsstyring",
        ("virksomhets-", "styring"): "virksomhetsstyring",
        ("introduksjons-", "og integreringsloven"): "introduksjons- og integreringsloven",
        ("HK-", "dir skal"): "HK-dir skal",
        ("fag-", "ansvar"): "fag-ansvar",
        ("2021-", "2024"): "2021-2024",
        ("2022–", "2023"): "2022–2023",
        ("arbeid –", "og vern"): "arbeid – og vern",
        ("og/", "eller"): "og/eller",
    }
    for lines, text in cases.items():
        assert join_lines(lines, known) == text


def test_justified_and_hyphenated_text_is_mended() -> None:
    text = "Virksomhetsstyringsinstruksen og departementsfellesskapets koordineringsarbeid. " * 12
    assert read(f"<p>{text}</p>", "p{text-align:justify;hyphens:auto;width:70mm}") == [text.strip()]


def test_bullets_become_dashes() -> None:
    long = SENTENCE.strip()
    found = read(f"<ul><li>{long}<ul><li>Under</li></ul></li><li>To</li></ul><p>– tankestrek i tekst</p>")
    assert found[:3] == [f"- {long}", "- Under", "- To"]


def test_a_ruled_table_is_rows_with_merged_and_empty_cells() -> None:
    merged = "<tr><td colspan=2>Sum</td><td>11</td></tr><tr><td></td><td>Rest</td><td>2</td></tr>"
    rows = "<tr><td>Post</td><td>Betegnelse</td><td>Beløp</td></tr><tr><td>01</td><td>Drift</td><td>9</td></tr>"
    assert read(f"<table>{rows}{merged}</table>", RULED) == [
        "Post\tBetegnelse\tBeløp",
        "01\tDrift\t9",
        "Sum\t\t11",
        "\tRest\t2",
    ]


def test_a_cell_that_spans_rows_stands_once() -> None:
    body = "<tr><td rowspan=2>670</td><td>Driftsutgifter</td><td>5</td></tr><tr><td>Prosjekter</td><td>6</td></tr>"
    assert read(f"<table>{body}</table>", RULED) == ["670\tDriftsutgifter\t5", "\tProsjekter\t6"]


def test_a_table_without_lines_keeps_its_columns_with_wrapped_cells_in_the_middle() -> None:
    rows = [
        ["2026-01", SENTENCE.strip(), "1.6.2026"],
        ["2026-02", "Kort tittel", "Løpende"],
        ["2026-03", SENTENCE * 2, ""],
    ]
    expected = ["\t".join(cell.strip() for cell in row).rstrip() for row in rows]
    for align in ("middle", "top"):
        body = f"<p>{SENTENCE * 3}</p>{table(rows)}<p>{SENTENCE * 3}</p>"
        found = read(body, f"{OPEN}td{{vertical-align:{align}}}td:first-child{{white-space:nowrap}}")
        assert found[1:-1] == expected


def test_a_table_over_pages_drops_its_repeated_heading_and_joins_a_cut_row() -> None:
    rows = [[f"2026-{number:02}", f"Tittel {number}: {SENTENCE.strip()}", "1.6.2026"] for number in range(1, 60)]
    head = "<thead><tr><th>Nr.</th><th>Tittel</th><th>Frist</th></tr></thead>"
    body = head + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    for style in (
        RULED + "th{border:1px solid #333}",
        OPEN + "td{vertical-align:top}th{text-align:left;padding:3px 12px}",
    ):
        found = read(f"<table>{body}</table>", f"{style}td:first-child{{white-space:nowrap}}")
        assert found == ["Nr.\tTittel\tFrist", *("\t".join(row) for row in rows)]


def test_posts_at_a_pages_top_are_rows_of_their_own() -> None:
    rows = [["670", "", "Tilsyn", ""], *[["", f"{number:02}", f"Formål {number}", "1 000"] for number in range(1, 90)]]
    found = read(table(rows), RULED)
    assert found == ["\t".join(row).rstrip() for row in rows]


def test_address_blocks_stay_out_of_the_text_that_runs_over_the_page() -> None:
    addresses = (
        "<table style='position:absolute;bottom:-28mm;font-size:7pt;border-spacing:12px'><tr><td>Postadresse<br>Postboks 1</td>"
        "<td>Kontoradresse<br>Storgata 2</td><td>Saksbehandler<br>Kari Nordmann</td></tr></table>"
    )
    text = "Tilsynet skal " + "og ".join(["se etter fjorder "] * 200) + "hvert år."
    found = read(f"{addresses}<p>{text}</p>", "@page:first{margin-bottom:60mm}")
    assert found[0] == " ".join(text.split())
    assert found[1:] == ["Postadresse", "Postboks 1", "Kontoradresse", "Storgata 2", "Saksbehandler", "Kari Nordmann"]


def test_address_lines_and_signatures_are_lines_of_their_own() -> None:
    body = (
        "<p>Fjordtilsynet<br>Postboks 1<br>0001 Oslo</p>"
        + f"<p>{SENTENCE * 8}</p>" * 2
        + "<p>Kari Nordmann<br>direktør</p>"
    )
    source = read_source(weasyprint.HTML(string=f"<style>{BODY}</style>{body}").write_pdf(), "brev.pdf")
    assert source.lines[:3] == ("Fjordtilsynet", "Postboks 1", "0001 Oslo")
    assert source.lines[-2:] == ("Kari Nordmann", "direktør")


def test_note_marks_are_no_part_of_the_amount() -> None:
    found = read(f"<p>{SENTENCE}</p><p>Bevilgningen er 670 mill. kroner<sup>1</sup> i 2026.</p>", "sup{font-size:7pt}")
    assert found[1] == "Bevilgningen er 670 mill. kroner i 2026."


def test_every_line_has_its_page_and_the_child_gives_the_same() -> None:
    pdf = weasyprint.HTML(string=f"<style>{BODY}</style>" + f"<p>{SENTENCE * 6}</p>" * 40).write_pdf()
    source = read_source(pdf, "brev.pdf")
    assert len(source.pages) == len(source.lines)
    assert list(source.pages) == sorted(source.pages)
    assert source.pages[0] == 1
    assert source.pages[-1] > 1
    assert read_in_child(pdf, "brev.pdf") == source
