"""Search finds what one may see, in Norwegian, whatever is typed."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styrhus.identity.roles import Role
from styrhus.portal.queries import search
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return factories.world()


@pytest.fixture
def year(world):
    made = factories.small_plan(world.agency)
    factories.duty(made.plan, "Virksomheten skal kartlegge flyktninger før bosetting.")
    return made


def test_norwegian_forms_of_a_word_are_one(world, year):
    titles = [hit.title for hit in search(world.controller, "flyktning bosettingen")]
    assert any("flyktninger før bosetting" in title for title in titles)


def test_another_agency_finds_nothing(world, year):
    assert search(world.other_controller, "flyktninger") == []
    assert search(world.stranger, "flyktninger") == []
    assert search(world.people[Role.ADMINISTRATOR], "flyktninger") == []


def test_a_hit_is_shown_as_text(world, year, client):
    factories.duty(year.plan, "Kartlegge <script>alert(1)</script> bosetting")
    client.force_login(world.controller)
    body = client.get(reverse("portal:search"), {"q": "kartlegge"}).content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;" in body
    assert "<mark>" in body


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=300) | st.sampled_from(["'", '"', "a & | !", "<->", "\x00", "():*", "-", "a" * 5000, "or or"])
)
def test_any_text_is_answered(world, year, client, text):
    client.force_login(world.controller)
    assert client.get(reverse("portal:search"), {"q": text}).status_code == 200
