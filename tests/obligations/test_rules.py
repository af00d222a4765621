"""The rules, on plain data."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from styrhus.obligations import rules

RULE = rules.apprentice_rule(date(2023, 6, 1))
AMOUNTS = st.integers(min_value=0, max_value=10**9)


def test_the_rule_of_apprentices_has_a_source_that_is_confirmed():
    assert (RULE.above, RULE.least, RULE.verified) == (75, 1, True)
    assert "2023" in RULE.source


@given(st.integers(0, 5000), st.integers(0, 50))
def test_apprentices_lack_only_where_the_rule_applies(employees, apprentices):
    missing = rules.apprentices_missing(RULE, employees, apprentices)
    assert missing == (1 if employees > 75 and apprentices == 0 else 0)


def test_exactly_75_employees_are_not_more_than_75():
    assert rules.apprentices_missing(RULE, 75, 0) == 0
    assert rules.apprentices_missing(RULE, 76, 0) == 1


@given(st.lists(st.tuples(st.sampled_from(["ict", "law"]), st.sampled_from([2021, 2022, 2023]), AMOUNTS)))
def test_sums_by_field_count_this_year_and_the_last_alone(rows):
    sums = rules.sums_by_field(rows, 2023)
    assert sum(row.now for row in sums.values()) == sum(amount for _f, year, amount in rows if year == 2023)
    assert sum(row.before for row in sums.values()) == sum(amount for _f, year, amount in rows if year == 2022)


def test_a_change_from_nothing_has_no_share():
    assert rules.Change(10, 0).share is None
    assert rules.Change(50, 100).share == -0.5


def test_proposed_thresholds_are_not_called_confirmed():
    levels = rules.levels_on(date(2023, 5, 1))
    assert [level.amount for level in levels] == sorted(level.amount for level in levels)
    assert not any(level.verified for level in levels)


def test_the_agency_s_own_threshold_takes_over_from_its_day():
    own = [("national", 1_500_000, date(2023, 5, 1), "Egen kilde")]
    before = {level.key: level for level in rules.levels_on(date(2023, 4, 30), own)}
    after = {level.key: level for level in rules.levels_on(date(2023, 5, 1), own)}
    assert not before["national"].own
    assert (after["national"].amount, after["national"].verified, after["national"].source) == (
        1_500_000,
        True,
        "Egen kilde",
    )


@given(AMOUNTS)
def test_the_level_is_the_highest_that_the_value_reaches(value):
    levels = rules.levels_on(date(2023, 5, 1))
    level = rules.level_of(value, levels)
    reached = [one.amount for one in levels if one.amount <= value]
    assert (level.amount if level else None) == (max(reached) if reached else None)


def test_points_are_missed_when_their_time_has_come():
    assert rules.missing_points(contract=False, ended=False, checked=()) == ["need", "competition"]
    assert rules.missing_points(contract=True, ended=False, checked=("need",)) == [
        "competition",
        "protocol",
        "contract",
    ]
    everything = ("need", "competition", "protocol", "contract")
    assert rules.missing_points(contract=True, ended=True, checked=everything) == ["evaluation"]


def test_directives_are_known_by_their_titles():
    assert rules.directive_kind("Lærlinger skal stå i et høvelig forhold") == "apprentices"
    assert rules.directive_kind("Redusere konsulentbruken") == "consultants"
    assert rules.directive_kind("Mulighetene for desentralisert arbeid") == "decentralised"
    assert rules.directive_kind("Klima og miljø") == "other"


def test_an_evaluation_is_as_far_as_its_dates_say():
    given = {"stopped": False, "kudos": False, "published": False, "delivered": False, "contract": False}
    assert rules.evaluation_state(**given) == "planned"
    assert rules.evaluation_state(**given | {"contract": True}) == "running"
    assert rules.evaluation_state(**given | {"contract": True, "delivered": True}) == "delivered"
    assert rules.evaluation_state(**given | {"published": True, "delivered": True}) == "published"
    assert rules.evaluation_state(**given | {"published": True, "kudos": True}) == "registered"
    assert rules.evaluation_state(**given | {"stopped": True, "contract": True}) == "stopped"
