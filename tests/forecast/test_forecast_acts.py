"""From an open version to one that the ministry sees, and what each act refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from styrhus.archive.models import JournalEntry
from styrhus.economy.actions import give_share, make_holder
from styrhus.forecast import actions, queries
from styrhus.forecast.models import Crossing, Submission, Version
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.notices.models import Notice
from tests.refusals import refused


def by_post(rows):
    return {f"{row.post.chapter.number}.{row.post.number}": row for row in rows}


def test_the_three_methods_stand_side_by_side(money):
    for month in range(1, 13):
        money.use(month, 500_000 if month <= 4 else 1_000_000, year=2022, post=money.last_year())
    version = money.open()
    money.enter(version, 900_000)
    row = by_post(queries.forecast_rows(money.place.agency, 2023, as_at=date(2023, 5, 2)))["670.01"]
    assert row.used == 4_000_000
    assert row.straight_line == 12_000_000
    assert row.profile == 20_000_000  # a fifth was used by April last year
    assert row.own_estimate == 4_000_000 + 8 * 900_000
    assert row.planned_rest == 8 * 900_000
    assert row.deviation == 12_000_000 - 11_200_000
    assert row.planned_months[:4] == (0,) * 4


def test_without_a_last_year_the_profile_is_silent(money):
    row = by_post(queries.forecast_rows(money.place.agency, 2023, as_at=date(2023, 4, 30)))["670.01"]
    assert row.profile is None
    assert row.own_estimate is None
    assert row.leading == "straight_line"


def test_a_post_has_its_own_estimate_when_every_department_has(money):
    place = money.place
    money.use(4, 300_000, inside=place.department)
    version = money.open()
    money.enter(version, 900_000)
    row = by_post(queries.rows_of(version))["670.01"]
    assert row.own_estimate is None
    assert [part.department for part in row.missing] == [place.department]
    money.enter(version, 10_000, inside=place.department, by=place.people[Role.DEPARTMENT_HEAD])
    row = by_post(queries.rows_of(version))["670.01"]
    assert row.own_estimate == 4_300_000 + 8 * 910_000
    assert sum(part.used for part in row.parts) == row.used


def test_what_is_posted_later_does_not_move_a_frozen_version(money):
    version = money.frozen()
    before = queries.rows_of(Version.objects.get(pk=version.pk))
    money.use(3, 777_000)
    assert queries.rows_of(Version.objects.get(pk=version.pk)) == before
    assert queries.forecast_rows(money.place.agency, 2023, as_at=date(2023, 4, 30)) == before
    live = by_post(queries.live_rows(money.place.agency, 2023, as_at=date(2023, 4, 30)))["670.01"]
    assert live.used == 4_777_000


def test_a_stated_total_needs_a_reason_and_goes_before_the_months(money):
    version = money.open()
    with pytest.raises(ValidationError) as error:
        money.enter(version, 0, stated_total=Decimal(9_000_000))
    assert "Skriv hvorfor" in refused(error)
    money.enter(version, 0, stated_total=Decimal(9_000_000), reason="Avtalen er sagt opp")
    row = by_post(queries.rows_of(version))["670.01"]
    assert (row.own_estimate, row.planned_rest) == (9_000_000, 5_000_000)
    assert row.parts[0].reason == "Avtalen er sagt opp"


def test_a_month_that_has_ended_is_not_planned(money):
    version = money.open()
    with pytest.raises(ValidationError) as error:
        money.enter(version, 0, months={4: Decimal(1)})
    assert "avsluttet" in refused(error)
    with pytest.raises(ValidationError) as error:
        money.enter(version, 0, months={})
    assert "minst én måned" in refused(error)


def test_planned_months_are_taken_over_to_the_next_version(money, settings):
    first = money.frozen(each=700_000)
    settings.DEMO_TODAY = date(2023, 7, 3)
    for month in (5, 6):
        money.use(month, 600_000)
    second = money.open(6, copy_from=first)
    row = by_post(queries.rows_of(second))["670.01"]
    assert row.own_estimate == 5_200_000 + 6 * 700_000
    money.enter(second, 1)
    actions.copy_estimate(version=second, post=money.post, department=None, by=money.place.controller)
    assert by_post(queries.rows_of(second))["670.01"].own_estimate == 5_200_000 + 6 * 700_000


def test_a_delivered_forecast_is_changed_only_after_it_is_sent_back(money):
    place = money.place
    money.use(4, 300_000, inside=place.department)
    version, head = money.open(), place.people[Role.DEPARTMENT_HEAD]
    with pytest.raises(ValidationError) as error:
        actions.submit(version=version, department=place.department, words="", by=head)
    assert "670.01" in refused(error)
    money.enter(version, 50_000, inside=place.department, by=head)
    actions.submit(version=version, department=place.department, words="Ferdig", by=head)
    assert Notice.objects.filter(user=place.controller, kind="forecast.submitted").count() == 1
    with pytest.raises(ValidationError) as error:
        money.enter(version, 60_000, inside=place.department, by=head)
    assert "har levert" in refused(error)
    actions.return_submission(version=version, department=place.department, why="Se på juni", by=place.controller)
    assert Notice.objects.filter(user=head, kind="forecast.returned").count() == 1
    money.enter(version, 60_000, inside=place.department, by=head)
    assert Submission.objects.count() == 2


def test_a_version_is_frozen_without_a_department_only_for_a_reason(money):
    version = money.open()
    with pytest.raises(ValidationError) as error:
        actions.freeze(version=version, why="", by=money.place.controller)
    assert "har ikke levert" in refused(error)
    frozen = actions.freeze(version=version, why="Haster til halvårsrapporten", by=money.place.controller)
    assert frozen.frozen_why
    assert by_post(queries.rows_of(frozen))["670.01"].own_estimate is None


def test_only_the_director_approves_and_only_then_it_is_shared(money):
    place = money.place
    director, official = place.people[Role.DIRECTOR], place.people[Role.MINISTRY_OFFICIAL]
    version = money.open()
    with pytest.raises(ValidationError):
        actions.approve(version=version, words="", by=director)
    actions.freeze(version=version, why="Prøve", by=place.controller)
    with pytest.raises(AccessDenied):
        actions.approve(version=version, words="", by=place.controller)
    with pytest.raises(ValidationError) as error:
        actions.share(version=version, words="", by=director)
    assert "godkjent" in refused(error)
    assert not Version.objects.visible_to(official).exists()
    actions.approve(version=version, words="", by=director)
    shared = actions.share(version=version, words="Se vedlagte", by=place.controller)
    assert list(Version.objects.visible_to(official)) == [version]
    assert not Version.objects.visible_to(place.other_official).exists()
    assert JournalEntry.objects.visible_to(official).filter(pk=shared.entry_id).exists()
    assert "670 post 01" in shared.entry.document.text
    assert Notice.objects.filter(user=official, kind="forecast.shared").count() == 1
    with pytest.raises(ValidationError):
        actions.share(version=version, words="", by=director)


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.DIRECTOR, Role.MINISTRY_OFFICIAL, Role.AUDITOR])
def test_others_enter_and_open_nothing(role, money):
    who = money.place.people[role]
    version = money.open()
    with pytest.raises(AccessDenied):
        money.enter(version, 1, by=who)
    with pytest.raises(AccessDenied):
        actions.freeze(version=version, why="x", by=who)


def test_a_head_enters_for_the_own_department_alone(money):
    place = money.place
    head, version = place.people[Role.DEPARTMENT_HEAD], money.open()
    money.enter(version, 1, inside=place.department, by=head)
    for other in (place.other_department, None):
        with pytest.raises(AccessDenied):
            money.enter(version, 1, inside=other, by=head)
    with pytest.raises(AccessDenied):
        money.enter(version, 1, by=place.other_controller)


@pytest.mark.parametrize(("fields", "words"), [
    ({"cut_off": date(2023, 4, 29)}, "siste dag i en måned"),
    ({"cut_off": date(2024, 1, 31)}, "utenfor budsjettåret"),
    ({"due_on": date(2023, 5, 1)}, "allerede vært"),
    ({"year": 2024, "cut_off": date(2024, 1, 31)}, "ingen poster"),
])  # fmt: skip
def test_a_wrong_version_is_refused_in_one_sentence(fields, words, money):
    with pytest.raises(ValidationError) as error:
        money.open(**fields)
    assert words in refused(error)


def test_one_version_is_open_at_a_time(money):
    money.open()
    with pytest.raises(ValidationError) as error:
        money.open()
    assert "åpen allerede" in refused(error)


def test_a_crossing_is_told_once_each_time_it_happens(money, settings):
    place = money.place
    told = Notice.objects.filter(user=place.controller, kind="forecast.crossing")
    actions.watch(agency=place.agency, year=2023)
    assert told.count() == 0  # the straight line ends at twelve million, which is what there is
    version = money.open()
    money.enter(version, 1_000_001)
    for _again in range(2):
        actions.watch(agency=place.agency, year=2023)
    assert told.count() == 1
    assert Crossing.objects.get().over == 8
    money.enter(version, 900_000)
    actions.watch(agency=place.agency, year=2023)
    assert Crossing.objects.get().ended_on == date(2023, 5, 2)
    settings.DEMO_TODAY = date(2023, 5, 3)
    money.enter(version, 2_000_000)
    actions.watch(agency=place.agency, year=2023)
    assert told.count() == 2


def test_hits_are_against_what_the_year_became(money, settings):
    version = money.frozen(each=900_000)
    settings.DEMO_TODAY = date(2024, 1, 20)
    for month in range(5, 13):
        money.use(month, 950_000)
    became = queries.outcomes(money.place.agency, 2023)
    assert became[money.post.pk] == 11_600_000
    found = queries.hits_of(version, became)
    misses = {row.post.pk: misses for row, misses in found.rows}[money.post.pk]
    assert misses["own_estimate"].error == -400_000
    assert misses["straight_line"].error == 400_000


def test_money_that_is_not_delegated_is_the_controller_s_to_forecast(money):
    place = money.place
    holder = make_holder(agency=place.agency, department=place.department, year=2023, by=None)
    give_share(holder=holder, post=money.grants, amount=3_000_000, on=date(2023, 2, 1), why="", by=None)
    row = by_post(queries.live_rows(place.agency, 2023, as_at=date(2023, 4, 30)))["670.71"]
    assert [(part.department, part.at_disposal) for part in row.parts] == [
        (place.department, 3_000_000),
        (None, 2_000_000),
    ]
