from datetime import date

from styrhus.letters.checks.deadlines_in_text import check
from tests.letters.checks.building import assignment, deadline, found, letter

APRIL, OCTOBER = date(2025, 4, 1), date(2025, 10, 1)


def test_one_delivery_that_comes_twice_needs_no_label() -> None:
    twice = (deadline(APRIL, 2, text="1. april 2025"), deadline(OCTOBER, 2, text="1. oktober 2025"))
    one = assignment("2025-01", "Kurs", (1, 2), deadlines=twice)
    assert found(check, letter("Kurs\nFrist: 1. april 2025 og 1. oktober 2025", assignments=(one,))) == []
    assert found(check, letter("Kurs\nFrist: 1. april 2025 1. oktober 2025", assignments=(one,))) == [
        ("deadline-unlabelled", (2,))
    ]
