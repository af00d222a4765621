"""Prints docs/letter-checks.md: what the letter checks look at, and all that they find in one letter.

    python -m tools.letter_checks ../shared/letters/imdi-2023.txt > docs/letter-checks.md

The findings are those of a run. Titles, numbers and dates come from the letter, sentences do not.
"""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from styrhus.letters.checks import CHECKS, check_letter
from styrhus.letters.checks.catalogue import KINDS
from styrhus.letters.model import Finding, Severity
from styrhus.letters.reading import read_letter
from styrhus.letters.sources import read_source
from styrhus.letters.texts import render

HEAD = """# The letter checks

A letter is held against itself, and against the few rules that fix what it must say. Each check is a function of the read
letter in `src/styrhus/letters/checks/`, one file each; `checks/__init__.py` lists them all. They know no particular letter.

- **error**: surely wrong: arithmetic, a reference, a contradiction. `styrhus letter check` ends with status 1.
- **warning**: likely wrong, or to be decided before the letter is adopted.
- **info**: worth knowing.

## When amounts hold

A print of "61,0" mill. stands for anything within half its last step. So a sum holds when its parts, rounded as the sum is
printed, give it: 94,0 + 10,0 + 37,7 + 56,9 + 10,0 + 15,42 = 224,02 holds against 224, and 353 610 000 against 353,6 mill.
When the parts give another sum, but the rounding of the parts and of the sum can explain the difference, it is no error: it is
told as info (132,5 + 40 + 37,5 = 210,0 against 210,1), and as a warning when more than half of all possible rounding would
have to go one way. Beyond that it is an error. Kroner printed in full are exact. Nested amounts ("hvorav", "av dette") are
never added.

## The checks
"""


def document(path: Path) -> str:
    findings = check_letter(read_letter(read_source(path)))
    return "\n".join((HEAD, *_table(), "", *_findings(path.stem, findings))) + "\n"


def _table() -> Iterator[str]:
    yield "| Code | Severity | Check | Looks at | Rule |"
    yield "|---|---|---|---|---|"
    looks_at = {check.__module__.rpartition(".")[2]: _first_line(check.__module__) for check in CHECKS}
    for kind in KINDS:
        severities = " or ".join(severity.value for severity in kind.severities)
        yield f"| `{kind.code}` | {severities} | `{kind.check}` | {looks_at[kind.check]} | {kind.source or '–'} |"


def _first_line(module: str) -> str:
    return (importlib.import_module(module).__doc__ or "").strip().splitlines()[0].replace("|", "\\|")


def _findings(name: str, findings: Iterable[Finding]) -> Iterator[str]:
    listed = list(findings)
    counts = Counter(finding.severity for finding in listed)
    numbers = ", ".join(f"{counts[severity]} of severity {severity.value}" for severity in Severity)
    yield f"## Findings in `{name}`"
    yield ""
    yield f"{len(listed)} findings: {numbers}."
    yield ""
    yield "| Severity | Code | Lines | What | Proposed |"
    yield "|---|---|---|---|---|"
    for finding in listed:
        lines = ", ".join(map(str, finding.lines))
        what = render(finding.code, finding.values, "en")
        yield f"| {finding.severity.value} | `{finding.code}` | {lines} | {_cell(what)} | {_cell(finding.expected or '–')} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say which letter: python -m tools.letter_checks LETTER > docs/letter-checks.md")
    sys.stdout.write(document(Path(sys.argv[1])))
