from datetime import date

from styrhus.letters.checks.reporting_deadlines import check
from styrhus.letters.model import Letter, ReportingDemand
from tests.letters.checks.building import findings, found, letter

TEXT = "Rapport\tTelletidspunkt\tFrist\nÅrsrapport\t31. desember 2025\t15. mars 2026\nHalvårsrapport\t30. juni 2025\t20. august 2025\n{more}"
ANNUAL = ReportingDemand("annual", "Årsrapport for 2025", date(2025, 12, 31), date(2026, 3, 15), (2,))
HALF = ReportingDemand("half_year", "Halvårsrapport for 2025", date(2025, 6, 30), date(2025, 8, 20), (3,))


def read(*demands: ReportingDemand, more: str = "") -> Letter:
    return letter(TEXT.format(more=more), reporting=demands)


def test_an_ordinary_table_holds() -> None:
    assert found(check, read(ANNUAL, HALF)) == []


def test_an_earlier_date_than_the_rules_give_is_worth_knowing() -> None:
    early = ReportingDemand("annual", "Årsrapport for 2025", date(2025, 12, 31), date(2026, 3, 1), (2,))
    assert found(check, read(early, HALF)) == [("annual-report-early", (2,))]


def test_the_annual_report_is_due_by_15_march() -> None:
    late = ReportingDemand("annual", "Årsrapport for 2025", date(2025, 12, 31), date(2026, 4, 1), (2,))
    (finding,) = findings(check, read(late, HALF))
    assert (finding.code, finding.lines, finding.expected) == ("annual-report-late", (2,), "15.03.2026")


def test_cut_offs_that_can_not_be() -> None:
    before = ReportingDemand("half_year", "Halvårsrapport for 2025", date(2025, 6, 30), date(2025, 5, 20), (3,))
    assert found(check, read(ANNUAL, before)) == [("reporting-deadline-before-cut-off", (3,))]
    other = ReportingDemand("half_year", "Halvårsrapport for 2025", date(2024, 6, 30), date(2025, 8, 20), (3,))
    assert found(check, read(ANNUAL, other)) == [("reporting-cut-off-other-year", (3,))]


def test_one_report_with_two_deadlines() -> None:
    again = ReportingDemand("annual", "Årsrapport for 2025", None, date(2026, 3, 1), (4,))
    assert ("reporting-deadline-differs", (2, 4)) in found(
        check, read(ANNUAL, HALF, again, more="Årsrapporten leveres 1. mars 2026.")
    )


def test_a_report_that_the_table_leaves_out() -> None:
    outside = ReportingDemand("grants", "Rapport om tilskudd", None, date(2025, 6, 1), (4,))
    assert found(check, read(ANNUAL, HALF, outside, more="Rapport om tilskudd sendes 1. juni 2025.")) == [
        ("reporting-not-in-table", (4,))
    ]
    assert found(check, read(HALF, outside, more="Rapport om tilskudd sendes 1. juni 2025.")) == []


def test_figures_of_the_years_end_in_the_half_year_report() -> None:
    assert found(check, read(more="Antall klager per 31. desember skal gis i halvårsrapporten.")) == [
        ("cut-off-of-other-report", (4,))
    ]
    for holds in (
        "Antall klager per 30. juni skal gis i halvårsrapporten.",
        "Per 31. desember i årsrapporten og per 30. juni i halvårsrapporten.",
    ):
        assert found(check, read(more=holds)) == []
