"""The coverage as a document: a table for each section, made from an adopted plan. It holds none of the letter's sentences."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.steering.models import Plan
from styrhus.steering.queries import duties_of
from styrhus.ui.navigation import address, items

from .coverage import Covered, cover, lines_text

HEAD = """# Instruction coverage

Every standing duty of the instruction to {agency} for {year}, and where the program serves it. Made by
`styrhus coverage --write docs/instruction-coverage.md` from the adopted plan; the rules stand in
`src/styrhus/obligations/data/coverage.toml`. Lines are those of the letter. The duties are named in our own words.

- {all} duties
- {served} with a screen of their own
- {reason} that the program does not serve wholly yet, each with its reason
- {open} without either
"""

# Screens that stand in no menu, or under another name there
NAMES: dict[str, Any] = {
    "steering:drops": _("Nedprioriteringer"),
    "steering:assignments": _("Oppdrag"),
    "steering:duties": _("Faste plikter"),
    "steering:duty_year": _("Faste plikter gjennom året"),
    "steering:reports": _("Rapportering"),
    "steering:deliveries": _("Leveranser"),
    "steering:board": _("Oppfølging"),
    "steering:goals": _("Mål"),
    "steering:parameters": _("Styringsparametere"),
    "economy:money": _("Penger"),
    "archive:journal": _("Journal"),
    "archive:register": _("Registrere dokument"),
    "alerts:deviations": _("Avvik"),
    "alerts:matters": _("Saker av interesse"),
    "alerts:publications": _("Publiseringer"),
    "dialogue:meetings": _("Møter i styringsdialogen"),
    "risk:risks": _("Risiko"),
    "control:front": _("Internkontroll"),
    "control:controls": _("Kontroller"),
    "control:system": _("Roller og ansvar"),
    "control:delegations": _("Fullmakter"),
    "control:findings": _("Revisjonsmerknader"),
    "control:audit_cases": _("Revisjonssaker"),
    "preparedness:overview": _("Beredskap"),
    "preparedness:vulnerabilities": _("Risiko og sårbarhet"),
    "preparedness:dependencies": _("Avhengigheter"),
    "preparedness:plans": _("Beredskapsplaner"),
    "preparedness:contacts": _("Varslingslister"),
    "preparedness:exercises": _("Øvelser"),
    "preparedness:incidents": _("Hendelser"),
    "preparedness:learning": _("Læringspunkter"),
    "preparedness:processings": _("Behandling av personopplysninger"),
    "obligations:evaluations": _("Evalueringer og FoU"),
    "obligations:procurements": _("Anskaffelser"),
    "obligations:assets": _("Eiendeler"),
    "obligations:asset_counts": _("Tellinger av eiendeler"),
    "obligations:strategies": _("Strategier og handlingsplaner"),
    "obligations:routines": _("Felles rutiner"),
    "obligations:contacts": _("Kontakt med Stortinget"),
    "obligations:claims": _("Erstatningskrav"),
    "obligations:directives": _("Fellesføringer til årsrapporten"),
}


def screen_name(url_name: str) -> str:
    """What a screen is called: as listed here, else as in the menu."""
    known = NAMES.get(url_name) or next((item.label for item in items() if item.url_name == url_name), url_name)
    return str(known)


def coverage_of(plan: Plan) -> list[Covered]:
    return cover(duties_of(plan))


def missing_screens(rows: Sequence[Covered]) -> list[str]:
    """Names of screens in the rules that no installed room offers."""
    names = {name for row in rows if row.rule for name in row.rule.screens}
    return sorted(name for name in names if not address(name))


def as_markdown(plan: Plan, rows: Sequence[Covered]) -> str:
    """The document: sections in the letter's order, in each a row for every duty."""
    counts = {state: sum(row.state == state for row in rows) for state in ("served", "reason", "open")}
    parts = [HEAD.format(agency=plan.agency.label, year=plan.year, all=len(rows), **counts)]
    for section, duties in groupby(rows, key=lambda row: row.section):
        parts += [f"\n## {section}\n", "| Lines | Duty | Screen | Why not, or not wholly |", "|---|---|---|---|"]
        parts += [_line(row) for row in duties]
    return "\n".join(parts) + "\n"


def _line(row: Covered) -> str:
    if row.rule is None:
        return f"| {lines_text(row.lines)} | – | – | {gettext('Ingen har sagt hvor den hører hjemme')} |"
    screens = "<br>".join(f"{screen_name(name)} `{address(name) or name}`" for name in row.rule.screens)
    return f"| {lines_text(row.lines)} | {row.rule.label} | {screens or '–'} | {row.rule.reason} |"
