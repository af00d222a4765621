from styrhus.letters.checks.funding import check
from styrhus.letters.model import Assignment, Budget, BudgetLine, Funding, Letter
from tests.letters.checks.building import MILLION, assignment, budget_line, found, in_attachment, in_body, letter

TEXT = "\n".join(["Oppdraget finansieres med 1 mill. kroner i 2025 over kap. 340, post 21."] * 12)
TITLES = ("Kartlegging av fredede bygninger", "Utrede ordning for museumsbygg", "Evaluering av fartøyvern")


def paged(number: str, title: str, *funding: Funding) -> Assignment:
    return assignment(
        number, title, (2, 8), mentions=(in_body(title, 2), in_attachment(title, (8, 9))), funding=funding
    )


def money(amount: int, line: int = 9, post: str = "21", part: str | None = None) -> Funding:
    return Funding(amount, "340", post, part, (line,))


def read(assignments: tuple[Assignment, ...], *lines: BudgetLine, text: str = TEXT) -> Letter:
    return letter(text, assignments=assignments, budget=Budget(lines=lines))


def test_the_same_amount_holds_also_when_it_is_split() -> None:
    one = paged("2025-01", TITLES[0], money(MILLION))
    assert found(check, read((one,), budget_line(TITLES[0], MILLION, 4, "2025-01"))) == []
    assert (
        found(
            check,
            read((one,), budget_line(TITLES[0], 400_000, 4, "2025-01"), budget_line(TITLES[0], 600_000, 5, "2025-01")),
        )
        == []
    )


def test_another_amount_or_post_is_an_error() -> None:
    line = budget_line(TITLES[0], MILLION, 4, "2025-01")
    assert found(check, read((paged("2025-01", TITLES[0], money(2 * MILLION)),), line)) == [("funding-differs", (4, 9))]
    assert found(check, read((paged("2025-01", TITLES[0], money(MILLION, post="45")),), line)) == [
        ("funding-post-differs", (4, 9))
    ]


def test_a_wrong_number_is_followed_to_the_assignment_that_the_title_tells() -> None:
    """The wrong number is another check's; the money is right."""
    both = (paged("2025-01", TITLES[0]), paged("2025-02", TITLES[1], money(MILLION)))
    assert found(check, read(both, budget_line(TITLES[1], MILLION, 4, "2025-01"))) == []


def test_money_without_a_line_and_a_line_without_money() -> None:
    both = (paged("2025-01", TITLES[0], money(MILLION)), paged("2025-02", TITLES[1], money(MILLION, 10)))
    assert found(check, read(both, budget_line(TITLES[0], MILLION, 4, "2025-01"))) == [("funding-without-line", (10,))]
    both = (paged("2025-01", TITLES[0], money(MILLION)), paged("2025-02", TITLES[1]))
    lines = (budget_line(TITLES[0], MILLION, 4, "2025-01"), budget_line(TITLES[1], MILLION, 5, "2025-02"))
    assert found(check, read(both, *lines)) == [("line-without-funding", (5,))]


def test_a_letter_that_does_not_list_assignments_under_its_posts_is_left_in_peace() -> None:
    assert found(check, read((paged("2025-01", TITLES[0], money(MILLION)),), budget_line("Kurs", MILLION, 4))) == []


def test_parts_that_differ() -> None:
    one = paged("2025-01", TITLES[0], money(MILLION, part="Del 1"))
    assert found(check, read((one,), budget_line(TITLES[0], MILLION, 4, "2025-01", part="Del 2"))) == [
        ("funding-part-differs", (4, 9))
    ]
    assert found(check, read((one,), budget_line(TITLES[0], MILLION, 4, "2025-01", part="Del 1"))) == []


def test_a_year_that_one_assignment_leaves_out() -> None:
    three = tuple(
        paged(f"2025-0{place}", title, money(MILLION, 8 + place)) for place, title in enumerate(TITLES, start=1)
    )
    lines = tuple(
        budget_line(title, MILLION, 3 + place, f"2025-0{place}") for place, title in enumerate(TITLES, start=1)
    )
    text = TEXT.split("\n")
    text[10] = "Oppdraget finansieres med 1 mill. kroner over kap. 340, post 21."
    assert found(check, read(three, *lines, text="\n".join(text))) == [("funding-year-missing", (11,))]
    assert found(check, read(three, *lines)) == []
