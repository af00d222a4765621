import pytest
from django.core.exceptions import ImproperlyConfigured

from styrhus.audit.models import Event
from styrhus.identity.demo import DEMO_PASSWORD, DEMO_USERS, make_demo_organisations_and_users
from styrhus.identity.models import Department, Organisation, RoleAssignment, User
from styrhus.identity.queries import DEMO_DOMAIN, demo_logins

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    make_demo_organisations_and_users()


def counts():
    return [model.objects.count() for model in (Organisation, Department, User, RoleAssignment, Event)]


def test_making_the_demo_twice_makes_nothing_twice(demo):
    once = counts()
    make_demo_organisations_and_users()
    assert counts() == once


def test_the_demo_has_ten_county_governors_and_fifteen_counties(demo):
    kinds = list(Organisation.objects.values_list("kind", flat=True))
    assert kinds.count("county_governor") == 10
    assert kinds.count("county") == 15
    assert kinds.count("directorate") == 1


def test_every_demo_user_logs_in_with_the_shown_password_and_has_one_role(demo):
    for wanted in DEMO_USERS:
        user = User.objects.get(email=f"{wanted.account}@{DEMO_DOMAIN}")
        assert user.check_password(DEMO_PASSWORD)
        assert [held.role for held in user.current_roles] == [wanted.role]
        assert user.name.startswith("Demo ")
    assert demo_logins().count() == len(DEMO_USERS)


def test_the_demo_is_not_made_where_it_is_switched_off(settings):
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured, match="STYRHUS_DEMO"):
        make_demo_organisations_and_users()
    assert User.objects.count() == 0
