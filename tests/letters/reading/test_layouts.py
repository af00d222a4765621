"""Letters in other layouts than the usual one are read whole, and nothing is read that they do not hold."""

from __future__ import annotations

from datetime import date

from styrhus.letters.model import DeadlineKind, Letter, LetterKind, Unit
from tests.letters.reading.layouts import layout, letter_of


def deadlines(letter: Letter) -> list[tuple[str | None, str | None, date | None]]:
    return [
        (one.id or one.title, deadline.part, deadline.date) for one in letter.assignments for deadline in one.deadlines
    ]


def posts(letter: Letter) -> list[tuple[str, str, int | None, bool, bool]]:
    return [
        (chapter.chapter, post.post, post.appropriation, post.carry_over, post.estimate)
        for chapter in letter.budget.chapters
        for post in chapter.posts
    ]


class TestHardWrappedText:
    letter = layout("kystvern.txt")

    def test_head(self) -> None:
        head = self.letter.head
        assert (head.agency, head.agency_short, head.ministry) == ("Kystvernetaten", "KVE", "Hav- og kystdepartementet")
        assert (head.date, head.reference, head.budget_year) == (date(2023, 12, 18), "23/9911-4", 2024)
        assert head.copy_to == ("Riksrevisjonen", "Fiskerietaten")

    def test_goals_and_their_children(self) -> None:
        assert [(goal.number, goal.parent) for goal in self.letter.goals] == [
            (1, None),
            ("1.1", 1),
            ("1.2", 1),
            (2, None),
        ]

    def test_parameters(self) -> None:
        found = [(one.id, one.goal, one.target) for one in self.letter.steering_parameters]
        assert found == [("1.1", "1.1", "80"), ("1.2", "1.1", "99,5 prosent"), ("1.3", "1.2", None), ("2.1", 2, None)]

    def test_assignments(self) -> None:
        assert [(one.id, one.earlier, one.is_rd) for one in self.letter.assignments] == [
            ("TTB2024-1", False, False),
            ("TTB2024-2", False, False),
            ("TTB2022-7", True, True),
        ]
        assert deadlines(self.letter) == [
            ("TTB2024-1", "Punkt 1", date(2024, 4, 30)),
            ("TTB2024-1", "Punkt 2", date(2024, 6, 30)),
            ("TTB2024-2", None, date(2024, 10, 31)),
            ("TTB2022-7", None, None),
        ]
        second = self.letter.assignments[1]
        assert (second.lead, second.partners, second.funding[0].amount) == (
            "Fiskerietaten",
            ("Havforskningen",),
            2_500_000,
        )

    def test_a_table_without_unit_takes_the_one_before(self) -> None:
        assert posts(self.letter) == [
            ("916", "01", 412_300_000, False, False),
            ("916", "21", 55_000_000, True, False),
            ("916", "45", 18_250_000, True, False),
            ("3916", "02", -12_400_000, False, False),
        ]
        assert self.letter.budget.chapters[0].stated_sum == 485_550_000

    def test_of_which_is_never_added(self) -> None:
        assert [(line.amount, line.depth) for line in self.letter.budget.lines] == [
            (20_000_000, 0),
            (5_000_000, 1),
            (35_000_000, 0),
        ]

    def test_reports_and_meetings(self) -> None:
        assert [(one.kind, one.cut_off, one.deadline) for one in self.letter.reporting] == [
            ("tertial", date(2024, 4, 30), date(2024, 6, 1)),
            ("tertial", date(2024, 8, 31), date(2024, 10, 1)),
            ("annual", None, date(2025, 3, 15)),
        ]
        assert [(one.kind, one.count) for one in self.letter.meetings] == [("steering", 2), ("professional", None)]

    def test_the_table_of_contents_makes_no_sections(self) -> None:
        assert [section.number for section in self.letter.sections] == ["1", "2", "3", "3.1", "3.2", "4", "5", "5.1"]


class TestNynorsk:
    letter = layout("fjellsikring.txt")

    def test_numbered_headings_are_the_goals(self) -> None:
        assert [goal.number for goal in self.letter.goals] == ["3.1", "3.2"]
        assert [(one.goal, one.target) for one in self.letter.steering_parameters] == [
            ("3.1", "40"),
            ("3.1", None),
            ("3.2", None),
            ("3.2", None),
        ]

    def test_unnumbered_assignments(self) -> None:
        assert deadlines(self.letter) == [
            ("Varsling på mobil", None, date(2025, 6, 1)),
            ("Ny rettleiar for kommunane", "Utkast", date(2025, 3, 1)),
            ("Ny rettleiar for kommunane", "endeleg rettleiar", date(2025, 12, 1)),
            ("Evaluering av tilskotsordninga (FoU)", None, date(2026, 6, 30)),
        ]
        assert [one.is_rd for one in self.letter.assignments] == [False, False, True]

    def test_posts_with_dots(self) -> None:
        assert posts(self.letter) == [
            ("701", "01", 71_600_000, False, False),
            ("701", "21", 8_400_000, True, False),
            ("701", "70", 120_000_000, False, True),
        ]

    def test_the_rest(self) -> None:
        assert self.letter.head.your_reference == "24/17"
        assert [one.deadline for one in self.letter.reporting] == [
            date(2025, 3, 15),
            date(2025, 6, 1),
            date(2025, 10, 1),
        ]
        assert [(one.number, one.present) for one in self.letter.attachments] == [("1", False), ("2", False)]
        assert len(self.letter.directives) == 1
        assert [(one.kind, one.count) for one in self.letter.meetings] == [("steering", 3)]


