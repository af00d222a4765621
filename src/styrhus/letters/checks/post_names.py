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
    """Post names are the Storting's words. A heading that only adds to the name, or spaces it otherwise, is a lesser thing."""
    for heading in post_headings(letter):
        table, text = _name(heading.table_name), _name(heading.name)
        if table == text:
            continue
        close = table in text or text in table or table.replace(" ", "") == text.replace(" ", "")
        say = info if close else warning
        expected = _KEYWORDS.sub("", heading.table_name).strip()
        yield say(
            "post-name-differs",
            (heading.table_line, heading.line),
            # The one that is spelled right is for people to say; the table quotes the Storting's decision.
            expected,
            chapter=heading.chapter,
            post=heading.post,
            table=expected,
            heading=_KEYWORDS.sub("", heading.name).strip(),
        )


def _name(printed: str) -> str:
    return without_punctuation(_KEYWORDS.sub("", printed))
