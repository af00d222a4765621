"""The figures of the annual accounts: their values, their receipts, and that they stay what they were."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from styrhus.economy.models import Post
from styrhus.identity import clock
from styrhus.ledger import figures
from styrhus.ledger.actions import Cause, Line, post_entry
from styrhus.ledger.annual.figures import LABELS
from tests import factories
from tests.factories import World

END = date(2023, 12, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None, settings: Any) -> World:
    settings.DEMO_TODAY = date(2024, 1, 20)
    return factories.world()


@pytest.fixture
def operating(place: World) -> Post:
    return factories.post(factories.plan(place.agency), "01", 10_000_000, chapter="671")


def book(place: World, post: Post, account: str, amount: str, on: date = date(2023, 3, 1)) -> None:
    post_entry(
        agency=place.agency, on=on, text="Prøve", cause=Cause("payment", "b", "Prøve"), by=None, key=f"{account}{on}",
        lines=[Line(account, Decimal(amount), post), Line("192", -Decimal(amount))],
    )  # fmt: skip


def figure(place: World, name: str, **options: Any) -> Any:
    return figures.compute(name, agency=place.agency, year=2023, as_at=END, **options)


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("annual.net", Decimal("8000000.50"), "kroner"),
        ("annual.total", Decimal(10_000_000), "kroner"),
        ("annual.total:671.01", Decimal(10_000_000), "kroner"),
        ("annual.expense:671.01", Decimal("8000000.50"), "kroner"),
        ("annual.expense:671.99", None, "kroner"),
        ("annual.deviation", Decimal("1999999.50"), "kroner"),
        ("annual.possible:671.01", Decimal(500_000), "kroner"),
        ("annual.salaries", Decimal(6_000_000), "kroner"),
        ("annual.income", Decimal(0), "kroner"),
        ("annual.operating_used", Decimal("0.80000005"), "percent"),
    ],
)
def test_a_figure_and_its_unit(place: World, operating: Post, name: str, value: Decimal | None, unit: str) -> None:
    book(place, operating, "500", "6000000")
    book(place, operating, "671", "2000000.50")
    found = figure(place, name)
    assert (found.key, found.value, found.unit) == (f"ledger.{name}", value, unit)
    assert found.definition
    assert found.url.endswith("/2023/arsregnskap/")


def test_every_figure_that_is_offered_can_be_computed(place: World, operating: Post) -> None:
    assert {figure(place, name).key for name in LABELS} == {f"ledger.{name}" for name in LABELS}


@pytest.mark.parametrize("name", ["annual.nothing", "annual.salaries:671.01", "annual"])
def test_a_figure_that_is_not_there_is_refused(place: World, name: str) -> None:
    with pytest.raises(KeyError):
        figure(place, name)


def test_the_receipt_is_the_same_again_and_changes_with_the_rows(place: World, operating: Post, settings: Any) -> None:
    book(place, operating, "500", "6000000")
    then = clock.now() + timedelta(hours=1)
    first = figure(place, "annual.net", known_at=then)
    settings.DEMO_TODAY = date(2024, 2, 20)
    book(place, operating, "671", "100", date(2023, 12, 1))
    again = figure(place, "annual.net", known_at=then)
    assert (again.value, again.fingerprint, again.rows) == (first.value, first.fingerprint, first.rows)
    now = figure(place, "annual.net")
    assert now.value == 6_000_100
    assert now.fingerprint != first.fingerprint
