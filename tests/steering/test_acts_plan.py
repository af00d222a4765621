"""Plans, goals, parameters and assignments: what is kept, and what is refused with a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from styrhus.archive.sourced import Place
from styrhus.audit.models import Event
from styrhus.audit.queries import history_of
from styrhus.steering import actions
from styrhus.steering.models import Assignment, Goal, Listing, Parameter, Plan
from tests.factories import SmallPlan, World, assignment, binding, deadline, document, duty, goal, plan, post
from tests.refusals import refused


def test_a_year_has_one_plan(place: World, small: SmallPlan) -> None:
    with pytest.raises(ValidationError) as error:
        plan(place.agency, 2023)
    assert refused(error) == "Prøvedir har allerede en plan for 2023."
    assert Plan.objects.count() == 1


def test_the_plan_is_under_the_agencys_own_ministry(place: World) -> None:
    letter = document(place.agency)
    values = {"agency": place.agency, "year": 2023, "letter": letter, "letter_date": None, "reference": "", "by": None}
    with pytest.raises(ValidationError) as error:
        actions.make_plan(ministry=place.other_ministry, **values)
    assert refused(error) == "Prøvedir er ikke ført opp under AD."
    with pytest.raises(ValidationError) as error:
        actions.make_plan(ministry=place.other_agency, **values)
    assert refused(error) == "Anndir er ikke et departement."


def test_goals_keep_their_order_place_and_parent(place: World) -> None:
    made = plan(place.agency)
    first = goal(made, "1", "Hovedmål")
    second = actions.add_goal(
        plan=made, number="1.1", title="Delmål", place=Place(made.letter, (7, 8)), by=None, parent=first
    )
    assert [one.order for one in made.goals.all()] == [1, 2]
    assert (second.parent, second.document, second.lines) == (first, made.letter, [7, 8])
    with pytest.raises(ValidationError) as error:
        goal(made, "1")
    assert refused(error) == "Mål 1 står allerede i planen for 2023."


def test_nothing_of_another_plan_is_linked(place: World, small: SmallPlan) -> None:
    other = plan(place.other_agency)
    foreign = goal(other)
    for act in (
        lambda: actions.add_goal(plan=small.plan, number="7", title="T", place=Place(), by=None, parent=foreign),
        lambda: actions.add_parameter(plan=small.plan, goal=foreign, label="SP", text="T", place=Place(), by=None),
        lambda: assignment(small.plan, goal=foreign),
        lambda: actions.enter_oral_order(
            plan=small.plan,
            title="T",
            description="",
            given_by_name="N",
            given_on=date(2023, 1, 1),
            deadline_date=None,
            goal=foreign,
            by=None,
        ),
        lambda: actions.add_funding(
            assignment=small.assignments[0], part="", post=post(other), amount=1, place=Place(), by=None
        ),
        lambda: actions.bind_to_assignment(
            assignment=small.assignments[0], binding=binding(post(other, "02")), part="", by=None
        ),
    ):
        with pytest.raises(ValidationError):
            act()


def test_a_parameter_and_a_duty_of_last_year_keep_their_owner(place: World, small: SmallPlan) -> None:
    actions.set_owner(item=small.parameters[0], owner=place.controller, department=place.department, by=None)
    actions.set_owner(item=small.duties[0], owner=place.controller, department=None, by=None)
    actions.set_duty_routine(duty=small.duties[0], frequency="yearly", routine="Slik gjør vi det", by=None)
    following = plan(place.agency, 2024)
    parameter = actions.add_parameter(
        plan=following, goal=None, label="SP 1", text=small.parameters[0].text, place=Place(), by=None
    )
    again, changed = duty(following), duty(following, "En helt ny plikt.")
    assert (parameter.owner, parameter.department) == (place.controller, place.department)
    assert (again.owner, again.frequency, again.routine) == (place.controller, "yearly", "Slik gjør vi det")
    assert (changed.owner, changed.frequency) == (None, "")


def test_an_earlier_assignment_is_the_same_with_its_history(place: World, small: SmallPlan) -> None:
    old = small.assignments[0]
    following = plan(place.agency, 2024)
    again = assignment(following, old.number, "Kartlegge diskriminering i kommuner", earlier=True)
    assert again.pk == old.pk
    assert Assignment.objects.filter(number=old.number).count() == 1
    assert set(old.listings.values_list("plan__year", flat=True)) == {2023, 2024}
    change = history_of(old).get(act="steering.change_assignment")
    assert change.old == {"title": "Kartlegge opplevd diskriminering"}
    assert change.new["title"] == "Kartlegge diskriminering i kommuner"
    assert change.new["document"] == following.letter.pk
    assert again.description == "Metoden skal prøves i to kommuner"  # kept: the new letter says nothing of it


def test_the_same_title_writes_no_change(place: World, small: SmallPlan) -> None:
    assignment(plan(place.agency, 2024), small.assignments[0].number, small.assignments[0].title, earlier=True)
    assert not Event.objects.filter(act="steering.change_assignment").exists()


def test_an_assignment_is_listed_once_a_year(place: World, small: SmallPlan) -> None:
    with pytest.raises(ValidationError) as error:
        assignment(small.plan, "2023-01")
    assert refused(error) == "Oppdrag 2023-01 står allerede i planen for 2023."
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.create(plan=small.plan, assignment=small.assignments[0])


def test_unnumbered_assignments_are_each_their_own(place: World) -> None:
    made = plan(place.agency)
    fields = {"goal": None, "earlier": False, "place": Place(), "by": None, "number": ""}
    first = actions.add_assignment(plan=made, title="Uten nummer", **fields)
    second = actions.add_assignment(plan=made, title="Uten nummer", **fields)
    assert first.pk != second.pk


def test_two_agencies_may_use_the_same_number(place: World, small: SmallPlan) -> None:
    other = assignment(plan(place.other_agency), "2023-01")
    assert other.pk != small.assignments[0].pk


def test_the_year_given_is_read_from_the_number(place: World) -> None:
    made = plan(place.agency)
    years = {
        number: assignment(made, number, earlier=earlier).given_year
        for number, earlier in {
            "2022-27": True,
            "TTB2021-41": True,
            "Oppdrag 4": True,
            "2023-1": False,
            "7": False,
        }.items()
    }
    assert years == {"2022-27": 2022, "TTB2021-41": 2021, "Oppdrag 4": None, "2023-1": 2023, "7": 2023}


def test_withdrawing_needs_a_document_or_a_reason_and_happens_once(place: World, small: SmallPlan) -> None:
    one = small.assignments[0]
    with pytest.raises(ValidationError) as error:
        actions.withdraw_assignment(assignment=one, place=Place(), by=None, why="  ")
    assert refused(error).startswith("Skriv hvorfor oppdraget trekkes")
    gone = actions.withdraw_assignment(assignment=one, place=Place(), by=None, why="Avtalt")
    assert gone.state == "withdrawn"
    assert gone.deadlines.exists()
    assert not gone.deadlines.standing().exists()
    with pytest.raises(ValidationError) as error:
        actions.withdraw_assignment(assignment=one, place=Place(), by=None, why="Igjen")
    assert refused(error) == "Oppdraget er allerede trukket."
    with pytest.raises(ValidationError) as error:
        assignment(plan(place.agency, 2024), one.number)
    assert "trukket" in refused(error)


def test_a_part_of_an_earlier_letter_is_kept(place: World, small: SmallPlan) -> None:
    one = small.assignments[0]
    known = one.parts.get()
    with pytest.raises(ValidationError) as error:
        actions.add_part(assignment=one, label="Del 1", text="En gang til", place=Place(one.document, (9,)), by=None)
    assert refused(error) == "Del 1 står allerede i oppdraget."
    again = actions.add_part(assignment=one, label="Del 1", text="Annet", place=Place(document(place.agency)), by=None)
    assert again.pk == known.pk


def test_a_binding_has_one_assignment_and_can_move(place: World, small: SmallPlan) -> None:
    link = actions.bind_to_assignment(assignment=small.assignments[1], binding=small.bindings[0], part="Del 1", by=None)
    assert small.bindings[0].assignment_link == link
    event = history_of(small.assignments[1]).first()
    assert event is not None
    assert event.old == {"assignment": small.assignments[0].pk, "part": "Del 2"}


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("title", "x" * 1001, "Tittel"),
        ("title", "   ", "Tittel"),
        ("number", "9" * 41, "Nummer"),
        ("description", "ord " * 30_000, "lengre enn 100000 tegn"),
        ("given_year", 10**9, "Gitt i"),
    ],
)
def test_what_can_not_be_kept_is_refused_with_one_sentence(field: str, value: object, word: str, place: World) -> None:
    made = plan(place.agency)
    with pytest.raises(ValidationError) as error:
        assignment(made, **{field: value})
    assert word in refused(error)
    assert not Assignment.objects.exists()
    assert not Event.objects.filter(act="steering.add_assignment").exists()


def test_nul_characters_are_left_out(place: World) -> None:
    one = assignment(plan(place.agency), "2023-\x001", "Tit\x00tel", description="Tekst\x00")
    assert (one.number, one.title, one.description) == ("2023-1", "Tittel", "Tekst")


def test_the_database_holds_what_the_acts_hold(place: World, small: SmallPlan) -> None:
    one = small.assignments[0]
    breaches = (
        lambda: Plan.objects.create(agency=place.agency, ministry=place.ministry, year=2023, letter=small.plan.letter),
        lambda: Goal.objects.create(plan=small.plan, number="1", title="T", order=9),
        lambda: Assignment.objects.create(agency=place.agency, number=one.number, title="T"),
        lambda: Assignment.objects.create(agency=place.agency, title="T", state="unknown"),
        lambda: Assignment.objects.create(agency=place.agency, title="T", oral_from="Noen"),
        lambda: one.deadlines.create(text="T", kind="date"),
        lambda: one.deadlines.create(text="T", kind="sometime"),
        lambda: one.parts.create(label="Del 1"),
    )
    for breach in breaches:
        with pytest.raises(IntegrityError), transaction.atomic():
            breach()


def test_nothing_is_half_saved(place: World, small: SmallPlan) -> None:
    before = (Parameter.objects.count(), Event.objects.count())
    with pytest.raises(ValidationError):
        actions.add_parameter(plan=small.plan, goal=None, label="x" * 41, text="T", place=Place(), by=None)
    deadline_count = small.assignments[0].deadlines.count()
    with pytest.raises(ValidationError):
        deadline(small.assignments[0], text="x" * 301, part="Del 8")
    assert (Parameter.objects.count(), Event.objects.count()) == before
    assert small.assignments[0].deadlines.count() == deadline_count
