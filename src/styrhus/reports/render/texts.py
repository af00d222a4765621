"""The fixed words of a publication, in the Norwegian of the report: they follow the document, not the reader's screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """``locale`` is the language as Word and the PDF name it."""

    locale: str
    contents: str
    page: str
    of: str
    table: str
    figure: str
    draft: str
    to_ministry: str
    dated: str
    place_and_date: str
    signature: str
    no_text: str
    no_rows: str
    numbers_of: str
    from_registers: str
    receipt: str
    skip: str
    untitled: str
    bars: str
    lines: str


NB = Words(
    locale="nb-NO",
    contents="Innhold",
    page="Side",
    of="av",
    table="Tabell",
    figure="Figur",
    draft="Utkast",
    to_ministry="Til",
    dated="Dato",
    place_and_date="Sted og dato",
    signature="Underskrift",
    no_text="Denne delen har ingen tekst.",
    no_rows="Ingen rader.",
    numbers_of="Tallene i figur {number}: {caption}",
    from_registers="Avsnitt med strek i margen er satt sammen fra registrene. Streken forsvinner når rapporten er ferdig.",
    receipt="Se grunnlaget for tallet: {label}",
    skip="Hopp til innholdet",
    untitled="Uten tittel",
    bars="Søylediagram",
    lines="Linjediagram",
)
NN = Words(
    locale="nn-NO",
    contents="Innhald",
    page="Side",
    of="av",
    table="Tabell",
    figure="Figur",
    draft="Utkast",
    to_ministry="Til",
    dated="Dato",
    place_and_date="Stad og dato",
    signature="Underskrift",
    no_text="Denne delen har ingen tekst.",
    no_rows="Ingen rader.",
    numbers_of="Tala i figur {number}: {caption}",
    from_registers="Avsnitt med strek i margen er sette saman frå registra. Streken forsvinn når rapporten er ferdig.",
    receipt="Sjå grunnlaget for talet: {label}",
    skip="Hopp til innhaldet",
    untitled="Utan tittel",
    bars="Søylediagram",
    lines="Linjediagram",
)


def words_of(language: str) -> Words:
    """The words of "nb" or "nn"; anything else is read as bokmål."""
    return NN if language.lower().startswith("nn") else NB


def long_date(day: date) -> str:
    """ "15. mars 2024", the same in both forms of Norwegian, kept on one line."""
    return f"{day.day}.\u00a0{MONTHS[day.month - 1]}\u00a0{day.year}"
