"""The room's rules, on plain data: differences, adoption, proposals, merging, line numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from styrhus.common.spans import spans
from styrhus.intake.rules.adoption import Hindrance, LeftOut, counts, obstacles, omissions
from styrhus.intake.rules.changes import ChangeKind
from styrhus.intake.rules.difference import differences
from styrhus.intake.rules.items import takes_back
from styrhus.intake.rules.lines import NotLines, as_text, from_text
from styrhus.intake.rules.merging import merged
from styrhus.intake.rules.picture import (
    Picture,
    PlanAssignment,
    PlanBinding,
    PlanDeadline,
    PlanFunding,
    PlanGoal,
    PlanParameter,
    PlanPost,
    PlanReport,
    PlanText,
    Row,
)
from styrhus.intake.rules.proposals import Found, correction_for
from styrhus.intake.rules.wording import same_number

WORDS = st.text("abcdeæøå", min_size=1, max_size=5)
SETTINGS = settings(max_examples=60, deadline=None, report_multiple_bugs=False)
DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))
AMOUNTS = st.integers(0, 10**11)


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    """A plan in which every title is another."""
    word = draw(WORDS)
    titles = (f"{word} nummer {number}" for number in range(1, 100))
    assignments = []
    for number in range(draw(st.integers(0, 5))):
        parts = draw(st.lists(st.sampled_from(["", "Del 1", "Del 2"]), unique=True, max_size=3))
        deadlines = tuple(
            PlanDeadline(10 * number + place, part, "date", f"{day:%d.%m.%Y}", day)
            for place, part in enumerate(parts)
            if (day := draw(DAYS))
        )
        funding = (PlanFunding(number, "", "671.21", draw(AMOUNTS)),) if draw(st.booleans()) else ()
        assignments.append(
            PlanAssignment(number, f"2023-{number:02}", next(titles), deadlines=deadlines, funding=funding)
        )
    given_amounts = [draw(AMOUNTS) for _ in range(draw(st.integers(0, 3)))]
    return Picture(
        goals=tuple(PlanGoal(n, str(n), next(titles)) for n in range(draw(st.integers(0, 3)))),
        parameters=tuple(PlanParameter(n, f"SP {n}", next(titles)) for n in range(draw(st.integers(0, 3)))),
        assignments=tuple(assignments),
        chapters=("671",),
        posts=tuple(
            PlanPost(n, f"671.{20 + n}", "Post", amount, draw(st.integers(0, amount)))
            for n, amount in enumerate(given_amounts)
        ),
        bindings=tuple(
            PlanBinding(n, "671.21", next(titles), draw(AMOUNTS), draw(st.sampled_from(["", "2023-01"])))
            for n in range(draw(st.integers(0, 4)))
        ),
        reports=tuple(PlanReport(n, "annual", next(titles), draw(DAYS)) for n in range(draw(st.integers(0, 2)))),
        duties=tuple(PlanText(n, next(titles)) for n in range(draw(st.integers(0, 2)))),
    )


def letter_of(picture: Picture) -> list[Row]:
    """The rows of a letter that says just what the plan says."""
    rows: list[Row] = []

    def add(kind: str, title: str, /, **values: object) -> None:
        rows.append(Row(1000 + len(rows), kind, title, values, (len(rows) + 1,)))

    for goal in picture.goals:
        add("goal", goal.title, number=int(goal.number), title=goal.title)
    for one in picture.parameters:
        add("parameter", one.text, id=one.label, text=one.text)
    for one in picture.assignments:
        deadlines = [
            {"part": d.part or None, "kind": d.kind, "text": d.text, "date": d.date and d.date.isoformat(), "lines": []}
            for d in one.deadlines
        ]
        funding = [{"part": None, "amount": f.amount, "chapter": "671", "post": "21"} for f in one.funding]
        add("assignment", one.title, id=one.number, title=one.title, deadlines=deadlines, funding=funding)
    for post in picture.posts:
        chapter, number = post.place.split(".")
        share = post.at_disposal
        add("post", post.name, chapter=chapter, post=number, appropriation=post.appropriated, at_disposal=share)
    for one in picture.bindings:
        values = {"assignment": one.assignment or None, "part": one.part or None}
        add("budget_line", one.text, chapter="671", post="21", text=one.text, amount=one.amount, **values)
    for one in picture.reports:
        add("reporting", one.title, kind=one.kind, title=one.title, deadline=one.deadline.isoformat())
    for one in picture.duties:
        add("duty", one.text, text=one.text)
    return rows


@SETTINGS
@given(pictures(), st.booleans())
def test_a_letter_that_says_what_the_plan_says_changes_nothing(picture: Picture, complete: bool):
    found = differences(letter_of(picture), picture, complete=complete)
    assert {change.kind for change in found} <= {ChangeKind.UNCHANGED}
    assert len({change.key for change in found}) == len(found)


@SETTINGS
@given(pictures(), st.data())
def test_a_moved_deadline_is_the_one_difference(picture: Picture, data: st.DataObject):
    with_deadlines = [one for one in picture.assignments if one.deadlines]
    if not with_deadlines:
        return
    assignment = data.draw(st.sampled_from(with_deadlines))
    old = data.draw(st.sampled_from(assignment.deadlines))
    day = old.date + timedelta(days=data.draw(st.integers(1, 400)))
    rows = []
    for row in letter_of(picture):
        if row.kind == "assignment" and row.values["id"] == assignment.number:
            moved = [
                {**d, "date": day.isoformat(), "text": f"{day:%d.%m.%Y}"} if (d["part"] or "") == old.part else d
                for d in row.values["deadlines"]
            ]
            row = replace(row, values={**row.values, "deadlines": moved})  # noqa: PLW2901
        rows.append(row)
    changes = [one for one in differences(rows, picture) if one.kind != ChangeKind.UNCHANGED]
    assert [(one.kind, one.target, one.old, one.new) for one in changes] == [
        (ChangeKind.CHANGED_DEADLINE, old.id, old.text, f"{day:%d.%m.%Y}")
    ]


@SETTINGS
@given(pictures(), st.data())
def test_a_changed_binding_is_the_one_difference(picture: Picture, data: st.DataObject):
    if not picture.bindings:
        return
    binding = data.draw(st.sampled_from(picture.bindings))
    amount = binding.amount + data.draw(st.integers(1, 10**9))
    rows = [
        replace(row, values={**row.values, "amount": amount})
        if row.kind == "budget_line" and row.title == binding.text
        else row
        for row in letter_of(picture)
    ]
    changes = [one for one in differences(rows, picture) if one.kind != ChangeKind.UNCHANGED]
    assert [(one.kind, one.target, one.old, one.new) for one in changes] == [
        (ChangeKind.CHANGED_BINDING, binding.id, binding.amount, amount)
    ]


@SETTINGS
@given(pictures(), st.data())
def test_what_a_supplement_leaves_out_stands_and_what_a_new_version_leaves_out_is_asked(
    picture: Picture, data: st.DataObject
):
    if not picture.assignments:
        return
    gone = data.draw(st.sampled_from(picture.assignments))
    rows = [row for row in letter_of(picture) if row.values.get("id") != gone.number]
    assert {one.kind for one in differences(rows, picture)} <= {ChangeKind.UNCHANGED}
    asked = [one for one in differences(rows, picture, complete=True) if one.kind != ChangeKind.UNCHANGED]
    assert [(one.kind, one.target) for one in asked] == [(ChangeKind.WITHDRAWN_ASSIGNMENT, gone.id)]


@SETTINGS
@given(pictures(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(picture: Picture, random):
    rows = letter_of(picture)
    shuffled = rows[:]
    random.shuffle(shuffled)
    empty = Picture()
    assert {one.key for one in differences(rows, empty)} == {one.key for one in differences(shuffled, empty)}


def test_against_an_empty_plan_all_is_new():
    rows = [
        Row(1, "goal", "Mål", {"number": 1}, (1,)),
        Row(2, "assignment", "Oppdrag", {"id": "2023-01"}, (2,)),
        Row(3, "assignment", "Uten nummer", {"id": None}, (3,)),
        Row(4, "chapter", "Kapittel", {"chapter": "670"}, (4,)),
        Row(5, "post", "Post", {"chapter": "670", "post": "01", "appropriation": 5}, (5,)),
        Row(6, "grant", "Foreningen", {"chapter": "670", "post": "01", "amount": 3}, (6,)),
        Row(7, "meeting", "Møte", {}, (7,)),
    ]
    kinds = [one.kind for one in differences(rows, Picture())]
    assert kinds == [
        ChangeKind.NEW_GOAL,
        ChangeKind.NEW_ASSIGNMENT,
        ChangeKind.NEW_ASSIGNMENT,
        ChangeKind.NEW_CHAPTER,
        ChangeKind.NEW_POST,
        ChangeKind.NEW_GRANT,
        ChangeKind.NEW_MEETING,
    ]


def test_a_withdrawn_assignment_says_nothing_of_its_deadlines():
    plan = Picture(assignments=(PlanAssignment(1, "2023-10", "Utrede navn"),))
    late = {"part": None, "kind": "other", "text": "Med hilsen", "date": None}
    row = Row(5, "assignment", "Utrede navn", {"id": "2023-10", "withdrawn": True, "deadlines": [late]}, (9,))
    assert [(one.kind, one.target) for one in differences([row], plan)] == [(ChangeKind.WITHDRAWN_ASSIGNMENT, 1)]


@pytest.mark.parametrize(
    ("given_amount", "share", "expected"),
    [
        (70, None, {"appropriated": 70, "at_disposal": 32}),  # silent on the share: the agency's part stands
        (70, 70, {"appropriated": 70, "at_disposal": 32}),
        (61, 40, {"appropriated": 61, "at_disposal": 40}),
    ],
)
def test_a_post_and_the_share_of_it_are_two_amounts(given_amount, share, expected):
    plan = Picture(posts=(PlanPost(1, "671.21", "Drift", 61, 32),))
    values = {"chapter": "671", "post": "21", "appropriation": given_amount, "at_disposal": share}
    (change,) = differences([Row(5, "post", "Drift", values, (3,))], plan)
    assert (change.kind, dict(change.values)) == (ChangeKind.CHANGED_POST, expected)


@pytest.mark.parametrize(
    ("sentences", "heading", "expected"),
    [
        (["Oppdraget utgår."], "", True),
        (["2023-10\tUtrede navn"], "Oppdrag som trekkes tilbake", True),
        (["Oppdrag nr. 2023-10 blir trekt."], "", True),
        (["Oppdraget fell bort fordi midlane er brukte."], "", True),
        (["Fristen flyttes fordi tallene kom sent."], "Endret frist", False),
        (["Beløpet trekkes fra post 21."], "Endret beløp", False),
        (["Oppdraget gjennomføres i samarbeid med andre. Støtten utgår fra post 62."], "Nytt oppdrag", False),
    ],
)
def test_when_a_letter_takes_an_assignment_back(sentences, heading, expected):
    assert takes_back(sentences, heading) is expected


# -- before adoption


def assignment(key: int, number: str | None, **values: object) -> Row:
    return Row(key, "assignment", "Oppdrag", {"id": number, **values}, (key,))


def test_what_hinders_adoption():
    rows = [
        Row(1, "goal", "Mål", {"number": 1}),
        Row(2, "goal", "Mål igjen", {"number": 1}),
        assignment(3, "2023-01"),
        assignment(4, "2023-01 "),
        assignment(5, None),
        assignment(6, None),
        Row(7, "chapter", "Kap", {"chapter": "67"}),
        Row(8, "post", "Post", {"chapter": "671", "post": "1"}),
        Row(9, "duty", "  ", {"text": "  "}),
        Row(10, "grant", "Forening", {"chapter": "67", "post": "01", "amount": -1}),
        assignment(11, "2023-03", deadlines=[{"kind": "date", "date": None, "text": "1. juni"}]),
        assignment(12, "2023-04", parts=[{"part": "x" * 101}]),
        Row(13, "reporting", "Årsrapport", {"cut_off": "2023-12-31", "deadline": "2023-03-15"}),
    ]
    found = {(one.what, one.row) for one in obstacles(rows)}
    assert found == {
        (Hindrance.SAME_GOAL_NUMBER, 2),
        (Hindrance.SAME_ASSIGNMENT_NUMBER, 4),
        (Hindrance.CHAPTER_SHAPE, 7),
        (Hindrance.POST_SHAPE, 8),
        (Hindrance.POST_WITHOUT_CHAPTER, 8),
        (Hindrance.NO_TITLE, 9),
        (Hindrance.NEGATIVE_GRANT, 10),
        (Hindrance.DATE_MISSING, 11),
        (Hindrance.TOO_LONG, 12),
        (Hindrance.DUE_BEFORE_CUT_OFF, 13),
    }


def test_money_without_a_post_is_left_out_and_not_counted():
    rows = [
        Row(1, "chapter", "Kap", {"chapter": "671"}),
        Row(2, "post", "Post", {"chapter": "671", "post": "21"}),
        Row(3, "budget_line", "Med", {"chapter": "671", "post": "21"}),
        Row(4, "budget_line", "Uten", {"chapter": None, "post": None}),
        Row(5, "grant", "Uten beløp", {"chapter": "671", "post": "21", "amount": None}),
    ]
    assert [(one.what, one.row) for one in omissions(rows)] == [(LeftOut.NO_POST, 4), (LeftOut.NO_AMOUNT, 5)]
    assert counts(rows)["budget_line"] == 1
    assert "grant" not in counts(rows)


# -- proposals


LINE = Row(7, "budget_line", "Tolkemonitor", {"assignment": "2023-12", "text": "Tolkemonitor"}, (310,))
CHAPTER = Row(8, "chapter", "Opplæring", {"chapter": "672", "unit": "mill. kroner", "stated_sum": None}, (400,))


def test_a_wrong_number_is_corrected_where_it_stands():
    found = Found("assignment-number-wrong", (310,), {"printed": "2023-12", "number": "2023-13"}, "2023-13")
    correction = correction_for(found, [LINE, CHAPTER])
    assert correction is not None
    assert (correction.row, dict(correction.changes)) == (7, {"assignment": "2023-13"})


def test_a_missing_sum_is_set_in_the_unit_of_its_table():
    correction = correction_for(Found("sum-missing", (402,), {"chapter": "672"}, "1 524,7"), [LINE, CHAPTER])
    assert correction is not None
    assert dict(correction.changes) == {"stated_sum": 1_524_700_000}


@pytest.mark.parametrize(
    "found",
    [
        Found("assignment-number-wrong", (311,), {"printed": "2023-12"}, "2023-13"),  # other lines
        Found("assignment-number-wrong", (310,), {"printed": "2023-12"}, ""),  # nobody knows
        Found("placeholder", (310,), {"text": "<dato>"}, "en dato"),  # for the ministry alone
    ],
)
def test_a_proposal_that_fits_no_item_corrects_none(found: Found):
    assert correction_for(found, [LINE, CHAPTER]) is None


def test_two_lines_that_both_fit_are_left_to_a_person():
    found = Found("assignment-number-wrong", (310,), {"printed": "2023-12"}, "2023-13")
    assert correction_for(found, [LINE, replace(LINE, id=9)]) is None


# -- merging and lines


@given(st.lists(st.integers(1, 500), max_size=40))
def test_lines_are_written_and_read_back(lines: list[int]):
    assert from_text(as_text(lines)) == sorted(set(lines))
    assert sum(last - first + 1 for first, last in spans(lines)) == len(set(lines))


@pytest.mark.parametrize("text", ["tolv", "12-", "9-3", "0", "1-9999999", "1;2", "-4"])
def test_what_is_no_line_number_is_refused(text: str):
    with pytest.raises(NotLines):
        from_text(text)


def test_merging_keeps_the_first_and_fills_what_it_lacks():
    first = {
        "title": "A",
        "lead": None,
        "deadlines": [{"part": None, "kind": "date", "date": "2023-06-01", "lines": [3]}],
    }
    second = {
        "title": "B",
        "lead": "IMDi",
        "deadlines": [
            {"part": None, "kind": "date", "date": "2023-06-01", "lines": [9]},
            {"part": "Del 2", "kind": "date", "date": "2023-06-01", "lines": [10]},
        ],
        "parts": [{"part": "Del 1", "text": "x", "lines": [4]}],
    }
    result = merged(first, second)
    assert (result["title"], result["lead"], result["parts"]) == (
        "A",
        "IMDi",
        [{"part": "Del 1", "text": "x", "lines": [4]}],
    )
    assert [(d["part"], d["lines"]) for d in result["deadlines"]] == [(None, [3, 9]), ("Del 2", [10])]
    assert merged(result, result) == result


@pytest.mark.parametrize(("one", "other"), [("TTB 2024-41", "TTB2024-41"), ("sp 4", "SP 4"), ("2023-01 ", "2023-01")])
def test_numbers_that_are_the_same(one: str, other: str):
    assert same_number(one) == same_number(other)
