"""How alike two printed names are: the same words, nearly the same, or another thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

_MARKS = re.compile(r"</?\w{1,6}>|[*_«»\"“”]")
_RESEARCH = re.compile(
    r"\((?:herunder |delvis |delvist |her under |inkl\.? )?fou\)|,? (?:herunder|her under) fou\b[\w-]*", re.IGNORECASE
)
_WORD = re.compile(r"[a-zæøåéèôü0-9]+(?:-[a-zæøåéèôü0-9]+)*")
_DASHES = re.compile(r"\s*[-–—−]\s*")
_WITHOUT_MEANING = """
    og i på av til for med om som en ei et ein eit den det de dei ved fra frå å er skal mot blant mellom etter under
    over inn ut opp følge følgje sin sitt sine nye ny nytt herunder samt mv eller ha få del nr
"""
_EMPTY_WORDS = frozenset(_WITHOUT_MEANING.split())
# Endings that inflect a word without making it another: evaluering/evaluere, kommuner/kommunene.
_ENDING = re.compile(r"(?:ingene|ingane|ingen|inga|inger|ingar|ing|ene|ane|ere|ar|er|et|en|e|a|s)$")
_STEM = 4


def plain(title: str) -> str:
    """The title without marks, the research flag, a closing full stop and differences of case and space."""
    text = _RESEARCH.sub("", _MARKS.sub("", title))
    return " ".join(text.casefold().split()).strip(" .:;,")


def without_punctuation(title: str) -> str:
    """``plain`` with dashes and the spaces about them made alike: what is left to differ is words."""
    return _DASHES.sub("-", plain(title))


def stems(text: str) -> frozenset[str]:
    """The words that carry meaning, without their endings."""
    return frozenset(_stem(word) for word in _WORD.findall(plain(text)) if word not in _EMPTY_WORDS)


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """From 0 to 1: how much of both sets of stems is shared."""
    return len(first & second) / max(1, len(first | second))


def coverage(first: frozenset[str], second: frozenset[str]) -> float:
    """From 0 to 1: how much of the smaller set is found in the larger."""
    return len(first & second) / max(1, min(len(first), len(second)))


class TitleIndex:
    """Finds the title that a text is most like, without holding it against every one."""

    _RAREST = 6  # words of a text that are looked up, the rarest first
    _COMMON = 40  # a word that stands in more titles than this points to none

    def __init__(self, titles: Mapping[str, Iterable[str]]) -> None:
        self._titles = {key: tuple(stems(title) for title in printed) for key, printed in titles.items()}
        self._where: dict[str, set[str]] = defaultdict(set)
        for key, printed in self._titles.items():
            for words in printed:
                for word in words:
                    self._where[word].add(key)

    def score(self, text: str, key: str) -> float:
        """How much of the text and the title of ``key`` agree, 0 for an unknown key."""
        words = stems(text)
        return max((self._score(words, title) for title in self._titles.get(key, ())), default=0.0)

    def best(self, text: str) -> tuple[str, float] | None:
        """The key whose title is most like the text, with its score; None when no title shares a telling word."""
        words = stems(text)
        known = sorted((word for word in words if word in self._where), key=lambda word: (len(self._where[word]), word))
        telling = [word for word in known if len(self._where[word]) <= self._COMMON][: self._RAREST]
        keys = {key for word in telling for key in self._where[word]}
        scored = [(max(self._score(words, title) for title in self._titles[key]), key) for key in sorted(keys)]
        return max(((key, score) for score, key in scored), key=lambda pair: pair[1], default=None)

    @staticmethod
    def _score(first: frozenset[str], second: frozenset[str]) -> float:
        # Both matter: a short title inside a long line is a good sign, and so is a line that says the same.
        return (coverage(first, second) + likeness(first, second)) / 2


def _stem(word: str) -> str:
    if word[0].isdigit():
        return word
    for _ in range(2):  # "rapporteringen" is "rapporter", and that is "rapport"
        cut = _ENDING.sub("", word)
        word = cut if len(cut) >= _STEM else word
    return word
