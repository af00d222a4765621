"""How a check says what it found."""

from __future__ import annotations

from collections.abc import Iterable

from styrhus.letters.model import Finding, Severity
from styrhus.letters.texts import render


def error(code: str, lines: Iterable[int], expected: str | None = None, **values: str) -> Finding:
    """What is surely wrong: arithmetic, a reference, a contradiction."""
    return _found(code, Severity.ERROR, lines, expected, values)


def warning(code: str, lines: Iterable[int], expected: str | None = None, **values: str) -> Finding:
    """What is likely wrong, or must be decided before the letter is adopted."""
    return _found(code, Severity.WARNING, lines, expected, values)


def info(code: str, lines: Iterable[int], expected: str | None = None, **values: str) -> Finding:
    """What is worth knowing."""
    return _found(code, Severity.INFO, lines, expected, values)


def _found(
    code: str, severity: Severity, lines: Iterable[int], expected: str | None, values: dict[str, str]
) -> Finding:
    return Finding(code, severity, tuple(sorted(set(lines))), render(code, values), expected, values)
