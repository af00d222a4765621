"""How laws, regulations and circulars are cited: the form, the name, and whether the number fits the subject."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from styrhus.letters.checks.found import info, warning
from styrhus.letters.checks.passages import paragraphs, sentences
from styrhus.letters.checks.printed import listed
from styrhus.letters.data import rows
from styrhus.letters.model import Finding, Letter

_TIGHT = re.compile(r"(?P<law>\w+(?:loven|lova)\s+(?:jf\.?\s+)?)?§§?(?=\d)")
_TURNED = re.compile(r"(?P<law>\b\w+(?:loven|lova))\s+jf\.?\s*(?P<section>§§?\s*\d+(?:-\d+)?(?:\s[a-z]\b)?)")
_CAPITAL_LAW = re.compile(r"(?<=[a-zæøå,] )(?P<law>[A-ZÆØÅ][a-zæøå]+(?:loven|lova))\b")
_SHORT_NAME = re.compile(r"\b[Øø]konomireglementet\b")
_FULL_NAME = re.compile(r"\b[Rr]eglement(?:et)? for økonomistyring i staten\b")
_CIRCULAR = re.compile(r"\bR-\s?(?P<number>\d{3})(?:/\d{4})?\b")
_POINT = re.compile(
    r"\b[Bb]estemmelse\w*(?:\s+om\s+økonomistyring\s+i\s+staten)?,?\s+(?:pkt|punkt)\.?\s*(?P<number>\d(?:\.\d){1,2})"
    r"|\b(?:pkt|punkt)\.?\s*(?P<before>\d(?:\.\d){1,2})\s+i\s+(?:Finansdepartementets\s+)?[Bb]estemmelse"
)
_SECTION = re.compile(
    r"§\s?(?P<number>\d{1,2})\s+i\s+(?:[Øø]konomireglementet|[Rr]eglement(?:et)?\s+for\s+økonomistyring)"
)


def check(letter: Letter) -> Iterable[Finding]:
    yield from _forms(letter)
    yield from _names(letter)
    for sentence in sentences(letter.source.lines):
        text = sentence.text
        yield from _subject(
            text, sentence.numbers, "circulars", {f"R-{match['number']}" for match in _CIRCULAR.finditer(text)}
        )
        yield from _subject(
            text, sentence.numbers, "points", {match["number"] or match["before"] for match in _POINT.finditer(text)}
        )
        yield from _subject(text, sentence.numbers, "sections", {match["number"] for match in _SECTION.finditer(text)})


def _forms(letter: Letter) -> Iterator[Finding]:
    for paragraph in paragraphs(letter.source.lines):
        text = paragraph.text
        if "§" not in text:
            continue
        turned = list(_TURNED.finditer(text))
        for match in turned:
            section = re.sub(r"§\s*", "§ ", match["section"])
            lines = paragraph.lines(match.start(), match.end())
            yield info("legal-reference-form", lines, f"{match['law']} {section}", text=match[0])
        if not turned and (tight := _TIGHT.search(text)):
            around = text[tight.start() : tight.end() + 6].split(",")[0].strip()
            lines = paragraph.lines(tight.start(), tight.end())
            yield info("legal-reference-form", lines, re.sub(r"(§+)", r"\1 ", around), text=around)


def _names(letter: Letter) -> Iterator[Finding]:
    """A law's short name takes a small letter; the regulation should have one name through the letter."""
    capital: dict[str, list[int]] = {}
    short: list[int] = []
    full: list[int] = []
    text_has = "\n".join(letter.source.lines)
    for paragraph in paragraphs(letter.source.lines):
        for match in _CAPITAL_LAW.finditer(paragraph.text):
            if re.search(rf"\b{match['law'].lower()}\b", text_has):
                capital.setdefault(match["law"], []).append(paragraph.line(match.start()))
        short.extend(paragraph.line(match.start()) for match in _SHORT_NAME.finditer(paragraph.text))
        full.extend(paragraph.line(match.start()) for match in _FULL_NAME.finditer(paragraph.text))
    if capital:
        lines = {line for found in capital.values() for line in found}
        yield info("law-name-capital", lines, listed(law.lower() for law in capital), names=listed(capital))
    if short and full:
        yield info("regulation-name-differs", short, "Reglement for økonomistyring i staten")


def _subject(text: str, lines: tuple[int, ...], kind: str, cited: set[str]) -> Iterator[Finding]:
    """A citation with the number of another subject than the one that the sentence names."""
    if not cited:
        return
    known = {row["number"]: row for row in rows("regulations", kind)}
    for row in known.values():
        if not _names_it(row, text):
            continue
        allowed = {row["number"], *row.get("also", ())}
        own_subject = any(_names_it(known[number], text) for number in cited & known.keys())
        if not cited & allowed and not own_subject:
            wrong = sorted(cited)[0]
            yield warning(
                "regulation-number-wrong",
                lines,
                row["number"],
                number=wrong,
                subject=row["subject"],
                right=row["number"],
            )


def _names_it(row: dict[str, list[str]], text: str) -> bool:
    lower = text.lower()
    return any(word in lower for word in row["words"])
