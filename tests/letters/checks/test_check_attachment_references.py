from styrhus.letters.checks.attachment_references import check
from styrhus.letters.model import Attachment, Severity
from tests.letters.checks.building import findings, found, letter

LIST = "Vedlegg nr. 1 Instruks\nVedlegg nr. 2 Kalender\n"


def test_attachments_that_are_there_hold() -> None:
    text = LIST + "Se vedlegg nr. 2 og vedlegg 1 til Prop. 1 S.\nVedlegg nr. 1 Instruks\nVedlegg nr. 2 Kalender"
    both = (Attachment("1", "Instruks", True, (1, 4)), Attachment("2", "Kalender", True, (2, 5)))
    assert found(check, letter(text, attachments=both)) == []


def test_one_that_is_absent_while_another_is_there_is_an_error_at_all_its_references() -> None:
    text = LIST + "Se vedlegg nr. 2.\nVedlegg nr. 1 Instruks"
    both = (Attachment("1", "Instruks", True, (1, 4)), Attachment("2", "Kalender", False, (2,)))
    (finding,) = findings(check, letter(text, attachments=both))
    assert (finding.code, finding.severity, finding.lines) == ("attachment-absent", Severity.ERROR, (2, 3))


def test_attachments_that_are_files_of_their_own_are_a_warning() -> None:
    both = (Attachment("1", "Instruks", False, (1,)), Attachment("2", "Kalender", False, (2,)))
    assert {one.severity for one in findings(check, letter(LIST, attachments=both))} == {Severity.WARNING}


def test_without_its_number_with_another_title_and_never_announced() -> None:
    text = LIST + "Vedlegg nr. 1 Hovedinstruks\nKalender for møter\nSe vedlegg 7."
    both = (Attachment("1", "Instruks", True, (1, 3)), Attachment("2", "Kalender", True, (2, 4)))
    assert found(check, letter(text, attachments=both)) == [
        ("attachment-title-differs", (1, 3)),
        ("attachment-unnumbered", (2, 4)),
        ("attachment-unknown", (5,)),
    ]


def test_called_by_its_title_alone() -> None:
    text = LIST + "Møtene står i vedlegg med kalender for 2025.\nVedlegg nr. 1 Instruks\nVedlegg nr. 2 Kalender"
    both = (Attachment("1", "Instruks", True, (1, 4)), Attachment("2", "Kalender", True, (2, 5)))
    (finding,) = findings(check, letter(text, attachments=both))
    assert (finding.code, finding.lines, finding.expected) == ("attachment-reference-unnumbered", (3,), "vedlegg nr. 2")


def test_roman_numbers_and_letters() -> None:
    text = "Sjå vedlegg III og vedlegg 3b."
    both = (Attachment("III", "Fullmakter", True, (1,)), Attachment("3b", "Skjema", True, (1,)))
    assert found(check, letter(text, attachments=both)) == []
