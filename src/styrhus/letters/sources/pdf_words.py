"""Printed lines back to running text: hyphenated words are put together, real hyphens stay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

SOFT = "\u00ad"  # a hyphen that the typesetter put in
HYPHENS = ("-", SOFT, "\u2010")
HANGING = re.compile(r"^(?:og|eller|samt|til|m\.)$", re.IGNORECASE)
RANGE_END = re.compile(r"\d[–-]$")  # "2021–" before "2024"
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(slots=True)
class Vocabulary:
    """The words that stand whole inside the document's lines, by how the document itself writes them."""

    words: set[str] = field(default_factory=set)

    def learn(self, line: str) -> None:
        self.words.update(found.casefold() for found in WORD.findall(line.rpartition(" ")[0]))

    def knows(self, word: str) -> bool:
        found = WORD.search(word)
        return found is not None and found.group().casefold() in self.words


def join_lines(lines: Iterable[str], vocabulary: Vocabulary) -> str:
    """One text of several printed lines."""
    text = ""
    for line in lines:
        text = _join(text, line, vocabulary) if text else line
    return clean_text(text)


def clean_text(text: str) -> str:
    """Without soft hyphens and double spaces."""
    return " ".join(text.replace(SOFT, "").replace("\u2010", "-").split())


def _join(text: str, line: str, vocabulary: Vocabulary) -> str:
    last = text.rpartition(" ")[2]
    first = line.partition(" ")[0]
    if len(last) > 1 and last.endswith(HYPHENS) and last[-2].isalnum():
        return text[:-1] + _hyphenated(last[:-1], first, vocabulary) + line
    if (last.endswith("/") and len(last) > 1) or RANGE_END.search(last):
        return text + line
    if last.isalpha() and first[:1].islower() and _cut_without_mark(last, first, vocabulary):
        return text + line
    return f"{text} {line}"


def _cut_without_mark(before: str, after: str, vocabulary: Vocabulary) -> bool:
    """A word broken because its column is narrower than it: the halves are no words elsewhere, the whole is."""
    return vocabulary.knows(before + after) and not vocabulary.knows(before) and not vocabulary.knows(after)


def _hyphenated(before: str, after: str, vocabulary: Vocabulary) -> str:
    """What stands between the two halves. The print shows the same mark for a word's own hyphen and a divided word."""
    if HANGING.match(after):
        return "- "  # "introduksjons- og integreringsloven"
    whole, kept = before + after, f"{before}-{after}"
    if vocabulary.knows(whole) != vocabulary.knows(kept):
        return "-" if vocabulary.knows(kept) else ""
    return "-" if _keeps_hyphen(before, after) else ""


def _keeps_hyphen(before: str, after: str) -> bool:
    """Capitals, numbers and some prefixes are joined by a hyphen of their own: HK-dir, 2021-2024, ikke-statlig."""
    if before.casefold() == "ikke":
        return True
    ending = re.search(r"[^\W_]+$", before)
    lower = ending is not None and ending.group()[1:].islower()
    return not lower or not after[:1].islower()
