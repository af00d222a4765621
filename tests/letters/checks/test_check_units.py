from styrhus.letters.checks.units import check
from styrhus.letters.model import Budget, Severity, Unit
from tests.letters.checks.building import chapter, findings, found, letter, post

TABLE = "Kap. 340 Kulturvern\n\nPost\tBetegnelse\t{unit}Tildeling 2025\n01\tDriftsutgifter\t{amount}"


def test_a_table_that_says_its_unit_holds() -> None:
    read = letter(
        TABLE.format(unit="(i 1 000 kr) ", amount="61 000"),
        budget=Budget((chapter("340", [post("01", 61 * 10**6, 4)], None, 1, unit=Unit.THOUSAND),)),
    )
    assert found(check, read) == []


def test_nynorsk_and_millions_are_units_too() -> None:
    read = letter(
        TABLE.format(unit="i mill. kroner ", amount="61,0"),
        budget=Budget((chapter("340", [post("01", 61 * 10**6, 4)], None, 1),)),
    )
    assert found(check, read) == []


def test_a_table_without_a_unit_is_told_and_kroner_in_full_are_the_lesser_thing() -> None:
    full = chapter("340", [post("01", 61_000_000, 4, precision=1)], None, 1, unit=Unit.KRONER)
    (finding,) = findings(check, letter(TABLE.format(unit="", amount="61 000 000"), budget=Budget((full,))))
    assert (finding.code, finding.severity, finding.lines, finding.expected) == (
        "unit-missing",
        Severity.INFO,
        (3,),
        "kroner",
    )
    short = chapter("340", [post("01", 61_000, 4, precision=1)], None, 1, unit=Unit.KRONER)
    (finding,) = findings(check, letter(TABLE.format(unit="", amount="61 000"), budget=Budget((short,))))
    assert finding.severity is Severity.WARNING


def test_tables_in_different_units_are_one_finding() -> None:
    text = (
        TABLE.format(unit="kroner ", amount="61 000 000")
        + "\nKap. 341 Museum\nPost\tNavn\ti mill. kroner\n01\tDrift\t5,0"
    )
    chapters = (
        chapter("340", [post("01", 61 * 10**6, 4)], None, 1, unit=Unit.KRONER),
        chapter("341", [post("01", 5 * 10**6, 7)], None, 5),
    )
    assert found(check, letter(text, budget=Budget(chapters))) == [("units-differ", (3, 6))]
