"""The annual report's six parts, whose titles and order are fixed (Bestemmelser om økonomistyring i staten 1.6.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from styrhus.letters.checks.found import error
from styrhus.letters.checks.passages import sentences
from styrhus.letters.checks.wording import coverage, likeness, plain, stems
from styrhus.letters.data import rows
from styrhus.letters.model import Finding, Letter

_ROMAN = ("I", "II", "III", "IV", "V", "VI")
_ROW = re.compile(
    r"[\s\-•–*|]*(?:Del\s+|Kapittel\s+)?(?P<number>I{1,3}|IV|VI?)\s*[.):–\t|-]\s*(?P<title>[A-ZÆØÅa-zæøå][^\t|]{3,90}?)[\s*|.]*$"
)
_POINTER = re.compile(
    r"\b(?:kapittel|kap\.?|del)\s+(?P<number>I{1,3}|IV|VI?)\b(?=[^.]{0,40}\b[åÅ]rsrapport)|[åÅ]rsrapport\w*,?\s+\(?(?:kapittel|kap\.?|del)\s+(?P<after>I{1,3}|IV|VI?)\b"
)
_AT_LEAST = 4  # rows with Roman numbers in order before a list is taken for the report's parts
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b|\[[^\]]*\]")
_NAMES = 0.6  # of a part's words in the sentence: it speaks of that part
_SILENT = 0.34  # so few: it does not


def check(letter: Letter) -> Iterable[Finding]:
    editions = {row["language"]: row["titles"] for row in rows("annual_report", "parts", letter.head.date)}
    for listed in _lists(letter):
        titles = max(
            editions.values(),
            key=lambda known: sum(_alike(title, known[_ROMAN.index(number)]) for _, number, title in listed),
            default=None,
        )
        if titles is not None and any(_alike(title, titles[_ROMAN.index(number)]) > 0.5 for _, number, title in listed):
            yield from _against(listed, titles)
    yield from _pointers(letter, list(editions.values()))


def _lists(letter: Letter) -> Iterator[list[tuple[int, str, str]]]:
    """Runs of rows "I. …", "II. …" that rise, each (line, number, title)."""
    run: list[tuple[int, str, str]] = []
    for line, text in enumerate(letter.source.lines, start=1):
        if not text.strip():
            continue
        match = _ROW.match(text)
        rises = match is not None and (not run or _ROMAN.index(match["number"]) > _ROMAN.index(run[-1][1]))
        if not rises and run:
            if len(run) >= _AT_LEAST:
                yield run
            run = []
        if match is not None and match["number"] in _ROMAN:
            run.append((line, match["number"], match["title"]))
    if len(run) >= _AT_LEAST:
        yield run


def _against(listed: list[tuple[int, str, str]], titles: list[str]) -> Iterator[Finding]:
    for line, number, title in listed:
        right = titles[_ROMAN.index(number)]
        if _same(title, right):
            continue
        yield error(
            "annual-report-part-differs", (line,), f"{number}. {right}", number=number, title=title, right=right
        )
    missing = [number for number in _ROMAN if number not in {number for _, number, _ in listed}]
    for number in missing:
        right = titles[_ROMAN.index(number)]
        yield error(
            "annual-report-part-missing",
            (line for line, _, _ in listed),
            f"{number}. {right}",
            number=number,
            right=right,
        )


def _pointers(letter: Letter, editions: list[list[str]]) -> Iterator[Finding]:
    """ "kapittel IV i årsrapporten" in a sentence that names another part's subject and not that one's."""
    for sentence in sentences(letter.source.lines):
        for match in _POINTER.finditer(sentence.text):
            number, words = match["number"] or match["after"], stems(sentence.text)
            covers = {place: max(_covered(titles[place], words) for titles in editions) for place in range(len(_ROMAN))}
            own = covers.pop(_ROMAN.index(number))
            best = max(covers, key=lambda place: covers[place])
            if own <= _SILENT and covers[best] >= _NAMES:
                right = f"{_ROMAN[best]}. {editions[0][best]}"
                yield error(
                    "annual-report-part-wrong",
                    sentence.lines(match.start(), match.end()),
                    right,
                    number=number,
                    right=right,
                )


def _covered(title: str, words: frozenset[str]) -> float:
    known = stems(title)
    # One word alone ("Årsregnskap") is named all over a letter without being the part.
    return coverage(known, words) if len(known) > 1 else 0.0


def _same(title: str, right: str) -> bool:
    """Case, dashes and the two spellings of "fram" and "frem" make no other title; "…" stands for the year."""
    return _spelled(title) == _spelled(right)


def _spelled(title: str) -> str:
    return plain(_YEAR.sub("…", title)).replace("fremtid", "framtid")


def _alike(title: str, right: str) -> float:
    return likeness(stems(title), stems(right))
