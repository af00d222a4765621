"""The page of the annual accounts: who sees it, what it links to, and its files."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from styrhus.economy.models import Post
from styrhus.identity import clock
from styrhus.identity.roles import Role
from styrhus.ledger.actions import Cause, Line, post_entry
from styrhus.ledger.models import Month
from tests import factories
from tests.factories import World

CAUSE = Cause("payment", "b-1", "Prøvebetaling")
pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None, settings: Any) -> World:
    settings.DEMO_TODAY = date(2024, 1, 20)
    return factories.world()


@pytest.fixture
def booked(place: World) -> Post:
    post = factories.post(factories.plan(place.agency), "01", 10_000_000, chapter="671")
    post_entry(
        agency=place.agency, on=date(2023, 3, 1), text="Lønn", cause=CAUSE, key="pay", by=None,
        lines=[Line("500", Decimal("6000000.50"), post), Line("260", Decimal(-2_000_000)), Line("192", Decimal("-4000000.50"))],
    )  # fmt: skip
    return post


def address(place: World, key: str = "", year: int = 2023) -> str:
    return f"/regnskap/{place.agency.pk}/{year}/arsregnskap/" + (f"{key}/" if key else "")


def lock(place: World, months: range = range(1, 13)) -> None:
    for month in months:
        Month.objects.create(agency=place.agency, year=2023, month=month, locked_at=clock.now(), locked_by=None)


@pytest.mark.parametrize(
    "role", [Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER, Role.AUDITOR]
)
def test_the_agency_and_the_auditor_see_it(place: World, booked: Post, browser: Any, role: Role) -> None:
    page = browser(place.people[role]).get(address(place))
    assert page.status_code == 200
    assert "6\xa0000\xa0001" in page.content.decode()  # whole kroner, rounded


def test_the_ministry_sees_it_when_the_whole_year_is_locked(place: World, booked: Post, browser: Any) -> None:
    official = browser(place.people[Role.MINISTRY_OFFICIAL])
    lock(place, range(1, 12))
    assert official.get(address(place)).status_code == 404
    assert official.get(address(place, "rad-salaries")).status_code == 404
    lock(place, range(12, 13))
    assert official.get(address(place)).status_code == 200


def test_others_do_not_see_it(place: World, booked: Post, browser: Any) -> None:
    assert browser(place.other_controller).get(address(place)).status_code == 404
    assert browser(place.other_official).get(address(place)).status_code == 404
    assert browser(place.stranger).get(address(place)).status_code == 403


def test_the_year_is_chosen_in_the_address(place: World, booked: Post, browser: Any) -> None:
    controller = browser(place.controller)
    assert "Årsregnskap 2023" in controller.get("/regnskap/arsregnskap/?aar=2023").content.decode()
    assert controller.get("/regnskap/arsregnskap/?aar=2019").status_code == 404
    assert controller.get(address(place, year=2022)).status_code == 404


@pytest.mark.parametrize(
    ("key", "amount"),
    [
        ("rad-salaries", "6000000,50"),
        ("rad-tax_withheld", "-2000000,00"),
        ("bank", "-4000000,50"),
        ("mellomvaerende", "-2000000,00"),
    ],
)
def test_each_amount_says_what_it_is_made_of(place: World, booked: Post, browser: Any, key: str, amount: str) -> None:
    page = browser(place.controller).get(address(place, key) + "?format=csv")
    rows = list(csv.reader(io.StringIO(b"".join(page.streaming_content).decode("utf-8-sig")), delimiter=";"))
    assert [row[5] for row in rows[1:]] == [amount]
    assert browser(place.controller).get(address(place, key)).status_code == 200


def test_a_post_says_what_it_is_made_of(place: World, booked: Post, browser: Any) -> None:
    page = browser(place.controller).get(address(place, f"post-{booked.pk}")).content.decode()
    assert f"/regnskap/{place.agency.pk}/2023/konto/500/" in page


@pytest.mark.parametrize("key", ["rad-net", "rad-nothing", "post-0", "felles-nothing", "what", "post-"])
def test_an_unknown_part_is_not_found(place: World, booked: Post, browser: Any, key: str) -> None:
    assert browser(place.controller).get(address(place, key)).status_code == 404


def test_one_workbook_has_all_the_tables(place: World, booked: Post, browser: Any) -> None:
    page = browser(place.controller).get(address(place) + "?format=xlsx")
    book = load_workbook(io.BytesIO(b"".join(page.streaming_content)))
    page.close()
    assert book.sheetnames == [
        "Utgiftskapitler", "Inntektskapitler", "Netto og mellomværende", "Artskontorapportering", "Note A", "Note B"
    ]  # fmt: skip
    header, line = list(book["Utgiftskapitler"].iter_rows(values_only=True))
    assert dict(zip(header, line, strict=True))["Regnskap"] == 6000000.5


@pytest.mark.parametrize("table", ["utgifter", "inntekter", "netto", "artskonto", "note-a", "note-b"])
def test_each_table_is_a_file_of_its_own(place: World, booked: Post, browser: Any, table: str) -> None:
    controller = browser(place.controller)
    assert controller.get(f"{address(place)}?format=csv&tabell=annet").status_code == 404
    text = controller.get(f"{address(place)}?format=csv&tabell={table}")
    assert len(b"".join(text.streaming_content).decode().splitlines()[0].split(";")) >= 2
    book = controller.get(f"{address(place)}?format=xlsx&tabell={table}")
    assert len(load_workbook(io.BytesIO(b"".join(book.streaming_content))).sheetnames) == 1
    book.close()


def test_the_accounts_are_shown_as_at_a_day_and_as_known_at_a_moment(place: World, booked: Post, browser: Any) -> None:
    controller = browser(place.controller)
    assert "6\xa0000\xa0001" not in controller.get(address(place) + "?dato=2023-02-28").content.decode()
    page = controller.get(address(place) + "?kjent=2023-12-31T12:00:00+01:00").content.decode()
    assert "6\xa0000\xa0001" not in page
    assert "slik det var ført" in page


def test_nynorsk_has_its_own_row_texts(place: World, booked: Post, browser: Any) -> None:
    controller = browser(place.controller)
    controller.post("/sprak/", {"language": "nn", "next": "/"})
    assert "Utbetalingar til løn" in controller.get(address(place)).content.decode()


def test_a_file_without_a_name_is_the_first_table(place: World, booked: Post, browser: Any) -> None:
    text = browser(place.controller).get(address(place) + "?format=csv")
    assert "Samlet tildeling" in b"".join(text.streaming_content).decode()


def test_unverified_rules_are_marked_on_the_page(place: World, booked: Post, browser: Any) -> None:
    page = browser(place.controller).get(address(place)).content.decode()
    assert "Ikke kontrollert mot kilden" in page
    assert "inntil 5 prosent" in page


def test_a_difference_is_shown_on_the_page(place: World, booked: Post, browser: Any) -> None:
    post_entry(
        agency=place.agency, on=date(2023, 4, 1), text="Uten post", cause=CAUSE, key="lost", by=None,
        lines=[Line("671", Decimal("42.50")), Line("192", Decimal("-42.50"))],
    )  # fmt: skip
    page = browser(place.controller).get(address(place)).content.decode()
    assert "Noe stemmer ikke" in page
    assert "42,50 uten kapittel og post" in page
