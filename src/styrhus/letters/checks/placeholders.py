"""What was left to fill in: placeholders, an unfinished reference, links and cross-references without a target."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from styrhus.letters.checks.found import error, info, warning
from styrhus.letters.model import Finding, Letter

_MARKUP = (
    r"(?:i|b|u|em|br|hr|p|a|td|tr|th|ul|ol|li|div|span|strong|table|tbody|thead|sup|sub|s|small|code|pre|img|h[1-6])"
)
_ANGLED = re.compile(rf"<(?!/?{_MARKUP}\b)[a-zæøåA-ZÆØÅ][^<>@/=\n]{{0,40}}>")
_BRACKETED = re.compile(
    r"\[(?:dato|(?:sett|set) inn[^\]]*|fyll (?:inn|ut)[^\]]*|navn|namn|bel[øo]p|tall|frist|x+|…|\.{2,}|_+)\](?!\()",
    re.IGNORECASE,
)
_CROSSES = re.compile(
    r"(?<![\w.@/-])(?:x{2,}(?:[.,/-]x{2,})*|X{2,}[.,/-]X{2,}(?:[.,/-](?:X{2,}|\d{2,4}))*"
    r"|(?:nr\.?|kr|pkt\.?|kap\.?) X{2,}|xx\.\d{1,2}\.\d{4})(?![\w@-])"
)
_UNDECIDED = re.compile(r"(?<!\w)(?:TBD|TODO|\?\?\?+|lorem ipsum)(?!\w)", re.IGNORECASE)
_BROKEN = re.compile(
    r"(?:Feil!|Error!)\s*(?:Fant ikke|Fann ikkje|Bokmerke|Reference source|Bookmark|Referansekilde)[^.]{0,60}",
    re.IGNORECASE,
)
_EMPTY_LINK = re.compile(r"\[(?P<text>[^\[\]]{2,120})\]\(\s*#?\s*\)")
_PLACEHOLDERS = (_ANGLED, _BRACKETED, _CROSSES, _UNDECIDED)


def check(letter: Letter) -> Iterable[Finding]:
    for number, line in enumerate(letter.source.lines, start=1):
        for pattern in _PLACEHOLDERS:
            for match in pattern.finditer(line):
                yield error("placeholder", (number,), text=match[0])
        for match in _BROKEN.finditer(line):
            yield error("cross-reference-broken", (number,), text=match[0].strip())
        for match in _EMPTY_LINK.finditer(line):
            yield info("link-without-address", (number,), text=match["text"])
    yield from _reference(letter)


def _reference(letter: Letter) -> Iterator[Finding]:
    """ "22/3753-" ends where the document's number in the case should follow."""
    reference = (letter.head.reference or "").strip()
    if not reference.endswith(("-", "/", "–")):
        return
    lines = letter.head.lines or range(1, len(letter.source.lines) + 1)
    holding = [number for number in lines if reference in letter.source.lines[number - 1]]
    yield warning("reference-unfinished", holding[:1] or letter.head.lines[:1], reference=reference)
