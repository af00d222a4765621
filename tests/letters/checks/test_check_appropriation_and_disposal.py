from styrhus.letters.checks.appropriation_and_disposal import check
from styrhus.letters.model import Budget, Severity
from tests.letters.checks.building import MILLION, chapter, findings, found, letter, post, stated

TABLE = chapter("340", [post("21", 61 * MILLION, 2)], None, 1)


def test_the_whole_post_at_disposal_holds_also_when_rounded() -> None:
    for amount in (61 * MILLION, 61_050_000):
        assert found(check, letter("\n" * 5, budget=Budget((TABLE,), stated=(stated("at_disposal", amount, 5),)))) == []


def test_less_is_worth_knowing() -> None:
    (finding,) = findings(
        check, letter("\n" * 5, budget=Budget((TABLE,), stated=(stated("at_disposal", 32_900_000, 5),)))
    )
    assert (finding.code, finding.severity, finding.lines) == ("disposal-below-appropriation", Severity.INFO, (2, 5))
    assert "28,1 mill. kroner" in finding.message


def test_more_is_an_error() -> None:
    (finding,) = findings(
        check, letter("\n" * 5, budget=Budget((TABLE,), stated=(stated("at_disposal", 62 * MILLION, 5),)))
    )
    assert (finding.code, finding.severity) == ("disposal-above-appropriation", Severity.ERROR)
