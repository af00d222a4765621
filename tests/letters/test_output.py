"""Every output follows the published schema, and the schema refuses what isn't one."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from styrhus import letters
from styrhus.letters.demo import LETTER, SUPPLEMENT, demo_text
from styrhus.letters.output import letter_as_json, schema
from tests.shared import shared_path

VALIDATOR = Draft202012Validator(schema(), format_checker=FormatChecker())
GOLD = sorted((Path(__file__).parent / "gold").glob("*.txt"))
NAMED = {
    "letter": {"kind", "title", "budget_year", "date", "ministry", "agency", "reference"},
    "goals": {"number", "title", "lines"},
    "steering_parameters": {"id", "goal", "text", "lines"},
    "assignments": {"id", "title", "goal", "earlier", "parts", "deadlines", "funding", "is_rd", "lead", "partners"},
    "reporting": {"kind", "title", "cut_off", "deadline", "lines"},
    "directives": {"title", "lines"},
    "attachments": {"number", "title", "present", "lines"},
    "duties": {"section", "text", "lines"},
    "findings": {"code", "severity", "lines", "message", "expected"},
}


def output(content: bytes) -> dict[str, Any]:
    letter = letters.read(content, "brev.txt")
    return letter_as_json(letter, letters.check(letter))


@pytest.fixture(scope="module")
def demo() -> dict[str, Any]:
    return output(demo_text(LETTER).encode())


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", [LETTER, SUPPLEMENT])
def test_the_demo_letters_follow_it(name: str) -> None:
    VALIDATOR.validate(output(demo_text(name).encode()))


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_letters_of_other_agencies_follow_it(path: Path) -> None:
    VALIDATOR.validate(output(path.read_bytes()))


def test_the_real_letter_follows_it() -> None:
    VALIDATOR.validate(output(shared_path("letters/imdi-2023.txt").read_bytes()))


def test_the_named_keys_are_there(demo: dict[str, Any]) -> None:
    for key, named in NAMED.items():
        for item in [demo[key]] if isinstance(demo[key], dict) else demo[key]:
            assert named <= set(item), key
    assert {"chapters", "lines", "grants"} <= set(demo["budget"])


def test_amounts_are_whole_kroner_and_dates_are_iso(demo: dict[str, Any]) -> None:
    assert all(isinstance(grant["amount"], int) for grant in demo["budget"]["grants"])
    assert demo["letter"]["date"] == "2023-01-20"
    assert json.loads(json.dumps(demo)) == demo


def test_findings_speak_the_language_asked_for() -> None:
    letter = letters.read(demo_text(LETTER).encode(), "brev.txt")
    findings = letters.check(letter)
    assert findings, "the demo letter has findings"
    messages = {
        language: [finding["message"] for finding in letter_as_json(letter, findings, language)["findings"]]
        for language in ("nb", "nn", "en")
    }
    assert messages["nb"] != messages["en"]
    assert messages["nn"] != messages["en"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("letter", "date"), "20.01.2023"),
        (("letter", "kind"), "tildelingsbrev"),
        (("goals", 0, "lines"), [0]),
        (("goals", 0, "lines"), [3, 3]),
        (("assignments", 0, "deadlines", 0, "kind"), "soon"),
        (("assignments", 0, "deadlines", 0, "date"), "2023-13-01"),
        (("assignments", 0, "is_rd"), "yes"),
        (("budget", "grants", 0, "amount"), 1.5),
        (("budget", "chapters", 0, "unit"), "kr"),
        (("attachments", 0, "present"), None),
        (("goals", 0, "colour"), "blue"),
    ],
)
def test_the_schema_refuses_a_wrong_value(demo: dict[str, Any], path: tuple[Any, ...], value: object) -> None:
    broken = copy.deepcopy(demo)
    target = broken
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    with pytest.raises(ValidationError):
        VALIDATOR.validate(broken)
