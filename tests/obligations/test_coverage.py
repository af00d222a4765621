"""Every duty of the instruction has a screen, or a reason that is stated plainly; the document says the same."""

from __future__ import annotations

import argparse
from pathlib import Path
from types import SimpleNamespace

import pytest

from styrhus.intake.actions import adopt_letter
from styrhus.letters.demo import LETTER, demo_text
from styrhus.obligations.coverage import Rule, cover, lines_text, rules
from styrhus.obligations.document import NAMES, as_markdown, coverage_of, missing_screens
from styrhus.steering.models import Plan
from styrhus.ui.navigation import address
from tests.intake.conftest import take_in
from tests.shared import shared_path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/instruction-coverage.md"


def adopted(here, text, name="brev.txt") -> Plan:
    here.agency.short_name, here.agency.name = "IMDi", "Integrerings- og mangfoldsdirektoratet"
    here.agency.save()
    reading = take_in(here, text, name, here.controller)
    return adopt_letter(reading=reading, accept_open_errors=True, by=here.controller)


@pytest.fixture
def real(here) -> Plan:
    return adopted(here, shared_path("letters/imdi-2023.txt").read_text(encoding="utf-8"))


def test_every_rule_leads_to_a_screen_that_is_there_and_named():
    names = {name for rule in rules() for name in rule.screens}
    assert {name for name in names if not address(name)} == set()
    assert names <= set(NAMES), "each screen is named in words"


def test_no_duty_of_the_real_letter_is_unserved_without_a_reason(real):
    rows = coverage_of(real)
    assert len(rows) > 100
    assert [row.text for row in rows if row.state == "open"] == []
    assert missing_screens(rows) == []
    assert all(row.rule.reason.endswith(".") for row in rows if row.rule.reason)
    assert sum(row.state == "served" for row in rows) > len(rows) / 2


def test_the_document_is_what_the_command_writes(real):
    assert DOCUMENT.read_text(encoding="utf-8") == as_markdown(real, coverage_of(real))


def test_the_document_holds_none_of_the_letter_s_sentences(real):
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [duty.text for duty in real.duties.order_by("pk") if duty.text in text] == []


def test_no_duty_of_the_demo_letter_is_unserved_without_a_reason(here):
    rows = coverage_of(adopted(here, demo_text(LETTER), LETTER))
    assert len(rows) > 100
    assert [row.text for row in rows if row.state == "open"] == []


@pytest.mark.parametrize(
    ("section", "text", "screen"),
    [
        ("4.3 Evalueringer", "Ferdige evalueringer registreres i Kudos.", "obligations:evaluations"),
        ("6.2 Forholdet til Stortinget", "Ansatte skal avklare kontakt med Stortinget.", "obligations:contacts"),
        ("6.3 Erstatningsansvar", "Krav om erstatning sendes med tilråding.", "obligations:claims"),
        ("4.5 Forvaltning av eiendeler", "Utstyr skal være ført i liste.", "obligations:assets"),
        ("5 Sikkerhet og beredskap", "Øvelser skal evalueres.", "preparedness:exercises"),
        ("4.2 Krav til planlegging", "Virksomheten skal vurdere risiko.", "risk:risks"),
    ],
)
def test_a_duty_goes_to_the_screen_that_serves_it(section, text, screen):
    (row,) = cover([SimpleNamespace(section=section, text=text, lines=[4], pk=1)])
    assert screen in row.rule.screens


def test_a_duty_that_no_rule_knows_is_unserved():
    nothing: list[Rule] = []
    (row,) = cover([SimpleNamespace(section="9 Ukjent", text="Noe helt annet.", lines=[], pk=1)], nothing)
    assert row.state == "open"
    (row,) = cover([SimpleNamespace(section="9 Ukjent", text="Noe helt annet.", lines=[], pk=1)])
    assert row.state == "open", "the rules don't catch what they don't know"


def test_lines_are_drawn_together():
    assert lines_text((604, 606, 607, 608)) == "604, 606–608"
    assert lines_text((5,)) == "5"
    assert lines_text(()) == ""


def test_the_command_writes_and_tells_by_its_status(small, tmp_path, capsys):
    from styrhus import running  # noqa: PLC0415 - it sets Django up when it is loaded

    file = tmp_path / "coverage.md"
    asked = argparse.Namespace(plan=small.plan.pk, write=str(file))
    assert running.coverage(asked) == 0, capsys.readouterr().err
    assert "## 4.2 Internkontroll" in file.read_text(encoding="utf-8")
    assert running.coverage(argparse.Namespace(plan=0, write=None)) == 2
    assert running.coverage(argparse.Namespace(plan=small.plan.pk, write=str(tmp_path / "no" / "such.md"))) == 2
