from styrhus.letters.checks.missing_sums import check
from styrhus.letters.model import Budget, Severity
from tests.letters.checks.building import chapter, findings, found, letter, post


def test_an_empty_sum_is_an_error_with_the_sum_that_belongs_there() -> None:
    empty = chapter("342", [post("60", 1_523_900_000, 2), post("61", 800_000, 3)], None, 1, sum_lines=(5,))
    (finding,) = findings(check, letter("\n" * 5, budget=Budget((empty,))))
    assert (finding.code, finding.severity, finding.lines, finding.expected) == (
        "sum-missing",
        Severity.ERROR,
        (5,),
        "1 524,7",
    )


def test_a_letter_whose_tables_have_no_sums_is_left_in_peace() -> None:
    without = [chapter(number, [post("01", 10**7, 2), post("21", 10**6, 3)], None, 1) for number in ("340", "341")]
    assert found(check, letter("\n" * 5, budget=Budget(tuple(without)))) == []


def test_one_table_without_a_sum_row_among_others_with_it_is_worth_knowing() -> None:
    with_sum = chapter("340", [post("01", 10**7, 2), post("21", 10**6, 3)], 11 * 10**6, 1)
    without = chapter("341", [post("01", 10**7, 5), post("21", 10**6, 6)], None, 4)
    one_post = chapter("342", [post("70", 10**7, 8)], None, 7)
    read = letter("\n" * 9, budget=Budget((with_sum, without, one_post)))
    assert found(check, read) == [("sum-row-missing", (4,))]
