"""The scale that an agency begins with, read from dated data; nothing of it is a rule of law."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from .rules import cells_by_score

DATA = Path(__file__).parent / "data" / "scale.toml"
Names = tuple[str, str, str, str]  # bokmål, nynorsk, English, and what the step means


@dataclass(frozen=True, slots=True)
class BandDraft:
    """A band as it is to be saved. ``kind``, ``colour`` and ``accepted_by`` are values of the models' choices."""

    nb: str
    nn: str
    en: str
    kind: str
    colour: str
    meaning: str
    accepted_by: str = ""


@dataclass(frozen=True, slots=True)
class ScaleDraft:
    """A whole scale before it is saved: labels from the lowest step up, and every cell's band (1 is the lowest)."""

    likelihood: tuple[Names, ...]
    consequence: tuple[Names, ...]
    bands: tuple[BandDraft, ...]
    cells: dict[tuple[int, int], int] = field(default_factory=dict)
    review_days: int = 0
    source: str = ""
    verified: bool = False


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def usual_draft(likelihoods: int = 0, consequences: int = 0, levels: int = 3) -> ScaleDraft:
    """The usual scale with so many steps on each axis (3, 4 or 5; 0: as in the data) and so many bands (2, 3 or 4).

    Raises: KeyError.
    """
    data = _read()
    rows, columns = likelihoods or data["likelihoods"], consequences or data["consequences"]
    lowest, middle, highest = data["bands"]
    bands = {2: [middle, highest], 3: [lowest, middle, highest], 4: [lowest, middle, data["between"], highest]}[levels]
    return ScaleDraft(
        likelihood=tuple((nb, nn, en, "") for nb, nn, en in data["likelihood"][str(rows)]),
        consequence=tuple((nb, nn, en, "") for nb, nn, en in data["consequence"][str(columns)]),
        bands=tuple(BandDraft(**{key: value for key, value in band.items() if key != "share"}) for band in bands),
        cells=cells_by_score(rows, columns, [band["share"] for band in bands[:-1]]),
        review_days=data["review_days"],
        source=data["source"],
        verified=data["verified"],
    )
