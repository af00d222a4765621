"""The measure must see what is missed, what is phantom and what is on another line; the gold must fit its letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from benchmarks.letter_accuracy import gold_names, letter_path, load_gold
from benchmarks.letter_categories import CATEGORIES
from benchmarks.letter_gold import Score, compare, lines_of, nothing_found
from benchmarks.letter_lines import map_lines, tight
from styrhus.letters.model import Assignment, Deadline, DeadlineKind, Duty, Goal, Head, Letter, LetterKind, Source
from tests.shared import shared_path

HEAD = Head(LetterKind.ALLOCATION, "Tildelingsbrev", 2024, None, None, None, None, None)
LETTER = Letter(
    source=Source("a.txt", "txt", ("Mål 1: Rene fjorder", "Mål 2: Friske skoger", "7", "VT skal måle.")),
    head=HEAD,
    goals=(Goal(1, "Rene fjorder", (1,)), Goal(2, "Friske skoger", (2,))),
    duties=(Duty("1", "VT skal måle.", (4,)),),
)
GOALS = [{"number": 1, "title": "Rene fjorder", "line": 1}, {"number": 2, "title": "Friske  skoger.", "line": 2}]


def score(gold: dict, letter: Letter = LETTER) -> Score:
    return compare(letter, gold)[0]


def test_what_is_read_as_printed_is_exact() -> None:
    assert score({"goals": GOALS}).exact


def test_a_missed_item_lowers_recall_and_is_named() -> None:
    missing = score({"goals": [*GOALS, {"number": 3, "title": "Stille byer", "line": 3}]})
    assert (missing.recall, missing.precision) == (2 / 3, 1.0)
    assert "stille byer" in missing.missed[0]


def test_an_item_that_is_not_in_the_letter_lowers_precision_and_is_named() -> None:
    phantom = score({"goals": GOALS[:1]})
    assert (phantom.recall, phantom.precision) == (1.0, 0.5)
    assert "friske skoger" in phantom.phantoms[0]


def test_the_right_title_on_the_wrong_line_is_missed() -> None:
    assert score({"goals": [{**GOALS[0], "line": 2}, GOALS[1]]}).found == 1


def test_nothing_read_and_nothing_wanted_is_exact() -> None:
    assert score({"meetings": []}).exact


def test_an_optional_item_counts_neither_way() -> None:
    optional = {**GOALS[1], "optional": True}
    assert score({"goals": [GOALS[0], optional]}).exact
    assert score({"goals": [GOALS[0], optional]}, replace(LETTER, goals=LETTER.goals[:1])).exact


def test_an_optional_line_excuses_what_is_read_there() -> None:
    assert score({"goals": GOALS[:1], "optional_lines": {"goals": [2]}}).exact


def test_a_list_of_values_accepts_any_and_an_empty_word_means_nothing() -> None:
    deadline = Deadline("Ut 2024", DeadlineKind.END_OF_YEAR, None, None, (1,))
    letter = replace(LETTER, assignments=(Assignment("7", "Måle", 1, False, (1,), deadlines=(deadline,)),))
    row = {"assignment": "7", "kind": "end_of_year", "line": 1}
    assert score({"deadlines": [{**row, "date": ["", date(2024, 12, 31)]}]}, letter).exact
    assert not score({"deadlines": [{**row, "date": date(2024, 12, 31)}]}, letter).exact
    assert score({"deadlines": [{**row, "date": "*"}]}, letter).exact


def test_duties_are_counted_line_by_line() -> None:
    assert compare(LETTER, {"duties": [{"line": 4, "count": 1}]})[0].exact
    assert compare(LETTER, {"duties": [{"line": 4, "count": 2}]})[0].recall == 0.5
    assert compare(LETTER, {"duties": [{"line": 3, "count": 1}]})[0].phantom == 1
    assert compare(LETTER, {"duties": [{"line": 4, "count": 0, "optional": 1}]})[0].exact
    assert compare(LETTER, {"duties": [{"line": 4, "count": 0}]})[0].phantom == 1


def test_of_a_refused_letter_everything_required_is_missed() -> None:
    goals, duties = nothing_found(
        {"goals": [GOALS[0], {**GOALS[1], "optional": True}], "duties": [{"line": 4, "count": 2}]}
    )
    assert (goals.wanted, goals.found, goals.phantom) == (1, 0, 0)
    assert (duties.wanted, duties.found, duties.phantom) == (2, 0, 0)


def test_lines_are_found_again_in_a_typeset_copy() -> None:
    original = ["Mål 1:", "", "En lang setning som", "ble brutt her", "- punkt"]
    copy = ["Mål 1:", "En lang setning som ble brutt her", "• punkt"]
    mapped = map_lines(copy, original)
    assert mapped[1] == {1}
    assert mapped[2] == {3}  # the second half is too short to be told from chance
    assert mapped[3] == {5}


def read_lines(name: str) -> list[str]:
    gold = load_gold(name)
    place, _, rest = gold["source"].partition(":")
    path = shared_path(rest) if place == "shared" else letter_path(gold)
    return path.read_text(encoding="utf-8").split("\n")


@pytest.mark.parametrize("name", gold_names())
def test_the_gold_points_at_lines_that_print_what_it_says(name: str) -> None:
    lines = read_lines(name)
    gold = load_gold(name)
    assert set(gold) <= {*CATEGORIES, "duties", "source", "typeset", "optional_lines"}
    for category, key in (("goals", "title"), ("assignments", "id"), ("grants", "recipient"), ("sections", "number")):
        for row in gold.get(category, ()):
            accepted = row.get(key) if isinstance(row.get(key), list) else [row.get(key) or ""]
            printed = tight(" ".join(lines[number - 1] for number in lines_of(row)))
            assert not printed or any(tight(str(value)) in printed for value in accepted), (category, row)


@pytest.mark.parametrize("name", gold_names())
def test_the_golds_dates_stand_on_their_lines(name: str) -> None:
    lines = read_lines(name)
    for row in load_gold(name).get("deadlines", ()):
        if row["kind"] == "date":
            for number in lines_of(row):
                assert row["date"].strftime("%d").lstrip("0") in lines[number - 1], row


@pytest.mark.parametrize("name", gold_names())
def test_the_golds_earlier_assignments_are_of_an_earlier_year(name: str) -> None:
    gold = load_gold(name)
    for row in gold.get("assignments", ()):
        number = str(row.get("id", ""))
        if "20" in number and row["earlier"]:
            assert str(gold["head"]["budget_year"]) not in number


def test_a_duty_on_two_lines_counts_where_one_is_still_wanted() -> None:
    twice = replace(LETTER, duties=(Duty("1", "VT skal måle.", (3, 4)), Duty("1", "VT skal telle.", (3, 4))))
    assert compare(twice, {"duties": [{"line": 3, "count": 1}, {"line": 4, "count": 1}]})[0].exact
