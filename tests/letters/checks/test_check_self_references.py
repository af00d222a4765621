from styrhus.letters.checks.self_references import check
from tests.letters.checks.building import assignment, found, letter


def test_an_assignment_that_points_at_itself() -> None:
    text = "2022-27\tUtrede tiltak. Viser til oppdrag nr. 2022-27.\t31.08.2025\n2022-28\tUtrede tiltak, sjå òg oppdrag 2022-28."
    both = (assignment("2022-27", "Utrede tiltak", (1,)), assignment("2022-28", "Utrede tiltak", (2,)))
    assert found(check, letter(text, assignments=both)) == [("self-reference", (1,)), ("self-reference", (2,))]


def test_pointing_at_another_one_and_naming_oneself_holds() -> None:
    text = "Oppdrag nr. 2025-01\tKurs\nViser til oppdrag nr. 2024-01 og jf. oppdrag 2025-02.\nOppdrag 2025-01 skal leveres i mai."
    assert found(check, letter(text, assignments=(assignment("2025-01", "Kurs", (1, 2, 3)),))) == []
