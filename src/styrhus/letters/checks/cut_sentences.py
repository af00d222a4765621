"""Sentences that break off: the letter prints them in full elsewhere, after the same sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from styrhus.letters.checks.found import warning
from styrhus.letters.checks.passages import Passage, sentences
from styrhus.letters.model import Finding, Letter

_WORDS = 6  # shorter sentences begin alike by chance


def check(letter: Letter) -> Iterable[Finding]:
    """Two texts copied from one another share the sentence before as well, which no chance likeness does."""
    after: dict[str, list[Passage]] = defaultdict(list)
    before: Passage | None = None
    for sentence in sentences(letter.source.lines):
        if before is not None and len(before.text.split()) >= _WORDS and len(sentence.text.split()) >= _WORDS:
            after[_plain(before.text)].append(sentence)
        before = sentence
    for followers in after.values():
        for cut in followers:
            full = next((one for one in followers if _goes_on(cut.text, one.text)), None)
            if full is not None:
                yield warning("sentence-cut-off", (*cut.numbers, *full.numbers), cut=_line(cut), full=_line(full))


def _goes_on(cut: str, full: str) -> bool:
    start = _plain(cut)
    return len(_plain(full)) > len(start) and _plain(full).startswith(start + " ")


def _plain(text: str) -> str:
    """The sentence without its full stop, and without the apostrophes that some genitives have."""
    return " ".join(text.casefold().replace("'s", "s").replace("’s", "s").split()).rstrip(".!?")


def _line(sentence: Passage) -> str:
    return str(sentence.numbers[0])
