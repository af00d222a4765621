"""Delegations: nobody gives more than they hold, and what is committed is held against the whole chain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from styrhus.audit.models import Event
from styrhus.control import actions, queries
from styrhus.control.models import DelegationUse
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.notices.models import Notice
from tests import factories
from tests.control.conftest import TODAY
from tests.factories import document, user
from tests.refusals import refused


def give(place, giver, receiver, *, by=None, **values):
    values = {
        "parent": None, "posts": ["671.21"], "per_commitment": 100_000, "per_year": 150_000,
        "valid_from": date(2023, 2, 1), "valid_to": date(2023, 6, 30), "document": document(place.agency),
    } | values  # fmt: skip
    return actions.delegate(agency=place.agency, giver=giver, receiver=receiver, by=by or giver, **values)


@pytest.fixture
def people(place):
    return place.people


@pytest.fixture
def further(place, delegation, people):
    """What the head gives on to the case officer."""
    return give(place, people[Role.DEPARTMENT_HEAD], people[Role.CASE_OFFICER], parent=delegation)


def commit(who, post, amount, on=TODAY):
    return queries.may_commit(user=who, post=post, amount=amount, on=on)


def test_the_director_holds_it_all(people, small):
    verdict = commit(people[Role.DIRECTOR], small.post, 10**9)
    assert verdict.allowed
    assert verdict.delegation is None


def test_without_a_delegation_nobody_commits(people, small):
    assert not commit(people[Role.CASE_OFFICER], small.post, 1).allowed


def test_giving_tells_the_receiver_and_leaves_one_event(delegation, people):
    assert Event.objects.filter(act="control.delegate").count() == 1
    assert (
        Notice.objects.get(user=people[Role.DEPARTMENT_HEAD]).text == "Du har fått budsjettfullmakt fra Prøve Direktør."
    )


@pytest.mark.parametrize(("amount", "allowed"), [(100_000, True), (100_001, False)])
def test_the_limit_of_a_commitment_is_part_of_it(further, people, small, amount, allowed):
    assert commit(people[Role.CASE_OFFICER], small.post, amount).allowed is allowed


@pytest.mark.parametrize(("day", "allowed"), [
    (date(2023, 1, 31), False), (date(2023, 2, 1), True), (date(2023, 6, 30), True), (date(2023, 7, 1), False),
])  # fmt: skip
def test_it_holds_from_its_first_day_through_its_last(further, people, small, day, allowed):
    assert commit(people[Role.CASE_OFFICER], small.post, 1, day).allowed is allowed


def test_another_post_is_outside(place, further, people, small):
    other = factories.post(small.plan, "60", 1_000_000, chapter="671")
    verdict = commit(people[Role.CASE_OFFICER], other, 1)
    assert not verdict.allowed
    assert "posten er ikke med" in verdict.why


def test_the_year_s_limit_counts_what_is_logged(further, people, small):
    officer = people[Role.CASE_OFFICER]
    first, _row = actions.use_delegation(
        user=officer, post=small.post, amount=100_000, on=TODAY, purpose="Første avtale", by=officer
    )
    second, row = actions.use_delegation(
        user=officer, post=small.post, amount=50_001, on=TODAY, purpose="Andre avtale", by=officer
    )
    assert first.allowed
    assert not second.allowed
    assert not row.allowed
    assert "150 000" in second.why.replace("\xa0", " ")
    assert DelegationUse.objects.count() == 2
    assert commit(officer, small.post, 50_000).allowed, "what was refused is not counted"


def test_what_is_used_below_counts_above(delegation, further, people, small, place):
    """The head's limit of the year covers what those committed to whom the head has delegated."""
    officer, head = people[Role.CASE_OFFICER], people[Role.DEPARTMENT_HEAD]
    for _time in range(3):
        actions.use_delegation(user=head, post=small.post, amount=950_000, on=TODAY, purpose="Avtale", by=head)
    assert commit(officer, small.post, 100_000).allowed
    actions.use_delegation(user=officer, post=small.post, amount=100_000, on=TODAY, purpose="Avtale", by=officer)
    assert queries.used_under(delegation, 2023) == 2_950_000
    verdict = commit(officer, small.post, 50_001)
    assert not verdict.allowed
    assert not commit(head, small.post, 50_001).allowed
    assert commit(head, small.post, 50_000).allowed


def test_when_what_it_rests_on_is_withdrawn_it_is_of_no_use(delegation, further, people, small):
    director = people[Role.DIRECTOR]
    actions.withdraw_delegation(delegation=delegation, from_day=TODAY, why="Ny leder", by=director)
    verdict = commit(people[Role.CASE_OFFICER], small.post, 1)
    assert not verdict.allowed
    assert "Prøve Avdelingsleder" in verdict.why
    assert commit(people[Role.CASE_OFFICER], small.post, 1, TODAY - timedelta(days=1)).allowed
    rows = queries.standing_at(type(delegation).objects.all(), TODAY)
    assert [(row.delegation.pk, row.holds) for row in rows] == [(further.pk, False)]


def test_it_is_withdrawn_once_with_a_reason_and_not_back_in_time(delegation, people):
    director = people[Role.DIRECTOR]
    for why, day in (("", TODAY), ("Ny leder", TODAY - timedelta(days=1))):
        with pytest.raises(ValidationError):
            actions.withdraw_delegation(delegation=delegation, from_day=day, why=why, by=director)
    actions.withdraw_delegation(delegation=delegation, from_day=TODAY, why="Ny leder", by=director)
    with pytest.raises(ValidationError) as error:
        actions.withdraw_delegation(delegation=delegation, from_day=TODAY, why="Igjen", by=director)
    assert refused(error) == "Fullmakten er alt trukket."


