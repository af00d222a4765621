"""An invented year of internal control, delegations and audit remarks, so that every screen has something to show."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from styrhus.archive.actions import register_document
from styrhus.archive.models import Document
from styrhus.identity.models import Department, Organisation, User
from styrhus.steering.models import Plan

from . import actions
from .models import AuditCase, Control, Cycle, Delegation, SystemText, TextKind
from .texts import questions

# title, what it answers, how, nature, level, frequency, department
CONTROLS = (
    (
        "Attestasjon før utbetaling",
        "Utbetaling uten at varen eller tjenesten er levert.",
        "To personer ser på hver faktura: en attesterer, en annen godkjenner.",
        "preventive", "transaction", "monthly", "Økonomi",
    ),
    (
        "Avstemming mot statsregnskapet",
        "Feil i regnskapet blir ikke oppdaget i tide.",
        "Virksomhetens regnskap holdes mot det sentrale statsregnskapet, post for post.",
        "detective", "aggregate", "monthly", "Økonomi",
    ),
    (
        "Stikkprøve av tilskudd til organisasjoner",
        "Tilskudd brukt til annet enn formålet.",
        "Ti tilfeldig valgte tilskudd: søknad, vedtak, rapport og regnskap.",
        "detective", "afterwards", "half_yearly", "Samfunn",
    ),
    (
        "Gjennomgang av brukerroller",
        "Tilganger som henger igjen når noen slutter eller bytter oppgaver.",
        "Hver leder går gjennom listen over roller i egen avdeling.",
        "detective", "other", "quarterly", "Økonomi",
    ),
    (
        "Kontroll av anskaffelser over terskelverdi",
        "Brudd på regelverket for offentlige anskaffelser.",
        "Sjekkliste med kontrollpunkter før kontrakt inngås.",
        "preventive", "transaction", "quarterly", "Bosetting",
    ),
)  # fmt: skip

TEXTS = {
    TextKind.ROLES: (
        "Direktøren har ansvaret for at internkontrollen er forsvarlig.\n\n"
        "Avdelingslederne gjennomfører og dokumenterer kontrollene i egen avdeling og svarer på egenvurderingen.\n\n"
        "Controller planlegger året, følger opp avvik og skriver utkast til den samlede vurderingen.\n\n"
        "Alle ansatte melder fra om avvik."
    ),
    TextKind.SYSTEM: (
        "Styringen bygger på årets plan. Risiko vurderes før hvert styringsmøte, og kontrollene velges etter risiko og "
        "vesentlighet.\n\nKontrollene føres i loggen hver gang de utføres. Avvik får tiltak med ansvarlig og frist."
    ),
    TextKind.GUIDELINES: (
        "Ingen disponerer bevilgninger uten skriftlig fullmakt.\n\nDen som disponerer, ser etter at det er dekning på "
        "posten, at formålet er innenfor tildelingsbrevet, og at beløpet er innenfor fullmakten.\n\n"
        "Ingen disponerer til fordel for seg selv eller nærstående."
    ),
}


@transaction.atomic
def make_demo_control(*, plan: Plan, by: User) -> None:
    """Make what is missing of the room's demo. ``by`` is the controller."""
    agency = plan.agency
    people = {
        "controller": by,
        "director": User.objects.get(name="Demo Direktør"),
        "head": User.objects.get(name="Demo Avdelingsleder Bosetting"),
        "officer": User.objects.get(name="Demo Saksbehandler"),
    }
    departments = {row.name.split()[0]: row for row in Department.objects.filter(organisation=agency)}
    if not SystemText.objects.filter(agency=agency).exists():
        for kind, text in TEXTS.items():
            actions.describe_system(agency=agency, kind=kind, text=text, valid_from=date(plan.year, 1, 2), by=by)
    if not Control.objects.filter(agency=agency).exists():
        _controls(agency, departments, people)
    if not Cycle.objects.filter(agency=agency).exists():
        _years(plan, people)
    if not Delegation.objects.filter(agency=agency).exists():
        _delegations(plan, departments, people)
    if not AuditCase.objects.filter(agency=agency).exists():
        _audits(plan, departments, people)


def _controls(agency: Organisation, departments: dict[str, Department], people: dict[str, User]) -> None:
    for title, answers, procedure, nature, level, frequency, department in CONTROLS:
        owner = (
            people["controller"]
            if department == "Økonomi"
            else people["officer"]
            if department == "Bosetting"
            else None
        )
        actions.add_control(
            agency=agency, title=title, answers=answers, procedure=procedure, nature=nature, level=level,
            frequency=frequency, owner=owner, department=departments.get(department), by=people["controller"],
        )  # fmt: skip


