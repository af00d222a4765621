"""Every route is on the list, every asker gets the listed answer, and a GET never writes.

A new route fails here until `routes.toml` has a line for it; the failure shows the line that would make the test
pass. Read it before you paste it: it says what the site does, not what it should do.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from styrhus.audit.models import Event
from styrhus.identity.middleware import access_of
from tests.lists.routes import PLACE, Listed, listed, walk

COLUMNS, LINES = listed()
VIEWS = {route.pattern: route.view for route in walk()}
OTHERS = ("other_controller", "other_official")  # they belong to another agency and ministry


@pytest.fixture
def reading_only(samples):
    """The database refuses every write for as long as the test lasts."""
    with connection.cursor() as cursor:
        cursor.execute("set default_transaction_read_only = on")
    yield
    connection.rollback() if connection.in_atomic_block else None
    with connection.cursor() as cursor:
        cursor.execute("set default_transaction_read_only = off")


def test_the_list_names_every_route_and_no_other():
    routes = {route.pattern: route for route in walk()}
    missing = {pattern: route.name for pattern, route in routes.items() if pattern not in LINES}
    gone = sorted(set(LINES) - set(routes))
    assert not missing, f"routes.toml has no line for {missing}; see the head of this file"
    assert not gone, f"routes.toml names routes that are gone: {gone}"


def test_every_view_says_who_may_see_it():
    for route in walk():
        assert access_of(route.view), route.name


def test_public_views_are_the_few_that_are_named_here():
    public = {route.name for route in walk() if access_of(route.view) == "public"}
    assert public == {
        "identity:login",
        "portal:about",
        "portal:feed",  # its address is a secret key
        "portal:health",
        "portal:privacy",
        "ui:accessibility",
        "ui:colour-scheme",
        "ui:gallery",  # in development and demo alone
        "ui:language",
    }


def answers(line, samples, clients):
    address = line.address(samples.values)
    found = {}
    for name in COLUMNS:
        with contextlib.closing(clients[name].get(address)) as answer:
            found[name] = answer.status_code
    return found


@pytest.mark.slow
@pytest.mark.parametrize("pattern", LINES, ids=lambda pattern: pattern or "front")
def test_each_asker_gets_the_listed_answer_and_a_get_never_writes(pattern, samples, clients, reading_only):
    line = LINES[pattern]
    found = answers(line, samples, clients)
    wrong = {name: (line.answers[name], found[name]) for name in COLUMNS if line.answers[name] != found[name]}
    assert not wrong, f"(listed, answered) of /{pattern}: {wrong}; as answered: {list(found.values())}"


@pytest.mark.slow
@pytest.mark.parametrize("pattern", LINES, ids=lambda pattern: pattern or "front")
def test_who_may_not_look_may_not_send_either(pattern, samples, clients):
    """A POST by an asker whose GET is refused is refused too, and leaves no event. So is an act on another's thing."""
    line = LINES[pattern]
    refused = [name for name in COLUMNS if line.answers[name] in (403, 404)]
    if line.values and access_of(VIEWS[pattern]) not in ("public", "logged_in"):
        refused += [name for name in OTHERS if line.answers[name] == 405]
    before = Event.objects.count()
    for name in refused:
        assert clients[name].post(line.address(samples.values)).status_code in (403, 404, 405), name
    login = clients["anonymous"].post(line.address(samples.values))
    if line.answers["anonymous"] == 302:
        assert login.headers["Location"].startswith("/logg-inn/")
    assert Event.objects.count() == before


@pytest.mark.slow
def test_a_get_that_writes_would_be_found(samples, reading_only):
    """The control: the guard above refuses a write."""
    with pytest.raises(Exception, match="read-only transaction"):
        get_user_model().objects.update(language="nn")


@pytest.mark.slow
def test_the_roles_of_the_list_are_those_of_the_program(samples):
    assert list(samples.users) == COLUMNS


def propose(samples, clients):
    """The whole list as the site answers now; a route that has no line yet gets a guess at its samples."""
    for route in walk():
        places = PLACE.findall(route.pattern)
        line = LINES.get(route.pattern) or Listed(
            route.pattern, {name: route.name.split(":")[1] if name == "pk" else name for name in places}, {}
        )
        try:
            found = list(answers(line, samples, clients).values())
        except LookupError:
            found = []
        values = "".join(f'{name} = "{value}", ' for name, value in line.values.items())
        yield f'"{route.pattern}" = {{ {values}get = {found} }}'


@pytest.mark.skipif("STYRHUS_PROPOSE_ROUTES" not in os.environ, reason="only when lines are to be proposed")
def test_propose_lines(samples, clients, reading_only):
    Path(os.environ["STYRHUS_PROPOSE_ROUTES"]).write_text("\n".join(propose(samples, clients)) + "\n")