class TestMarkdownFromOcr:
    letter = layout("arkiv.md")

    def test_parameter_tables(self) -> None:
        found = [(one.id, one.goal, one.baseline, one.target, one.unit) for one in self.letter.steering_parameters]
        assert found == [
            ("SP 1", 1, "1 200", "1 500", "meter"),
            ("SP 2", 1, "61", "75", "prosent"),
            ("SP 3", 2, "900 000", "1 000 000", "antall"),
        ]

    def test_an_assignment_table_in_any_order_of_columns(self) -> None:
        assert deadlines(self.letter) == [
            ("1", None, date(2026, 6, 1)),
            ("2", "Del 1", date(2026, 3, 1)),
            ("2", "Del 2", date(2026, 11, 1)),
            ("3", None, None),
        ]
        assert self.letter.assignments[2].deadlines[0].kind is DeadlineKind.IN_REPORT
        assert [one.lead for one in self.letter.assignments] == ["RAT", "RAT", "Museumsetaten"]

    def test_the_budget_years_column_is_the_appropriation(self) -> None:
        assert posts(self.letter) == [
            ("329", "01", 418_500_000, False, False),
            ("329", "21", 7_250_000, True, False),
            ("329", "45", 9_000_000, True, False),
            ("3329", "01", 2_100_000, False, False),
        ]
        assert self.letter.budget.chapters[0].unit is Unit.THOUSAND

    def test_grants_and_an_inferred_year(self) -> None:
        assert [(one.recipient, one.amount) for one in self.letter.budget.grants] == [
            ("Norsk arkivforening", 1_250_000),
            ("Byarkivene", 900_000),
        ]
        assert self.letter.budget.grant_sums[0][0] == 2_150_000
        assert self.letter.reporting[1].deadline == date(2027, 3, 15)


class TestSupplementaryLetter:
    letter = layout("tillegg.txt")

    def test_what_kind_and_number(self) -> None:
        assert (self.letter.head.kind, self.letter.head.number) == (LetterKind.SUPPLEMENTARY, 2)
        assert self.letter.head.agency == "Medisinsk beredskapsdirektorat"

    def test_new_and_changed_assignments(self) -> None:
        assert deadlines(self.letter) == [
            ("TB2024-31", None, date(2024, 9, 15)),
            ("TB2024-32", None, date(2024, 12, 31)),
            ("13/2024", None, date(2024, 11, 1)),
        ]

    def test_the_new_appropriation_counts(self) -> None:
        assert [post[2] for post in posts(self.letter)] == [206_500_000, 20_000_000]


class TestInstructionAlone:
    letter = layout("instruks.txt")

    def test_duties_of_the_agency_and_of_no_one_else(self) -> None:
        assert self.letter.head.kind is LetterKind.INSTRUCTION
        texts = [duty.text for duty in self.letter.duties]
        assert len(texts) == 6
        assert not any(text.startswith(("Departementet skal gi", "Kommunene")) for text in texts)
        assert self.letter.duties[0].section == "1 Myndighet og ansvar"


class TestPrecision:
    """Sentences that only look like items give none."""

    def test_a_letter_of_prose_holds_no_items(self) -> None:
        letter = letter_of(
            "1. Innledning\n\nMål 1 er viktigst i år. Oppdrag 2024-03 skal ses i sammenheng med oppdrag 2023-05.\n\n"
            "Post 21 dekker flere ting. SP 2 er ikke videreført. Rapporten kom 1. juni 2024.\n\n"
            "2. Bakgrunn\n\nFrist for klage var 1. mars. Kap. 2 i planen gjelder. Budsjettet ble vedtatt 10. desember 2024.\n"
        )
        assert not letter.goals
        assert not letter.assignments
        assert not letter.steering_parameters
        assert not letter.budget.chapters
        assert not letter.budget.lines
        assert not letter.reporting
        assert not letter.duties

    def test_markup_in_a_title_is_kept_as_text(self) -> None:
        letter = letter_of("1. Oppdrag\n\nOppdrag nr. 2025-01\t<script>alert(1)</script> =SUM(A1)\nFrist:\t1.6.2025\n")
        assert letter.assignments[0].title == "<script>alert(1)</script> =SUM(A1)"

    def test_two_assignments_of_one_number_stay_two(self) -> None:
        letter = letter_of("1. Oppdrag\n\n2025-01\tRydde parker\t1.6.2025\n2025-01\tMale benker\t1.7.2025\n")
        assert [one.title for one in letter.assignments] == ["Rydde parker", "Male benker"]

    def test_body_and_attachment_are_one_assignment(self) -> None:
        letter = letter_of(
            "1. Oppdrag\n\n2025-01\tRydde parker\t1.6.2025 1.9.2025\n\nVedlegg\n\nVedlegg nr. 1 Oppdrag\n\nVedlegg nr. 2 Kalender\n\n"
            "Med hilsen\n\nKari\n\nVedlegg nr. 1 Oppdrag\n\nOppdrag nr. 2025-01\tRydde parkar\nBakgrunn\tDet flyter.\n"
            "Frist:\tDel 1: 01.06.2025 Del 2: 01.09.2025\n"
        )
        (one,) = letter.assignments
        assert one.title == "Rydde parker"
        assert [(deadline.part, deadline.date, len(deadline.lines)) for deadline in one.deadlines] == [
            ("Del 1", date(2025, 6, 1), 2),
            ("Del 2", date(2025, 9, 1), 2),
        ]
        assert [mention.where for mention in one.mentions] == ["body", "attachment"]
        assert [mention.title for mention in one.mentions] == ["Rydde parker", "Rydde parkar"]
