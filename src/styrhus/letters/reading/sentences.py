"""A Norwegian text cut into sentences, without cutting at "jf.", "nr." or a date."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?][\"»”)]*\s+(?=[«\"“(]?[A-ZÆØÅ])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:jf|jfr|pkt|nr|kap|ev|evt|bl\.a|f\.eks|t\.d|t\.o\.m|f\.o\.m|hhv|hv|iht|prop|innst|dok|meld"
    r"|st|ca|inkl|dvs|mtp|ifm|ift|vedr|ref|mill|mrd|pst|tlf|adr|avd|dir|art|lnr|[a-zæøå])\.$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:^|\s)(?<!post )[0-9]{1,2}\.$", re.IGNORECASE)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, each trimmed, in order. Linear."""
    start = 0
    for match in _END.finditer(text):
        before = text[max(start, match.start() - 12) : match.start() + 1]
        if _ABBREVIATION.search(before) or _ORDINAL.search(before):
            continue
        yield text[start : match.end()].strip()
        start = match.end()
    if text[start:].strip():
        yield text[start:].strip()
