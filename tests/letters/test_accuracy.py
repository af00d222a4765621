"""The reader against the gold: exact where that is promised, never below what was reached elsewhere."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.letter_accuracy import (
    BEGIN,
    DOCUMENT,
    END,
    Measurement,
    details,
    gold_names,
    letter_path,
    load_gold,
    measure,
    report,
    total,
)
from tests.shared import shared_path

PROMISED_EXACT = ("imdi-2023", "demo-2023", "demo-tillegg-1-2023")

# Recall and precision that were reached, of all items together, in the format that is read worst. They only ever rise.
FLOORS = {
    "avgiftsverket-2026": (0.94, 0.98),
    "beitedirektoratet-tillegg-2-2023": (0.90, 0.95),
    "designverket-2026": (1.00, 1.00),
    "domstolsmuseet-2024": (1.00, 1.00),
    "e-tjenester-2024": (1.00, 1.00),
    "ferjetilsynet-2019": (0.74, 0.95),
    "folkehelsedata-2024": (1.00, 0.98),
    "folkehelsedata-tillegg-3-2024": (1.00, 1.00),
    "folkemusikkarkivet-2025": (0.68, 0.78),
    "geodatasenteret-2023": (1.00, 1.00),
    "grensepolitiet-2024": (1.00, 1.00),
    "havbrukstilsynet-2025": (1.00, 1.00),
    "hogskolen-2026": (1.00, 1.00),
    "klimaoppdrag-2025": (1.00, 1.00),
    "kulturvern-2025": (1.00, 1.00),
    "kulturvern-tillegg-2-2025": (1.00, 1.00),
    "pasienttransport-2022": (0.67, 0.81),
    "snovarslingen-2025": (1.00, 1.00),
    "sporsenteret-2021": (0.82, 0.97),
    "sprakbiblioteket-2024": (1.00, 1.00),
    "statsforvalteren-2025": (1.00, 1.00),
    "straffegjennomforing-2024": (1.00, 1.00),
    "studiekvalitet-2024": (0.93, 0.97),
    "vassdragsvernet-2023": (0.62, 0.71),
    "verdsettingsetaten-2025": (0.82, 0.93),
}


@cache
def measured(name: str) -> tuple[Measurement, ...]:
    if str(load_gold(name)["source"]).startswith("shared:"):
        shared_path(str(load_gold(name)["source"]).removeprefix("shared:"))
    return tuple(measure(name))


@pytest.mark.parametrize("name", PROMISED_EXACT)
def test_the_real_and_the_demo_letters_are_read_exactly_from_every_format(name: str) -> None:
    measurements = measured(name)
    assert {one.media for one in measurements} == {"txt", "docx", "pdf"}
    assert all(one.scores for one in measurements)
    assert details(measurements) == ""


@pytest.mark.parametrize("name", sorted(set(gold_names()) - set(PROMISED_EXACT)))
def test_other_letters_are_read_as_well_as_before(name: str) -> None:
    recall, precision = FLOORS[name]
    for measurement in measured(name):
        whole = total(measurement.scores)
        assert whole.recall >= recall, details([measurement])
        assert whole.precision >= precision, details([measurement])


def test_every_gold_letter_has_a_floor() -> None:
    assert set(FLOORS) == set(gold_names()) - set(PROMISED_EXACT)


def test_the_document_prints_what_the_command_prints() -> None:
    printed = DOCUMENT.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]
    at_hand = [name for name in gold_names() if letter_path(load_gold(name)).exists()]
    text = report([one for name in at_hand for one in measured(name)])
    lines = set(printed.splitlines())
    assert [line for line in text.splitlines() if line not in lines] == []
    if at_hand == gold_names():
        assert printed.strip() == text
