"""The real letter, where it lies beside the checkout: what it holds, by numbers, dates and amounts."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from styrhus.letters.model import DeadlineKind, Letter, Unit
from styrhus.letters.reading import read_letter
from styrhus.letters.sources import read_source
from tests.shared import shared_path


@cache
def _read() -> Letter:
    source = read_source(shared_path("letters/imdi-2023.txt"))
    return read_letter(source)


@pytest.fixture
def letter() -> Letter:
    return _read()


def test_head(letter: Letter) -> None:
    head = letter.head
    assert (head.agency_short, head.budget_year, head.date, head.reference) == (
        "IMDi",
        2023,
        date(2023, 1, 20),
        "22/3753-",
    )
    assert head.copy_to == ("Riksrevisjonen",)


def test_goals_are_each_one_with_both_printings(letter: Letter) -> None:
    assert [(goal.number, goal.lines) for goal in letter.goals] == [
        (1, (76, 719)), (2, (99, 769)), (3, (123, 823)), (4, (143, 866)), (5, (166, 903)), (6, (179, 911)),
    ]  # fmt: skip


def test_parameters_stand_under_their_goals(letter: Letter) -> None:
    goals = [1] * 3 + [2] * 5 + [3] * 2 + [4] * 3 + [5] * 2 + [6]
    assert [(one.id, one.goal) for one in letter.steering_parameters] == [
        (f"SP {n}", goal) for n, goal in enumerate(goals, 1)
    ]


def test_assignments_of_this_year_and_of_earlier_ones(letter: Letter) -> None:
    new = [one for one in letter.assignments if not one.earlier]
    earlier = [one for one in letter.assignments if one.earlier]
    assert [one.id for one in new] == [f"2023-{n:02}" for n in range(1, 15)]
    assert len(earlier) == 14
    assert all(len(one.mentions) == 2 and one.background and one.description for one in new)
    assert all(len(one.mentions) == 1 for one in earlier)


def test_deadlines_with_parts_from_both_places(letter: Letter) -> None:
    found = {one.id: [(deadline.part, deadline.date) for deadline in one.deadlines] for one in letter.assignments}
    assert found["2023-02"] == [("Del 1", date(2023, 8, 1)), ("Del 2", date(2024, 3, 31))]
    assert found["2023-07"] == [
        ("Underveisrapportering med foreløpige funn", date(2023, 6, 15)),
        ("Endelig rapport", date(2023, 12, 15)),
    ]
    assert found["2023-03"] == [(None, date(2024, 12, 31)), (None, date(2026, 8, 30))]
    kinds = {one.id: {deadline.kind for deadline in one.deadlines} for one in letter.assignments}
    assert DeadlineKind.RECURRING in kinds["2023-13"]
    assert kinds["2022-24"] == {DeadlineKind.CONTINUOUS}
    assert kinds["2022-12"] == {DeadlineKind.IN_REPORT}
    assert kinds["2021-04"] == {DeadlineKind.HALF_YEAR}
    assert kinds["2021-10"] == {DeadlineKind.END_OF_YEAR}


def test_funding_and_roles(letter: Letter) -> None:
    by_id = {one.id: one for one in letter.assignments}
    assert {(one.amount, one.chapter, one.post, one.part) for one in by_id["2023-11"].funding} == {
        (3_000_000, "671", "21", "Del 2")
    }
    assert (by_id["2023-05"].lead, by_id["2023-06"].lead) == ("HK-dir", "IMDi")
    assert by_id["2023-14"].partners == ("NAV", "UDI", "Hdir", "Udir")
    assert not by_id["2023-01"].is_rd
    assert by_id["2023-11"].is_rd


def test_budget(letter: Letter) -> None:
    chapters = letter.budget.chapters
    assert [(one.chapter, one.stated_sum, one.unit) for one in chapters] == [
        ("670", 353_610_000, Unit.KRONER),
        ("671", 17_349_100_000, Unit.MILLION),
        ("672", None, Unit.MILLION),
    ]
    posts = {(chapter.chapter, post.post): post for chapter in chapters for post in chapter.posts}
    assert posts["670", "01"].at_disposal == 353_610_000
    assert {key[1]: post.at_disposal for key, post in posts.items() if post.at_disposal != post.appropriation} == {
        "21": 32_900_000, "62": 224_000_000, "72": 16_000_000, "73": 13_600_000,
    }  # fmt: skip
    assert {key for key, post in posts.items() if post.carry_over} == {("671", "21"), ("671", "45"), ("671", "60")}
    assert {key for key, post in posts.items() if post.estimate} == {("671", "61")}


def test_lines_add_up_without_the_nested_ones(letter: Letter) -> None:
    at_21 = [line for line in letter.budget.lines if (line.chapter, line.post) == ("671", "21")]
    groups: dict[str | None, int] = {}
    for line in at_21:
        if line.depth == 0:
            groups[line.group] = groups.get(line.group, 0) + (line.amount or 0)
    assert sorted(groups.values()) == [8_400_000, 12_200_000]
    assert sum(line.depth == 1 for line in at_21) == 4


def test_grants_reports_and_attachments(letter: Letter) -> None:
    assert len(letter.budget.grants) == 14
    assert sum(one.amount for one in letter.budget.grants) == letter.budget.grant_sums[0][0] == 37_510_000
    assert {one.deadline for one in letter.reporting} == {
        date(2023, 3, 15),
        date(2023, 6, 1),
        date(2023, 8, 18),
        date(2024, 3, 15),
    }
    assert [(one.number, one.present) for one in letter.attachments] == [
        ("1", True),
        ("2", True),
        ("3", False),
        ("4", False),
        ("5", False),
    ]
    assert len(letter.directives) == 3


def test_duties_are_a_sentence_each_and_run_over_page_breaks(letter: Letter) -> None:
    assert len(letter.duties) >= 100
    assert len({(duty.text, duty.lines) for duty in letter.duties}) == len(letter.duties)
    lines = {duty.lines for duty in letter.duties}
    assert (592, 594) in lines
    assert (517, 519) in lines
    assert all(451 <= line <= 715 for duty in letter.duties for line in duty.lines)
