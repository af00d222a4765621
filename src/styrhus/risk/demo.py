"""Invented risks for the demo's year: made through the room's own acts, dated through the first weeks of the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from styrhus.identity import clock
from styrhus.identity.models import Department, User
from styrhus.identity.roles import Role
from styrhus.steering.models import Assignment, Plan

from . import actions
from .actions.risks import Threatened
from .models import MeasureState, Risk, Then
from .queries.people import holders

Level = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DemoRisk:
    """A risk with its levels (likelihood, consequence) in January and, where it has moved, in February."""

    goals: tuple[str, ...]
    department: str
    event: str
    cause: str
    consequence: str
    before: Level
    after: Level
    measure: str
    effect: str
    due: tuple[int, int]  # month and day of the plan's year
    later: Level | None = None
    later_words: str = ""
    state: MeasureState = MeasureState.STARTED
    raised: str = ""
    ministry: Level | None = None
    ministry_words: str = ""


WORDS = "Demotekst: Vurdert i ledermøtet på grunnlag av tall fra fjoråret og det avdelingen vet om året som kommer."
FIRST, MEETING, SECOND = (1, 16), (2, 1), (2, 20)  # month and day: assessed, the meeting's snapshot, assessed again

RISKS = (
    DemoRisk(
        ("4",), "Bosetting", "Kommunene bosetter færre flyktninger enn det er behov for",
        "Ankomstene fra Ukraina er høyere enn prognosen, og flere kommuner mangler boliger og tjenester.",
        "Flere venter lenge i mottak. Kvalifiseringen starter senere, og kostnadene i mottak øker.",
        (5, 5), (4, 4), "Egen oppfølging av kommunene med lavest vedtak",
        "Flere kommuner øker vedtaket sitt før sommeren.", (5, 15),
        raised="Utviklingen avhenger av ankomstene, og IMDi rår ikke over boligtilbudet alene.",
        later=(4, 5), later_words="Demotekst: Februartallene viser flere ankomster enn lagt til grunn i januar.",
        ministry=(3, 5), ministry_words="Demotekst: Departementet ser samme konsekvens, men venter flere vedtak i vår.",
    ),
    DemoRisk(
        ("4",), "Bosetting", "Nyankomne bosettes i områder uten tilgang på helsetjenester de trenger",
        "Opplysninger om helse kommer sent, og kommunene får dem ikke før vedtaket.",
        "Noen må flytte igjen, og bosettingen blir mindre treffsikker.",
        (3, 4), (2, 3), "Ny rutine for opplysninger om helse før bosetting",
        "Kommunen kjenner behovet før den sier ja.", (4, 15), state=MeasureState.PLANNED,
    ),
    DemoRisk(
        ("2",), "Kvalifisering", "Færre fullfører introduksjonsprogrammet innen programtiden",
        "Mange nye deltakere på kort tid, og kommunene får ikke ansatt nok lærere.",
        "Færre går over i arbeid eller utdanning, og målet om rask kvalifisering nås ikke.",
        (4, 4), (3, 4), "Nettbaserte opplæringspakker til nye programrådgivere",
        "Kommunene kan ta imot flere deltakere med samme kvalitet.", (6, 30),
        raised="Risikoen gjelder et av hovedmålene i tildelingsbrevet.",
    ),
    DemoRisk(
        ("1", "2"), "Kvalifisering", "Kommunene bruker ikke de nye standardiserte elementene",
        "Elementene er ukjente i små kommuner, og veiledningen når ikke fram.",
        "Tilbudet blir ulikt, og tallene kan ikke sammenlignes.",
        (3, 3), (2, 3), "Regionvise samlinger og veiledning på nett", "Alle kommuner kjenner kravene.", (3, 20),
    ),
    DemoRisk(
        ("5",), "Tolk", "For få tolker oppfyller kvalifikasjonskravet når unntaket faller bort",
        "Utdanningskapasiteten er lav i enkelte språk, og etterspørselen øker brått.",
        "Offentlige organer bruker ukvalifiserte tolker, og rettssikkerheten svekkes.",
        (4, 5), (3, 5), "Flere kurs og prøver i språk med stort behov", "Flere kommer inn i tolkeregisteret.", (2, 10),
        later=(4, 5), later_words="Demotekst: Påmeldingen til vårens prøver er lavere enn ventet.",
        raised="Kravet gjelder hele offentlig sektor, og risikoen ligger også hos andre etater.",
    ),
    DemoRisk(
        ("5",), "Tolk", "Tolkeportalen er utilgjengelig i en kritisk periode",
        "Gammel teknisk løsning og få personer med kunnskap om den.",
        "Offentlige organer får ikke bestilt tolk.",
        (3, 4), (2, 4), "Flytte driften og øve på gjenoppretting", "Nedetiden blir under fire timer.", (9, 1),
        later=(2, 3), later_words="Demotekst: Gjenopprettingen ble øvd i februar og tok tre timer.",
    ),
    DemoRisk(
        ("3",), "Samfunn", "Unge som er utsatt for negativ sosial kontroll får ikke hjelp i tide",
        "Skolene kjenner ikke rådgiverne godt nok, og henvendelsene øker.",
        "Alvorlige saker blir ikke oppdaget, og unge tas med til utlandet mot sin vilje.",
        (3, 5), (2, 5), "Opplæring av ansatte ved flere skoler", "Flere saker meldes tidligere.", (8, 15),
    ),
    DemoRisk(
        ("3",), "Samfunn", "Tilskudd til frivillige organisasjoner blir utbetalt for sent",
        "Nytt søknadssystem og mange søknader på én gang.",
        "Aktivitetene starter sent, og mindre av tilskuddet brukes i året.",
        (3, 2), (2, 2), "Ekstra saksbehandlere i februar og mars", "Vedtakene kommer innen fristen.", (3, 31),
    ),
    DemoRisk(
        ("6",), "Økonomi", "Kommunene får motstridende råd fra ulike etater",
        "Flere etater veileder om det samme uten felles avklaring.",
        "Kommunene bruker tid på å avklare, og tiltakene virker dårligere sammen.",
        (3, 3), (3, 2), "Felles kanal for veiledning med andre etater", "Kommunene møter ett råd.", (10, 1),
        state=MeasureState.PLANNED,
    ),
    DemoRisk(
        ("6",), "Økonomi", "Driftsrammen rekker ikke til de nye oppgavene",
        "Flere oppdrag gjennom året uten nye midler, og høyere lønns- og prisvekst.",
        "Oppgaver må settes på vent, og noen oppdrag blir forsinket.",
        (4, 3), (3, 3), "Månedlig gjennomgang av ledige stillinger og kjøp", "Merforbruk oppdages innen én måned.",
        (2, 24),
    ),
)  # fmt: skip


@transaction.atomic
def make_demo_risks(*, plan: Plan, by: User, official: User, director: User) -> None:
    """Enter the demo's risks with measures, decisions and one snapshot, unless somebody has begun."""
    if Risk.objects.filter(plan=plan).exists():
        return
    departments = {row.name.split()[0]: row for row in Department.objects.filter(organisation=plan.agency)}
    year = plan.year
    with clock.at(date(year, *FIRST)):
        made = [_enter(one, plan, departments.get(one.department), by) for one in RISKS]
    with clock.at(date(year, *MEETING)):
        _decide(made[:4], director)
        actions.take_snapshot(plan=plan, title="Dialogmøtet om tildelingsbrevet", on=date(year, *MEETING), by=by)
    with clock.at(date(year, *SECOND)):
        for one, risk in zip(RISKS, made, strict=True):
            _follow(one, risk, by, official)
        _decide([made[4]], director)


