from styrhus.letters.checks.goal_references import check
from styrhus.letters.model import Goal
from tests.letters.checks.building import assignment, found, in_attachment, in_body, letter

GOALS = (Goal(1, "Flere ser kulturarven", (1, 4)), Goal(2, "Bygg holdes i hevd", (2,)))


def test_goals_that_the_letter_has_hold() -> None:
    text = "Mål 1: Flere ser kulturarven\nMål 2: Bygg holdes i hevd\nOppdrag til mål nr. 2, jf. mål nr. 1.\nMål 1: Flere ser kulturarven"
    assert found(check, letter(text, goals=GOALS)) == []


def test_a_goal_that_is_not_there_and_one_with_two_titles() -> None:
    text = (
        "Mål 1: Flere ser kulturarven\nMål 2: Bygg holdes i hevd\nOppdrag til mål nr. 3.\nMål 1: Mange ser kulturarven"
    )
    assert found(check, letter(text, goals=GOALS)) == [("goal-unknown", (3,)), ("goal-title-differs", (1, 4))]


def test_an_assignment_under_two_goals() -> None:
    mentions = (in_body("Kurs", 2, goal=1), in_attachment("Kurs", (4,), goal=2))
    one = assignment("2025-01", "Kurs", (2, 4), mentions=mentions)
    assert found(check, letter("\n" * 5, goals=GOALS, assignments=(one,))) == [("assignment-goal-differs", (2, 4))]


def test_a_letter_without_goals_is_left_in_peace() -> None:
    assert found(check, letter("Se mål nr. 7.")) == []
