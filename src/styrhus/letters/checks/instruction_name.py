"""The standing instruction, which a letter should call by one name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from styrhus.letters.checks.found import info, warning
from styrhus.letters.checks.passages import paragraphs
from styrhus.letters.model import Finding, Letter

_FIELD = r"(?:økonomi|virksomhets?|verksemds?)"
_PAIR = rf"(?P<{{0}}>{_FIELD})-\s+og\s+{_FIELD}styring"
_NAMED = re.compile(
    rf"\binstruks(?:en)?\s+(?P<joined>for|om)\s+{_PAIR.format('first')}\w*|{_PAIR.format('other')}s?instruks(?:en)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"\b(?:denne\s+|i\s+|av\s+|etter\s+)?instruksjonen\b", re.IGNORECASE)
_RIGHT_WORD = re.compile(r"\binstruksen\b", re.IGNORECASE)


def check(letter: Letter) -> Iterable[Finding]:
    names: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    words: list[int] = []
    right = False
    for paragraph in paragraphs(letter.source.lines):
        for match in _NAMED.finditer(paragraph.text):
            order = (match["first"] or match["other"]).lower()
            names[_joined(match["joined"]), order[:4]].append((paragraph.line(match.start()), match[0]))
        words.extend(paragraph.line(match.start()) for match in _WORD.finditer(paragraph.text))
        right = right or bool(_RIGHT_WORD.search(paragraph.text))
    yield from _names(letter, names)
    if words and right:
        yield info("instruction-word-differs", words, "instruksen")


def _names(letter: Letter, names: dict[tuple[str, str], list[tuple[int, str]]]) -> Iterator[Finding]:
    """The name on the attachment itself is the right one; without it, the one printed most often."""
    title = next((_NAMED.search(one.title) for one in letter.attachments if _NAMED.search(one.title)), None)
    if title is not None:
        usual = _joined(title["joined"]), (title["first"] or title["other"]).lower()[:4]
    else:
        usual = max(names, key=lambda name: len(names[name]), default=("", ""))
    others = [place for name, places in names.items() if not _same(name, usual) for place in places]
    if others:
        expected = title[0] if title is not None else names[usual][0][1]
        yield warning(
            "instruction-name-differs", (line for line, _ in others), expected, variant=others[0][1], name=expected
        )


def _joined(word: str | None) -> str:
    return (word or "").lower()


def _same(name: tuple[str, str], usual: tuple[str, str]) -> bool:
    """A compound ("økonomistyringsinstruksen") has no preposition to differ in."""
    return name[1] == usual[1] and (not name[0] or not usual[0] or name[0] == usual[0])
