"""A supplementary letter against the plan: what is new, what is changed, what is taken back, what is as before.

A supplement speaks only of what it changes, so what it leaves out stands. A new version of the whole letter
(``complete``) replaces the first: assignments and bindings that it leaves out are shown as taken back, for a person
to decide. Nothing here changes anything; each difference is adopted or rejected by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from .changes import Change, ChangeKind, key
from .items import TITLE_LENGTH
from .money import money_changes
from .picture import Picture, PlanAssignment, PlanDeadline, PlanText, Row
from .wording import same_number, same_part, same_words


def differences(rows: Iterable[Row], picture: Picture, *, complete: bool = False) -> tuple[Change, ...]:
    """Every difference, in the order of the letter's lines; what only the plan has comes last. Keys are unique."""
    listed = list(rows)
    found = [
        *_goals(listed, picture),
        *_parameters(listed, picture),
        *_assignments(listed, picture, complete),
        *money_changes(listed, picture, complete=complete),
        *_reports(listed, picture),
        *_worded(listed, "meeting", ChangeKind.NEW_MEETING, picture.meetings),
        *_worded(listed, "directive", ChangeKind.NEW_DIRECTIVE, picture.directives),
        *_worded(listed, "duty", ChangeKind.NEW_DUTY, picture.duties),
    ]
    once = {change.key: change for change in reversed(found)}  # the first printing of a thing is the one that counts
    return tuple(sorted(once.values(), key=lambda change: (not change.lines, change.lines[:1], change.key)))


def _goals(rows: Iterable[Row], picture: Picture) -> Iterator[Change]:
    numbered = {goal.number: goal for goal in picture.goals}
    titled = {same_words(goal.title): goal for goal in picture.goals}
    for row in _of(rows, "goal"):
        number = "" if row.values.get("number") is None else str(row.values["number"])
        goal = numbered.get(number) or titled.get(same_words(row.title))
        name = key("goal", number or f"item-{row.id}")
        if goal is None:
            yield Change(ChangeKind.NEW_GOAL, name, row.title, row.id, None, None, row.title, row.lines)
        elif same_words(goal.title) != same_words(row.title):
            yield Change(ChangeKind.CHANGED_GOAL, name, row.title, row.id, goal.id, goal.title, row.title, row.lines)
        else:
            yield Change(ChangeKind.UNCHANGED, name, row.title, row.id, goal.id, lines=row.lines)


def _parameters(rows: Iterable[Row], picture: Picture) -> Iterator[Change]:
    labelled = {same_number(one.label): one for one in picture.parameters if one.label}
    worded = {same_words(one.text): one for one in picture.parameters}
    for row in _of(rows, "parameter"):
        label = same_number(row.values.get("id"))
        standing = labelled.get(label) or worded.get(same_words(row.title))
        name = key("parameter", label or f"item-{row.id}")
        if standing is None:
            yield Change(ChangeKind.NEW_PARAMETER, name, row.title, row.id, None, None, row.title, row.lines)
            continue
        # A supplement that repeats the parameter without its numbers takes none of them away.
        changed = same_words(standing.text) != same_words(row.title) or any(
            row.values.get(field) and row.values[field] != getattr(standing, field)
            for field in ("baseline", "target", "unit")
        )
        kind = ChangeKind.CHANGED_PARAMETER if changed else ChangeKind.UNCHANGED
        old = _parameter_text(standing.text, standing.baseline, standing.target, standing.unit)
        numbers = (str(row.values.get(field) or getattr(standing, field)) for field in ("baseline", "target", "unit"))
        new = _parameter_text(row.title, *numbers)
        yield Change(kind, name, row.title, row.id, standing.id, old, new, row.lines)


def _parameter_text(text: str, baseline: str, target: str, unit: str) -> str:
    numbers = " → ".join(filter(None, (baseline, target)))
    return f"{text} ({numbers}{f' {unit}' if unit else ''})" if numbers else text


def _assignments(rows: Iterable[Row], picture: Picture, complete: bool) -> Iterator[Change]:
    numbered = {same_number(one.number): one for one in picture.assignments if one.number}
    titled = {same_words(one.title): one for one in picture.assignments}
    seen: set[int] = set()
    for row in _of(rows, "assignment"):
        number = same_number(row.values.get("id"))
        standing = numbered.get(number) if number else titled.get(same_words(row.title))
        name = number or f"item-{row.id}"
        if standing is None:
            # What is taken back and never was in the plan changes nothing.
            kind = ChangeKind.UNCHANGED if row.values.get("withdrawn") else ChangeKind.NEW_ASSIGNMENT
            yield Change(kind, key("assignment", name), row.title, row.id, new=row.title, lines=row.lines)
            continue
        seen.add(standing.id)
        yield from _one_assignment(row, standing, name)
    if complete:
        for standing in picture.assignments:
            if standing.id not in seen and not standing.withdrawn:
                name = key("withdrawn", same_number(standing.number) or f"plan-{standing.id}")
                kind = ChangeKind.WITHDRAWN_ASSIGNMENT
                yield Change(kind, name, standing.title, None, standing.id, standing.title)


