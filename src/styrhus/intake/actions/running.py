"""Reading a letter: from the kept bytes to items and findings. Run by a worker, or in the foreground by the demo.

A run may be cut off at any point and begun again: nothing but the progress is written before the last step, and the
last step is one transaction that asks first whether another run has come before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from typing import Any

from django.db import transaction
from django.utils import timezone

from styrhus.archive.actions import describe_document, keep_text
from styrhus.audit.actions import record
from styrhus.intake.models import Finding, Item, LetterKind, Reading, ReadingState, Step
from styrhus.intake.rules.items import Draft, drafts, takes_back
from styrhus.letters.checks import check_letter
from styrhus.letters.model import Finding as Found
from styrhus.letters.model import Letter, Source, UnreadableLetter
from styrhus.letters.output import letter_as_json
from styrhus.letters.reading import read_letter
from styrhus.letters.sources import read_in_child

PROGRESS = {Step.WAITING: 0, Step.TEXT: 10, Step.ITEMS: 40, Step.CHECKS: 65, Step.SAVING: 85, Step.DONE: 100}
BATCH = 2000
REFERENCE_LENGTH = 100


def run_reading(reading: Reading) -> Reading:
    """Read the letter to its end, or to one sentence that says why it can't be read. Safe to run again.

    The result stands in ``state``: read or failed. A reading that is read, adopted or discarded is left as it is.
    """
    if not _begin(reading.pk):
        return Reading.objects.select_related("document", "agency", "ministry").get(pk=reading.pk)
    reading = Reading.objects.select_related("document", "agency", "ministry", "started_by").get(pk=reading.pk)
    try:
        _at(reading, Step.TEXT)
        with reading.document.file.open("rb") as file:
            source = storable(read_in_child(file.read(), reading.document.filename))
        _at(reading, Step.ITEMS)
        letter = read_letter(source)
        _at(reading, Step.CHECKS)
        findings = check_letter(letter)
    except UnreadableLetter as refusal:
        return _fail(reading, refusal)
    _at(reading, Step.SAVING)
    return _keep(reading, letter, findings)


def _begin(key: int) -> bool:
    """Take the reading up, or say that there is nothing to do."""
    waiting = Reading.objects.filter(pk=key, state__in=(ReadingState.QUEUED, ReadingState.RUNNING))
    return waiting.update(state=ReadingState.RUNNING) == 1


def _at(reading: Reading, step: Step) -> None:
    """Progress is shown while the run goes on, so it is written outside the run's own transaction; it is no act."""
    Reading.objects.filter(pk=reading.pk, state=ReadingState.RUNNING).update(step=step, progress=PROGRESS[step])


def give_up_reading(reading: Reading) -> Reading:
    """Say that the letter could not be read, after several tries that none of them came to an end."""
    return _fail(reading, UnreadableLetter("reader-failed", {"name": reading.document.filename}))


@transaction.atomic
def _fail(reading: Reading, refusal: UnreadableLetter) -> Reading:
    reading = (
        Reading.objects.select_for_update(of=("self",)).select_related("document", "started_by").get(pk=reading.pk)
    )
    if reading.state != ReadingState.RUNNING:
        return reading
    reading.state, reading.error_code, reading.error_values = ReadingState.FAILED, refusal.code, dict(refusal.values)
    reading.save(update_fields=["state", "error_code", "error_values"])
    new = {"state": reading.state, "error_code": refusal.code}
    record(act="intake.reading_failed", subject=reading, by=reading.started_by, new=new)
    return reading


