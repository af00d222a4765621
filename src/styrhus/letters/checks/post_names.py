"""Posts that the table and the heading in the text name differently."""

from __future__ import annotations

import re
from collections.abc import Iterable

from styrhus.letters.checks.found import info, warning
from styrhus.letters.checks.post_headings import post_headings
from styrhus.letters.checks.wording import without_punctuation
from styrhus.letters.model import Finding, Letter

_KEYWORDS = re.compile(
    r",?\s*(?:kan\s+(?:overf[øo]res|overf[øo]rast|nyttes|nyttast)[^,]*|overslags(?:bevilgning|l[øo]yving))",
    re.IGNORECASE,
)


def check(letter: Letter) -> Iterable[Finding]:
    """Post names are the Storting's words. One that a heading only adds to, or spaces otherwise, is a lesser thing."""
    for heading in post_headings(letter):
        table, text = _name(heading.table_name), _name(heading.name)
        if table == text:
            continue
        close = table in text or text in table or table.replace(" ", "") == text.replace(" ", "")
        say = info if close else warning
        printed = _KEYWORDS.sub("", heading.table_name).strip(), _KEYWORDS.sub("", heading.name).strip()
        # The table quotes the Storting's decision; but a name that is split in two is the one that is misspelled.
        split = table.replace(" ", "") == text.replace(" ", "")
        expected = min(printed, key=len) if split else printed[0]
        yield say(
            "post-name-differs",
            (heading.table_line, heading.line),
            expected,
            chapter=heading.chapter,
            post=heading.post,
            table=printed[0],
            heading=printed[1],
        )


def _name(printed: str) -> str:
    return without_punctuation(_KEYWORDS.sub("", printed))
