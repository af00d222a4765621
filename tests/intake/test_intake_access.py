"""Who reaches which page of a letter: every address of the room, every role, every body."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from styrhus.identity.roles import Role
from styrhus.intake.models import Reading
from styrhus.intake.urls import urlpatterns
from tests.factories import World

pytestmark = pytest.mark.django_db

SEES = {"letters", "letter", "status", "review", "findings", "reply", "reply_docx", "adopt"}
CORRECTS = {"head", "add_item", "item", "merge_item"}
POSTS = {
    "read_again",
    "reject_item",
    "restore_item",
    "undo_item",
    "decide_finding",
    "decide_change",
    "reopen_change",
    "confirm",
}
UPLOADS = {"upload", "discard"}
ONLY_SUPPLEMENTS = {"changes"}


def address(name: str, read: Reading) -> str:
    item, finding = read.items.first().pk, read.findings.first().pk
    extra = {
        "add_item": ("goal",),
        "item": (item,),
        "merge_item": (item,),
        "reject_item": (item,),
        "restore_item": (item,),
        "undo_item": (item,),
        "decide_finding": (finding,),
        "reopen_change": (1,),
    }
    return reverse(f"intake:{name}", args=() if name in {"letters", "upload"} else (read.pk, *extra.get(name, ())))


def test_every_address_is_in_one_of_the_lists():
    assert {one.name for one in urlpatterns} == SEES | CORRECTS | POSTS | UPLOADS | ONLY_SUPPLEMENTS


@pytest.mark.parametrize(
    ("role", "sees", "corrects", "uploads"),
    [
        (Role.CONTROLLER, 200, 200, 200),
        (Role.DIRECTOR, 200, 403, 403),
        (Role.DEPARTMENT_HEAD, 200, 403, 403),
        (Role.CASE_OFFICER, 403, 403, 403),
        (Role.ADMINISTRATOR, 403, 403, 403),
        (Role.AUDITOR, 403, 403, 403),
    ],
)
def test_the_roles_of_the_agency(here: World, read: Reading, client: Client, role, sees, corrects, uploads):  # noqa: PLR0917
    client.force_login(here.people[role])
    for names, status in ((SEES, sees), (CORRECTS, corrects), (UPLOADS, uploads)):
        for name in names:
            assert client.get(address(name, read)).status_code == status, (role, name)
    for name in POSTS:
        assert client.get(address(name, read)).status_code == (405 if role == Role.CONTROLLER else 403), (role, name)


def test_others_find_nothing(here: World, read: Reading, client: Client):
    """Another agency's controller has the permissions, and the ministry uploads; but this letter is not theirs."""
    for user in (here.other_controller, here.other_official, here.people[Role.MINISTRY_OFFICIAL]):
        client.force_login(user)
        assert read.document.title not in client.get(address("letters", read)).content.decode()
        for name in (SEES | CORRECTS | {"discard"}) - {"letters"}:
            assert client.get(address(name, read)).status_code in (403, 404), (user, name)
        for name in POSTS:
            assert client.post(address(name, read)).status_code in (403, 404), (user, name)


def test_strangers_log_in_first(read: Reading, client: Client):
    for name in SEES | CORRECTS | POSTS | UPLOADS | ONLY_SUPPLEMENTS:
        assert client.get(address(name, read)).status_code == 302
