"""Who asks, and for what: a user for each column of `routes.toml`, and the value of each name in an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db.models import Model

from styrhus import demo
from styrhus.archive.actions import share_document
from styrhus.audit.models import Event
from styrhus.economy.models import Post
from styrhus.identity.models import Organisation, RoleAssignment, User
from styrhus.identity.queries import DEMO_DOMAIN
from styrhus.identity.roles import OrganisationKind, Role
from styrhus.intake import models as intake
from styrhus.intake.actions import reject_change
from styrhus.intake.pictures import changes_of
from styrhus.intake.rules.changes import ChangeKind
from styrhus.steering import models as steering
from styrhus.steering.actions import enter_oral_order
from tests import factories

OTHER_AGENCY = "Annet direktorat"
ACCOUNTS = {
    Role.CONTROLLER: "controller",
    Role.DIRECTOR: "direktor",
    Role.DEPARTMENT_HEAD: "avdelingsleder",
    Role.CASE_OFFICER: "saksbehandler",
    Role.MINISTRY_OFFICIAL: "etatsstyrer",
    Role.AUDITOR: "revisor",
    Role.ADMINISTRATOR: "administrator",
}


@dataclass
class Samples:
    users: dict[str, User | None]  # by the name of the column; None is somebody who is not logged in
    values: dict[str, Any]  # by the name that routes.toml gives: what stands in an address


def make_samples() -> Samples:
    """Make the demo and everything beside it that some route needs."""
    demo.make()
    users: dict[str, User | None] = {"anonymous": None}
    for role, account in ACCOUNTS.items():
        users[role.value] = User.objects.get(email=f"{account}@{DEMO_DOMAIN}")
    partner_agency = Organisation.objects.filter(kind=OrganisationKind.PARTNER_AGENCY).order_by("pk")[0]
    users["partner"] = factories.user(Role.PARTNER, partner_agency)
    other_ministry = factories.organisation(OrganisationKind.MINISTRY, name="Annet departement")
    other_agency = factories.organisation(name=OTHER_AGENCY, parent=other_ministry)
    users["other_controller"] = factories.user(Role.CONTROLLER, other_agency)
    users["other_official"] = factories.user(Role.MINISTRY_OFFICIAL, other_ministry)
    users["stranger"] = factories.user()
    return Samples(users, _values())


def _values() -> dict[str, Any]:
    plan = steering.Plan.objects.get(agency__short_name="IMDi")
    made = {
        "plan": plan.pk,
        "agency": plan.agency_id,
        "year": plan.year,
        "user": User.objects.get(email=f"saksbehandler@{DEMO_DOMAIN}").pk,
        "role": RoleAssignment.objects.get(user__email=f"saksbehandler@{DEMO_DOMAIN}").pk,
        "organisation": plan.agency_id,
        "document": _short_document(plan),
        "event": _controllers_event(),
        "feed": User.objects.get(email=f"controller@{DEMO_DOMAIN}").feed_key,
        "post": _first(Post, chapter__agency=plan.agency),
        "goal": _first(steering.Goal, plan=plan),
        "parameter": _first(steering.Parameter, plan=plan),
        "assignment": _first(steering.Assignment, agency=plan.agency),
        "deadline": _first(steering.Deadline, assignment__agency=plan.agency),
        "duty": _first(steering.Duty, plan=plan),
        "report": _first(steering.ReportingDemand, plan=plan),
        "meeting": _first(steering.Meeting, plan=plan),
        "directive": _first(steering.Directive, plan=plan),
        "owned": "oppdrag",
        "oral": _oral_order(plan),
    }
    return made | _letters() | _of_rooms(plan)


def _of_rooms(plan: steering.Plan) -> dict[str, Any]:
    """What the rooms' own modules under `rooms/` give: ``values(plan)``, made through the rooms' acts."""
    found: dict[str, Any] = {}
    for path in sorted((Path(__file__).parent / "rooms").glob("*_samples.py")):
        found |= import_module(f"tests.lists.rooms.{path.stem}").values(plan)
    return found


def _short_document(plan: steering.Plan) -> int:
    """A letter of sixty lines that agency and ministry share: a browser checks it in less time than the real one."""
    text = "\n".join(f"Linje {number} i et kort brev" for number in range(1, 61))
    made = factories.document(plan.agency, text, "Et kort brev")
    share_document(document=made, organisation=plan.ministry, by=None)
    return made.pk


def _letters() -> dict[str, Any]:
    """The adopted letter, the supplement that waits, and one of what was read in each."""
    adopted = intake.Reading.objects.get(kind=intake.LetterKind.ALLOCATION)
    waiting = intake.Reading.objects.get(kind=intake.LetterKind.SUPPLEMENTARY)
    return {
        "adopted": adopted.pk,
        "waiting": waiting.pk,
        "item": _first(intake.Item, reading=waiting),
        **_unadopted(adopted.pk),
        "kind": "assignment",
        "decision": _decision(waiting),
    }


def _unadopted(adopted: int) -> dict[str, Any]:
    """The same letter as the other agency's, of a year that has no plan yet, with its items and findings."""
    copy = intake.Reading.objects.get(pk=adopted)
    copy.pk, copy.state, copy.plan, copy.year = None, intake.ReadingState.READ, None, 2031
    copy.adopted_by, copy.adopted_at = None, None
    copy.agency = Organisation.objects.get(name=OTHER_AGENCY)
    copy.ministry = copy.agency.parent
    copy.document = factories.document(copy.agency)
    copy.save()
    for model in (intake.Item, intake.Finding):
        rows = list(model.objects.filter(reading=adopted).order_by("pk"))
        for row in rows:
            row.pk, row.reading = None, copy
        model.objects.bulk_create(rows)
    return {"unadopted": copy.pk, "finding": _first(intake.Finding, reading=copy)}


def _decision(waiting: intake.Reading) -> int:
    change = next(change for change in changes_of(waiting) if change.kind != ChangeKind.UNCHANGED)
    return reject_change(reading=waiting, key=change.key, why="Prøve av listen over adresser.", by=None).pk


def _oral_order(plan: steering.Plan) -> int:
    """An urgent order that waits for the written confirmation."""
    return enter_oral_order(
        plan=plan,
        title="Prøve av muntlig bestilling",
        description="",
        given_by_name="Demo Etatsstyrer",
        given_on=date(2023, 3, 1),
        deadline_date=None,
        goal=None,
        by=None,
    ).pk


def _controllers_event() -> int | None:
    return Event.objects.filter(actor__email=f"controller@{DEMO_DOMAIN}").values_list("number", flat=True).first()


def _first(model: type[Model], **scope: Any) -> int | None:
    """The key of the first row, None where there is none: the test of the route then says so."""
    first = model._default_manager.filter(**scope).order_by("pk").first()
    return first.pk if first else None
