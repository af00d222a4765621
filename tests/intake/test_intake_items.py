"""Correcting what was read: each act, its event, and what it refuses."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from styrhus.audit.queries import history_of
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.intake import actions
from styrhus.intake.models import Item, ItemState, Reading
from tests.factories import World
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(read: Reading) -> Item:
    return read.items.get(kind="assignment", key="2023-11")


def edited(item: Item, by: User, **changes: object) -> Item:
    return actions.edit_item(
        item=item, values={**item.values, **changes}, lines=item.lines, version=item.version, by=by
    )


def test_an_edit_keeps_the_letters_own_words_and_says_what_changed(item: Item, controller: User):
    before = item.title
    changed = edited(item, controller, title="En kortere tittel")
    assert (changed.state, changed.title, changed.original["title"]) == (ItemState.EDITED, "En kortere tittel", before)
    event = history_of(changed)[0]
    assert (event.act, event.old["title"], event.new["title"]) == ("intake.edit_item", before, "En kortere tittel")


def test_a_second_writer_is_told(item: Item, controller: User):
    edited(item, controller, title="Først")
    with pytest.raises(ValidationError) as error:
        edited(item, controller, title="Sist")
    assert "En annen har endret" in refused(error)
    assert Item.objects.get(pk=item.pk).title == "Først"


def test_lines_must_be_the_letters_own(item: Item, controller: User):
    with pytest.raises(ValidationError) as error:
        actions.edit_item(item=item, values=item.values, lines=[1, 99_999], version=0, by=controller)
    assert "linjene" in refused(error)


def test_an_item_is_added_after_the_others_of_its_kind(read: Reading, controller: User):
    last = read.items.filter(kind="duty").order_by("-sequence")[0].sequence
    values = {"section": "2 Oppgaver", "text": "IMDi skal svare."}
    added = actions.add_item(reading=read, kind="duty", values=values, lines=[40], by=controller)
    assert (added.state, added.sequence, added.original, added.lines) == (ItemState.ADDED, last + 1, None, [40])


def test_rejecting_needs_a_reason_and_can_be_taken_back(item: Item, controller: User):
    with pytest.raises(ValidationError) as error:
        actions.reject_item(item=item, why="  ", by=controller)
    assert "hvorfor" in refused(error)
    gone = actions.reject_item(item=item, why="Gjelder en annen etat", by=controller)
    assert item.reading.items.standing().filter(pk=item.pk).count() == 0
    with pytest.raises(ValidationError):
        edited(gone, controller, title="Likevel")
    back = actions.restore_item(item=gone, by=controller)
    assert (back.state, back.why) == (ItemState.READ, "")


def test_merging_two_and_undoing_it(read: Reading, controller: User):
    one, other = read.items.filter(kind="assignment").order_by("sequence")[:2]
    kept, gone = dict(one.values), dict(other.values)
    into = actions.merge_items(item=other, into=one, by=controller)
    other.refresh_from_db()
    assert (other.state, other.merged_into_id, into.title) == (ItemState.MERGED, one.pk, one.title)
    assert set(into.lines) >= set(other.lines)
    assert len(into.values["deadlines"]) == len(kept["deadlines"]) + len(gone["deadlines"])
    actions.undo_item(item=other, by=controller)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.values, other.values) == (kept, gone)
    assert (one.state, other.state, other.merged_into) == (ItemState.READ, ItemState.READ, None)


def test_a_merge_can_be_undone_from_either_side_but_not_past_a_later_edit(read: Reading, controller: User):
    one, other = read.items.filter(kind="assignment").order_by("sequence")[:2]
    into = actions.merge_items(item=other, into=one, by=controller)
    edited(into, controller, lead="IMDi")
    with pytest.raises(ValidationError) as error:
        actions.undo_item(item=other, by=controller)
    assert "etter sammenslåingen" in refused(error)
    actions.undo_item(item=Item.objects.get(pk=one.pk), by=controller)  # the edit
    other.refresh_from_db()
    assert other.state == ItemState.MERGED


def test_only_two_different_items_of_one_kind_merge(read: Reading, item: Item, controller: User):
    goal = read.items.filter(kind="goal")[0]
    for into in (item, goal):
        with pytest.raises(ValidationError):
            actions.merge_items(item=item, into=into, by=controller)


def test_undo_takes_the_last_change_back_and_again_does_it_anew(item: Item, controller: User):
    before = item.title
    changed = edited(item, controller, title="Ny tittel")
    back = actions.undo_item(item=changed, by=controller)
    assert (back.title, back.state) == (before, ItemState.READ)
    assert actions.undo_item(item=back, by=controller).title == "Ny tittel"


def test_there_is_nothing_to_undo_on_an_untouched_item(item: Item, controller: User):
    with pytest.raises(ValidationError) as error:
        actions.undo_item(item=item, by=controller)
    assert "ingen endring" in refused(error)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER, Role.MINISTRY_OFFICIAL])
def test_only_the_controller_corrects(here: World, item: Item, role: Role):
    for act in (
        lambda by: edited(item, by, title="X"),
        lambda by: actions.reject_item(item=item, why="x", by=by),
        lambda by: actions.undo_item(item=item, by=by),
        lambda by: actions.add_item(reading=item.reading, kind="duty", values={"text": "x"}, lines=[1], by=by),
    ):
        with pytest.raises(AccessDenied):
            act(here.people[role])
    with pytest.raises(AccessDenied):
        edited(item, here.other_controller, title="X")


def test_an_adopted_letter_is_closed(plan, controller: User):
    item = Item.objects.filter(kind="goal")[0]
    with pytest.raises(ValidationError) as error:
        edited(item, controller, title="For sent")
    assert "vedtatt" in refused(error)