@pytest.mark.parametrize(("values", "words"), [
    ({"posts": []}, "ikke fullmakt over alle postene"),
    ({"per_commitment": 1_000_001}, "per disponering er høyere"),
    ({"per_commitment": None}, "per disponering er høyere"),
    ({"per_year": 3_000_001}, "per år er høyere"),
    ({"valid_to": date(2024, 1, 1)}, "Perioden går ut over"),
    ({"valid_to": None}, "Perioden går ut over"),
    ({"valid_from": date(2022, 12, 31)}, "Perioden går ut over"),
    ({"valid_to": date(2023, 1, 1)}, "Siste dag ligger før"),
    ({"posts": ["999.01"]}, "ingen post"),
    ({"per_year": 0}, "større enn null"),
])  # fmt: skip
def test_nobody_hands_on_more_than_they_hold(place, delegation, people, values, words):
    with pytest.raises(ValidationError) as error:
        give(place, people[Role.DEPARTMENT_HEAD], people[Role.CASE_OFFICER], parent=delegation, **values)
    assert words in refused(error)


def test_who_is_not_the_director_gives_only_from_what_they_hold(place, delegation, people, small):
    with pytest.raises(ValidationError) as error:
        give(place, people[Role.DEPARTMENT_HEAD], people[Role.CASE_OFFICER])
    assert "Bare direktøren" in refused(error)


def test_what_may_not_be_handed_on_is_not(place, further, people):
    with pytest.raises(ValidationError) as error:
        give(place, people[Role.CASE_OFFICER], people[Role.ADMINISTRATOR], parent=further, by=place.controller)
    assert "kan ikke delegeres videre" in refused(error)


def test_two_delegations_of_the_same_post_and_day_are_refused(place, further, people):
    with pytest.raises(ValidationError) as error:
        give(
            place,
            people[Role.DIRECTOR],
            people[Role.CASE_OFFICER],
            posts=["671"],
            valid_from=date(2023, 6, 30),
            valid_to=None,
        )
    assert "alt en fullmakt" in refused(error)
    assert give(
        place, people[Role.DIRECTOR], people[Role.CASE_OFFICER], valid_from=date(2023, 7, 1), valid_to=None
    ).pk, "from the day after there is none"


def test_a_substitute_acts_in_the_period_and_under_the_same_limits(place, further, people, small):
    other = user(Role.CASE_OFFICER, place.agency)
    begin, end = date(2023, 5, 2), date(2023, 5, 12)
    other.roles.update(valid_from=date(2023, 1, 1))
    actions.set_substitute(delegation=further, substitute=other, begin=begin, end=end, by=people[Role.DEPARTMENT_HEAD])
    assert commit(other, small.post, 100_000, begin).as_substitute
    assert commit(other, small.post, 100_000, end).allowed
    assert not commit(other, small.post, 100_001, begin).allowed
    assert not commit(other, small.post, 1, begin - timedelta(days=1)).allowed
    assert not commit(other, small.post, 1, end + timedelta(days=1)).allowed
    assert commit(people[Role.CASE_OFFICER], small.post, 1, begin).allowed


def test_a_substitute_stands_in_within_the_delegation_alone(place, further, people):
    other = user(Role.CASE_OFFICER, place.agency)
    for begin, end in ((date(2023, 6, 1), date(2023, 7, 1)), (date(2023, 5, 5), date(2023, 5, 4))):
        with pytest.raises(ValidationError):
            actions.set_substitute(
                delegation=further, substitute=other, begin=begin, end=end, by=people[Role.DEPARTMENT_HEAD]
            )


def test_nobody_enters_their_own_delegation(place, people, small):
    with pytest.raises(AccessDenied):
        give(place, people[Role.DIRECTOR], place.controller, by=place.controller)
    give(place, people[Role.DIRECTOR], people[Role.CASE_OFFICER], by=place.controller)


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.ADMINISTRATOR, Role.MINISTRY_OFFICIAL, Role.AUDITOR])
def test_others_do_not_delegate(place, people, small, role):
    with pytest.raises(AccessDenied):
        give(place, people[Role.DIRECTOR], people[Role.DEPARTMENT_HEAD], by=people[role])


def test_another_agency_has_no_part_in_it(place, people, small, delegation):
    with pytest.raises(AccessDenied):
        give(place, people[Role.DIRECTOR], people[Role.CASE_OFFICER], by=place.other_controller)
    with pytest.raises(AccessDenied):
        actions.withdraw_delegation(delegation=delegation, from_day=TODAY, why="Nei", by=place.other_controller)
    with pytest.raises(AccessDenied):
        actions.use_delegation(
            user=place.other_controller, post=small.post, amount=1, on=TODAY, purpose="Nei", by=place.other_controller
        )
    assert not commit(place.other_controller, small.post, 1).allowed
    with pytest.raises(ValidationError):
        give(place, people[Role.DIRECTOR], place.other_controller)


def test_use_of_another_s_delegation_is_not_logged_by_a_colleague(people, small, further):
    with pytest.raises(AccessDenied):
        actions.use_delegation(
            user=people[Role.CASE_OFFICER], post=small.post, amount=1, on=TODAY, purpose="Nei",
            by=people[Role.DEPARTMENT_HEAD],
        )  # fmt: skip


def test_who_left_the_agency_commits_nothing(further, people, small):
    officer = people[Role.CASE_OFFICER]
    officer.roles.update(valid_to=TODAY - timedelta(days=1))
    assert not commit(officer, small.post, 1).allowed
