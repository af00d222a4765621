"""Differences of money: chapters, posts, bindings and named grants. Amounts are whole kroner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .changes import Change, ChangeKind, key
from .items import place_of_money
from .picture import Picture, PlanBinding, Row
from .wording import same_number, same_part, same_words


def money_changes(rows: Iterable[Row], picture: Picture, *, complete: bool) -> Iterator[Change]:
    listed = list(rows)
    yield from _chapters(listed, picture)
    yield from _posts(listed, picture)
    yield from _bindings(listed, picture, complete)
    yield from _grants(listed, picture)


def _chapters(rows: Iterable[Row], picture: Picture) -> Iterator[Change]:
    for row in rows:
        number = str(row.values.get("chapter") or "")
        if row.kind == "chapter" and number not in picture.chapters:
            name = key("chapter", number)
            yield Change(ChangeKind.NEW_CHAPTER, name, row.title, row.id, None, None, number, row.lines)


def _posts(rows: Iterable[Row], picture: Picture) -> Iterator[Change]:
    """A post's appropriation and the agency's share of it are two amounts, and each may change alone."""
    standing = {post.place: post for post in picture.posts}
    for row in rows:
        if row.kind != "post":
            continue
        place, given, share = place_of_money(row.values), row.values.get("appropriation"), row.values.get("at_disposal")
        post, name = standing.get(place), key("post", place)
        if post is None:
            yield Change(ChangeKind.NEW_POST, name, row.title, row.id, None, None, given, row.lines)
            continue
        # A letter that is silent on the share repeats the whole post there; that says nothing new about the share.
        silent = share is None or share == given
        amounts = {
            "appropriated": given if given is not None else post.appropriated,
            "at_disposal": _share(post.appropriated, post.at_disposal, given) if silent else share,
        }
        if (amounts["appropriated"], amounts["at_disposal"]) == (post.appropriated, post.at_disposal):
            yield Change(ChangeKind.UNCHANGED, name, row.title, row.id, post.id, lines=row.lines)
            continue
        given_changed = amounts["appropriated"] != post.appropriated
        old, new = (post.appropriated, given) if given_changed else (post.at_disposal, amounts["at_disposal"])
        yield Change(ChangeKind.CHANGED_POST, name, row.title, row.id, post.id, old, new, row.lines, amounts)


def _share(appropriated: int, at_disposal: int, given: int | None) -> int:
    """The agency's share when a letter changes the post and is silent on the share: it follows if it was the whole."""
    return given if given is not None and at_disposal == appropriated else at_disposal


def _bindings(rows: Iterable[Row], picture: Picture, complete: bool) -> Iterator[Change]:
    left = list(picture.bindings)
    for row in rows:
        if row.kind != "budget_line":
            continue
        place, amount = place_of_money(row.values), row.values.get("amount")
        binding = _same_binding(row, place, left)
        if binding is None:
            name = key("binding", place or "-", f"item-{row.id}")
            yield Change(ChangeKind.NEW_BINDING, name, row.title, row.id, None, None, amount, row.lines)
            continue
        left.remove(binding)
        same = amount is None or binding.amount == amount
        kind = ChangeKind.UNCHANGED if same else ChangeKind.CHANGED_BINDING
        name = key("binding", place, f"plan-{binding.id}")
        yield Change(kind, name, row.title, row.id, binding.id, binding.amount, amount, row.lines)
    if complete:
        for binding in left:
            name = key("binding", binding.place, f"plan-{binding.id}", "gone")
            yield Change(ChangeKind.WITHDRAWN_BINDING, name, binding.text, None, binding.id, binding.amount)


def _same_binding(row: Row, place: str, bindings: Iterable[PlanBinding]) -> PlanBinding | None:
    """The plan's binding that a budget line speaks of: its words under the same post, else its assignment and part."""
    here = [binding for binding in bindings if not place or binding.place == place]
    words = same_words(row.title)
    worded = [binding for binding in here if same_words(binding.text) == words]
    if len(worded) == 1:
        return worded[0]
    number = same_number(row.values.get("assignment"))
    if not number:
        return None
    part = same_part(row.values.get("part"))
    numbered = [binding for binding in here if same_number(binding.assignment) == number]
    exact = [binding for binding in numbered if same_part(binding.part) == part]
    for found in (exact, numbered):
        if len(found) == 1:
            return found[0]
    return None


def _grants(rows: Iterable[Row], picture: Picture) -> Iterator[Change]:
    standing = {(grant.place, same_words(grant.recipient)): grant for grant in picture.grants}
    for row in rows:
        if row.kind != "grant":
            continue
        place, amount = place_of_money(row.values), row.values.get("amount")
        grant = standing.get((place, same_words(row.title)))
        name = key("grant", place or "-", same_words(row.title)[:150])
        if grant is None:
            yield Change(ChangeKind.NEW_GRANT, name, row.title, row.id, None, None, amount, row.lines)
            continue
        kind = ChangeKind.UNCHANGED if grant.amount == amount else ChangeKind.CHANGED_GRANT
        yield Change(kind, name, row.title, row.id, grant.id, grant.amount, amount, row.lines)
