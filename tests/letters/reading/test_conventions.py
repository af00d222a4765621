"""Conventions of letters by many ministries: lists of goals, tasks in sentences, posts in prose, heads on one line."""

from __future__ import annotations

from datetime import date

import pytest

from styrhus.letters.model import DeadlineKind, Letter
from tests.letters.reading.layouts import layout, letter_of


def goals(letter: Letter) -> list[tuple[int | str | None, str]]:
    return [(goal.number, goal.title) for goal in letter.goals]


def tasks(letter: Letter) -> list[tuple[str | None, str, list[date | None]]]:
    return [(one.id, one.title, [deadline.date for deadline in one.deadlines]) for one in letter.assignments]


def posts(letter: Letter) -> dict[str, tuple[str, int | None]]:
    return {
        f"{chapter.chapter}.{post.post}": (post.name, post.appropriation)
        for chapter in letter.budget.chapters
        for post in chapter.posts
    }


def earmarks(letter: Letter) -> list[tuple[str | None, str | None, int | None]]:
    return [(line.chapter, line.post, line.amount) for line in letter.budget.lines]


class TestHead:
    def test_labels_and_values_on_a_line_each_with_single_blanks(self) -> None:
        head = layout("legemiddel.txt").head
        assert (head.agency, head.agency_short, head.ministry) == (
            "Legemiddeltilsynet", "LMT", "Helse- og omsorgsdepartementet",
        )  # fmt: skip
        assert (head.reference, head.your_reference, head.date) == ("24/4711-", None, date(2025, 1, 17))

    def test_a_list_of_addressees_is_no_agency_and_a_short_name_no_part_of_one(self) -> None:
        head = layout("gjeldsnemnd.txt").head
        assert (head.agency, head.agency_short) == ("Statens gjeldsnemnd", "Gjeldsnemnda")

    def test_a_title_that_breaks_off_goes_on_in_the_line_below(self) -> None:
        assert layout("universitet.txt").head.title.endswith("tildelingsbrev for Universitetet i Fjordane")


class TestGoals:
    def test_numbered_sentences_after_a_lead_in(self) -> None:
        assert [number for number, _ in goals(layout("legemiddel.txt"))] == [1, 2, 3]
        assert all(goal.confidence < 1.0 for goal in layout("legemiddel.txt").goals)

    def test_sentences_with_parameters_between_them(self) -> None:
        letter = letter_of(
            "1. Mål\n\n1.1 Virksomhetsmål for 2025\n\n1. Byrommene skal være åpne for alle.\n\nStyringsparametre:\n"
            "a) Andel torg uten trapper.\nPrestasjonskrav: 80 prosent.\nb) Antall benker.\n\n"
            "2. Gatene skal være grønne.\n\nStyringsparametre:\na) Antall trær.\n\n2. Budsjett\n\nTekst om dette.\n"
        )
        assert goals(letter) == [(1, "Byrommene skal være åpne for alle"), (2, "Gatene skal være grønne")]
        found = [(one.goal, one.text.rstrip("."), one.target) for one in letter.steering_parameters]
        assert found == [
            (1, "Andel torg uten trapper", "80 prosent"),
            (1, "Antall benker", None),
            (2, "Antall trær", None),
        ]
        assert [section.number for section in letter.sections] == ["1", "1.1", "2"]

    def test_numbered_assignments_are_no_goals(self) -> None:
        letter = letter_of(
            "1. Mål og oppdrag\n\n1.1 Oppdrag\n\n1. Utrede parkering innen 1. juni 2025.\n2. Bygge broer.\n"
        )
        assert letter.goals == ()

    def test_children_under_a_label(self) -> None:
        found = [(goal.number, goal.parent) for goal in layout("grunnvatn.txt").goals]
        assert found == [(1, None), ("1.1", 1), ("1.2", 1), (2, None), ("2.1", 2), ("2.2", 2)]

    def test_children_set_in_with_a_tab(self) -> None:
        assert [goal.number for goal in layout("politifagskole.txt").goals] == [1, "1.1", "1.2", 2]

    def test_sections_of_goals_with_demands_of_reporting_as_parameters(self) -> None:
        letter = layout("folkehelsetilsyn.txt")
        assert goals(letter) == [("2.1", "Tilsyn er risikobasert"), ("2.2", "Varsler følges raskt opp")]
        assert [one.goal for one in letter.steering_parameters] == ["2.1", "2.1", "2.2", "2.2"]

    def test_what_follows_a_list_of_goals_is_not_about_the_last(self) -> None:
        for name in ("universitet.txt", "gjeldsnemnd.txt", "fjellbruk.txt"):
            assert {one.goal for one in (*layout(name).assignments, *layout(name).steering_parameters)} == {None}, name


