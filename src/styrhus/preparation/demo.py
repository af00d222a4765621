"""A status report that the demo's agency has sent, all of it invented, and two notes of the ministry before meetings."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from styrhus.archive.actions import register_document, share_document
from styrhus.archive.formal import journal, open_case
from styrhus.archive.models import Direction, Document
from styrhus.dialogue.models import CalledMeeting
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.models import MeetingKind, Plan

from .actions import choose_passage, finish_note, make_note, write_words
from .actions import choose_points as choose
from .models import Assessment, NotePoint, PointKind, PreparationNote
from .points import Available, available_points
from .rules import propose, read_report

TITLE = "Statusrapport per februar 2023"
SAID = (
    "Arbeidet er i rute. Oppgavene som er planlagt i første tertial, er gjennomført.\nVi ser ingen avvik som krever tiltak nå.",
    "Framdriften er noe svakere enn planlagt. Årsaken er at data fra samarbeidspartene\nkom senere enn avtalt. Vi venter å være i rute igjen etter sommeren.",
    "Tallene for første kvartal er på nivå med samme periode i fjor. Utviklingen gir ikke\ngrunnlag for å endre prognosen for året.",
    "Det er en klar risiko for at resultatet ikke nås i år. Kapasiteten hos partnerne er\nlavere enn forutsatt. Vi har satt i gang to tiltak og vil rapportere på effekten.",
)


@transaction.atomic
def make_demo_preparation(*, plan: Plan, official: User) -> None:
    """The report and the notes, where they are not made already."""
    if PreparationNote.objects.filter(plan=plan).exists():
        return
    report = _report(plan)
    points = available_points(plan)
    first = make_note(
        plan=plan,
        title="Forberedelse til kontaktmøte",
        meeting_date=date(2023, 2, 8),
        documents=[],
        by=official,
    )
    choose(note=first, keys=[one.key for one in points if one.kind == PointKind.GOAL], by=official)
    _write(first, "Ingenting nytt siden brevet ble sendt.", "", Assessment.GOOD, official)
    finish_note(note=first, by=official)
    meeting = (
        CalledMeeting.objects.filter(plan=plan, kind=MeetingKind.STEERING, starts_at__date__gte=clock.today())
        .exclude(state="cancelled")
        .order_by("starts_at")
        .first()
    )
    second = make_note(
        plan=plan,
        title="Forberedelse til etatsstyringsmøte",
        meeting=meeting,
        meeting_date=None if meeting else date(2023, 5, 24),
        based_on=first,
        documents=[report],
        by=official,
    )
    taken = [one.key for one in points if one.kind in (PointKind.GOAL, PointKind.PARAMETER)]
    taken += [one.key for one in points if one.kind == PointKind.ASSIGNMENT][:8]
    choose(note=second, keys=taken, by=official)
    prepared = read_report(report.text.split("\n"))
    for number, point in enumerate(second.points.order_by("order")):
        found = propose(prepared, label=point.label, title=point.title, limit=1)
        if found and number % 3:
            choose_passage(
                point=point, document=report, first_line=found[0].first, last_line=found[0].last, by=official
            )
        if number % 7 == 4:
            _say(
                point,
                "Vi trenger å forstå hva som ligger bak.",
                "Hva er nytt siden forrige møte?",
                Assessment.RAISE,
                official,
            )


def _write(note: PreparationNote, comment: str, question: str, assessment: Assessment, by: User) -> None:
    first = note.points.order_by("order").first()
    if first:
        _say(first, comment, question, assessment, by)


def _say(point: NotePoint, comment: str, question: str, assessment: Assessment, by: User) -> None:
    write_words(point=point, comment=comment, question=question, assessment=assessment, by=by)


def _report(plan: Plan) -> Document:
    text = report_text(plan, available_points(plan))
    document = register_document(
        organisation=plan.agency,
        content=text.encode(),
        filename="statusrapport-februar-2023.txt",
        media_type="text/plain",
        title=TITLE,
        document_date=date(2023, 2, 24),
        sender=plan.agency.label,
        recipient=plan.ministry.label,
        direction=Direction.OUT,
        text=text,
        by=None,
    )
    share_document(document=document, organisation=plan.ministry, by=None)
    case = open_case(
        organisation=plan.agency,
        key=f"styringsdialog-{plan.year}",
        title=f"Styringsdialog {plan.year} – {plan.agency.label}",
        by=None,
    )
    journal(
        case=case,
        document=document,
        direction=Direction.OUT,
        title=TITLE,
        sender=plan.agency.label,
        recipient=plan.ministry.label,
        by=None,
    )
    return document


def report_text(plan: Plan, points: list[Available]) -> str:
    """An invented report with a section for each goal, parameter and assignment but every fifth."""
    lines = [f"{TITLE}, {plan.agency.name}", "", "Dette er et eksempel til demonstrasjon. Innholdet er oppdiktet.", ""]
    chapter = 0
    for number, one in enumerate(points):
        if one.kind == PointKind.GOAL:
            chapter += 1
            lines += ["", f"{chapter} {one.label}: {one.title}", ""]
        elif one.kind in (PointKind.PARAMETER, PointKind.ASSIGNMENT) and number % 5:
            lines += ["", f"{one.label} {one.title}"[:120], ""]
        else:
            continue
        lines += SAID[number % len(SAID)].split("\n")
    return "\n".join(lines) + "\n"
