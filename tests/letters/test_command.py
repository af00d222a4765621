"""The two commands at the prompt: what they print, and how they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from styrhus.letters.demo import demo_text
from styrhus.letters.output import schema
from tests.letters.building import a_docx

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "styrhus.letters", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONWARNINGS": ""}
    return subprocess.run(command, input=given, capture_output=True, env=environment, timeout=60, check=False)


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("letters") / "brev.txt"
    path.write_text(demo_text(), encoding="utf-8")
    return str(path)


def test_read_prints_one_json_object(letter: str) -> None:
    done = run("read", letter, "--json")
    assert done.returncode == 0
    content = json.loads(done.stdout)
    Draft202012Validator(schema()).validate(content)
    assert content["letter"]["budget_year"] == 2023


def test_read_prints_an_overview_for_people(letter: str) -> None:
    shown = run("read", letter).stdout.decode()
    assert "Styringsparametere (16)" in shown
    assert "2023-01" in shown


def test_read_prints_the_numbered_text(letter: str) -> None:
    lines = run("read", letter, "--text").stdout.decode().splitlines()
    assert len(lines) == len(demo_text().splitlines())
    assert lines[0].split()[0] == "1"


def test_a_letter_comes_on_standard_input_too(letter: str) -> None:
    piped = run("read", "-", "--json", given=Path(letter).read_bytes())
    named = json.loads(run("read", letter, "--json").stdout)
    assert {**json.loads(piped.stdout), "source": None} == {**named, "source": None}


def test_check_prints_findings_and_ends_with_1_when_one_is_an_error(letter: str) -> None:
    done = run("check", letter)
    assert done.returncode == 1
    assert "feil [" in done.stdout.decode()
    found = json.loads(run("check", letter, "--json").stdout)["findings"]
    assert any(finding["severity"] == "error" for finding in found)
    assert run("check", letter, "--language", "en").stdout.decode().count("error [") == sum(
        finding["severity"] == "error" for finding in found
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"Handleliste: melk, egg og poteter.", b"\x89PNG\r\n\x1a\n\x00", b"%PDF-1.7 halvveis", b"PK\x03\x04"],
)
def test_a_file_that_is_no_letter_ends_with_2_and_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "brev.pdf"
    path.write_bytes(content)
    for action in ("read", "check"):
        done = run(action, str(path))
        assert done.returncode == 2
        assert done.stdout == b""
        assert done.stderr.count(b"\n") == 1
        assert b"Traceback" not in done.stderr


def test_a_document_that_is_no_letter_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "notat.docx"
    path.write_bytes(a_docx("Møtereferat fra mandag. Vi snakket om ferie."))
    done = run("read", str(path))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"notat.docx" in done.stderr


def test_a_missing_file_ends_with_2_in_the_language_asked_for() -> None:
    assert run("read", "finnes-ikke.pdf", "--language", "en").stderr.startswith(
        b"The file finnes-ikke.pdf was not found"
    )


def test_the_text_does_not_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "brev.txt"
    path.write_text(demo_text().replace("Mål 1: ", "Mål 1: \x1b]0;overtatt\x07", 1), encoding="utf-8")
    done = run("read", str(path))
    assert b"overtatt" in done.stdout
    assert b"\x1b" not in done.stdout


def test_the_output_can_be_cut_short(letter: str) -> None:
    command = f"'{sys.executable}' -m styrhus.letters read '{letter}' --json | head -c 10"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, env=environment, timeout=60, check=False)
    assert b"Traceback" not in done.stderr
