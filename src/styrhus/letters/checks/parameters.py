"""Steering parameters without a baseline, a target or a unit to measure them by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from styrhus.letters.checks.found import info, warning
from styrhus.letters.model import Finding, Letter, SteeringParameter

_COUNTED = re.compile(
    r"\b(?:andel(?:en)?|antall(?:et)?|antal(?:et)?|tall?et på|prosent(?:andel)?\w*|gjennomsnitt\w*|\w*prosent"
    r"|saksbehandlingstid\w*|kostnad per)\b|%",
    re.IGNORECASE,
)
_SAYS_UNIT = re.compile(
    r"\b(?:andel|antall|antal|prosent|dager|dagar|uker|veker|måneder|månader|kroner|poeng|årsverk)\w*|%", re.IGNORECASE
)


def check(letter: Letter) -> Iterable[Finding]:
    """A counted one ("Andel …") without a baseline and a target must be decided; one told in words is worth knowing."""
    for parameter in letter.steering_parameters:
        lacks = _lacks(parameter)
        if not lacks:
            continue
        say, code = _CODES[bool(_COUNTED.search(parameter.text)), tuple(lacks)]
        yield say(code, parameter.lines, parameter=parameter.id or parameter.text[:60])


def _lacks(parameter: SteeringParameter) -> list[str]:
    lacks = [name for name in ("baseline", "target") if getattr(parameter, name) is None]
    has_figure = parameter.baseline is not None or parameter.target is not None
    unit_told = parameter.unit is not None or _SAYS_UNIT.search(
        f"{parameter.text} {parameter.baseline or ''} {parameter.target or ''}"
    )
    if has_figure and not unit_told:
        lacks.append("unit")
    return lacks


_CODES: dict[tuple[bool, tuple[str, ...]], tuple[Callable[..., Finding], str]] = {
    (counted, lacks): ((warning if counted else info), "parameter-without-" + "-and-".join(lacks))
    for counted in (True, False)
    for lacks in (
        ("baseline", "target"),
        ("baseline",),
        ("target",),
        ("baseline", "unit"),
        ("target", "unit"),
        ("unit",),
    )
}
