"""The words for what is wrong with a file or with a line of it, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

# Why a whole file can't be read: one sentence with what to do.
REFUSALS: dict[str, Any] = {
    "empty": _("Filen er tom. Velg filen på nytt og prøv igjen."),
    "no-rows": _("Filen har bare overskrifter og ingen linjer. Hent filen på nytt."),
    "utf-16": _("Filen er lagret som Unicode-tekst (UTF-16). Lagre den som CSV og prøv igjen."),
    "not-csv": _("Filen er ikke en CSV-fil med semikolon mellom kolonnene. Hent den på nytt, eller lagre den som CSV."),
    "no-lines": _("Filen har ingen linjeskift der de skal være. Hent den på nytt."),
    "missing-columns": _(
        "Filen mangler kolonner fra statsregnskapets format: %(columns)s. Se etter at hele filen er med."
    ),
    "columns-twice": _("Disse kolonnene står to ganger i filen: %(columns)s. Fjern den ene."),
    "line-number": _(
        "Linje %(line)s i filen har ikke et gyldig linjenummer. La kolonnen «Linje i filen» stå som den var."
    ),
    "line-twice": _("Disse linjenumrene står to ganger i filen med rettede linjer: %(lines)s. Fjern den ene."),
    "other-agency": _("Filen gjelder %(agency)s, ikke %(ours)s. Velg riktig fil."),
    "not-xlsx": _("Filen er ikke et regneark som kan leses. Lagre den som XLSX eller CSV og prøv igjen."),
    "broken-sheet": _("Regnearket er ødelagt et sted, så ikke alle rader kan leses. Lagre det på nytt og prøv igjen."),
    "too-large-unpacked": _("Regnearket er for stort når det pakkes ut. Lagre det som CSV."),
    "no-sheet": _("Arket «%(sheet)s» finnes ikke. Filen har: %(sheets)s. Rett kolonneoppsettet."),
    "missing-headings": _("Rad %(row)s i arket mangler overskriftene %(columns)s. Rett kolonneoppsettet eller arket."),
    "check-failed": _("Kontrollen stoppet flere ganger uten å bli ferdig. Prøv på nytt, eller del filen i flere."),
    "not-posted": "%(why)s",  # the act has said it already
}

# What is wrong with a line, and how to mend it.
FAULTS: dict[str, tuple[Any, Any]] = {
    "columns": (_("Feil antall kolonner: %(value)s"), _("Linjen skal ha like mange kolonner som overskriften.")),
    "quotes": (_("Anførselstegn som ikke går opp"), _("Sett et anførselstegn på hver side av teksten, og skriv dem dobbelt inni en tekst.")),
    "encoding": (_("Tegn som ikke kan leses"), _("Skriv de uleselige tegnene på nytt.")),
    "year": (_("Feil år: %(value)s"), _("Året skal være det året importen gjelder.")),
    "period": (_("Ukjent periode: %(value)s"), _("Perioden skal være år og måned, for eksempel 202303.")),
    "future": (_("Måneden har ikke begynt: %(value)s"), _("Rett perioden, eller vent til måneden er begynt.")),
    "agency": (_("En annen virksomhet: %(value)s"), _("Fjern linjen, eller last opp på nytt og ta bare med virksomhetens egne linjer.")),
    "post": (_("Ukjent post: %(value)s"), _("Skriv kapittel med fire sifre og post med to, slik budsjettet har dem: 067121.")),
    "chapter": (_("Kapittel og post stemmer ikke: %(value)s"), _("Postens fire første sifre skal være kapittelet.")),
    "account": (_("Ukjent konto: %(value)s"), _("Bruk en artskonto med tre eller fire sifre fra standard kontoplan.")),
    "department": (_("Ukjent avdeling: %(value)s"), _("Skriv avdelingens navn eller kortnavn slik det står i Styrhus.")),
    "amount": (_("Ikke et beløp: «%(value)s»"), _("Skriv kroner med komma og øre, uten mellomrom: -1234,50.")),
    "locked": (_("Låst måned: %(value)s"), _("Linjen tas ikke med. Be direktøren åpne måneden hvis den skal endres.")),
}  # fmt: skip

FIELD_NAMES: dict[str, Any] = {
    "period": _("Måned eller dato"),
    "post": _("Post"),
    "account": _("Artskonto"),
    "amount": _("Beløp"),
    "chapter": _("Kapittel"),
    "department": _("Avdeling"),
    "number": _("Kontonummer"),
    "agency": _("Organisasjonsnummer"),
}


def refusal(code: str, values: Mapping[str, object]) -> str:
    return str(REFUSALS[code]) % dict(values)


def wrong(code: str, value: str) -> str:
    return str(FAULTS[code][0]) % {"value": value}


def mend(code: str) -> str:
    return str(FAULTS[code][1])


def field_name(field: str) -> str:
    return str(FIELD_NAMES[field])