def _one_assignment(row: Row, standing: PlanAssignment, name: str) -> Iterator[Change]:
    if row.values.get("withdrawn"):
        kind = ChangeKind.UNCHANGED if standing.withdrawn else ChangeKind.WITHDRAWN_ASSIGNMENT
        yield Change(kind, key("withdrawn", name), standing.title, row.id, standing.id, standing.title, None, row.lines)
        return
    changes = [*_deadlines(row, standing, name), *_funding(row, standing, name)]
    if row.title and same_words(row.title) != same_words(standing.title):
        changes.append(
            Change(
                ChangeKind.CHANGED_TITLE,
                key("title", name),
                standing.title,
                row.id,
                standing.id,
                standing.title,
                row.title,
                row.lines,
            )
        )
    if changes:
        yield from changes
    else:
        yield Change(
            ChangeKind.UNCHANGED, key("assignment", name), standing.title, row.id, standing.id, lines=row.lines
        )


def _deadlines(row: Row, standing: PlanAssignment, name: str) -> Iterator[Change]:
    """Part by part: what is the same on both sides falls out, and the rest are paired in the order of their dates."""
    new_by_part: dict[str, list[dict[str, Any]]] = {}
    for deadline in row.values.get("deadlines") or ():
        new_by_part.setdefault(same_part(deadline.get("part")), []).append(deadline)
    for part, new in new_by_part.items():
        old = [deadline for deadline in standing.deadlines if same_part(deadline.part) == part]
        same = {_stands(d) for d in old} & {_said(d) for d in new}
        old = sorted((d for d in old if _stands(d) not in same), key=_when)
        fresh = sorted((d for d in new if _said(d) not in same), key=lambda d: (d.get("date") or "9999", d["text"]))
        for place, deadline in enumerate(fresh):
            replaced = old[place] if place < len(old) else None
            lines = tuple(deadline.get("lines") or row.lines)
            yield Change(
                ChangeKind.CHANGED_DEADLINE if replaced else ChangeKind.NEW_DEADLINE,
                key("deadline", name, part, f"plan-{replaced.id}" if replaced else deadline["text"]),
                _with_part(standing.title, str(deadline.get("part") or "")),
                row.id,
                replaced.id if replaced else standing.id,
                replaced.text if replaced else None,
                deadline["text"],
                lines,
                deadline,
            )


def _meaning(kind: str, day: str | None, text: str) -> tuple[str, str]:
    """Two deadlines are the same when they are the same day, or, where no exact day is set, the same words."""
    return (kind, day) if kind == "date" and day else (kind, same_words(text))


def _stands(deadline: PlanDeadline) -> tuple[str, str]:
    return _meaning(deadline.kind, deadline.date.isoformat() if deadline.date else None, deadline.text)


def _said(deadline: dict[str, Any]) -> tuple[str, str]:
    return _meaning(deadline["kind"], deadline.get("date"), deadline["text"])


def _when(deadline: PlanDeadline) -> tuple[date, int]:
    return deadline.date or date.max, deadline.id


def _with_part(title: str, part: str) -> str:
    return f"{title} ({part})" if part else title


def _funding(row: Row, standing: PlanAssignment, name: str) -> Iterator[Change]:
    for funding in row.values.get("funding") or ():
        if funding.get("amount") is None:
            continue
        part = same_part(funding.get("part"))
        post = f"{funding['chapter']}.{funding['post']}" if funding.get("chapter") and funding.get("post") else ""
        known = next((f for f in standing.funding if same_part(f.part) == part and (not post or f.post == post)), None)
        if known is not None and known.amount == funding["amount"]:
            continue
        yield Change(
            ChangeKind.CHANGED_FUNDING if known else ChangeKind.NEW_FUNDING,
            key("funding", name, part, post),
            _with_part(standing.title, str(funding.get("part") or "")),
            row.id,
            known.id if known else standing.id,
            known.amount if known else None,
            funding["amount"],
            tuple(funding.get("lines") or row.lines),
            funding,
        )


def _reports(rows: Iterable[Row], picture: Picture) -> Iterator[Change]:
    standing = {same_words(report.title): report for report in picture.reports}
    for row in _of(rows, "reporting"):
        words = same_words(row.title)
        report = standing.get(words)
        name = key("report", words[:200])
        new = row.values.get("deadline")
        if report is None:
            yield Change(ChangeKind.NEW_REPORT, name, row.title, row.id, None, None, new, row.lines)
            continue
        old = report.deadline.isoformat() if report.deadline else None
        kind = ChangeKind.UNCHANGED if new in (None, old) else ChangeKind.CHANGED_REPORT
        yield Change(kind, name, row.title, row.id, report.id, old, new, row.lines)


def _worded(rows: Iterable[Row], kind: str, new: ChangeKind, standing: Iterable[PlanText]) -> Iterator[Change]:
    known = {same_words(one.text[:TITLE_LENGTH]): one for one in standing}
    for row in _of(rows, kind):
        words = same_words(row.title)
        name = key(kind, words[:200])
        if words in known:
            yield Change(ChangeKind.UNCHANGED, name, row.title, row.id, known[words].id, lines=row.lines)
        else:
            yield Change(new, name, row.title, row.id, None, None, row.title, row.lines)


def _of(rows: Iterable[Row], kind: str) -> Iterator[Row]:
    return (row for row in rows if row.kind == kind)
