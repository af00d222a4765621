from styrhus.letters.checks.copies import check
from styrhus.letters.model import LetterKind
from tests.letters.checks.building import found, letter


def test_a_copy_to_the_auditor_holds() -> None:
    assert found(check, letter()) == []
    assert found(check, letter("Kopi:\nMattilsynet\nRiksrevisjonen", head={"copy_to": ("Mattilsynet",)})) == []


def test_a_list_without_the_auditor_and_no_list() -> None:
    assert found(check, letter(head={"copy_to": ("Mattilsynet",)})) == [("copy-to-auditor-missing", (1,))]
    assert found(check, letter(head={"copy_to": ()})) == [("copies-missing", (1,))]


def test_an_instruction_alone_is_left_in_peace() -> None:
    assert found(check, letter(head={"copy_to": (), "kind": LetterKind.INSTRUCTION})) == []
