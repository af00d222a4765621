"""The note as DOCX, read back with the library: headings, quotation with source, contents, page numbers, language."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from docx import Document
from docx.oxml.ns import qn

from styrhus.preparation import actions, queries
from styrhus.preparation.document import OWN, QUOTE, SOURCE, write_note


@pytest.fixture
def read_back(note):
    def again():
        shown = queries.notes_for(note.made_by).get(pk=note.pk)
        return Document(write_note(shown, queries.groups_of(shown)))

    return again


def styled(document, style):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def test_the_note_has_real_headings_quotations_with_source_and_the_ministry_s_words(
    note, point, report, official, read_back
):
    actions.choose_passage(point=point, document=report, first_line=1, last_line=2, by=official)
    actions.write_words(point=point, comment="Se på tallet", question="Hvorfor?", assessment="raise", by=official)
    document = read_back()
    assert styled(document, "Title") == ["Forberedelse til møtet i mai"]
    assert styled(document, "Heading 1") == ["Tas opp i møtet", "Mål 1: Flere deltar i arbeidslivet"]
    assert styled(document, "Heading 2")[1] == "SP 1 Andel deltakere i arbeid"
    assert styled(document, QUOTE) == ["Halvårsrapport 2023\nPrøvedirektoratet"]
    assert styled(document, SOURCE)[1:] == [
        "Halvårsrapport 2023, linje 1–2",
        "Virksomheten har ikke skrevet om dette punktet i dokumentene.",
    ]
    assert styled(document, OWN) == [
        "Vurdering: Tas opp i møtet",
        "Departementets kommentar: Se på tallet",
        "Spørsmål til virksomheten: Hvorfor?",
    ]
    facts, raised = document.tables
    assert facts.cell(0, 1).text == "Prøvedirektoratet"
    assert raised.cell(1, 1).text == "Hvorfor?"


def test_contents_page_numbers_and_language_are_the_word_processor_s_own(note, read_back):
    document = read_back()
    codes = [node.text.strip() for node in document.element.body.iter(qn("w:instrText"))]
    assert codes == [r'TOC \o "1-2" \h \z \u']
    footer = [node.text.strip() for node in document.sections[0].footer._element.iter(qn("w:instrText"))]
    assert footer == ["PAGE", "NUMPAGES"]
    marks = {node.get(qn("w:name")) for node in document.element.body.iter(qn("w:bookmarkStart"))}
    links = {node.get(qn("w:anchor")) for node in document.element.body.iter(qn("w:hyperlink"))}
    assert links
    assert links <= marks
    assert document.core_properties.language == "nb-NO"
    assert [node.get(qn("w:val")) for node in document.styles.element.iter(qn("w:lang"))] == ["nb-NO"]


def test_what_a_document_can_t_hold_is_marked_and_the_rest_kept(note, point, report, official, read_back):
    words = "Ođđa\x0b\x1f تقرير \u202eabc & <w:p> 🧭\nny linje"
    actions.write_words(point=point, comment=words, question="", assessment="", by=official)
    text = styled(read_back(), OWN)[0]
    assert "Ođđa\ufffd\ufffd تقرير \u202eabc & <w:p> 🧭\nny linje" in text


def test_the_file_is_handed_out_with_its_name(note, official):
    client = Client()
    client.force_login(official)
    answer = client.get(f"/forberedelse/{note.pk}/notat.docx")
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert "forberedelse-til-m%C3%B8tet-i-mai.docx" in answer.headers["Content-Disposition"]
    assert zipfile.ZipFile(io.BytesIO(answer.getvalue())).testzip() is None