def _years(plan: Plan, people: dict[str, User]) -> None:
    """The year before is approved and locked; the plan's own year is running."""
    _finished_year(plan, people)
    cycle = actions.plan_cycle(agency=plan.agency, year=plan.year, by=people["controller"])
    planned = {row.control.title: row for row in cycle.planned.select_related("control", "cycle")}
    for month in (1, 2):
        for title in ("Attestasjon før utbetaling", "Avstemming mot statsregnskapet"):
            actions.perform_control(
                planned=planned[title], performed_on=date(plan.year, month, 28), result="satisfactory",
                evidence="Alle bilag i måneden, sammenholdt med rapporten fra regnskapssystemet.",
                by=people["controller"],
            )  # fmt: skip
    actions.perform_control(
        planned=planned["Kontroll av anskaffelser over terskelverdi"], performed_on=date(plan.year, 2, 15),
        result="deviation", evidence="Fire anskaffelser i januar og februar.", by=people["officer"],
        deviation="I én anskaffelse manglet protokollen da kontrakten ble inngått.",
        measure="Legge protokollen inn som et kontrollpunkt før signering.", measure_owner=people["officer"],
        measure_deadline=date(plan.year, 2, 24),
    )  # fmt: skip
    assessment = cycle.assessments.select_related("department", "cycle").filter(
        department=people["controller"].department
    )
    answers = {one.key: ("yes", "") for one in questions()} | {
        "routines": ("partly", "Rutinen for avstemming er ny og ikke skrevet ferdig.")
    }
    for row in assessment:
        actions.answer_self_assessment(assessment=row, answers=answers, by=people["controller"])


def _finished_year(plan: Plan, people: dict[str, User]) -> None:
    controller = people["controller"]
    cycle = actions.plan_cycle(agency=plan.agency, year=plan.year - 1, by=controller)
    for row in cycle.planned.select_related("control", "cycle"):
        actions.perform_control(
            planned=row, performed_on=date(plan.year - 1, 11, 15), result="satisfactory",
            evidence="Gjennomgang av året med stikkprøver.", by=controller,
        )  # fmt: skip
    for assessment in cycle.assessments.select_related("department", "cycle"):
        answers = {one.key: ("yes", "") for one in questions()}
        actions.answer_self_assessment(assessment=assessment, answers=answers, by=controller)
    shortfall = "Kontrollene ble først lagt inn sent på året. De ble gjennomført samlet i november."
    cycle = actions.finish_controls(cycle=cycle, shortfall=shortfall, by=controller)
    cycle = actions.finish_self_assessment(cycle=cycle, by=controller)
    cycle = actions.assess_overall(
        cycle=cycle, grade="mostly_good",
        overall="Internkontrollen gir rimelig sikkerhet for at målene nås, at driften er effektiv, at rapporteringen er "
        "pålitelig, og at lover og regler følges. Dokumentasjonen av kontroller gjennom året må bli bedre.",
        matters="Kontrollene ble ført samlet i november og ikke gjennom året.", by=controller,
    )  # fmt: skip
    actions.approve_cycle(cycle=cycle, by=people["director"])


def _delegations(plan: Plan, departments: dict[str, Department], people: dict[str, User]) -> None:
    agency, year = plan.agency, plan.year
    decision = _paper(agency, "Delegering av budsjettdisponeringsmyndighet", "Direktøren delegerer slik vedtaket sier.")
    first, last = date(year, 1, 10), date(year, 12, 31)
    head = actions.delegate(
        agency=agency, giver=people["director"], receiver=people["head"], parent=None, posts=["670", "671.60"],
        per_commitment=2_000_000, per_year=40_000_000, valid_from=first, valid_to=last, document=decision,
        by=people["director"], department=departments.get("Bosetting"), may_delegate=True,
        conditions="Kontrakter over fire år legges fram for direktøren.",
    )  # fmt: skip
    actions.delegate(
        agency=agency, giver=people["director"], receiver=people["controller"], parent=None, posts=["670.01"],
        per_commitment=500_000, per_year=5_000_000, valid_from=first, valid_to=last, document=decision,
        by=people["director"], department=departments.get("Økonomi"),
    )  # fmt: skip
    paper = _paper(agency, "Videre delegering i bosettingsavdelingen", "Avdelingslederen delegerer slik vedtaket sier.")
    officer = actions.delegate(
        agency=agency, giver=people["head"], receiver=people["officer"], parent=head, posts=["670.01"],
        per_commitment=100_000, per_year=1_000_000, valid_from=first, valid_to=date(year, 3, 20), document=paper,
        by=people["head"], department=departments.get("Bosetting"),
    )  # fmt: skip
    actions.set_substitute(
        delegation=officer, substitute=people["controller"], begin=date(year, 2, 27), end=date(year, 3, 5),
        by=people["head"],
    )  # fmt: skip


