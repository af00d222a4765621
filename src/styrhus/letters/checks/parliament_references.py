"""References to the Storting's documents: contradicting numbers, sessions that can't be, one printed twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from styrhus.letters.checks.found import error, info, warning
from styrhus.letters.checks.passages import Passage, sentences
from styrhus.letters.checks.printed import listed
from styrhus.letters.model import Finding, Letter

_CITATION = re.compile(
    r"\b(?P<kind>Prop|Innst|Meld)\.?\s*(?:St\.?\s*)?(?P<number>\d{1,3})\s*(?P<letter>[SL](?:\s?\+\s?[SL])?)\b"
    r"(?:\s*\((?P<first>\d{4})\s*[-–—]\s*(?P<second>\d{4})\))?"
)


@dataclass(frozen=True, slots=True)
class Citation:
    kind: str  # "Prop", "Innst"
    number: str
    session: tuple[int, int] | None
    text: str
    lines: tuple[int, ...]

    @property
    def name(self) -> str:
        return f"{self.kind}. {self.number}"


def check(letter: Letter) -> Iterable[Finding]:
    cited = [_citations(sentence) for sentence in sentences(letter.source.lines)]
    everything = [citation for in_sentence in cited for citation in in_sentence]
    yield from _recommendation(cited)
    yield from _repeated(cited)
    yield from _sessions(letter, everything)
    yield from _spelling(everything)


def _citations(sentence: Passage) -> list[Citation]:
    found = []
    for match in _CITATION.finditer(sentence.text):
        session = (int(match["first"]), int(match["second"])) if match["first"] else None
        lines = sentence.lines(match.start(), match.end())
        found.append(Citation(match["kind"], f"{match['number']} {match['letter']}", session, match[0], lines))
    return found


def _recommendation(cited: list[list[Citation]]) -> Iterator[Finding]:
    """A committee recommends once on a proposition. Two numbers, each cited alone beside it, contradict."""
    together: set[frozenset[str]] = set()
    alone: dict[tuple[str, tuple[int, int] | None], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for citations in cited:
        propositions = {(one.number, one.session) for one in citations if one.kind == "Prop" and one.session}
        recommendations = {(one.number, one.session): one for one in citations if one.kind == "Innst"}
        if len(recommendations) > 1:
            together.update(frozenset((first[0], second[0])) for first in recommendations for second in recommendations)
        elif len(recommendations) == 1 and len(propositions) == 1:
            one = next(iter(recommendations.values()))
            number, session = next(iter(propositions))
            alone[number, session][one.number].extend(one.lines)
    for numbers in alone.values():
        if len(numbers) < 2 or any(
            frozenset((first, second)) in together for first in numbers for second in numbers if first != second
        ):
            continue
        usual = max(numbers, key=lambda number: len(numbers[number]))
        equal = [number for number in numbers if len(numbers[number]) == len(numbers[usual])]
        expected = f"Innst. {usual}" if len(equal) == 1 else None
        names = listed(f"Innst. {number}" for number in numbers)
        yield error(
            "recommendation-differs", (line for lines in numbers.values() for line in lines), expected, numbers=names
        )


def _repeated(cited: list[list[Citation]]) -> Iterator[Finding]:
    """The same document named twice in one list."""
    for citations in cited:
        for first, second in pairwise(citations):
            if first.name == second.name and (second.session is None or second.session == first.session):
                yield warning("citation-repeated", second.lines, text=first.name)


def _sessions(letter: Letter, citations: list[Citation]) -> Iterator[Finding]:
    for one in citations:
        if one.session is not None and one.session[1] != one.session[0] + 1:
            yield error(
                "session-impossible",
                one.lines,
                f"({one.session[0]}–{one.session[0] + 1})",
                text=" ".join(one.text.split()),
            )
    year = letter.head.budget_year
    budgets = [one for one in citations if one.name == "Prop. 1 S" and one.session]
    if year is None or not budgets:
        return
    usual, _ = Counter(one.session for one in budgets).most_common(1)[0]
    if not any(one.session == (year - 1, year) for one in budgets) and usual is not None:
        expected = f"Prop. 1 S ({year - 1}–{year})"
        yield warning(
            "session-other-year",
            (line for one in budgets for line in one.lines),
            expected,
            text=" ".join(budgets[0].text.split()),
            year=str(year),
        )


def _spelling(citations: list[Citation]) -> Iterator[Finding]:
    """The same document printed in several ways: "Prop.1 S", "(2022-2023)", "(2022 – 2023)"."""
    forms: dict[tuple[str, str], dict[str, list[Citation]]] = defaultdict(lambda: defaultdict(list))
    for one in citations:
        forms["form", one.kind][_shape(one)].append(one)
    for (_, kind), shapes in forms.items():
        whole = {shape: found for shape, found in shapes.items() if shape}
        if len(whole) < 2:
            continue
        usual = max(whole, key=lambda shape: len(whole[shape]))
        rare = [one for shape, found in whole.items() if shape != usual for one in found]
        example = " ".join(whole[usual][0].text.split())
        lines = [line for one in rare for line in one.lines]
        yield info(
            "citation-form-differs",
            lines,
            example,
            kind=f"{kind}.",
            variants=listed(dict.fromkeys(one.text for one in rare)),
        )


def _shape(one: Citation) -> str:
    """How it is printed, numbers aside; a citation without its session is no other form."""
    if one.session is None:
        return "" if re.match(r"\w+\. \d", one.text) else "tight"
    return re.sub(r"[SL]\b", "S", re.sub(r"\d+", "0", one.text))
