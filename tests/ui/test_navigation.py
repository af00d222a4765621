"""The menu shows what a person may do, and where the person is."""

from __future__ import annotations

from enum import StrEnum

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from styrhus.ui.navigation import Item, address, menu_for


class Permission(StrEnum):
    READ = "test.read"
    WRITE = "test.write"


class Reader:
    is_authenticated = True

    def may(self, permission):
        return permission is Permission.READ


OFFERED = [
    Item("Åpen", "ui:accessibility", public=True),
    Item("For alle", "ui:gallery"),
    Item("Lese", "identity:login", Permission.READ),
    Item("Skrive", "identity:logout", Permission.WRITE),
    Item("Finnes ikke", "ingen:slik"),
    Item("Skjult", "ui:gallery", shown=lambda user: False),
]


def labels(user, path="/"):
    return [entry.label for entry in menu_for(user, RequestFactory().get(path), OFFERED)]


def test_a_visitor_sees_what_is_public():
    assert labels(AnonymousUser()) == ["Åpen"]


def test_a_person_sees_what_the_role_gives():
    assert labels(Reader()) == ["Åpen", "For alle", "Lese"]


@pytest.mark.parametrize("path", [address("ui:gallery"), address("ui:gallery") + "del/"])
def test_the_page_and_those_under_it_mark_their_entry(path):
    entries = menu_for(Reader(), RequestFactory().get(path), OFFERED)
    assert [entry.label for entry in entries if entry.current] == ["For alle"]


def test_the_longest_match_wins():
    offered = [Item("Brev", "ui:gallery", under="/brev/"), Item("Nytt", "ui:accessibility", under="/brev/nytt/")]
    entries = menu_for(Reader(), RequestFactory().get("/brev/nytt/steg/"), offered)
    assert [entry.current for entry in entries] == [False, True]
