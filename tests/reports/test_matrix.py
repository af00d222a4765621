"""What the letter asks of a report, and when a demand counts as answered."""

from __future__ import annotations

from datetime import date

import pytest

from styrhus.archive.sourced import Place
from styrhus.reports import matrix
from styrhus.reports.kinds import KINDS
from styrhus.reports.matrix import Asked, Row, kinds_asked, rows, sources_for
from styrhus.steering import actions as steering
from tests import factories


@pytest.fixture
def small(db):
    return factories.small_plan(factories.world().agency)


def by_key(plan, kind="annual", **more) -> dict[str, Row]:
    return {row.demand: row for row in rows(Asked(plan, kind, **more))}


def test_every_demand_stands_once_with_its_words(small):
    found = rows(Asked(small.plan, "annual"))
    assert len({row.demand for row in found}) == len(found)
    assert all(row.label and row.kind for row in found)
    wanted = {f"parameter:{one.pk}" for one in small.parameters} | {f"assignment:{one.pk}" for one in small.assignments}
    assert wanted <= {row.demand for row in found}


def test_a_parameter_is_answered_when_its_owner_has_spoken_to_the_ministry(small):
    parameter = small.parameters[0]
    key = f"parameter:{parameter.pk}"
    before = by_key(small.plan)[key]
    assert (before.where, before.answered, before.is_open) == ("goal-1", False, True)
    steering.judge(item=parameter, colour="green", reason="", shared=False, by=None)
    assert not by_key(small.plan)[key].answered
    steering.judge(item=parameter, colour="green", reason="", shared=True, by=None)
    assert by_key(small.plan)[key].answered


def test_a_section_with_text_answers_and_so_does_one_inside_it(small):
    demand = "rule:effects"
    parents = {one.key: one.parent for one in KINDS["annual"].outline(small.plan).sections}
    sections = {one.key: one.sources for one in KINDS["annual"].outline(small.plan).sections}
    assert not by_key(small.plan)[demand].answered
    written = by_key(small.plan, sections=sections, parents=parents, written={"goal-2"})
    assert written[demand].answered
    assert written[demand].where == "results"


def test_a_source_without_a_register_answers_nothing(small):
    assert not by_key(small.plan)["rule:statistics"].answered
    assert not by_key(small.plan, "half_year")["rule:supervision"].answered
    assert by_key(small.plan, "half_year")["rule:accounts"].answered


def test_a_source_that_the_writers_leave_out_answers_nothing(small):
    sections = {one.key: one.sources for one in KINDS["half_year"].outline(small.plan).sections}
    key = f"assignment:{small.assignments[0].pk}"
    assert by_key(small.plan, "half_year", sections=sections)[key].answered
    assert not by_key(small.plan, "half_year", sections=sections | {"assignments": ()})[key].answered


def test_a_link_answers_and_an_acceptance_is_not_an_answer(small):
    linked = by_key(small.plan, links={"rule:outlook": "leader"})["rule:outlook"]
    assert (linked.where, linked.answered) == ("leader", True)
    accepted = by_key(small.plan, accepted={"rule:outlook"})["rule:outlook"]
    assert (accepted.answered, accepted.accepted, accepted.is_open) == (False, True, False)
    assert not by_key(small.plan, links={"rule:outlook": "nowhere"})["rule:outlook"].answered


def test_a_joint_directive_needs_words(small):
    directive = small.plan.directives.get()
    assert not by_key(small.plan)[f"directive:{directive.pk}"].answered
    assert f"directive:{directive.pk}" not in by_key(small.plan, "half_year")


def test_a_report_answers_the_demand_for_itself_of_its_own_year(small):
    last_year = steering.add_reporting_demand(
        plan=small.plan, kind="annual", title="Årsrapport 2022", cut_off=date(2022, 12, 31),
        deadline=date(2023, 3, 15), place=Place(small.plan.letter, (50,)), by=None,
    )  # fmt: skip
    found = by_key(small.plan)
    own = small.plan.reporting_demands.get(title="Årsrapport 2023")
    assert found[f"report:{own.pk}"].answered
    assert f"report:{last_year.pk}" not in found


def test_an_assignment_due_in_the_report_must_be_told_of(small):
    one = factories.assignment(small.plan, "2022-12", "Systematisere tilbakemeldinger")
    factories.deadline(one, None, text="Årsrapport 2023", kind="in_report")
    key = f"assignment:{one.pk}"
    assert not by_key(small.plan)[key].answered
    steering.write_note(item=one, text="Gjort.", shared=True, by=None)
    assert by_key(small.plan)[key].answered


def test_a_duty_that_asks_for_reporting_stands_in_the_right_report(small):
    duty = factories.duty(small.plan, "Oppfølgingsplanen for Riksrevisjonen skal omtales i årsrapporten.")
    assert by_key(small.plan)[f"duty:{duty.pk}"].where == "audit"
    assert f"duty:{duty.pk}" not in by_key(small.plan, "half_year")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Virksomheten skal ha dokumenterte rutiner.", ()),
        ("Risikoen skal omtales i årsrapporten.", ("annual",)),
        ("Halvårsrapporteringen skal beskrive avvik.", ("half_year",)),
        ("Regnskapsrapporten skal vise status for hver post.", ("accounts",)),
        ("Virksomheten skal rapportere på oppdrag.", ("annual", "half_year")),
    ],
)
def test_which_reports_a_duty_asks_for(text, kinds):
    assert kinds_asked(text) == kinds


def test_the_sources_of_every_rule_exist():
    for answer in matrix._duty_rules()["answer"]:
        assert all(one in matrix.SOURCES for one in answer["sources"])
    assert sources_for("Noe helt annet") == ()


def test_an_own_template_has_no_demands_of_the_rules(small):
    assert rows(Asked(small.plan, "own-1")) == []
