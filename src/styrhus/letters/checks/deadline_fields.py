"""Which deadlines stand in a field of their own ("Frist:", a column), and which only in running text."""

from __future__ import annotations

import re

from styrhus.letters.model import Deadline, Letter

LABEL = re.compile(r"\s*[*|#-]*\s*(?:Lever\w*frist|Tidsfrist|Frist(?:er|ar|en)?)\b", re.IGNORECASE)
_FIELD = 120  # characters: longer cells are running text


def field_lines(letter: Letter, deadline: Deadline) -> tuple[int, ...]:
    """The lines where the deadline is a field of its own; none for one that only the running text sets."""
    return tuple(number for number in deadline.lines if _is_field(letter.source.lines[number - 1], deadline))


def _is_field(line: str, deadline: Deadline) -> bool:
    if LABEL.match(line):
        return True
    cells = [cell for cell in re.split(r"[\t|]", line) if cell.strip()]
    holding = [cell for cell in cells if deadline.text in cell] or cells[-1:]
    return any(len(cell) < _FIELD for cell in holding)
