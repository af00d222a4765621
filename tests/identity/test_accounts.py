"""Accounts and roles: who may change what, and what each act leaves in the event log."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from styrhus.audit.models import Event
from styrhus.identity import actions
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import Organisation, RoleAssignment, User
from styrhus.identity.queries import events_visible_to, may_manage, users_visible_to
from styrhus.identity.roles import OrganisationKind, Role
from tests import factories

PASSWORD = "seks grå hester på tunet"


def create(by, email="demo.ny@demo.styrhus.invalid", password=PASSWORD):
    return actions.create_user(email=email, name="Demo Ny", password=password, by=by)


def test_an_administrator_creates_an_account_with_a_hashed_password(administrator):
    made = create(administrator, email=" Demo.Ny@Demo.Styrhus.invalid ")
    assert made.email == "demo.ny@demo.styrhus.invalid"
    assert made.password.startswith("argon2$argon2id$")
    assert made.check_password(PASSWORD)
    event = Event.objects.get()
    assert (event.act, event.actor, event.new["email"]) == ("identity.create_user", administrator, made.email)
    assert PASSWORD not in str(event.new)


@pytest.mark.parametrize("password", ["kort", "1234567890123456", "demo.ny@demo.styrhus.invalid"])
def test_a_weak_password_makes_no_account(administrator, password):
    with pytest.raises(ValidationError):
        create(administrator, password=password)
    assert not User.objects.filter(name="Demo Ny").exists()
    assert not Event.objects.exists()


def test_an_e_mail_is_taken_whatever_its_case(administrator):
    create(administrator)
    with pytest.raises(ValidationError):
        create(administrator, email="DEMO.NY@demo.styrhus.invalid")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_no_other_role_creates_accounts(agency, role):
    with pytest.raises(AccessDenied):
        create(factories.user(role, agency))


def test_a_role_is_given_in_the_administrators_own_organisation_alone(administrator, agency, ministry):
    user = create(administrator)
    given = actions.grant_role(user=user, organisation=agency, role=Role.CONTROLLER, by=administrator, why="ny jobb")
    assert given.granted_by == administrator
    assert Event.objects.get(act="identity.grant_role").why == "ny jobb"
    with pytest.raises(AccessDenied):
        actions.grant_role(user=user, organisation=ministry, role=Role.MINISTRY_OFFICIAL, by=administrator)


def test_nobody_gives_a_role_to_themself(administrator, agency):
    with pytest.raises(ValidationError, match="deg selv"):
        actions.grant_role(user=administrator, organisation=agency, role=Role.CONTROLLER, by=administrator)


def test_a_role_belongs_in_its_kind_of_organisation(administrator, agency):
    with pytest.raises(ValidationError, match="finnes ikke"):
        actions.grant_role(user=create(administrator), organisation=agency, role=Role.AUDITOR, by=administrator)


def test_a_department_belongs_to_the_organisation_of_the_role(administrator, agency, ministry):
    elsewhere = factories.department(ministry)
    with pytest.raises(ValidationError, match="Avdelingen"):
        actions.grant_role(
            user=create(administrator),
            organisation=agency,
            role=Role.CONTROLLER,
            department=elsewhere,
            by=administrator,
        )


def test_the_same_role_twice_at_the_same_time_is_refused(administrator, agency):
    user = create(administrator)
    today = timezone.localdate()
    values = {"user": user, "organisation": agency, "role": Role.CONTROLLER, "by": administrator}
    actions.grant_role(**values, valid_to=today + timedelta(days=30))
    with pytest.raises(ValidationError, match="allerede"):
        actions.grant_role(**values, valid_from=today + timedelta(days=30))
    later = actions.grant_role(**values, valid_from=today + timedelta(days=31))
    assert later.pk


def test_an_ended_role_gives_nothing_at_once(administrator, agency):
    user = create(administrator)
    role = actions.grant_role(
        user=user,
        organisation=agency,
        role=Role.CONTROLLER,
        by=administrator,
        valid_from=timezone.localdate() - timedelta(9),
    )
    actions.end_role(assignment=role, by=administrator, why="sluttet")
    assert User.objects.get(pk=user.pk).current_roles == []
    with pytest.raises(ValidationError, match="allerede avsluttet"):
        actions.end_role(assignment=RoleAssignment.objects.get(pk=role.pk), by=administrator)


def test_a_role_that_began_today_is_taken_away_but_stays_in_the_log(administrator, agency):
    role = actions.grant_role(user=create(administrator), organisation=agency, role=Role.CONTROLLER, by=administrator)
    actions.end_role(assignment=role, by=administrator, why="feil bruker")
    assert not RoleAssignment.objects.filter(role=Role.CONTROLLER).exists()
    assert Event.objects.filter(act="identity.end_role", why="feil bruker").exists()


def test_an_account_with_a_role_elsewhere_can_t_be_taken_over(administrator, ministry):
    official = factories.user(Role.MINISTRY_OFFICIAL, ministry)
    assert not may_manage(administrator, official)
    for act, values in (
        (actions.set_password, {"password": PASSWORD}),
        (actions.set_active, {"active": False}),
        (actions.set_profile, {"name": "x", "language": "nb"}),
        (actions.renew_feed_key, {}),
    ):
        with pytest.raises(AccessDenied):
            act(user=official, by=administrator, **values)
    assert not Event.objects.exists()


def test_a_role_elsewhere_that_begins_tomorrow_protects_the_account_too(administrator, agency, ministry):
    user = factories.user(Role.CONTROLLER, agency)
    assert may_manage(administrator, user)
    tomorrow = timezone.localdate() + timedelta(days=1)
    RoleAssignment.objects.create(user=user, organisation=ministry, role=Role.MINISTRY_OFFICIAL, valid_from=tomorrow)
    assert not may_manage(administrator, user)


def test_one_s_own_account_can_t_be_closed(administrator):
    with pytest.raises(ValidationError, match="din egen konto"):
        actions.set_active(user=administrator, active=False, by=administrator)


def test_a_closed_account_may_nothing(administrator, agency):
    user = factories.user(Role.ADMINISTRATOR, agency)
    actions.set_active(user=user, active=False, by=administrator, why="permisjon")
    with pytest.raises(AccessDenied):
        create(User.objects.get(pk=user.pk))


def test_the_first_administrator_of_an_organisation_comes_from_the_command_line(db):
    made = actions.create_administrator(
        email="demo.forste@demo.styrhus.invalid",
        name="Demo Første",
        password=PASSWORD,
        organisation_name="Prøvedirektoratet",
        kind=OrganisationKind.DIRECTORATE,
    )
    organisation = Organisation.objects.get(name="Prøvedirektoratet")
    assert [(held.role, held.organisation) for held in made.current_roles] == [(Role.ADMINISTRATOR, organisation)]
    assert {event.actor_name for event in Event.objects.all()} == {"Styrhus"}


def test_users_and_events_are_seen_within_the_organisation_alone(administrator, agency, ministry):
    other = factories.user(Role.ADMINISTRATOR, ministry)
    colleague = factories.user(Role.CASE_OFFICER, agency)
    auditor = factories.user(Role.AUDITOR, factories.organisation(OrganisationKind.AUDITOR))
    create(administrator, "a@demo.styrhus.invalid")
    roleless = create(other, "b@demo.styrhus.invalid")
    assert set(users_visible_to(administrator)) >= {administrator, colleague, roleless}
    assert other not in users_visible_to(administrator)
    assert set(users_visible_to(auditor)) == set(User.objects.all())
    assert [event.actor for event in events_visible_to(administrator)] == [administrator]
    assert {event.actor for event in events_visible_to(auditor)} == {administrator, other}
    assert not users_visible_to(colleague).exists()


def test_a_password_that_is_changed_by_its_owner_needs_no_administrator(agency):
    user = factories.user(Role.CASE_OFFICER, agency)
    actions.set_password(user=user, password=PASSWORD, by=user)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    assert Event.objects.get().act == "identity.set_password"


def test_a_renewed_feed_key_is_long_and_another(agency):
    user = factories.user(Role.CASE_OFFICER, agency)
    first = actions.renew_feed_key(user=user, by=user)
    second = actions.renew_feed_key(user=user, by=user)
    assert first != second
    assert len(second) >= 43
    assert not Event.objects.filter(new__icontains=second).exists()
