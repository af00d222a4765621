"""Attachments: announced and absent, without their number, titled differently, referred to and never announced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from styrhus.letters.checks.found import error, info, warning
from styrhus.letters.checks.passages import paragraphs
from styrhus.letters.checks.wording import plain, stems
from styrhus.letters.model import Attachment, Finding, Letter

_NUMBER = r"(?:\d{1,2}[a-z]?|[IVX]{1,5})"
_REFERENCE = re.compile(
    rf"\b[Vv]edlegg(?:et)?(?:\s+nr\.?)?\s+(?P<number>{_NUMBER})\b(?!\s*(?:til|i)\s+(?:Prop|rundskriv|forskrift))"
)
_UNNUMBERED = re.compile(r"\b[Vv]edlegg(?:et)?\s+(?:med|om)\s+(?P<title>[^.,;()]{4,80})")
_HEADING = re.compile(
    rf"[\s#*]*Vedlegg(?:\s+nr\.?)?\s+(?P<number>{_NUMBER})\b[\s.:*–-]*(?P<title>.*?)[\s*]*$", re.IGNORECASE
)


def check(letter: Letter) -> Iterable[Finding]:
    references = _references(letter)
    # When none is in the file they are files of their own; when some are, the others are missing.
    absent = error if any(attachment.present for attachment in letter.attachments) else warning
    for attachment in letter.attachments:
        if not attachment.present:
            lines = (*attachment.lines[:1], *references.get(_key(attachment.number), ()))
            name = f"{attachment.number} «{attachment.title}»" if attachment.number else f"«{attachment.title}»"
            yield absent("attachment-absent", lines, name=name)
            continue
        yield from _present(letter, attachment)
    if letter.attachments:
        yield from _never_announced(letter, references)
        yield from _by_title(letter)


def _references(letter: Letter) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for paragraph in paragraphs(letter.source.lines):
        for match in _REFERENCE.finditer(paragraph.text):
            found.setdefault(_key(match["number"]), []).append(paragraph.line(match.start()))
    return found


def _present(letter: Letter, attachment: Attachment) -> Iterator[Finding]:
    if attachment.number is None or len(attachment.lines) < 2:
        return
    headings = [(line, _HEADING.match(letter.source.lines[line - 1])) for line in attachment.lines]
    numbered = [(line, match) for line, match in headings if match and _key(match["number"]) == _key(attachment.number)]
    begins = attachment.lines[-1]
    if begins not in {line for line, _ in numbered}:
        yield warning(
            "attachment-unnumbered",
            (attachment.lines[0], begins),
            f"Vedlegg nr. {attachment.number} {attachment.title}",
            number=attachment.number,
            heading=letter.source.lines[begins - 1].strip(" #*"),
        )
    elif len({plain(match["title"]) for _, match in numbered if match["title"]}) > 1:
        (first, one), (last, other) = numbered[0], numbered[-1]
        yield info(
            "attachment-title-differs",
            (first, last),
            number=attachment.number,
            announced=one["title"],
            heading=other["title"],
        )


def _never_announced(letter: Letter, references: dict[str, list[int]]) -> Iterator[Finding]:
    known = {_key(attachment.number) for attachment in letter.attachments if attachment.number}
    for number, lines in references.items():
        if known and number not in known:
            yield error("attachment-unknown", lines, number=number)


def _by_title(letter: Letter) -> Iterator[Finding]:
    """ "Vedlegg med kalender …": an announced attachment called by its title alone."""
    for paragraph in paragraphs(letter.source.lines):
        for match in _UNNUMBERED.finditer(paragraph.text):
            words = stems(match["title"])
            for attachment in letter.attachments:
                title = stems(attachment.title)
                if (
                    attachment.number
                    and title
                    and title <= words
                    and paragraph.line(match.start()) not in attachment.lines
                ):
                    yield info(
                        "attachment-reference-unnumbered",
                        paragraph.lines(match.start(), match.end()),
                        f"vedlegg nr. {attachment.number}",
                        number=attachment.number,
                        title=attachment.title,
                    )


def _key(number: str | None) -> str:
    return (number or "").casefold()
