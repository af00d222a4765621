import pytest

from styrhus.identity.roles import OrganisationKind, Role
from tests import factories


@pytest.fixture
def agency(db):
    return factories.organisation(OrganisationKind.DIRECTORATE)


@pytest.fixture
def ministry(db):
    return factories.organisation(OrganisationKind.MINISTRY)


@pytest.fixture
def administrator(agency):
    return factories.user(Role.ADMINISTRATOR, agency, name="Demo Administrator")
