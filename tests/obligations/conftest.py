"""A small plan with its agency, and what the registers hold in most tests."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from styrhus.identity.models import User
from styrhus.obligations import actions
from styrhus.obligations.models import Asset, Claim, ConsultantPurchase, Evaluation, Procurement
from tests.factories import SmallPlan, World, small_plan, world


@pytest.fixture(autouse=True)
def in_may(settings) -> None:
    settings.DEMO_TODAY = date(2023, 5, 1)


@pytest.fixture
def here(db: None, settings, tmp_path) -> World:
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    return world()


@pytest.fixture
def small(here: World) -> SmallPlan:
    return small_plan(here.agency)


@pytest.fixture
def browser():
    """A logged-in client for a user."""

    def logged_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return logged_in


APPRENTICES = {
    "counted_on": date(2023, 4, 1), "employees": 120, "apprentices": 1, "trades": "Prøvefaget",
    "training_office": "Prøvekontoret", "students": 2, "note": "",
}  # fmt: skip
PURCHASE = {
    "bought_on": date(2023, 3, 1), "supplier": "Prøve Rådgivning AS", "supplier_kind": "consultancy", "field": "ict",
    "campaign": False, "amount": 500_000, "purpose": "Bygge en prøveløsning", "why_not_own": "Ingen ledige",
    "case_number": "", "department": None,
}  # fmt: skip
EVALUATION = {
    "title": "Prøveevaluering", "kind": "Evaluering", "purpose": "Hva som virker", "assignment": None, "parameter": None,
    "supplier": "Prøveinstituttet", "department": None, "contract_on": date(2023, 1, 10), "due_on": date(2023, 9, 1),
    "delivered_on": None, "abstract": "Det virker.", "language": "nb", "concerned_from": 2022, "concerned_to": 2023,
    "authors": "Prøve Forfatter\nPrøve Medforfatter", "publishers": "Prøveinstituttet", "recipients": "",
}  # fmt: skip
PROCUREMENT = {
    "number": "23/1", "title": "Prøveanskaffelse", "value": 2_000_000, "procedure": "open", "supplier": "",
    "started_on": date(2023, 2, 1), "contract_on": None, "contract_until": None, "department": None, "note": "",
}  # fmt: skip
ASSET = {
    "number": "E-1", "title": "Prøveskriver", "cost": 40_000, "bought_on": date(2022, 3, 1), "place": "Rom 1",
    "department": None, "note": "",
}  # fmt: skip
CLAIM = {"reference": "23/9", "subject": "Påstått feil", "amount": 10_000, "received_on": date(2023, 4, 3)}


@pytest.fixture
def purchase(here: World) -> ConsultantPurchase:
    return actions.enter_purchase(agency=here.agency, values=PURCHASE, by=here.controller)


@pytest.fixture
def evaluation(here: World) -> Evaluation:
    return actions.plan_evaluation(agency=here.agency, values=EVALUATION, by=here.controller)


@pytest.fixture
def procurement(here: World) -> Procurement:
    return actions.enter_procurement(agency=here.agency, values=PROCUREMENT, by=here.controller)


@pytest.fixture
def asset(here: World) -> Asset:
    return actions.list_asset(agency=here.agency, values=ASSET, by=here.controller)


@pytest.fixture
def claim(here: World) -> Claim:
    made = actions.register_claim(agency=here.agency, values=CLAIM, by=here.controller)
    return actions.assess_claim(row=made, assessment="Ikke ansvar", recommendation="Avslå", by=here.controller)
