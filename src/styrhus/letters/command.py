"""The commands ``letter read`` and ``letter check``. Exit status: 0 read, 1 an error was found, 2 unreadable."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from styrhus.letters.checks import check_letter
from styrhus.letters.model import Finding, Letter, Severity, UnreadableLetter
from styrhus.letters.output import letter_as_json
from styrhus.letters.overview import overview
from styrhus.letters.reading import read_letter
from styrhus.letters.sources import read_in_child
from styrhus.letters.sources.guard import MAX_FILE_BYTES
from styrhus.letters.texts import LANGUAGES, render

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")  # a letter's text must not steer the terminal
READ, ERROR_FOUND, UNREADABLE = 0, 1, 2
SEVERITY_WORDS = {
    "nb": {Severity.ERROR: "feil", Severity.WARNING: "advarsel", Severity.INFO: "merknad"},
    "nn": {Severity.ERROR: "feil", Severity.WARNING: "åtvaring", Severity.INFO: "merknad"},
    "en": {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"},
}
WORDS = {
    "nb": {
        "line": "Linje",
        "proposal": "Forslag",
        "none": "Ingen funn.",
        "count": "{count} funn, av dem {errors} feil.",
    },
    "nn": {
        "line": "Linje",
        "proposal": "Framlegg",
        "none": "Ingen funn.",
        "count": "{count} funn, av dei {errors} feil.",
    },
    "en": {
        "line": "Line",
        "proposal": "Proposal",
        "none": "No findings.",
        "count": "{count} findings, {errors} errors.",
    },
}


def add_commands(subparsers: Subparsers) -> None:
    """Adds ``letter read`` and ``letter check``; each sets ``run``, from the arguments to the exit status."""
    letter = subparsers.add_parser("letter", help="les og kontroller et tildelingsbrev")
    add_actions(letter.add_subparsers(required=True, metavar="HANDLING"))


def add_actions(actions: Subparsers) -> None:
    """The two actions alone, for ``python -m styrhus.letters``."""
    read = actions.add_parser("read", help="les brevet: mål, oppdrag, frister, penger og plikter")
    _add_file(read)
    read.add_argument("--json", action="store_true", help="skriv alt som ett JSON-objekt")
    read.add_argument("--text", action="store_true", help="skriv teksten slik den ble lest, med linjenummer")
    read.set_defaults(run=run_read)
    check = actions.add_parser("check", help="finn feil og uklarheter i brevet")
    _add_file(check)
    check.add_argument("--json", action="store_true", help="skriv funnene som JSON")
    check.set_defaults(run=run_check)


def run_read(arguments: argparse.Namespace) -> int:
    """Prints the letter as an overview, as JSON or as numbered text."""
    if arguments.text:
        return _guarded(arguments, _print_text)
    return _guarded(arguments, _print_json if arguments.json else _print_overview)


def run_check(arguments: argparse.Namespace) -> int:
    """Prints the findings, by line."""
    return _guarded(arguments, _print_findings)


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FIL", help="brevet som DOCX, PDF, tekst eller Markdown; - leser standard inn")
    parser.add_argument("--language", choices=LANGUAGES, default="nb", help="språket i meldingene")


def _guarded(arguments: argparse.Namespace, act: Any) -> int:
    """Runs the act; a file that can't be read is one sentence on standard error."""
    try:
        status: int = act(arguments)
        sys.stdout.flush()
    except UnreadableLetter as refusal:
        print(CONTROL.sub("", render(refusal.code, refusal.values, arguments.language)), file=sys.stderr)
        return UNREADABLE
    except BrokenPipeError:  # the reader of our output, such as ``head``, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READ
    return status


def _say(line: str) -> None:
    print(CONTROL.sub("", line))


def _source(arguments: argparse.Namespace) -> Any:
    if arguments.file == "-":
        return read_in_child(sys.stdin.buffer.read(MAX_FILE_BYTES + 1), "-")
    return read_in_child(arguments.file)


def _print_text(arguments: argparse.Namespace) -> int:
    for number, line in enumerate(_source(arguments).lines, start=1):
        _say(f"{number:5}  {line}")
    return READ


def _print_json(arguments: argparse.Namespace) -> int:
    letter = read_letter(_source(arguments))
    _dump(letter_as_json(letter, check_letter(letter), arguments.language))
    return READ


def _print_overview(arguments: argparse.Namespace) -> int:
    letter = read_letter(_source(arguments))
    for line in overview(letter, check_letter(letter), arguments.language):
        _say(line)
    return READ


def _print_findings(arguments: argparse.Namespace) -> int:
    letter = read_letter(_source(arguments))
    findings = check_letter(letter)
    if arguments.json:
        _dump({"findings": letter_as_json(letter, findings, arguments.language)["findings"]})
    else:
        for line in findings_for_people(letter, findings, arguments.language):
            _say(line)
    return ERROR_FOUND if any(finding.severity is Severity.ERROR for finding in findings) else READ


def findings_for_people(letter: Letter, findings: Iterable[Finding], language: str) -> Iterable[str]:
    """One block a finding: where, how grave, what is wrong, and the proposal; the count at the end."""
    found = list(findings)
    words = WORDS[language]
    for finding in found:
        where = ", ".join(str(number) for number in finding.lines[:6]) + (" …" if len(finding.lines) > 6 else "")
        severity = SEVERITY_WORDS[language][finding.severity]
        message = render(finding.code, finding.values, language) if language != "nb" else finding.message
        yield f"{words['line']} {where}: {severity} [{finding.code}]" if where else f"{severity} [{finding.code}]"
        yield f"    {message}"
        if finding.expected:
            yield f"    {words['proposal']}: {finding.expected}"
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    yield words["count"].format(count=len(found), errors=errors) if found else words["none"]


def _dump(content: dict[str, Any]) -> None:
    json.dump(content, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
