"""The demo's reports: the half-year report being written, and a status report that the ministry has accepted."""

from __future__ import annotations

from datetime import date

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.models import Plan, ReportingDemand, ReportKind
from styrhus.steering.queries import departments_of

from . import actions
from .models import Report, ReportPart

HALF_YEAR_TEXTS = (
    "Demo: Vi er i rute med de fleste oppdragene. Arbeidet med ny metode er forsinket fordi to av kommunene kom senere "
    "i gang enn avtalt.\n\nVi setter inn disse tiltakene:\n\n- felles oppstartsmøte med kommunene\n- ukentlig status til "
    "avdelingsleder",
    "Demo: Avdelingen har vurdert risikoen på nytt etter etatsstyringsmøtet og ser ikke behov for nye tiltak nå.",
)
STATUS_TEXT = "Demo: Av [[steering.assignments]] oppdrag er ingen berørt, og ingen tiltak er nødvendige denne måneden."


def make_demo_reports(*, plan: Plan, controller: User, director: User, official: User) -> None:
    """Both reports, made through the same acts as the pages use. Leaves alone what is already made."""
    if Report.objects.filter(plan=plan).exists():
        return
    _accepted_status(plan, controller, director, official)
    _half_year(plan, controller)


def _accepted_status(plan: Plan, controller: User, director: User, official: User) -> None:
    with clock.at(date(plan.year, 2, 6)):
        report = actions.make_report(
            plan=plan, kind="ukraine", by=controller, begin=date(plan.year, 1, 1), end=date(plan.year, 1, 31),
            cut_off=date(plan.year, 1, 31), due=date(plan.year, 2, 10), title=f"Status for Ukraina, januar {plan.year}",
        )  # fmt: skip
        for part in report.parts.order_by("order"):
            actions.write_part(part=part, text=STATUS_TEXT, version=0, by=controller)
            actions.mark_ready(part=part, by=controller)
        actions.submit_report(report=report, by=controller)
    with clock.at(date(plan.year, 2, 8)):
        actions.approve_report(report=report, by=director)
        message = "Demo: Her er statusen for januar. Ta kontakt hvis dere har spørsmål."
        actions.send_report(report=report, message=message, by=controller)
    with clock.at(date(plan.year, 2, 9)):
        actions.receive_report(report=report, by=official)
        actions.comment_report(report=report, text="Demo: Fint om neste status viser utviklingen per uke.", by=official)
    with clock.at(date(plan.year, 2, 15)):
        actions.accept_report(report=report, by=official, text="Demo: Takk for en klar status.")


def _half_year(plan: Plan, controller: User) -> None:
    demand = ReportingDemand.objects.filter(plan=plan, kind=ReportKind.HALF_YEAR).order_by("deadline", "pk").first()
    year = plan.year
    with clock.at(date(year, 2, 20)):
        report = actions.make_report(
            plan=plan, kind="half_year", by=controller, begin=date(year, 1, 1), end=date(year, 6, 30),
            cut_off=date(year, 6, 30), due=(demand.deadline if demand else None) or date(year, 8, 18), demand=demand,
        )  # fmt: skip
        department = departments_of(plan.agency).first()
        parts: list[ReportPart] = list(report.parts.order_by("order"))
        for part in parts[:2]:
            actions.assign_part(
                part=part, department=department, writers=[controller], due=date(year, 8, 4), by=controller
            )
        for part, text in zip(parts, HALF_YEAR_TEXTS, strict=False):
            actions.write_part(part=part, text=text, version=0, by=controller)
        actions.mark_ready(part=parts[0], by=controller)
