"""The keyword "kan overføres" where one place prints it and the other does not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from styrhus.letters.checks.found import warning
from styrhus.letters.checks.post_headings import post_headings
from styrhus.letters.model import Finding, Letter

_CARRY_OVER = re.compile(r"kan\s+(?:nyttast\s+og\s+)?overf[øo]r(?:es|ast)", re.IGNORECASE)


def check(letter: Letter) -> Iterable[Finding]:
    """The keyword decides how much the agency may take into next year, so the table and the heading must agree."""
    for heading in post_headings(letter):
        in_heading = bool(_CARRY_OVER.search(heading.name))
        in_table = bool(_CARRY_OVER.search(heading.printed_in_table))
        if in_heading == in_table:
            continue
        code = "carry-over-only-in-heading" if in_heading else "carry-over-only-in-table"
        yield warning(
            code, (heading.table_line, heading.line), "kan overføres", chapter=heading.chapter, post=heading.post
        )
