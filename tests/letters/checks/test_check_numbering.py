from styrhus.letters.checks.numbering import check
from styrhus.letters.model import Goal, Letter, Section, SteeringParameter
from tests.letters.checks.building import findings, found, letter


def sections(*numbers: str, printed: tuple[str, ...] = ()) -> Letter:
    heads = printed or numbers
    text = "\n".join(f"{number} Overskrift" for number in heads)
    made = tuple(
        Section(number, "Overskrift", number.count(".") + 1, "letter", (line,))
        for line, number in enumerate(numbers, start=1)
    )
    return letter(text, sections=made)


def test_sections_that_run_hold() -> None:
    assert found(check, sections("1", "2", "2.1", "2.2", "2.2.1", "3", "3.1", "4")) == []


def test_two_documents_each_have_their_own_numbers() -> None:
    both = (*sections("1", "2").sections, Section("1", "Instruks", 1, "instruction", (2,)))
    assert found(check, letter("1 A\n2 B", sections=both)) == []


def test_gaps_name_what_is_missing_the_parent_too() -> None:
    (finding,) = findings(check, sections("1", "2", "3", "3.1.2", "3.1.3", "4"))
    assert (finding.code, finding.lines) == ("section-number-missing", (4,))
    assert "3.1, 3.1.1" in finding.message
    assert found(check, sections("1", "2", "4")) == [("section-number-missing", (3,))]


def test_a_number_used_twice_and_one_out_of_order() -> None:
    assert found(check, sections("1", "2", "2", "3")) == [("section-number-repeated", (2, 3))]
    assert found(check, sections("1", "2", "4", "3", "5")) == [
        ("section-number-missing", (3,)),
        ("section-order", (4,)),
    ]


def test_a_full_stop_here_and_none_there() -> None:
    read = sections("1", "2", "2.1", "2.2", "2.3", printed=("1.", "2.", "2.1.", "2.2.", "2.3"))
    assert found(check, read) == [("section-number-style", (5,))]
    read = sections("1", "2", "2.1", "2.2", printed=("1.", "2.", "2.1", "2.2"))
    assert found(check, read) == []


def parameters(*numbers: str) -> Letter:
    made = tuple(SteeringParameter(number, 1, "Andel", (line,)) for line, number in enumerate(numbers, start=1))
    return letter("\n" * 20, steering_parameters=made)


def test_parameters_that_run_hold_in_every_way_of_numbering() -> None:
    for numbers in (("SP 1", "SP 2", "SP 3"), ("1.1", "1.2", "2.1", "2.2"), ("R1", "R2", "1", "2")):
        assert found(check, parameters(*numbers)) == []


def test_parameters_with_a_gap_twice_or_in_disorder() -> None:
    assert found(check, parameters("SP 1", "SP 2", "SP 4")) == [("parameter-number-missing", (3,))]
    assert found(check, parameters("SP 1", "SP 2", "SP 2")) == [("parameter-number-repeated", (2, 3))]
    assert found(check, parameters("SP 2", "SP 1", "SP 3")) == [("parameter-order", (2,))]


def test_goals_with_a_gap() -> None:
    goals = tuple(Goal(number, "Mål", (line,)) for line, number in enumerate((1, 2, 4), start=1))
    assert found(check, letter("\n" * 5, goals=goals)) == [("goal-number-missing", (3,))]
    sub_goals = (Goal(1, "Mål", (1,)), Goal("1.1", "Delmål", (2,), parent=1), Goal(2, "Mål", (3,)))
    assert found(check, letter("\n" * 5, goals=sub_goals)) == []
