"""Correcting what was read: edit, add, merge, reject, restore, undo. The letter's own words stay in ``original``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from styrhus.audit.actions import plain, record, snapshot
from styrhus.audit.models import Event
from styrhus.audit.queries import history_of
from styrhus.identity.models import User
from styrhus.intake.access import Permission
from styrhus.intake.models import Item, ItemKind, ItemState, Reading
from styrhus.intake.rules.items import key_of, title_of
from styrhus.intake.rules.merging import merged, merged_lines

from .guards import lock_open, require_in

FIELDS = ("values", "key", "title", "lines", "state", "why", "merged_into")
MERGE = "intake.merge_item"


@transaction.atomic
def edit_item(*, item: Item, values: Mapping[str, Any], lines: Iterable[int], version: int, by: User | None) -> Item:
    """Replace the values of an item (shape of docs/letter-format.md) and the lines it points to.

    ``version`` is the one that the editor saw. Raises: AccessDenied, ValidationError (changed by another meanwhile,
    rejected or merged, no title, lines that the letter does not have).
    """
    item = _take(item, by)
    _as_seen(item, version)
    if not item.standing:
        raise ValidationError(_("Punktet er avvist eller slått sammen. Ta det tilbake før du retter det."))
    old = snapshot(item, *FIELDS)
    _fill(item, values, lines)
    if snapshot(item, *FIELDS) == old:
        return item
    if item.state == ItemState.READ:
        item.state = ItemState.EDITED
    return _save(item, "intake.edit_item", old, by)


@transaction.atomic
def add_item(
    *, reading: Reading, kind: ItemKind | str, values: Mapping[str, Any], lines: Iterable[int], by: User | None
) -> Item:
    """Add what the reader missed, with the lines it stands on. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.REVIEW_LETTER, reading)
    reading = lock_open(reading)
    last = reading.items.filter(kind=kind).aggregate(last=Max("sequence"))["last"] or 0
    item = Item(reading=reading, kind=str(kind), sequence=last + 1, state=ItemState.ADDED)
    _fill(item, values, lines)
    item.save()
    record(act="intake.add_item", subject=item, by=by, new=snapshot(item, "kind", *FIELDS))
    return item


@transaction.atomic
def merge_items(*, item: Item, into: Item, by: User | None) -> Item:
    """Make one of two items that are the same thing: ``into`` stands and takes what it lacks from ``item``.

    Gives ``into`` back. Raises: AccessDenied, ValidationError (not of one kind and letter, or not standing).
    """
    item, into = _take(item, by), _take(into, by)
    if item.pk == into.pk or (item.reading_id, item.kind) != (into.reading_id, into.kind):
        raise ValidationError(_("Bare to ulike punkter av samme type kan slås sammen."))
    if not (item.standing and into.standing):
        raise ValidationError(_("Et punkt som er avvist eller slått sammen, kan ikke slås sammen med et annet."))
    old, old_into = snapshot(item, *FIELDS), snapshot(into, *FIELDS)
    item.state, item.merged_into = ItemState.MERGED, into
    _fill(into, merged(into.values, item.values), merged_lines(into.lines, item.lines))
    if into.state == ItemState.READ:
        into.state = ItemState.EDITED
    _save(item, MERGE, old, by)
    return _save(into, MERGE, old_into | {"with": item.pk}, by)


@transaction.atomic
def reject_item(*, item: Item, why: str, by: User | None) -> Item:
    """Say that the letter does not ask this. Raises: AccessDenied, ValidationError (no reason, not standing)."""
    item = _take(item, by)
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor punktet avvises."))
    if not item.standing:
        raise ValidationError(_("Punktet er allerede avvist eller slått sammen."))
    old = snapshot(item, *FIELDS)
    item.state, item.why = ItemState.REJECTED, why.strip()
    return _save(item, "intake.reject_item", old, by, why)