def _enter(one: DemoRisk, plan: Plan, department: Department | None, by: User) -> Risk:
    heads = holders(plan.agency, Role.DEPARTMENT_HEAD, department) if department else []
    goals = plan.goals.filter(number__in=one.goals).order_by("order")
    listed = Assignment.objects.filter(listings__plan=plan, listings__goal__in=goals).order_by("number", "pk")
    risk = actions.register_risk(
        plan=plan,
        event=one.event,
        cause=f"Demotekst: {one.cause}",
        consequence=f"Demotekst: {one.consequence}",
        owner=heads[0] if heads else by,
        department=department,
        threatens=Threatened(
            goals=goals,
            parameters=plan.parameters.filter(goal__in=goals).order_by("order")[:1],
            assignments=listed.distinct()[:1],
        ),
        by=by,
    )
    measure = actions.add_measure(
        risk=risk, title=one.measure, effect=one.effect, owner=heads[0] if heads else by, department=department,
        due=date(plan.year, *one.due), by=by,
    )  # fmt: skip
    if one.state != MeasureState.PLANNED:
        actions.set_measure_state(measure=measure, state=one.state, note="", by=by)
    actions.assess(risk=risk, before=one.before, after=one.after, words=WORDS, by=by)
    if one.raised:
        risk = actions.raise_risk(risk=risk, why=f"Demotekst: {one.raised}", by=by)
    return risk


def _follow(one: DemoRisk, risk: Risk, by: User, official: User) -> None:
    """What has happened since the meeting: the ministry's assessment, and a new one of the agency's."""
    if one.ministry:
        actions.assess_as_ministry(risk=risk, level=one.ministry, words=one.ministry_words, by=official)
    if one.later:
        actions.assess(risk=risk, before=one.before, after=one.later, words=one.later_words, by=by)


def _decide(risks: list[Risk], director: User) -> None:
    """The director accepts what lies in the middle, and sends what is high to the next meeting."""
    for risk in risks:
        newest = risk.assessments.select_related("after__band", "risk__plan").latest("version")
        high = newest.after.band.accepted_by == "director"
        actions.decide(
            assessment=newest,
            accepted=not high,
            then=Then.MEETING if high else "",
            why="Demotekst: Risikoen er større enn vi kan bære alene." if high
            else "Demotekst: Tiltakene er i gang, og resten kan vi leve med i år.",
            by=director,
        )  # fmt: skip
