"""Grounds of exemption from public access, as dated data that forms offer."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from styrhus.identity import clock

FILE = Path(__file__).parent / "data/exemptions.toml"


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground: its paragraph ("offl. § 14"), what it is about in three languages, and from when to when it holds."""

    paragraph: str
    nb: str
    nn: str
    en: str
    begin: date
    end: date | None
    source: str
    verified: bool

    def holds_on(self, day: date) -> bool:
        return self.begin <= day and (self.end is None or day <= self.end)

    @property
    def text(self) -> str:
        """What it is about, in the reader's language."""
        return str(getattr(self, (get_language() or "nb")[:2], self.nb))

    @property
    def label(self) -> str:
        """ "offl. § 14 – Organinternt dokument"; one that no source was read for says so."""
        shown = f"{self.paragraph} – {self.text}"
        return shown if self.verified else _("%(ground)s (ordlyden er ikke kontrollert)") % {"ground": shown}


@cache
def all_grounds() -> tuple[Ground, ...]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["grounds"]
    return tuple(
        Ground(
            paragraph=row["paragraph"],
            nb=row["nb"],
            nn=row["nn"],
            en=row["en"],
            begin=row["from"],
            end=row.get("to"),
            source=row["source"],
            verified=row["verified"],
        )
        for row in rows
    )


def choices(standing: str = "") -> list[tuple[str, str]]:
    """The grounds that hold today, for a form. ``standing`` is what is there already: it can always be kept."""
    today = clock.today()
    found = [("", _("Ikke unntatt"))] + [(g.paragraph, g.label) for g in all_grounds() if g.holds_on(today)]
    if standing and standing not in {value for value, _label in found}:
        found.append((standing, standing))
    return found
