"""What is due, what is whose, and what a search finds: always within what a person may see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styrhus.archive.sourced import Place
from styrhus.economy.queries import search as search_money
from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.steering import actions, queries
from styrhus.steering.models import Listing, Meeting, ReportingDemand
from styrhus.steering.queries import DueKind
from styrhus.steering.rules import Status, next_date, status_by_date
from tests.factories import SmallPlan, World, assignment, deadline, document, duty, plan, small_plan


def test_plans_are_seen_by_the_agency_its_ministry_and_the_auditor(place: World, small: SmallPlan) -> None:
    foreign = plan(place.other_agency)
    seen = {role: set(queries.visible_plans(user)) for role, user in place.people.items()}
    agency = {small.plan}
    assert seen == {
        Role.CONTROLLER: agency,
        Role.DIRECTOR: agency,
        Role.DEPARTMENT_HEAD: agency,
        Role.CASE_OFFICER: agency,
        Role.MINISTRY_OFFICIAL: agency,
        Role.ADMINISTRATOR: set(),
        Role.AUDITOR: {small.plan, foreign},
    }
    assert set(queries.visible_plans(place.other_controller)) == {foreign}
    assert set(queries.visible_plans(place.other_official)) == {foreign}
    assert not queries.visible_plans(place.stranger)


def test_an_old_plan_stays_with_the_ministry_that_it_was_made_under(place: World, small: SmallPlan) -> None:
    place.agency.parent = place.other_ministry
    place.agency.save()
    assert small.plan in queries.visible_plans(place.people[Role.MINISTRY_OFFICIAL])
    assert small.plan not in queries.visible_plans(place.other_official)


def test_a_role_that_has_ended_shows_nothing(place: World, small: SmallPlan) -> None:
    place.controller.roles.update(valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31))
    user = User.objects.get(pk=place.controller.pk)
    assert not queries.visible_plans(user)
    assert queries.deadlines_for(user, small.plan) == []


def test_everything_due_comes_by_date_and_the_undated_last(place: World, small: SmallPlan) -> None:
    Meeting.objects.update(date=date(2023, 9, 14))
    items = queries.deadlines_for(place.controller, small.plan, today=date(2023, 5, 25))
    assert [(item.kind, item.date, item.part) for item in items] == [
        (DueKind.ASSIGNMENT, date(2023, 6, 1), "Del 1"),
        (DueKind.MEETING, date(2023, 9, 14), ""),
        (DueKind.ASSIGNMENT, date(2023, 12, 31), "Del 2"),
        (DueKind.REPORT, date(2024, 3, 15), ""),
        (DueKind.ASSIGNMENT, None, ""),
    ]
    assert [item.status for item in items] == [
        Status.SOON,
        Status.COMING,
        Status.COMING,
        Status.COMING,
        Status.NO_DATE,
    ]
    assert all(reverse(item.url_name, args=item.url_args) for item in items)
    assert len({item.key for item in items}) == len(items)
    assert items[0].goal == "Mål 1: Flere deltar i arbeidslivet"


def test_replaced_and_withdrawn_deadlines_are_not_due(place: World, small: SmallPlan) -> None:
    one = small.assignments[0]
    actions.change_deadline(
        deadline=one.deadlines.get(part="Del 1"), text="1.9.2023", kind="date", date=date(2023, 9, 1),
        place=Place(document(place.agency)), by=None,
    )  # fmt: skip
    dates = [i.date for i in queries.deadlines_for(place.controller, small.plan) if i.number == one.number]
    assert dates == [date(2023, 9, 1), date(2023, 12, 31)]
    actions.withdraw_assignment(assignment=one, place=Place(), by=None, why="Avtalt")
    assert not [i for i in queries.deadlines_for(place.controller, small.plan) if i.number == one.number]


def test_what_is_due_can_be_narrowed(place: World, small: SmallPlan) -> None:
    officer = place.people[Role.CASE_OFFICER]
    report = ReportingDemand.objects.get()
    actions.set_owner(item=small.assignments[0], owner=officer, department=place.department, by=None)
    actions.set_owner(item=report, owner=None, department=place.department, by=None)
    mine = queries.deadlines_for(officer, small.plan, mine=True)
    assert {item.number for item in mine} == {"2023-01"}
    department = queries.deadlines_for(officer, small.plan, department=place.department)
    assert {item.kind for item in department} == {DueKind.ASSIGNMENT, DueKind.REPORT}
    assert queries.deadlines_for(officer, small.plan, department=place.other_department) == []
    assert queries.deadlines_for(place.controller, small.plan, mine=True, department=place.department) == []
    goal = queries.deadlines_for(officer, small.plan, goal=small.goals[1].pk)
    assert [item.number for item in goal] == ["2022-07"]


def test_nothing_is_due_for_those_who_may_not_see(place: World, small: SmallPlan) -> None:
    for user in (place.other_controller, place.other_official, place.stranger, place.people[Role.ADMINISTRATOR]):
        assert queries.deadlines_for(user, small.plan) == []


def test_mine_and_my_departments(place: World, small: SmallPlan) -> None:
    officer = place.people[Role.CASE_OFFICER]
    for item in (small.assignments[0], small.parameters[0], small.duties[0], ReportingDemand.objects.get()):
        actions.set_owner(item=item, owner=officer, department=place.department, by=None)
    rows = queries.my_items(officer, today=date(2023, 5, 25))
    assert [(row.kind, row.status) for row in rows] == [
        ("oppdrag", Status.SOON),
        ("rapporteringskrav", Status.COMING),
        ("fast plikt", Status.NO_DATE),
        ("styringsparameter", Status.NO_DATE),
    ]
    assert rows[0].date == date(2023, 6, 1)
    assert all(reverse(row.url_name, args=row.url_args) for row in rows)
    assert queries.my_items(place.controller) == []
    assert len(queries.department_items(place.controller, place.department)) == 4
    assert queries.department_items(place.other_controller, place.department) == []
    assert len(queries.department_items(place.people[Role.MINISTRY_OFFICIAL], place.department)) == 4


def test_mine_is_of_the_newest_year(place: World, small: SmallPlan) -> None:
    officer = place.people[Role.CASE_OFFICER]
    actions.set_owner(item=small.duties[0], owner=officer, department=None, by=None)
    plan(place.agency, 2024)
    assert queries.my_items(officer) == []


def test_the_overview_counts_what_there_is(place: World, small: SmallPlan) -> None:
    small_plan(place.agency, 2024)  # the same assignments again: must not count twice
    figures = queries.plan_figures(small.plan)
    assert (figures.goals, figures.parameters, figures.new_assignments, figures.earlier_assignments) == (2, 2, 1, 1)
    assert (figures.reports, figures.meetings, figures.directives) == (1, 1, 1)
    assert (figures.duties, figures.unowned_duties) == (2, 2)
    first, second = queries.goal_cards(small.plan, today=date(2023, 5, 25))
    assert (first.parameters, first.assignments, first.bound, first.next_date) == (1, 1, 12_200_000, date(2023, 6, 1))
    assert (second.parameters, second.assignments, second.bound, second.next_date) == (1, 1, 0, None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(offsets=st.lists(st.none() | st.integers(-400, 400), max_size=5))
def test_the_database_and_the_rule_agree_on_the_next_deadline(offsets: list[int | None], small: SmallPlan) -> None:
    today = timezone.localdate()
    one = assignment(small.plan)
    days = [None if offset is None else today + timedelta(days=offset) for offset in offsets]
    for number, day in enumerate(days):
        deadline(one, day, part=f"Del {number}")
    row = queries.listings_of(small.plan).get(assignment=one)
    assert row.next_date == next_date(days, today)
    assert Status(row.status) is status_by_date(row.next_date, today)
    assert (row.next_text == "") == (not days)


# -- search


def test_a_search_finds_each_kind_in_norwegian(place: World, small: SmallPlan) -> None:
    expected = {
        "tolk": {"mål", "styringsparameter", "oppdrag"},  # also within "tolkeordningen"
        "rutine": {"fast plikt"},
        "årsrapporten": {"rapporteringskrav"},
        "etatsstyringsmøter": {"møte"},
        "konsulent": {"fellesføring"},
        "2023-01": {"oppdrag"},
        '"opplevd diskriminering"': {"oppdrag"},
        "diskriminering -opplevd": set(),
        "finnesikkeihelebrevet": set(),
    }
    for text, kinds in expected.items():
        found = queries.search(place.controller, text)
        assert kinds <= {str(hit.kind) for hit in found}, text
        assert found or not kinds
        if not kinds:
            assert found == [], text
        assert all(reverse(hit.url_name, args=hit.url_args) for hit in found)
        assert all(hit.plan == "Prøvedir 2023" for hit in found)
        assert [hit.rank for hit in found] == sorted((hit.rank for hit in found), reverse=True)


def test_a_search_marks_its_words_and_runs_nothing(place: World, small: SmallPlan) -> None:
    duty(small.plan, 'Varsle <script>alert("x")</script> om beredskap')
    (hit,) = queries.search(place.controller, "beredskap")
    assert "<mark>beredskap</mark>" in hit.snippet
    assert "<script>" not in hit.snippet
    assert "alert(&quot;x&quot;)" in hit.snippet


def test_a_search_stays_within_what_one_may_see(place: World, small: SmallPlan) -> None:
    assert queries.search(place.other_controller, "diskriminering") == []
    assert queries.search(place.stranger, "diskriminering") == []
    assert queries.search(place.people[Role.AUDITOR], "diskriminering")
    assert queries.search(place.people[Role.MINISTRY_OFFICIAL], "diskriminering")
    assert search_money(place.other_controller, "diskriminering") == []
    assert search_money(place.people[Role.MINISTRY_OFFICIAL], "diskriminering")


def test_a_search_finds_money(place: World, small: SmallPlan) -> None:
    for text, kind in {
        "driftsutgifter": "post",
        "diskriminering": "budsjettbinding",
        "Prøveforeningen": "navngitt tilskudd",
    }.items():
        hits = search_money(place.controller, text)
        assert [str(hit.kind) for hit in hits] == [kind]
        assert hits[0].url_args == (small.post.pk,)


def test_a_search_has_its_limit(place: World, small: SmallPlan) -> None:
    for number in range(5):
        duty(small.plan, f"Beredskap {number}")
    assert len(queries.search(place.controller, "beredskap", limit=3)) == 3
    assert queries.search(place.controller, "beredskap", limit=0) == []


BAD = [
    "",
    " ",
    "\x00",
    "'",
    '"',
    '"uendelig',
    "-",
    "or",
    "a & | ! <-> :*",
    "\\",
    "%_",
    "😀",
    "x" * 1_000_000,
    "( ) " * 500,
]


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_no_text_breaks_a_search(text: str, place: World, small: SmallPlan) -> None:
    queries.search(place.controller, text)
    search_money(place.controller, text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(text=st.text(max_size=60))
def test_no_text_at_all_breaks_a_search(text: str, place: World, small: SmallPlan) -> None:
    for hit in [*queries.search(place.controller, text), *search_money(place.controller, text)]:
        assert hit.title


def test_an_assignment_is_found_through_any_plan_that_lists_it(place: World, small: SmallPlan) -> None:
    later = plan(place.agency, 2024)
    Listing.objects.create(plan=later, assignment=small.assignments[0])
    hits = [hit for hit in queries.search(place.controller, "diskriminering") if str(hit.kind) == "oppdrag"]
    assert [hit.plan for hit in hits] == ["Prøvedir 2024"]
