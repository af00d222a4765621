"""The small letters of invented agencies, each in a layout of its own, and letters made from a few lines."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from styrhus.letters.model import Letter, Source
from styrhus.letters.reading import read_letter
from styrhus.letters.sources import read_source

LAYOUTS = Path(__file__).parent / "texts"

HEAD = """Miljø- og bydepartementet

Byromsdirektoratet
Vår ref: 24/100-2
Dato: 15. desember 2024

Tildelingsbrev til Byromsdirektoratet (BYD) for 2025

Departementet viser til Prop. 1 S (2024–2025) og gir med dette rammene for årets styringsdialog og oppdrag.

"""


@cache
def layout(name: str) -> Letter:
    return read_letter(read_source(LAYOUTS / name))


def letter_of(body: str, media: str = "txt") -> Letter:
    """A letter with the usual head and the given body."""
    return read_letter(Source("brev.txt", media, tuple((HEAD + body).split("\n"))))
