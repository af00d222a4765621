"""What the room offers others: figures with receipts, points for the meeting, cards, reminders."""

from __future__ import annotations

from datetime import date

import pytest

from styrhus.forecast import actions, agenda, figures, front, reminders
from styrhus.identity import clock
from styrhus.identity.roles import Role
from styrhus.steering.models import Plan


def figure(money, name: str, as_at: date = date(2023, 4, 30), known_at=None):
    return figures.compute(name, agency=money.place.agency, year=2023, as_at=as_at, known_at=known_at)


def test_a_figure_is_of_a_frozen_version_and_stays_so(money):
    assert figure(money, "forecast:670.01").value is None
    version = money.frozen(each=900_000)
    first = figure(money, "forecast:670.01")
    assert first.value == 11_200_000
    assert figure(money, "deviation:670.01").value == 800_000
    assert figure(money, "used:670.01").value == 4_000_000
    assert figure(money, "planned_rest:670.01").value == 7_200_000
    assert figure(money, "profile:670.01").value is None
    assert figure(money, "forecast").value == 11_200_000 + 800_000
    assert first.url == f"/prognoser/{version.pk}/"
    money.use(3, 500_000)
    assert figure(money, "forecast:670.01") == first


def test_a_figure_asked_as_known_before_the_freezing_has_no_value(money):
    with clock.at(date(2023, 5, 1)):
        before = clock.now()
    money.frozen()
    assert figure(money, "forecast:670.01", known_at=before).value is None
    assert figure(money, "forecast:670.01", as_at=date(2023, 4, 29)).value is None


def test_every_figure_of_the_list_can_be_computed_and_no_other(money):
    money.frozen()
    for name in figures.LABELS:
        assert figure(money, f"{name}:670.71").rows == 1
    with pytest.raises(KeyError):
        figure(money, "unknown:670.01")


def test_the_agenda_has_only_what_is_shared(money):
    plan = Plan.objects.get(agency=money.place.agency)
    version = money.frozen(each=1_100_000)
    assert list(agenda.room_points(plan)) == []
    actions.approve(version=version, words="", by=None)
    actions.share(version=version, words="", by=None)
    points = {point.text: point for point in agenda.room_points(plan)}
    over = points["670.01 Driftsutgifter"]
    assert (over.kind, over.weight) == ("forecast.over", 3)
    assert "Merforbruk" in over.note
    assert points["670.71 Driftsutgifter"].kind == "forecast.left"


def texts(user, plan, sight):
    return [line.tag for card in front.cards(user, plan, sight) for line in card.lines]


def test_the_front_page_follows_the_version(money):
    place = money.place
    plan = Plan.objects.get(agency=place.agency)
    head, director, official = (
        place.people[role] for role in (Role.DEPARTMENT_HEAD, Role.DIRECTOR, Role.MINISTRY_OFFICIAL)
    )
    money.use(4, 300_000, inside=place.department)
    version = money.open()
    assert texts(head, plan, "mine") == ["Lever"]
    assert texts(director, plan, "mine") == []
    assert texts(place.controller, plan, "mine") == ["Åpen"]
    actions.freeze(version=version, why="Prøve", by=place.controller)
    assert "Godkjenn" in texts(director, plan, "mine")
    actions.approve(version=version, words="", by=director)
    assert "Del med departementet" in texts(place.controller, plan, "mine")
    assert texts(official, plan, "departementet") == []
    actions.share(version=version, words="", by=place.controller)
    assert texts(official, plan, "departementet") == ["Delt"]
    assert texts(place.other_official, plan, "departementet") == []
    assert texts(place.people[Role.ADMINISTRATOR], plan, "mine") == []


def test_a_department_is_reminded_before_the_deadline_and_the_controller_after(money):
    place = money.place
    money.use(4, 300_000, inside=place.department)
    version = money.open(due_on=date(2023, 5, 12))
    head = place.people[Role.DEPARTMENT_HEAD]
    assert list(reminders.due(date(2023, 5, 8))) == []
    soon = {(one.user, one.kind) for one in reminders.due(date(2023, 5, 9))}
    assert (head, "forecast.due") in soon
    late = {(one.user, one.kind) for one in reminders.due(date(2023, 5, 13))}
    assert {(head, "forecast.late"), (place.controller, "forecast.missing")} <= late
    money.enter(version, 1, inside=place.department, by=head)
    actions.submit(version=version, department=place.department, words="", by=head)
    assert head not in {one.user for one in reminders.due(date(2023, 5, 13))}