@transaction.atomic
def _keep(reading: Reading, letter: Letter, findings: Iterable[Found]) -> Reading:
    reading = (
        Reading.objects.select_for_update(of=("self",))
        .select_related("document", "agency", "ministry", "started_by")
        .get(pk=reading.pk)
    )
    if reading.state != ReadingState.RUNNING:
        return reading
    by = reading.started_by
    found = list(findings)
    content = letter_as_json(letter)
    _keep_document(reading, letter)
    reading.items.all().delete()
    reading.findings.all().delete()
    items = _items(reading, letter, content)
    Item.objects.bulk_create(items, batch_size=BATCH)
    Finding.objects.bulk_create((_finding(reading, one, i) for i, one in enumerate(found, 1)), batch_size=BATCH)
    _keep_head(reading, content, letter.source)
    record(
        act="intake.read_letter",
        subject=reading,
        by=by,
        new={"items": len(items), "findings": len(found), "lines": reading.line_count, "kind": reading.kind},
    )
    return reading


def _keep_document(reading: Reading, letter: Letter) -> None:
    by, head = reading.started_by, letter.head
    keep_text(document=reading.document, text=text_of(letter.source), by=by)
    describe_document(
        document=reading.document, title=head.title, document_date=head.date, case_number=head.reference or "", by=by
    )


def storable(source: Source) -> Source:
    """The source without what a database can't keep (NUL, halves of characters) and without breaks inside a line."""
    return replace(source, lines=tuple(_storable(line) for line in source.lines))


def _storable(line: str) -> str:
    kept = line.encode("utf-8", "replace").decode("utf-8")
    return kept.replace("\x00", "").replace("\n", " ").replace("\r", " ")


def text_of(source: Source) -> str:
    """The letter's lines as one text; splitting it at line breaks gives the lines back."""
    return "\n".join(source.lines)


def _keep_head(reading: Reading, content: dict[str, Any], source: Source) -> None:
    head = content["letter"]
    reading.head = head
    reading.kind = head["kind"] if head["kind"] in LetterKind.values else LetterKind.ALLOCATION
    reading.year, reading.letter_date = head["budget_year"], head["date"]
    reading.reference = (head["reference"] or "")[:REFERENCE_LENGTH]
    reading.sections = [
        {"number": one["number"], "title": one["title"], "level": one["level"], "line": one["lines"][0]}
        for one in content["sections"]
        if one["lines"]
    ]
    reading.page_starts = page_starts(source.pages)
    reading.line_count = len(source.lines)
    reading.state, reading.step, reading.progress = ReadingState.READ, Step.DONE, PROGRESS[Step.DONE]
    reading.read_at = timezone.now()
    reading.save()
    reading.refresh_from_db(fields=["letter_date"])


def page_starts(pages: Iterable[int]) -> list[int]:
    """The first line of every page after the first: [1, 1, 2, 2, 3] → [3, 5]."""
    listed = list(pages)
    return [number for number in range(2, len(listed) + 1) if listed[number - 1] != listed[number - 2]]


def _items(reading: Reading, letter: Letter, content: dict[str, Any]) -> list[Item]:
    numbers: dict[str, Any] = {}
    supplementary = content["letter"]["kind"] in {LetterKind.SUPPLEMENTARY, LetterKind.ASSIGNMENT}
    items = []
    for draft in drafts(content):
        if draft.kind == "assignment" and supplementary:
            draft.values["withdrawn"] = _withdrawn(draft, letter)
        items.append(
            Item(
                reading=reading,
                kind=draft.kind,
                sequence=next(numbers.setdefault(draft.kind, count(1))),
                key=draft.key,
                title=draft.title,
                values=draft.values,
                original=draft.values,
                lines=list(draft.lines),
                confidence=draft.confidence,
            )
        )
    return items


def _withdrawn(draft: Draft, letter: Letter) -> bool:
    """Whether a supplementary letter takes this assignment back, by its own lines and the heading it stands under."""
    first = draft.lines[0] if draft.lines else 0
    heading = max((one for one in letter.sections if first in one.lines), key=lambda one: one.level, default=None)
    own = (letter.source.lines[number - 1] for number in draft.lines)
    return takes_back(own, heading.title if heading else "")


def _finding(reading: Reading, found: Found, sequence: int) -> Finding:
    return Finding(
        reading=reading,
        sequence=sequence,
        code=found.code,
        severity=found.severity.value,
        lines=list(found.lines),
        values=dict(found.values),
        expected=found.expected or "",
    )
