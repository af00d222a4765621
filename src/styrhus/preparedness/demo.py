"""The preparedness of the demo: invented throughout, so that every page has something to show."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from styrhus.identity.models import Department, Organisation, User

from . import actions
from .models import (
    Contact,
    CriticalFunction,
    Dependency,
    Exercise,
    ExerciseKind,
    IncidentKind,
    Level,
    PreparednessPlan,
    ProcessingRecord,
    Vulnerability,
)

FUNCTIONS: tuple[dict[str, Any], ...] = (
    {
        "name": "Bosette flyktninger i kommunene",
        "why": "Personer i mottak må få et sted å bo, også når ankomstene er høye og systemene svikter.",
        "tolerated_hours": 72,
        "roles": "Avdelingen for bosetting leder. Vaktordning når ankomstene stiger raskt.",
        "fallback": "Ukelisten over ledige plasser finnes på papir. Kommunene ringes etter fast liste.",
    },
    {
        "name": "Utbetale tilskudd til kommunene",
        "why": "Kommunene forskutterer utgifter til bosetting og opplæring.",
        "tolerated_hours": 240,
        "roles": "Økonomi og styring. To personer må godkjenne hver utbetaling.",
        "fallback": "",
    },
    {
        "name": "Svare utsatte for tvang og negativ sosial kontroll",
        "why": "Den som tar kontakt, kan være i fare.",
        "tolerated_hours": 4,
        "roles": "Fagteamet har vakt hele døgnet.",
        "fallback": "Egen telefon med annet nett enn kontoret.",
    },
)


@transaction.atomic
def make_demo_preparedness(*, agency: Organisation, by: User) -> None:
    """Functions with what they lean on, a plan with its contact list, an exercise, an incident, and what was learnt."""
    if CriticalFunction.objects.filter(agency=agency).exists():
        return
    departments = {row.name.split()[0]: row for row in Department.objects.filter(organisation=agency)}
    common = {"owner": by, "department": departments.get("Økonomi"), "reviewed_on": date(2023, 1, 16)}
    settle, pay, answer = (_enter(CriticalFunction, agency, by, **values, **common) for values in FUNCTIONS)
    _dependencies(agency, by, settle, pay, answer)
    vulnerability = {"owner": by, "reviewed_on": date(2023, 1, 16), "cause": "", "consequence_text": ""}
    for function, event, likelihood, consequence, missing in (
        (settle, "Ankomstene dobles på to uker", Level.HIGH, Level.HIGH, "Avtale om lån av saksbehandlere"),
        (settle, "Registeret for bosetting er nede i tre døgn", Level.MIDDLE, Level.HIGH, "Øvd reserverutine"),
        (pay, "Feil i utbetalingsfil til bank", Level.LOW, Level.HIGH, ""),
        (answer, "Vakttelefonen faller ut", Level.MIDDLE, Level.MIDDLE, ""),
        (pay, "Nøkkelpersoner er syke samtidig", Level.MIDDLE, Level.LOW, ""),
    ):
        _enter(
            Vulnerability, agency, by, function=function, event=event, likelihood=likelihood,
            consequence=consequence, missing_measures=missing, **vulnerability,
        )  # fmt: skip
    plan = _plan(agency, by)
    _exercise_and_incident(agency, by, plan, settle)
    _enter(
        ProcessingRecord, agency, by, purpose="Følge bosetting av den enkelte flyktning",
        legal_basis="Integreringsloven, og personvernforordningen artikkel 6 nr. 1 bokstav e",
        subjects="Flyktninger som skal bosettes", data="Navn, fødselsdato, familie, helse når den er gitt",
        special_categories=True, recipients="Kommunen som bosetter", retention="Arkiveres etter bevarings- og kassasjonsplanen",
        security="Tilgang etter tjenstlig behov, logg over oppslag", reviewed_on=date(2022, 11, 1), owner=by,
    )  # fmt: skip


def _dependencies(agency: Organisation, by: User, settle: Any, pay: Any, answer: Any) -> None:
    for function, kind, name, provider, infrastructure, hours, alternative in (
        (settle, "register", "Fagsystemet for bosetting", "Egen drift", False, 24, ""),
        (settle, "telecom", "Mobilnettet", "Demo Teleleverandør", True, 8, "Satellittelefon på to kontorer"),
        (pay, "payment", "Bankenes oppgjør", "Demo Bank", True, 48, ""),
        (pay, "service", "Økonomisystemet", "Demo Tjenesteleverandør", False, 72, "Manuell betalingsordre"),
        (answer, "telecom", "Vakttelefonen", "Demo Teleleverandør", True, 1, "Telefon på annet nett"),
        (answer, "power", "Strøm i kontorbygget", "Demo Nettselskap", True, 2, ""),
    ):
        _enter(
            Dependency, agency, by, function=function, kind=kind, name=name, provider=provider,
            critical_infrastructure=infrastructure, tolerated_hours=hours, alternative=alternative,
        )  # fmt: skip


def _plan(agency: Organisation, by: User) -> PreparednessPlan:
    plan = _enter(
        PreparednessPlan, agency, by, title="Plan for rask økning i bosettingsbehovet",
        purpose="Når prognosen stiger mer enn en fjerdedel på en måned, eller departementet ber om det.",
        review_months=12, owner=by,
    )  # fmt: skip
    text = (
        "1. Direktøren setter krisestab samme dag.\n\n2. Avdelingen for bosetting ringer fylkene etter listen, og ber om "
        "ekstra plasser.\n\n3. Departementet varsles om behov og tiltak, og får ny status hver uke."
    )
    version = actions.write_version(plan=plan, text=text, changes="Første versjon", by=by)
    director = User.objects.filter(roles__organisation=agency, roles__role="director").order_by("pk").first()
    if director:
        actions.approve_version(version=version, by=director)
    for order, function, telephone in (
        (1, "Beredskapsleder", "000 00 001"),
        (2, "Avdelingsleder bosetting", "000 00 002"),
        (3, "Departementets døgnvakt", "000 00 003"),
    ):
        _enter(
            Contact, agency, by, plan=plan, order=order, function=function, telephone=telephone,
            name=f"Demo {function}", checked_on=date(2023, 1, 10),
        )  # fmt: skip
    return plan


def _exercise_and_incident(agency: Organisation, by: User, plan: PreparednessPlan, function: CriticalFunction) -> None:
    exercise = _enter(
        Exercise, agency, by, title="Varslingsøvelse vinter 2023", kind=ExerciseKind.ALERT, plan=plan,
        goal="Om alle på listen kan nås på en time, utenfor arbeidstid.", planned_on=date(2023, 2, 8),
        held_on=date(2023, 2, 8), evaluated_on=date(2023, 2, 15), participants="Ledergruppen og to avdelinger",
        evaluation="Ni av tolv svarte innen en time. Tre numre var gamle.", owner=by,
    )  # fmt: skip
    actions.add_learning_point(
        agency=agency, exercise=exercise, text="Numre i varslingslisten blir gamle",
        measure="Listen kontrolleres hvert kvartal", deadline=date(2023, 3, 31), owner=by, by=by,
    )  # fmt: skip
    moment = timezone.make_aware(datetime(2023, 2, 28, 15, 40))
    incident = actions.report_incident(
        agency=agency,
        values={
            "title": "Fagsystemet for bosetting var nede i fem timer",
            "kind": IncidentKind.SERVICE,
            "severity": Level.MIDDLE,
            "description": "En oppdatering stoppet databasen. Ingen opplysninger gikk tapt.",
            "happened_at": moment,
            "known_at": moment.replace(minute=55),
        },
        functions=[function],
        by=by,
    )
    actions.notify_ministry(incident=incident, by=by)


def _enter(model: Any, agency: Organisation, by: User, **values: Any) -> Any:
    return actions.enter(model=model, agency=agency, values=values, by=by)
