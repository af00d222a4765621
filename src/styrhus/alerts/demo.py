"""Invented deviations, matters and publications for the demo's plan, made through the same acts as any."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.models import Assignment, Plan

from . import actions
from .models import Deviation, DeviationKind, FollowUpKind, MatterKind, PublicationKind


@transaction.atomic
def make_demo_alerts(*, plan: Plan, by: User, official: User) -> None:
    """One of every state: a draft, one to acknowledge, one in follow-up; matters both ways; three publications."""
    if Deviation.objects.filter(plan=plan).exists():
        return
    _deviations(plan, by, official)
    _matters(plan, by, official)
    _publications(plan, by, official)


def _deviations(plan: Plan, by: User, official: User) -> None:
    now = clock.now()
    goals = list(plan.goals.order_by("order"))
    followed = actions.draft_deviation(
        plan=plan,
        kind=DeviationKind.GOAL,
        goal=goals[0] if goals else None,
        what="Færre kommuner enn planlagt har tatt i bruk det nye kartleggingsverktøyet. Ved utgangen av februar gjelder det "
        "41 av 120 kommuner, mot 70 i planen.",
        why="Opplæringen ble utsatt fordi leverandøren ble forsinket. Uten tiltak nås halvparten av kommunene først til høsten.",
        measures="Vi holder tre digitale kurs i mars og april, og følger opp de største kommunene hver for seg. "
        "Ansvarlig er avdelingen for kvalifisering.",
        known_at=now - timedelta(days=6, hours=3),
        by=by,
    )
    actions.report_deviation(deviation=followed, by=by)
    actions.acknowledge_deviation(
        deviation=followed,
        reply="Takk for rask melding. Ta med antall kommuner per måned når saken tas opp i etatsstyringsmøtet.",
        by=official,
    )
    actions.follow_up_deviation(
        deviation=followed, text="Det første kurset er holdt for 38 kommuner. Neste er om to uker.", by=by
    )
    actions.follow_up_deviation(
        deviation=followed,
        kind=FollowUpKind.CLOSE_ASKED,
        text="Med kursene som er satt opp, er vi tilbake på planen i mai. Vi mener avviket kan lukkes.",
        by=by,
    )
    waiting = actions.draft_deviation(
        plan=plan,
        kind=DeviationKind.BUDGET,
        what="Lønnskostnadene ligger 3,1 mill. kr over budsjettet per februar. Overtiden i bosettingsarbeidet er høyere enn ventet.",
        why="Antallet bosettinger har vært langt over anslaget. Fortsetter det, blir det et merforbruk på om lag 9 mill. kr i år.",
        measures="Vi omdisponerer fire årsverk fra april og ber om dialog om anslaget før revidert budsjett.",
        known_at=now - timedelta(days=1, hours=5),
        by=by,
    )
    actions.report_deviation(deviation=waiting, by=by)
    actions.draft_deviation(
        plan=plan,
        kind=DeviationKind.PLAN,
        assignment=_assignment(plan),
        what="Anskaffelsen av evaluator må lyses ut på nytt. Ingen av tilbudene oppfylte kravene.",
        why="Oppstarten flyttes minst seks uker, og sluttfristen er i fare.",
        measures="",
        known_at=now - timedelta(hours=26),
        by=by,
    )


def _matters(plan: Plan, by: User, official: User) -> None:
    audit = actions.send_matter(
        plan=plan,
        kind=MatterKind.AUDIT_OFFICE,
        title="Riksrevisjonen ber om dokumentasjon på tilskuddskontroll",
        summary="Brevet gjelder kontroll av regnskap fra organisasjoner som fikk tilskudd i fjor. Vi svarer innen fristen "
        "om tre uker og sender departementet kopi av svaret.",
        by=by,
    )
    actions.acknowledge_matter(matter=audit, reply="Fint. Vi venter på kopien.", by=official)
    actions.send_matter(
        plan=plan,
        kind=MatterKind.MEDIA,
        title="Avis skriver om ventetid på tolk",
        summary="En riksavis arbeider med en sak om ventetid på tolk i helsetjenesten. De har bedt om innsyn i tallene.",
        may_grow=True,
        by=by,
    )
    actions.send_matter(
        plan=plan,
        kind=MatterKind.MEDIA,
        title="Spørsmål om bosettingstall til statsråden",
        summary="Statsråden skal intervjues om bosetting. Det kan komme spørsmål om hvorfor anslagene er endret.",
        by=official,
    )


def _publications(plan: Plan, by: User, official: User) -> None:
    today = clock.today()
    actions.announce_publication(
        plan=plan,
        kind=PublicationKind.EVALUATION,
        title="Evaluering av tilskudd til frivillige organisasjoner",
        summary="Rapporten finner at tilskuddet når fram, men at søknadene tar for mye tid for små lag.",
        planned_on=today + timedelta(days=21),
        by=by,
    )
    actions.announce_publication(
        plan=plan,
        kind=PublicationKind.RESEARCH,
        title="Deltakere i introduksjonsprogrammet fem år etter",
        summary="Registerstudie av arbeid og utdanning. Funnene om kvinner kan få oppmerksomhet.",
        planned_on=today + timedelta(days=8),
        assignment=_assignment(plan),
        by=by,
    )
    early = actions.announce_publication(
        plan=plan,
        kind=PublicationKind.STATISTICS,
        title="Nøkkeltall om bosetting, februar",
        summary="Månedlige tall per kommune.",
        planned_on=today,
        by=by,
    )
    actions.consent_to_publication(
        publication=early,
        consent_from=today,
        words="Departementet har ingen merknader til at tallene kommer nå.",
        by=official,
    )
    actions.publish(publication=early, published_on=today, link="https://example.no/nokkeltall", by=by)


def _assignment(plan: Plan) -> Assignment | None:
    return Assignment.objects.filter(listings__plan=plan).order_by("number", "pk").first()
