"""The room's dated texts, and what refusals and states are called."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .rules import Excess, Outcome, Refusal

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Dated:
    """A text of the data files in the reader's language, with where it comes from and whether that has been read."""

    key: str
    words: dict[str, str]
    source: str
    verified: bool
    reference: str = ""

    @property
    def text(self) -> str:
        return self.words.get((get_language() or "nb")[:2], self.words["nb"])


def _read(name: str, table: str) -> tuple[Dated, ...]:
    data = tomllib.loads((DATA / name).read_text(encoding="utf-8"))
    return tuple(
        Dated(
            row["key"],
            {language: row[language] for language in ("nb", "nn", "en")},
            row["source"],
            row["verified"],
            row.get("reference", ""),
        )
        for row in data[table]
    )


@cache
def questions() -> tuple[Dated, ...]:
    """What departments are asked, in order."""
    return _read("self_assessment.toml", "questions")


@cache
def bases() -> tuple[Dated, ...]:
    """The rules that internal control rests on."""
    return _read("bases.toml", "bases")


EXCESSES: dict[Excess, Any] = {
    Excess.POSTS: _(
        "Den som delegerer, har ikke fullmakt over alle postene. Velg bare poster som er med i fullmakten."
    ),
    Excess.PER_COMMITMENT: _("Grensen per disponering er høyere enn giverens egen. Skriv et lavere beløp."),
    Excess.PER_YEAR: _("Grensen per år er høyere enn giverens egen. Skriv et lavere beløp."),
    Excess.PERIOD: _("Perioden går ut over giverens egen. Velg datoer innenfor den."),
}
REFUSALS: dict[Refusal, Any] = {
    Refusal.PERIOD: _("fullmakten gjelder ikke den dagen"),
    Refusal.POST: _("posten er ikke med i fullmakten"),
    Refusal.PER_COMMITMENT: _("beløpet er over grensen per disponering"),
    Refusal.PER_YEAR: _("årets disponeringer kommer over grensen per år"),
}
OUTCOMES: dict[Outcome, Any] = {
    Outcome.NOT_DUE: _("I rute"),
    Outcome.BEHIND: _("Henger etter"),
    Outcome.FAILED: _("Fant avvik"),
    Outcome.DONE: _("Gjennomført"),
}
OUTCOME_KINDS = {"not_due": "info", "behind": "warning", "failed": "danger", "done": "success"}
