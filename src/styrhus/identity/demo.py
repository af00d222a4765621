"""The organisations and users of the demo. Made again at every start without making anything twice."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from .actions import create_department, create_organisation, create_user, grant_role
from .models import Department, Organisation, User
from .queries import DEMO_DOMAIN
from .roles import OrganisationKind, Role

# Shown on the demo's own login page, and refused in production together with the demo itself.
DEMO_PASSWORD = "vis-meg-planen-for-aret"  # noqa: S105
DATA = Path(__file__).parent / "data" / "demo_organisations.toml"
ROLES_BEGIN = date(2023, 1, 1)


@dataclass(frozen=True)
class DemoUser:
    account: str
    name: str
    place: str  # the table of the TOML that names the organisation
    role: Role
    department: str = ""


DEMO_USERS = (
    DemoUser("controller", "Demo Controller", "directorate", Role.CONTROLLER, "Økonomi og styring"),
    DemoUser("avdelingsleder", "Demo Avdelingsleder Bosetting", "directorate", Role.DEPARTMENT_HEAD, "Bosetting"),
    DemoUser("direktor", "Demo Direktør", "directorate", Role.DIRECTOR),
    DemoUser("saksbehandler", "Demo Saksbehandler", "directorate", Role.CASE_OFFICER, "Bosetting"),
    DemoUser("etatsstyrer", "Demo Etatsstyrer", "ministry", Role.MINISTRY_OFFICIAL),
    DemoUser("revisor", "Demo Revisor", "auditor", Role.AUDITOR),
    DemoUser("administrator", "Demo Administrator", "directorate", Role.ADMINISTRATOR),
)


@transaction.atomic
def make_demo_organisations_and_users() -> None:
    """Make what is missing of the demo's organisations, departments, users and roles.

    Raises: ImproperlyConfigured where the demo is switched off, so that its known password never gets in.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured("The demo is switched off here. Set STYRHUS_DEMO=1 to make its users.")
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    places = _organisations(data)
    for user in DEMO_USERS:
        _user(user, places[user.place])


def _organisations(data: dict[str, Any]) -> dict[str, Organisation]:
    ministry = _organisation(OrganisationKind.MINISTRY, **data["ministry"])
    departments = data["directorate"].pop("departments")
    directorate = _organisation(OrganisationKind.DIRECTORATE, parent=ministry, **data["directorate"])
    for department in departments:
        if not directorate.departments.filter(name=department["name"]).exists():
            create_department(organisation=directorate, by=None, **department)
    auditor = _organisation(OrganisationKind.AUDITOR, **data["auditor"])
    _organisation(OrganisationKind.VOLUNTARY, **data["voluntary"])
    for agency in data["partner_agencies"]:
        _organisation(OrganisationKind.PARTNER_AGENCY, **agency)
    for name in data["county_governors"]:
        _organisation(OrganisationKind.COUNTY_GOVERNOR, name=name)
    for kind, key in ((OrganisationKind.COUNTY, "counties"), (OrganisationKind.MUNICIPALITY, "municipalities")):
        for area in data[key]:
            _organisation(kind, name=area["name"], area_code=area["code"])
    return {"ministry": ministry, "directorate": directorate, "auditor": auditor}


def _organisation(kind: OrganisationKind, name: str, **values: Any) -> Organisation:
    existing = Organisation.objects.filter(kind=kind, name=name).first()
    return existing or create_organisation(kind=kind, name=name, by=None, **values)


def _user(wanted: DemoUser, organisation: Organisation) -> None:
    email = f"{wanted.account}@{DEMO_DOMAIN}"
    if User.objects.filter(email=email).exists():
        return
    user = create_user(email=email, name=wanted.name, password=DEMO_PASSWORD, by=None)
    department = (
        Department.objects.get(organisation=organisation, name=wanted.department) if wanted.department else None
    )
    grant_role(
        user=user, organisation=organisation, role=wanted.role, department=department, valid_from=ROLES_BEGIN, by=None
    )
