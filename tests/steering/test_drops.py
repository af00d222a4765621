"""Asking to end or down-prioritise work: only the ministry's approval changes anything, and what is decided is locked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from styrhus.archive.models import JournalEntry
from styrhus.archive.queries import documents_visible_to
from styrhus.archive.sourced import Place
from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.notices.models import Notice
from styrhus.steering import actions, queries
from styrhus.steering.agenda import room_points
from styrhus.steering.front import cards
from styrhus.steering.models import AssignmentState, DropKind, DropRequest, DropState, DutyState
from styrhus.steering.rules_periods import Follow
from tests import factories
from tests.factories import SmallPlan, World
from tests.refusals import refused
from tests.steering.followed import an_open_request

Browser = Callable[[User], Client]
TODAY = date(2023, 5, 2)
JUNE = date(2023, 6, 1)


@pytest.fixture(autouse=True)
def _second_of_may(settings: object) -> None:
    settings.DEMO_TODAY = TODAY  # type: ignore[attr-defined]


def ask(place: World, small: SmallPlan, item: Any, **values: Any) -> DropRequest:
    given = {
        "kind": DropKind.END,
        "reason": "Fagmiljøet er bundet",
        "consequences": "Én kartlegging faller bort",
        "alternative": "Kjøpe den",
        "wanted_from": JUNE,
        "until": None,
        "by": place.people[Role.DIRECTOR],
    }
    return actions.ask_to_drop(plan=small.plan, item=item, **(given | values))


def answer(place: World, request: DropRequest, outcome: DropState = DropState.GRANTED, **values: Any) -> DropRequest:
    given = {"answer": "Departementets svar", "conditions": "", "effective_from": None}
    official = place.people[Role.MINISTRY_OFFICIAL]
    return actions.answer_drop(request=request, outcome=outcome, by=official, **(given | values))


def test_a_wish_changes_nothing_and_the_ministry_is_told(place: World, small: SmallPlan) -> None:
    item, official = small.assignments[0], place.people[Role.MINISTRY_OFFICIAL]
    request = ask(place, small, item)
    item.refresh_from_db()
    assert item.state == AssignmentState.ACTIVE
    assert Notice.objects.filter(user=official, kind="steering.drop_asked").count() == 1
    assert not Notice.objects.filter(user=place.other_official).exists()
    entry = request.letter
    assert (entry.direction, entry.sender, entry.recipient) == ("U", place.agency.name, place.ministry.name)
    assert "Én kartlegging faller bort" in entry.document.text
    assert entry.document in documents_visible_to(official)
    assert entry.document not in documents_visible_to(place.other_official)


def test_the_end_of_an_assignment_waits_for_its_day(place: World, small: SmallPlan, settings: Any) -> None:
    item = small.assignments[0]
    request = answer(place, ask(place, small, item))
    item.refresh_from_db()
    assert (item.state, request.effective_from, request.applied_at) == (AssignmentState.ACTIVE, JUNE, None)
    assert actions.apply_granted(today=JUNE - timedelta(days=1)) == 0
    settings.DEMO_TODAY = JUNE
    assert actions.apply_granted(today=JUNE) == 1
    assert actions.apply_granted(today=JUNE) == 0
    item.refresh_from_db()
    request.refresh_from_db()
    assert item.state == AssignmentState.WITHDRAWN
    assert request.applied_at is not None


def test_an_answer_from_today_takes_effect_at_once(place: World, small: SmallPlan) -> None:
    item = small.assignments[0]
    request = answer(place, ask(place, small, item), effective_from=TODAY)
    item.refresh_from_db()
    assert item.state == AssignmentState.WITHDRAWN
    assert request.applied_at is not None


def test_the_agency_withdraws_nothing_without_the_ministrys_document(place: World, small: SmallPlan) -> None:
    item = small.assignments[0]
    with pytest.raises(ValidationError) as error:
        actions.withdraw_assignment(assignment=item, place=Place(), by=place.controller, why="Vi rekker det ikke")
    assert "må departementet spørres først" in refused(error)
    item.refresh_from_db()
    assert item.state == AssignmentState.ACTIVE


def test_an_assignment_is_lowered_for_a_time(place: World, small: SmallPlan) -> None:
    item, end = small.assignments[0], date(2023, 9, 1)
    answer(place, ask(place, small, item, kind=DropKind.LOWER, until=end))
    item.refresh_from_db()
    assert (item.state, item.lowered_from, item.lowered_until) == (AssignmentState.ACTIVE, JUNE, end)


def test_a_paused_duty_is_not_asked_for_while_it_rests(place: World, small: SmallPlan) -> None:
    duty = small.duties[0]
    actions.set_duty_routine(duty=duty, frequency="monthly", routine="", followed_from=date(2023, 5, 1), by=None)
    answer(place, ask(place, small, duty, kind=DropKind.LOWER, until=date(2023, 7, 15)))
    duty.refresh_from_db()
    assert (duty.state, duty.state_from, duty.paused_until) == (DutyState.PAUSED, JUNE, date(2023, 7, 15))
    assert queries.standing_of(duty, date(2023, 6, 15)).follow is Follow.LATE  # May was before the rest
    late = [one.code for one in queries.standing_of(duty, date(2023, 8, 1)).late]
    assert late == ["2023-M05", "2023-M07"]


def test_a_duty_that_ended_is_asked_for_no_more(place: World, small: SmallPlan) -> None:
    duty = small.duties[0]
    actions.set_duty_routine(duty=duty, frequency="yearly", routine="", by=None)
    answer(place, ask(place, small, duty))
    duty.refresh_from_db()
    assert duty.state == DutyState.ENDED
    assert queries.standing_of(duty, date(2024, 2, 1)).follow is Follow.ENDED
    with pytest.raises(ValidationError) as error:
        ask(place, small, duty)
    assert "allerede avsluttet" in refused(error)


@pytest.mark.parametrize("outcome", [DropState.REFUSED, DropState.GRANTED, DropState.CONDITIONAL])
def test_the_answer_is_journaled_and_told(place: World, small: SmallPlan, outcome: DropState) -> None:
    item = small.assignments[0]
    actions.set_owner(item=item, owner=place.people[Role.CASE_OFFICER], department=None, by=None)
    conditions = "Meld fra når det er slutt" if outcome is DropState.CONDITIONAL else ""
    request = answer(place, ask(place, small, item), outcome, conditions=conditions)
    entry = request.answer_letter
    assert (entry.direction, entry.sender, entry.case_file) == ("I", place.ministry.name, request.letter.case_file)
    assert "Departementets svar" in entry.document.text
    assert conditions in entry.document.text
    assert str(outcome.label) in entry.document.text
    told = Notice.objects.filter(kind="steering.drop_answered").values_list("user", flat=True)
    expected = {place.controller.pk, place.people[Role.DIRECTOR].pk, place.people[Role.CASE_OFFICER].pk}
    assert set(told) == expected
    item.refresh_from_db()
    assert item.state == AssignmentState.ACTIVE
    assert (request.effective_from is None) == (outcome is DropState.REFUSED)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"reason": " "}, "begrunnelse og konsekvenser"),
        ({"consequences": ""}, "begrunnelse og konsekvenser"),
        ({"wanted_from": date(2023, 5, 1)}, "har passert"),
        ({"until": date(2023, 8, 1)}, "La feltet stå tomt"),
        ({"kind": DropKind.LOWER, "until": JUNE}, "slutte etter"),
    ],
)
def test_a_wish_without_sense_is_refused(place: World, small: SmallPlan, values: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError) as error:
        ask(place, small, small.assignments[0], **values)
    assert says in refused(error)
    assert not DropRequest.objects.exists()
    assert not JournalEntry.objects.exists()


def test_only_running_work_of_the_plan_is_asked_for_and_once(place: World, small: SmallPlan) -> None:
    elsewhere = factories.small_plan(place.other_agency)
    for item, says in ((elsewhere.assignments[0], "står ikke i planen"), (elsewhere.duties[0], "en annen plan")):
        with pytest.raises(ValidationError) as error:
            ask(place, small, item)
        assert says in refused(error)
    request = ask(place, small, small.assignments[0])
    with pytest.raises(ValidationError) as error:
        ask(place, small, small.assignments[0])
    assert "til behandling" in refused(error)
    with pytest.raises(IntegrityError), transaction.atomic():
        an_open_request(small.plan, small.assignments[0], place.controller)
    actions.recall_drop(request=request, by=place.controller)
    ask(place, small, small.assignments[0])


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"outcome": DropState.REFUSED, "answer": " "}, "hvorfor"),
        ({"outcome": DropState.CONDITIONAL}, "vilkårene"),
        ({"outcome": DropState.RECALLED}, "Velg om"),
        ({"effective_from": date(2023, 5, 1)}, "har passert"),
        ({"effective_from": date(2023, 12, 1)}, "tidligere dag"),
    ],
)
def test_an_answer_without_sense_is_refused(place: World, small: SmallPlan, values: dict[str, Any], says: str) -> None:
    request = ask(place, small, small.duties[0], kind=DropKind.LOWER, until=date(2023, 9, 1))
    with pytest.raises(ValidationError) as error:
        answer(place, request, **values)
    assert says in refused(error)
    request.refresh_from_db()
    assert request.state == DropState.SENT


def decided(place: World, small: SmallPlan) -> list[DropRequest]:
    """One of each state that is final."""
    return [
        answer(place, ask(place, small, small.assignments[0])),
        answer(place, ask(place, small, small.assignments[1]), DropState.REFUSED),
        answer(place, ask(place, small, small.duties[0]), DropState.CONDITIONAL, conditions="Vilkår"),
        actions.recall_drop(request=ask(place, small, small.duties[1]), by=place.controller),
    ]


def test_no_act_changes_what_is_decided(place: World, small: SmallPlan) -> None:
    for request in decided(place, small):
        for again in (lambda r: answer(place, r), lambda r: actions.recall_drop(request=r, by=place.controller)):
            with pytest.raises(ValidationError) as error:
                again(request)
            assert "allerede avgjort" in refused(error)


STATEMENTS = [
    "update steering_droprequest set reason = 'x' where id = %s",
    "update steering_droprequest set state = 'sent', decided_by_id = null, decided_at = null, effective_from = null, applied_at = null where id = %s",
    "update steering_droprequest set answer = 'x' where id = %s",
    "delete from steering_droprequest where id = %s",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_what_is_decided_is_locked_in_sql(place: World, small: SmallPlan, statement: str) -> None:
    """By a trigger, which holds for every role: here the owner's, who may do all that the program's role may."""
    requests = decided(place, small)
    with connection.cursor() as cursor:
        for request in requests:
            with pytest.raises(DatabaseError, match="is locked"), transaction.atomic():
                cursor.execute(statement, [request.pk])
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("truncate steering_droprequest")


# -- pages


def test_the_way_of_a_request_on_its_pages(place: World, small: SmallPlan, browser: Browser) -> None:
    duty, director = small.duties[0], browser(place.people[Role.DIRECTOR])
    form = reverse("steering:drop_ask", args=(small.plan.pk,))
    assert form in director.get(reverse("steering:drops")).text
    assert "selected" in director.get(f"{form}?arbeid=plikt-{duty.pk}").text
    values = {"item": f"plikt-{duty.pk}", "kind": "lower", "wanted_from": "2023-06-01", "reason": "Grunn"}
    assert 'aria-invalid="true"' in director.post(form, values).text
    sent = director.post(form, values | {"consequences": "Følge"}, follow=True)
    assert "sendt til departementet" in sent.text
    request = DropRequest.objects.get()
    page = reverse("steering:drop", args=(request.pk,))
    assert "Send svaret" not in sent.text
    official = browser(place.people[Role.MINISTRY_OFFICIAL])
    assert "Send svaret" in official.get(page).text
    assert "Skriv hvorfor" in official.post(page, {"outcome": "refused"}).text
    done = official.post(page, {"outcome": "conditional", "conditions": "Bare til høsten"}, follow=True)
    assert "Svaret er sendt" in done.text
    assert "Bare til høsten" in director.get(page).text
    assert official.post(page, {"outcome": "granted"}).status_code == 404
    exported = director.get(reverse("steering:drops") + "?format=csv")
    assert "Bare til høsten" in b"".join(exported.streaming_content).decode()
    assert "Stilt i bero" in director.get(reverse("steering:duty", args=(duty.pk,))).text


def test_who_sees_a_request_and_who_gets_nothing(place: World, small: SmallPlan, browser: Browser) -> None:
    request = ask(place, small, small.assignments[0])
    page, form = reverse("steering:drop", args=(request.pk,)), reverse("steering:drop_ask", args=(small.plan.pk,))
    recall, listed = reverse("steering:drop_recall", args=(request.pk,)), reverse("steering:drops")
    for role in (
        Role.CONTROLLER,
        Role.DIRECTOR,
        Role.DEPARTMENT_HEAD,
        Role.CASE_OFFICER,
        Role.MINISTRY_OFFICIAL,
        Role.AUDITOR,
    ):
        client = browser(place.people[role])
        assert client.get(page).status_code == 200, role
        assert page in client.get(listed).text, role
        allowed = role in (Role.CONTROLLER, Role.DIRECTOR)
        assert client.get(form).status_code == (200 if allowed else 403), role
        if not allowed:
            assert client.post(recall).status_code == 403, role
        if role is not Role.MINISTRY_OFFICIAL:
            assert client.post(page, {"outcome": "granted"}).status_code == 404, role
    for user in (place.other_controller, place.other_official):
        client = browser(user)
        assert client.get(page).status_code == 404
        assert page not in client.get(listed).text
        assert client.post(page, {"outcome": "granted"}).status_code == 404
    assert browser(place.other_controller).get(form).status_code == 404
    assert browser(place.other_controller).post(recall).status_code == 404
    assert browser(place.stranger).get(page).status_code == 403
    request.refresh_from_db()
    assert request.state == DropState.SENT
    assert "trukket tilbake" in browser(place.controller).post(recall, follow=True).text


def test_the_front_page_and_the_agenda_tell_of_what_waits(place: World, small: SmallPlan) -> None:
    request, duty = ask(place, small, small.assignments[0]), small.duties[0]
    actions.set_duty_routine(duty=duty, frequency="quarterly", routine="", by=None)
    actions.set_owner(item=duty, owner=place.people[Role.CASE_OFFICER], department=place.department, by=None)
    page, own = reverse("steering:drop", args=(request.pk,)), reverse("steering:duty", args=(duty.pk,))

    def lines(user: User, sight: str) -> set[str]:
        return {line.url for card in cards(user, small.plan, sight) for line in card.lines}

    people = place.people
    assert page in lines(people[Role.MINISTRY_OFFICIAL], "departementet")
    assert own not in lines(people[Role.MINISTRY_OFFICIAL], "departementet")
    assert own in lines(people[Role.CASE_OFFICER], "mine")
    assert own in lines(people[Role.DEPARTMENT_HEAD], "avdeling")
    assert {own, page} <= lines(people[Role.DIRECTOR], "virksomheten")
    assert not {own, page} & (
        lines(place.other_official, "departementet") | lines(place.other_controller, "virksomheten")
    )
    assert [point.url for point in room_points(small.plan) if point.kind == "steering.drop"] == [page]
    assert own not in {point.url for point in room_points(small.plan)}