class TestTasks:
    def test_bullets_with_the_deadline_inside_the_sentence(self) -> None:
        letter = layout("grunnvatn.txt")
        assert [deadlines for _, _, deadlines in tasks(letter)][:4] == [
            [date(2025, 9, 1)], [date(2025, 6, 30)], [date(2025, 11, 15)], [],
        ]  # fmt: skip
        assert letter.assignments[3].confidence < 0.6

    def test_enumerated_items_after_a_request(self) -> None:
        found = [(one.kind, one.date) for task in layout("gjeldsnemnd.txt").assignments for one in task.deadlines]
        assert found == [
            (DeadlineKind.DATE, date(2025, 6, 1)),
            (DeadlineKind.DATE, date(2025, 9, 15)),
            (DeadlineKind.CONTINUOUS, None),
        ]

    def test_sub_sections_of_a_chapter_of_assignments(self) -> None:
        assert tasks(layout("legemiddel.txt")) == [
            (None, "Beredskapslager", [date(2025, 10, 1)]),
            (None, "Digital pakningsvedlegg", [date(2025, 5, 15)]),
            ("TTB2024-12", "Evaluere blåreseptordningen", [date(2025, 6, 30)]),
            ("TTB2023-44", "Følge opp handlingsplanen", [None]),
        ]

    def test_sentences_that_ask_for_something_by_a_day(self) -> None:
        letter = layout("universitet.txt")
        assert [deadlines for _, _, deadlines in tasks(letter)] == [[date(2024, 6, 1)], [date(2024, 10, 15)]]
        assert all(task.confidence < 0.6 for task in letter.assignments)

    @pytest.mark.parametrize(
        "sentence",
        [
            "BYD skal rapportere om bruken av midlene innen 1. juni 2025.",
            "Departementet viser til brev av 3. mars 2024 om å legge ned kontoret.",
            "BYD skal følge opp vedtaket av 12. juni 2024.",
            "Kommunene skal innen 1. juli 2025 ha nye planer.",
        ],
    )
    def test_sentences_that_lay_no_task_on_the_agency(self, sentence: str) -> None:
        assert letter_of(f"1. Prioriteringer\n\n{sentence}\n").assignments == ()

    def test_a_moved_deadline_and_a_withdrawn_assignment(self) -> None:
        assert tasks(layout("familievern-tillegg.txt")) == [
            ("2025-1234", "Foreldreveiledning på nett", [date(2025, 12, 1)]),
            ("2025-1235", "Kartlegging av ventetid", [date(2025, 9, 1), date(2026, 3, 1)]),
            ("2025-0017", "Samlivskurs", [date(2025, 11, 1)]),
            ("2025-0020", "Evaluering av mekling", []),
        ]

    def test_a_wrapped_line_that_begins_with_a_number_begins_no_assignment(self) -> None:
        words = "Midlene skal gå til bedre byrom i hele landet, jf. tidligere brev om saken\n"
        body = f"1. Byrom\n\n{words}{words}og dette skal følges opp videre i arbeidet med nye planer, jf. oppdrag nr.\n"
        letter = letter_of(f"{body}2021-10) som departementet ga i fjor, og som virksomheten nå er i gang med.\n")
        assert letter.assignments == ()

    def test_two_deliveries_and_a_status_in_the_annual_report(self) -> None:
        found = [
            [(one.kind, one.date) for one in task.deadlines] for task in layout("folkehelsetilsyn.txt").assignments
        ]
        assert found == [
            [(DeadlineKind.DATE, date(2026, 9, 1))],
            [(DeadlineKind.DATE, date(2026, 6, 1)), (DeadlineKind.DATE, date(2026, 12, 1))],
            [(DeadlineKind.IN_REPORT, None)],
        ]

    def test_a_vague_deadline_at_the_end_of_a_sentence(self) -> None:
        found = [[one.date for one in task.deadlines] for task in layout("bygdeutvikling.txt").assignments]
        assert found == [[date(2024, 3, 1)], [date(2024, 12, 31)], [date(2024, 12, 1)]]

    def test_spans_of_years_are_no_numbers(self) -> None:
        assert letter_of("1. Oppdrag\n\n2024-2025 Plan for byrom\n").assignments == ()

    def test_the_year_may_stand_last_in_the_number(self) -> None:
        assert [number for number, _, _ in tasks(layout("politifagskole.txt"))] == ["1-2025", "2-2025"]


