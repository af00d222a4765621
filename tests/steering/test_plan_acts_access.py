"""Every act of the plan: exactly who may do it, and the one event that it writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction

from styrhus.archive.sourced import Place
from styrhus.audit.models import Event
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.steering import actions
from styrhus.steering.models import Directive, Meeting, ReportingDemand
from tests.factories import SmallPlan, World, document
from tests.steering.followed import an_entry, an_occurrence, an_open_request, recurring

CONTROLLER = {Role.CONTROLLER}
OWNERS = {Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD}
ORDERS = {Role.CONTROLLER, Role.DIRECTOR, Role.MINISTRY_OFFICIAL}
LEADERS = {Role.CONTROLLER, Role.DIRECTOR}  # who may follow up what nobody answers for, and ask to drop it
OFFICIAL = {Role.MINISTRY_OFFICIAL}
# the acts of these are held by test_followup_acts.py and test_deliveries.py
FOLLOW_UP = {"styrhus.steering.actions.followup", "styrhus.steering.actions.deliveries"}
Act = Callable[[World, SmallPlan, User], object]


def _letter(small: SmallPlan) -> Place:
    return Place(document(small.plan.agency), (3, 4))


def _next_plan(world: World, small: SmallPlan, by: User) -> object:
    letter = document(world.agency)
    return actions.make_plan(
        agency=world.agency, ministry=world.ministry, year=2024, letter=letter, letter_date=None, reference="", by=by
    )


def _oral(small: SmallPlan, by: User | None) -> object:
    return actions.enter_oral_order(
        plan=small.plan, title="Rask oversikt", description="", given_by_name="Prøve Ekspedisjonssjef",
        given_on=date(2023, 4, 1), deadline_date=date(2023, 4, 15), goal=None, by=by,
    )  # fmt: skip


ACTS: dict[str, tuple[Act, set[Role], str]] = {
    "make_plan": (_next_plan, CONTROLLER, "steering.make_plan"),
    "add_goal": (
        lambda w, s, by: actions.add_goal(plan=s.plan, number="9", title="Et mål", place=_letter(s), by=by),
        CONTROLLER,
        "steering.add_goal",
    ),
    "add_parameter": (
        lambda w, s, by: actions.add_parameter(plan=s.plan, goal=None, label="SP 9", text="T", place=_letter(s), by=by),
        CONTROLLER,
        "steering.add_parameter",
    ),
    "add_part": (
        lambda w, s, by: actions.add_part(
            assignment=s.assignments[0], label="Del 9", text="T", place=_letter(s), by=by
        ),
        CONTROLLER,
        "steering.add_part",
    ),
    "add_deadline": (
        lambda w, s, by: actions.add_deadline(
            assignment=s.assignments[0],
            part="Del 9",
            text="Ut 2024",
            kind="end_of_year",
            date=date(2024, 12, 31),
            place=_letter(s),
            by=by,
        ),
        CONTROLLER,
        "steering.add_deadline",
    ),
    "change_deadline": (
        lambda w, s, by: actions.change_deadline(
            deadline=s.assignments[0].deadlines.earliest("pk"),
            text="1.9.2023",
            kind="date",
            date=date(2023, 9, 1),
            place=_letter(s),
            by=by,
            why="Utsatt",
        ),
        CONTROLLER,
        "steering.change_deadline",
    ),
    "withdraw_assignment": (
        lambda w, s, by: actions.withdraw_assignment(
            assignment=s.assignments[0], place=_letter(s), by=by, why="Ikke lenger aktuelt"
        ),
        CONTROLLER,
        "steering.withdraw_assignment",
    ),
    "add_funding": (
        lambda w, s, by: actions.add_funding(
            assignment=s.assignments[0], part="", post=s.post, amount=5, place=_letter(s), by=by
        ),
        CONTROLLER,
        "steering.add_funding",
    ),
    "bind_to_assignment": (
        lambda w, s, by: actions.bind_to_assignment(assignment=s.assignments[1], binding=s.bindings[1], part="", by=by),
        CONTROLLER,
        "steering.bind_to_assignment",
    ),
    "add_reporting_demand": (
        lambda w, s, by: actions.add_reporting_demand(
            plan=s.plan, kind="other", title="T", cut_off=None, deadline=None, place=_letter(s), by=by
        ),
        CONTROLLER,
        "steering.add_reporting_demand",
    ),
    "add_meeting": (
        lambda w, s, by: actions.add_meeting(
            plan=s.plan, kind="contact", title="T", count=None, when="", place=_letter(s), by=by
        ),
        CONTROLLER,
        "steering.add_meeting",
    ),
    "set_meeting_date": (
        lambda w, s, by: actions.set_meeting_date(meeting=Meeting.objects.earliest("pk"), date=date(2023, 5, 2), by=by),
        CONTROLLER,
        "steering.set_meeting_date",
    ),
    "add_directive": (
        lambda w, s, by: actions.add_directive(plan=s.plan, title="T", text="", place=_letter(s), by=by),
        CONTROLLER,
        "steering.add_directive",
    ),
    "add_duty": (
        lambda w, s, by: actions.add_duty(plan=s.plan, section="1", text="T", place=_letter(s), by=by),
        CONTROLLER,
        "steering.add_duty",
    ),
    "set_duty_routine": (
        lambda w, s, by: actions.set_duty_routine(duty=s.duties[0], frequency="yearly", routine="", by=by),
        OWNERS,
        "steering.set_duty_routine",
    ),
    "set_owner of an assignment": (
        lambda w, s, by: actions.set_owner(
            item=s.assignments[0], owner=w.people[Role.CASE_OFFICER], department=w.department, by=by
        ),
        OWNERS,
        "steering.set_owner",
    ),
    "set_owner of a parameter": (
        lambda w, s, by: actions.set_owner(item=s.parameters[0], owner=None, department=w.department, by=by),
        OWNERS,
        "steering.set_owner",
    ),
    "set_owner of a duty": (
        lambda w, s, by: actions.set_owner(item=s.duties[0], owner=None, department=w.department, by=by),
        OWNERS,
        "steering.set_owner",
    ),
    "set_owner of a report": (
        lambda w, s, by: actions.set_owner(
            item=ReportingDemand.objects.earliest("pk"), owner=None, department=w.department, by=by
        ),
        OWNERS,
        "steering.set_owner",
    ),
    "set_owner of a directive": (
        lambda w, s, by: actions.set_owner(
            item=Directive.objects.earliest("pk"), owner=None, department=w.department, by=by
        ),
        OWNERS,
        "steering.set_owner",
    ),
    "enter_oral_order": (lambda w, s, by: _oral(s, by), ORDERS, "steering.enter_oral_order"),
    "confirm_oral_order": (
        lambda w, s, by: actions.confirm_oral_order(
            assignment=_oral(s, None), document=document(w.agency), place=Place(), by=by
        ),
        ORDERS,
        "steering.confirm_oral_order",
    ),
    "approve_routine": (
        lambda w, s, by: actions.approve_routine(
            duty=s.duties[0], text="Slik", document=None, valid_from=date(2023, 1, 1), by=by
        ),
        OWNERS,
        "steering.approve_routine",
    ),
    "log_duty": (
        lambda w, s, by: actions.log_duty(duty=s.duties[0], period="", done_on=date(2023, 5, 2), by=by),
        LEADERS,
        "steering.log_duty",
    ),
    "cancel_duty_entry": (
        lambda w, s, by: actions.cancel_duty_entry(entry=an_entry(s.duties[0], w.controller), why="Feil", by=by),
        LEADERS,
        "steering.cancel_duty_entry",
    ),
    "make_occurrences": (
        lambda w, s, by: actions.make_occurrences(
            deadline=recurring(s.assignments[0]), year=2023, times=2, days=(), by=by
        ),
        OWNERS,
        "steering.make_occurrences",
    ),
    "finish_occurrence": (
        lambda w, s, by: actions.finish_occurrence(
            occurrence=an_occurrence(s.assignments[0]), done_on=date(2023, 5, 2), by=by
        ),
        LEADERS,
        "steering.finish_occurrence",
    ),
    "reopen_occurrence": (
        lambda w, s, by: actions.reopen_occurrence(
            occurrence=an_occurrence(s.assignments[0], done_by=w.controller), why="Feil", by=by
        ),
        LEADERS,
        "steering.reopen_occurrence",
    ),
    "ask_to_drop": (
        lambda w, s, by: actions.ask_to_drop(
            plan=s.plan,
            item=s.duties[0],
            kind="lower",
            reason="R",
            consequences="K",
            alternative="",
            wanted_from=date(2200, 1, 1),
            until=None,
            by=by,
        ),
        LEADERS,
        "steering.ask_to_drop",
    ),
    "recall_drop": (
        lambda w, s, by: actions.recall_drop(request=an_open_request(s.plan, s.duties[0], w.controller), by=by),
        LEADERS,
        "steering.recall_drop",
    ),
    "answer_drop": (
        lambda w, s, by: actions.answer_drop(
            request=an_open_request(s.plan, s.duties[0], w.controller),
            outcome="refused",
            answer="Nei",
            conditions="",
            effective_from=None,
            by=by,
        ),
        OFFICIAL,
        "steering.answer_drop",
    ),
}
TWO_EVENTS = {
    "add_assignment": (
        lambda w, s, by: actions.add_assignment(
            plan=s.plan, number="2023-99", title="T", goal=None, earlier=False, place=_letter(s), by=by
        ),
        CONTROLLER,
        ["steering.add_assignment", "steering.list_assignment"],
    ),
}


def _everyone(world: World) -> dict[str, tuple[User, Role | None]]:
    """Each person, with the role that may give the right; those of other organisations never have it."""
    people = {role.value: (user, role) for role, user in world.people.items()}
    outside = {"other controller": world.other_controller, "other ministry": world.other_official}
    return people | {name: (user, None) for name, user in (outside | {"no role": world.stranger}).items()}


def test_every_act_is_listed_here() -> None:
    listed = {name.split(" of ")[0] for name in ACTS | TWO_EVENTS}
    held_elsewhere = {name for name in actions.__all__ if getattr(actions, name).__module__ in FOLLOW_UP}
    assert listed == set(actions.__all__) - held_elsewhere - {"apply_granted"}  # the last is the program's own


@pytest.mark.parametrize("name", ACTS | TWO_EVENTS)
def test_who_may_do_it_and_what_is_written(name: str, place: World, small: SmallPlan) -> None:
    act, allowed, written = (ACTS | TWO_EVENTS)[name]
    for label, (user, role) in _everyone(place).items():
        with transaction.atomic():
            before = Event.objects.count()
            if role in allowed:
                act(place, small, user)
                events = list(Event.objects.filter(actor=user, act__startswith="steering.").order_by("number"))
                assert [event.act for event in events] == ([written] if isinstance(written, str) else written), label
                assert all(event.acting_for for event in events)
            else:
                with pytest.raises(AccessDenied), transaction.atomic():
                    act(place, small, user)
                assert not Event.objects.filter(actor=user).exists(), label
                assert Event.objects.filter(act=written, actor=None).count() <= before
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", ACTS)
def test_a_closed_account_may_nothing(name: str, place: World, small: SmallPlan) -> None:
    place.controller.is_active = False
    with pytest.raises(AccessDenied):
        ACTS[name][0](place, small, place.controller)
