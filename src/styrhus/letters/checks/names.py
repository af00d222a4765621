"""The same name spelled in more than one way: the agency's, its genitive, abbreviations, strategies and plans."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from styrhus.letters.checks.found import info
from styrhus.letters.checks.passages import paragraphs
from styrhus.letters.checks.printed import listed
from styrhus.letters.model import Finding, Letter

_TOKEN = re.compile(r"(?<![\w.@/-])[A-ZÆØÅa-zæøå]{3,12}(?![\w@/]|\.[a-z]|-[a-z]*\.[a-z])")
_SUBTITLED = re.compile(r"(?P<name>[A-ZÆØÅ][a-zæøå]{5,}) [–-] (?P<rest>[^.,;:()*<>|\t»\"]{20,160})")
_AT_LEAST = 3  # a spelling must stand this often before another one is called a slip


def check(letter: Letter) -> Iterable[Finding]:
    yield from _agency(letter)
    yield from _abbreviations(letter)
    yield from _subtitles(letter)


def _agency(letter: Letter) -> Iterator[Finding]:
    """The short name's own letters ("IMDIs"), and an apostrophe that stands in some genitives and not in others."""
    short = letter.head.agency_short
    if not short:
        return
    pattern = re.compile(rf"(?<![\w.@/-]){re.escape(short)}(?P<genitive>['’´`]s|s)?(?![\w@]|\.[a-z])", re.IGNORECASE)
    cases: dict[str, list[int]] = defaultdict(list)
    genitives: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(letter.source.lines, start=1):
        for match in pattern.finditer(line):
            name = match[0][: len(short)]
            if name == short and match["genitive"]:
                genitives["s" if match["genitive"] == "s" else "'s"].append(number)
            elif name != short and not name.islower() and not (name.isupper() and not match["genitive"]):
                cases[match[0]].append(number)
    for variant, lines in cases.items():
        yield info("name-spelling", lines, short + variant[len(short) :], variant=variant, name=short)
    if len(genitives) > 1:
        rare, usual = sorted(genitives, key=lambda form: len(genitives[form]))
        values = {
            "variant": short + rare,
            "usual": short + usual,
            "count": str(len(genitives[rare])),
            "times": str(len(genitives[usual])),
        }
        # Norwegian puts no apostrophe before the genitive s, however often the letter does.
        yield info("name-genitive", genitives["'s"], f"{short}s", **values)


def _abbreviations(letter: Letter) -> Iterator[Finding]:
    """ "FoU" and "FOU": two ways of capitals, both of an abbreviation."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    where: dict[str, list[int]] = defaultdict(list)
    short = (letter.head.agency_short or "").casefold()
    for number, line in enumerate(letter.source.lines, start=1):
        for match in _TOKEN.finditer(line):
            word = match[0]
            if sum(letter.isupper() for letter in word) >= 2 and not word.casefold().startswith(short or "\0"):
                spellings[word.casefold()][word] += 1
                where[word].append(number)
    for forms in spellings.values():
        (usual, times), *rest = forms.most_common()
        for rare, count in rest:
            # A word in capitals throughout may be a heading's; one with a small letter inside is a name.
            if times >= _AT_LEAST and count * 4 <= times and not usual.isupper():
                yield info("name-spelling", where[rare], usual, variant=rare, name=usual)


def _subtitles(letter: Letter) -> Iterator[Finding]:
    """A strategy or plan with a subtitle that some places print with another wording."""
    printed: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for paragraph in paragraphs(letter.source.lines):
        for match in _SUBTITLED.finditer(paragraph.text):
            printed[match["name"]][_until_year(match["rest"])].append(paragraph.line(match.start()))
    for name, wordings in printed.items():
        usual = max(wordings, key=lambda wording: (len(wordings[wording]), wording))
        if len(wordings[usual]) < 2:
            continue
        for wording, lines in wordings.items():
            if wording != usual and _one_word_apart(wording, usual):
                yield info(
                    "document-name-differs",
                    lines,
                    f"{name} – {usual}",
                    name=name,
                    variant=wording,
                    usual=usual,
                    places=listed(map(str, wordings[usual])),
                )


def _until_year(rest: str) -> str:
    """The subtitle up to and with its years, so that what the sentence says next is no part of it."""
    years = re.search(r"\d{4}\s*[–-]\s*\d{4}", rest)
    return " ".join((rest[: years.end()] if years else rest).split())


def _one_word_apart(first: str, second: str) -> bool:
    one, other = set(first.casefold().split()), set(second.casefold().split())
    return bool(one ^ other) and len(one & other) >= 4 and len(one ^ other) <= 3