@transaction.atomic
def restore_item(*, item: Item, by: User | None) -> Item:
    """Take a rejected item back as it stood. Raises: AccessDenied, ValidationError (it is not rejected)."""
    item = _take(item, by)
    if item.state != ItemState.REJECTED:
        raise ValidationError(_("Punktet er ikke avvist."))
    old = snapshot(item, *FIELDS)
    item.why = ""
    item.state = ItemState.ADDED if item.original is None else ItemState.EDITED
    if item.original is not None and item.values == item.original:
        item.state = ItemState.READ
    return _save(item, "intake.restore_item", old, by)


@transaction.atomic
def undo_item(*, item: Item, by: User | None) -> Item:
    """Take back the last change of an item, also of the other item when it was a merge. Undoing an undo does it again.

    Raises: AccessDenied, ValidationError (nothing to undo, or the other item was changed after the merge).
    """
    item = _take(item, by)
    last = history_of(item).first()
    if last is None or not last.old:
        raise ValidationError(_("Det er ingen endring å angre."))
    if last.act == MERGE:
        return _undo_merge(item, last, by)
    return _restore(item, last, by)


def _undo_merge(item: Item, last: Event, by: User | None) -> Item:
    gone = (
        item
        if item.merged_into_id
        else Item.objects.select_for_update().filter(pk=(last.old or {}).get("with") or 0).first()
    )
    into = Item.objects.select_for_update().get(pk=gone.merged_into_id) if gone and gone.merged_into_id else item
    changed = _("Det andre punktet er endret etter sammenslåingen. Angre den endringen først.")
    if gone is None or gone.merged_into_id != into.pk:
        raise ValidationError(changed)
    event, other = history_of(into).first(), history_of(gone).first()
    if event is None or other is None or event.act != MERGE or (event.old or {}).get("with") != gone.pk:
        raise ValidationError(changed)
    _restore(into, event, by)
    restored = _restore(gone, other, by)
    return restored if item.pk == gone.pk else into


def _restore(item: Item, event: Event, by: User | None) -> Item:
    old = snapshot(item, *FIELDS)
    before = event.old or {}
    for name in FIELDS:
        if name in before:
            setattr(item, "merged_into_id" if name == "merged_into" else name, before[name])
    return _save(item, "intake.undo_item", old, by)


def _take(item: Item, by: User | None) -> Item:
    """The item, locked, of a letter that is open and that ``by`` may review."""
    reading = Reading.objects.select_related("agency").get(pk=item.reading_id)
    require_in(by, Permission.REVIEW_LETTER, reading)
    lock_open(reading)
    return Item.objects.select_for_update(of=("self",)).select_related("reading").get(pk=item.pk)


def _as_seen(item: Item, version: int) -> None:
    if item.version != version:
        raise ValidationError(
            _("En annen har endret punktet etter at du åpnet det. Last siden på nytt og se endringen.")
        )


def _fill(item: Item, values: Mapping[str, Any], lines: Iterable[int]) -> None:
    numbers = sorted(set(lines))
    if numbers and not 1 <= numbers[0] <= numbers[-1] <= item.reading.line_count:
        raise ValidationError(_("Brevet har linjene 1–%(last)s.") % {"last": item.reading.line_count})
    item.values = plain(values)
    item.key, item.title, item.lines = key_of(item.kind, values), title_of(item.kind, values), numbers
    if not item.title.strip():
        raise ValidationError(_("Punktet må ha en tittel."))


def _save(item: Item, act: str, old: dict[str, Any], by: User | None, why: str = "") -> Item:
    """Save and write the event. ``old`` holds every field, so that undoing needs nothing but the event."""
    item.version += 1
    item.save()
    now = snapshot(item, *FIELDS)
    changed = {name: value for name, value in now.items() if value != old.get(name)}
    if not changed and "with" not in old:
        return item
    before = {name: value for name, value in old.items() if name in changed or name == "with"}
    record(act=act, subject=item, by=by, old=before, new=changed, why=why)
    return item