class TestBudget:
    def test_posts_in_sentences(self) -> None:
        assert posts(layout("gjeldsnemnd.txt")) == {
            "454.01": ("Driftsutgifter", 48_250_000),
            "454.45": ("Større utstyrsanskaffelser", 2_100_000),
            "3454.01": ("", 3_400_000),
        }
        assert earmarks(layout("gjeldsnemnd.txt")) == [("454", "01", 1_500_000)]

    def test_two_posts_in_one_sentence(self) -> None:
        letter = layout("fjellbruk.txt")
        assert posts(letter) == {
            "1141.01": ("Driftsutgifter", 42_750_000), "1141.75": ("Tilskot til stølsdrift", 6_300_000),
        }  # fmt: skip
        assert [post.carry_over for post in letter.budget.chapters[0].posts] == [False, True]

    def test_lines_in_thousands_and_an_earmark_that_names_its_post(self) -> None:
        letter = layout("legemiddel.txt")
        assert posts(letter)["746.01"] == ("Driftsutgifter", 421_350_000)
        assert posts(letter)["3746.04"] == ("Registreringsgebyr", 6_500_000)
        assert earmarks(letter) == [("746", "21", 3_500_000), ("746", "21", 2_000_000)]

    def test_a_changed_appropriation_is_the_new_one(self) -> None:
        letter = layout("familievern-tillegg.txt")
        assert {key: amount for key, (_, amount) in posts(letter).items()} == {
            "842.01": 618_800_000, "842.70": 279_000_000,
        }  # fmt: skip

    def test_earmarks_in_a_row_outside_the_posts(self) -> None:
        assert earmarks(layout("grunnvatn.txt")) == [
            ("1820", "60", 12_000_000), ("1820", "21", 4_000_000), ("1820", "21", 1_500_000),
        ]  # fmt: skip

    def test_each_earmark_of_a_row_has_its_own_assignment(self) -> None:
        found = [(line.amount, line.assignment) for line in layout("folkehelsetilsyn.txt").budget.lines]
        assert found == [(2_200_000, None), (1_000_000, "TB2026-3")]

    def test_chapter_and_post_in_one_cell(self) -> None:
        assert [amount for _, amount in posts(layout("bygdeutvikling.txt")).values()] == [38_950_000, 210_000]

    def test_instalments_set_nothing_aside(self) -> None:
        assert earmarks(layout("universitet.txt")) == []
        assert posts(layout("universitet.txt")) == {"260.50": ("", 1_254_836_000)}

    def test_rows_without_a_heading_row(self) -> None:
        body = "1. Budsjett\n\nAlle beløp i 1 000 kroner.\n\nKap. 500 Byrom\n01\tDriftsutgifter\t812 455\n21\tProsjekter\t1 200\n"
        assert posts(letter_of(body)) == {
            "500.01": ("Driftsutgifter", 812_455_000),
            "500.21": ("Prosjekter", 1_200_000),
        }

    def test_an_authority_to_charge_a_post_appropriates_nothing(self) -> None:
        assert list(posts(layout("politifagskole.txt"))) == ["442.01", "442.45"]


class TestDialogue:
    def test_cut_offs_and_deadlines_in_pairs(self) -> None:
        found = [(one.cut_off, one.deadline) for one in layout("legemiddel.txt").reporting if one.kind == "tertial"]
        assert found == [(date(2025, 4, 30), date(2025, 5, 25)), (date(2025, 8, 31), date(2025, 9, 25))]

    def test_a_calendar_holds_reports_and_meetings(self) -> None:
        letter = layout("gjeldsnemnd.txt")
        assert [one.deadline for one in letter.reporting] == [date(2025, 3, 15), date(2025, 9, 1), date(2025, 11, 1)]
        assert [(one.kind, one.when) for one in letter.meetings] == [
            ("steering", "22. april"),
            ("steering", "14. oktober"),
        ]

    def test_meetings_are_counted_by_their_days(self) -> None:
        letter = letter_of("1. Styringsdialog\n\nEtatsstyringsmøter er satt til 24. april og 6. november 2025.\n")
        assert [(one.kind, one.count) for one in letter.meetings] == [("steering", 2)]

    def test_parts_in_letters(self) -> None:
        assert [section.number for section in layout("bygdeutvikling.txt").sections] == list("ABCDEF")

    def test_parts_in_roman_numerals(self) -> None:
        assert [section.number for section in layout("grunnvatn.txt").sections] == [
            "I",
            "II",
            "III",
            "IV",
            "V",
            "VI",
            "VII",
        ]
