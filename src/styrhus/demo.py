"""The demo: organisations, people and IMDi's year 2023, read from the demo letter by the same reader as any letter."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from styrhus.alerts.demo import make_demo_alerts
from styrhus.control.demo import make_demo_control
from styrhus.dialogue.demo import make_demo_dialogue
from styrhus.economy.demo import make_demo_budget
from styrhus.forecast.demo import make_demo_forecast
from styrhus.identity.demo import DEMO_PASSWORD, make_demo_organisations_and_users
from styrhus.identity.models import Organisation
from styrhus.identity.queries import demo_logins
from styrhus.intake.demo import read_demo_letter
from styrhus.ledger.demo import make_demo_ledger
from styrhus.ledger.demo_imports import make_demo_imports
from styrhus.notices.demo import make_demo_notices
from styrhus.obligations.demo import make_demo_obligations
from styrhus.preparation.demo import make_demo_preparation
from styrhus.preparedness.demo import make_demo_preparedness
from styrhus.reports.demo import make_demo_reports
from styrhus.risk.demo import make_demo_risks
from styrhus.steering.demo import make_demo_owners
from styrhus.steering.demo_followup import make_demo_followup
from styrhus.steering.demo_routines import make_demo_routines
from styrhus.steering.models import Plan


def is_made() -> bool:
    return Plan.objects.exists()


def make() -> None:
    """Make the demo. Each step leaves alone what is already made, so a demo that was cut off can be made again."""
    make_demo_organisations_and_users()
    agency = Organisation.objects.get(short_name="IMDi")
    ministry = Organisation.objects.get(short_name="AID")
    controller = get_user_model().objects.get(name="Demo Controller")
    read_demo_letter(agency=agency, ministry=ministry, by=controller)
    make_demo_owners(plan=Plan.objects.get(agency=agency, year=2023), by=controller)
    make_demo_ledger(agency=agency, by=controller)
    official = get_user_model().objects.get(name="Demo Etatsstyrer")
    make_demo_followup(plan=Plan.objects.get(agency=agency, year=2023), by=controller, official=official)
    make_demo_routines(plan=Plan.objects.get(agency=agency, year=2023), by=controller, official=official)
    make_demo_preparedness(agency=agency, by=controller)
    make_demo_alerts(plan=Plan.objects.get(agency=agency, year=2023), by=controller, official=official)
    director = get_user_model().objects.get(name="Demo Direktør")
    make_demo_risks(
        plan=Plan.objects.get(agency=agency, year=2023), by=controller, official=official, director=director
    )
    make_demo_control(plan=Plan.objects.get(agency=agency, year=2023), by=controller)
    make_demo_budget(agency=agency, year=2023, by=controller)
    make_demo_imports(agency=agency, controller=controller, director=director)
    make_demo_dialogue(
        plan=Plan.objects.get(agency=agency, year=2023), controller=controller, official=official, director=director
    )
    make_demo_obligations(
        plan=Plan.objects.get(agency=agency, year=2023), by=controller, official=official, director=director
    )
    make_demo_preparation(plan=Plan.objects.get(agency=agency, year=2023), official=official)
    make_demo_forecast(agency=agency, year=2023, controller=controller, director=director)
    make_demo_reports(
        plan=Plan.objects.get(agency=agency, year=2023), controller=controller, director=director, official=official
    )
    make_demo_notices()  # last: what every room reminds of


def logins_text() -> str:
    """The demo's logins, a line each."""
    rows = [f"  {held.user.email:<44} {held.get_role_display()}, {held.organisation.label}" for held in demo_logins()]
    return "\n".join([f"Demobrukere (passord: {DEMO_PASSWORD}):", *rows, ""])