def _audits(plan: Plan, departments: dict[str, Department], people: dict[str, User]) -> None:
    agency, year, controller = plan.agency, plan.year, people["controller"]
    letter = _paper(
        agency, "Riksrevisjonen: merknader til tilskuddsforvaltningen",
        "Merknader til forvaltningen av tilskudd\n1. Begrunnelsene i vedtakene er ikke alltid etterprøvbare.\n"
        "2. Rapporter fra mottakerne er ikke fulgt opp innen fristen.\n3. Rutinen for habilitet er ikke dokumentert.",
    )  # fmt: skip
    case = actions.open_audit_case(
        agency=agency, body="riksrevisjonen", title="Merknader til tilskuddsforvaltningen", reference="2022/0000 (oppdiktet)",
        received_on=date(year, 1, 20), reply_due=date(year, 2, 20), document=letter, by=controller,
    )  # fmt: skip
    reasons = actions.add_finding(
        case=case, title="Begrunnelsene i vedtakene er ikke alltid etterprøvbare", owner=people["officer"],
        deadline=date(year, 2, 25), lines=(2,), department=departments.get("Samfunn"), by=controller,
        text="Begrunnelsene i vedtakene er ikke alltid etterprøvbare.",
    )  # fmt: skip
    actions.add_finding_measure(
        finding=reasons, text="Ny mal for vedtak med felt for vekting av hvert kriterium.", owner=people["officer"],
        deadline=date(year, 2, 20), by=controller,
    )  # fmt: skip
    reports = actions.add_finding(
        case=case, title="Rapporter fra mottakerne er ikke fulgt opp innen fristen", owner=people["head"],
        deadline=date(year, 6, 30), lines=(3,), department=departments.get("Bosetting"), by=controller,
    )  # fmt: skip
    measure = actions.add_finding_measure(
        finding=reports, text="Ukentlig liste over rapporter som mangler.", owner=people["officer"],
        deadline=date(year, 3, 1), by=people["head"],
    )  # fmt: skip
    actions.finish_finding_measure(measure=measure, done_on=date(year, 2, 27), by=people["officer"])
    actions.add_evidence(
        finding=reports, measure=measure, text="Listene for uke 8 og 9 viser at alle rapporter er purret.",
        by=people["officer"],
    )  # fmt: skip
    actions.propose_closing(
        finding=reports, why="Listen er i bruk, og ingen rapporter er over fristen.", by=people["officer"]
    )
    _closed_finding(case, people)
    answer = _paper(
        agency, "Svar på merknader til tilskuddsforvaltningen", "Direktoratet viser til brevet og svarer slik."
    )
    reply = actions.draft_reply(
        case=case, title="Svar på merknader til tilskuddsforvaltningen", document=answer, by=controller
    )
    actions.send_reply(reply=reply, sent_on=date(year, 2, 17), by=controller)
    inspection = _paper(agency, "Tilsyn med arbeidsmiljøet", "Vernerunden er ikke dokumentert i to lokaler.")
    second = actions.open_audit_case(
        agency=agency, body="labour_inspection", title="Tilsyn med arbeidsmiljøet", received_on=date(year, 2, 20),
        reply_due=date(year, 3, 8), document=inspection, by=controller,
    )  # fmt: skip
    actions.add_finding(
        case=second, title="Vernerunden er ikke dokumentert i to lokaler", owner=people["head"],
        deadline=date(year, 9, 1), department=departments.get("Bosetting"), by=controller,
    )  # fmt: skip


def _closed_finding(case: AuditCase, people: dict[str, User]) -> None:
    """Owner, proposer and verifier are not the same person."""
    controller, year = people["controller"], case.received_on.year
    finding = actions.add_finding(
        case=case, title="Rutinen for habilitet er ikke dokumentert", owner=controller, deadline=date(year, 2, 28),
        lines=(4,), by=controller,
    )  # fmt: skip
    measure = actions.add_finding_measure(
        finding=finding, text="Skrive rutinen og gjøre den kjent.", owner=controller, deadline=date(year, 2, 15),
        by=controller,
    )  # fmt: skip
    actions.finish_finding_measure(measure=measure, done_on=date(year, 2, 10), by=controller)
    actions.add_evidence(
        finding=finding, text="Rutinen ligger i kvalitetssystemet og er gjennomgått i alle avdelinger.", by=controller
    )
    actions.propose_closing(finding=finding, why="Rutinen er skrevet og i bruk.", by=controller)
    actions.verify_closed(
        finding=finding, words="Har lest rutinen og referatene fra gjennomgangene.", by=people["director"]
    )


def _paper(agency: Organisation, title: str, text: str) -> Document:
    words = f"{title}\nOppdiktet dokument i demoen.\n{text}"
    return register_document(
        organisation=agency, content=words.encode(), filename="demo.txt", media_type="text/plain", title=title,
        text=words, by=None,
    )  # fmt: skip
