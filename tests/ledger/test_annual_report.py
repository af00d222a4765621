"""The annual accounts from a ledger and a budget that are posted and given: every table, and that they agree."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from styrhus.economy.models import (
    Appropriation,
    AppropriationKind,
    AuthorisationKind,
    BudgetAuthorisation,
    ChargeAuthorisation,
    Direction,
    Post,
)
from styrhus.identity import clock
from styrhus.ledger.actions import Cause, Line, post_entry
from styrhus.ledger.annual import accounts_by_type, annual_accounts, appropriation_report, note_a, note_b
from styrhus.ledger.annual.report import AnnualAccounts
from styrhus.ledger.annual.rules import CapBasis
from styrhus.steering.models import Plan
from tests import factories
from tests.factories import World

END = date(2023, 12, 31)
CAUSE = Cause("payment", "b-1", "Prøvebetaling")
pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None, settings: Any) -> World:
    settings.DEMO_TODAY = date(2024, 1, 20)
    return factories.world()


@pytest.fixture
def plan(place: World) -> Plan:
    return factories.plan(place.agency)


@pytest.fixture
def operating(plan: Plan) -> Post:
    return factories.post(plan, "01", 10_000_000, chapter="671")


def book(place: World, on: date, post: Post | None, **amounts: str) -> None:
    """Post amounts by account ("a671"="100.50"); the bank has the other side."""
    lines = [Line(account[1:], Decimal(amount), post) for account, amount in amounts.items()]
    total = sum((line.amount for line in lines), Decimal(0))
    post_entry(
        agency=place.agency, on=on, text="Prøve", lines=[*lines, Line("192", -total)] if total else lines, cause=CAUSE,
        key=f"{on}-{post}-{amounts}", by=None,
    )  # fmt: skip


def give(post: Post, kind: AppropriationKind, amount: int, act: UUID | None = None) -> None:
    Appropriation.objects.create(
        post=post, kind=kind, appropriated=0 if kind == AppropriationKind.CARRIED_OVER else amount, at_disposal=amount,
        decided_on=date(2023, 6, 20), act=act or uuid4(),
    )  # fmt: skip


def accounts(place: World, year: int = 2023, as_at: date = END, known_at: datetime | None = None) -> AnnualAccounts:
    return annual_accounts(place.agency, year, as_at=as_at, known_at=known_at)


def test_the_appropriation_report_has_both_sides_with_their_signs(place: World, plan: Plan, operating: Post) -> None:
    income = factories.post(plan, "02", 500_000, chapter="3671")
    give(operating, AppropriationKind.CARRIED_OVER, 200_000)
    give(operating, AppropriationKind.SUPPLEMENT, 300_000)
    book(place, date(2023, 3, 1), operating, a500="6000000.25", a671="4600000")
    book(place, date(2023, 4, 1), income, a360="-450000")
    report = accounts(place).appropriations
    (spent,), (earned,) = report.expenses, report.incomes
    assert (spent.total, spent.accounts, spent.deviation) == (
        Decimal(10_500_000), Decimal("10600000.25"), Decimal("-100000.25")
    )  # fmt: skip
    assert (earned.total, earned.accounts, earned.deviation) == (500_000, 450_000, -50_000)
    assert report.net == Decimal("10150000.25")
    assert (report.bank_in, report.bank_out) == (450_000, Decimal("-10600000.25"))
    assert report.reported == 0


def test_note_a_explains_the_total_allocation(place: World, operating: Post) -> None:
    give(operating, AppropriationKind.CARRIED_OVER, 200_000)
    give(operating, AppropriationKind.REVISED, -300_000)
    (line,) = note_a(place.agency, 2023, END)
    assert (line.carried_in, line.allocated, line.total) == (200_000, 9_700_000, 9_900_000)


def test_a_move_is_no_allocation_but_stands_in_note_b(place: World, plan: Plan, operating: Post) -> None:
    invested = factories.post(plan, "45", 1_000_000, chapter="671")
    Post.objects.filter(pk=invested.pk).update(carry_over=True)
    act = uuid4()
    give(operating, AppropriationKind.MOVE, -600_000, act=act)
    give(invested, AppropriationKind.MOVE, 600_000, act=act)
    found = accounts(place)
    assert [line.total for line in found.note_a] == [10_000_000, 1_000_000]
    first, second = found.note_b.lines
    assert (first.carry.moved, first.carry.basis, first.cap) == (-600_000, 9_400_000, 500_000)
    assert first.moved_too_much == 100_000
    assert (second.carry.moved, second.carry.basis) == (600_000, 1_600_000)
    assert next(check for check in found.checks if check.key == "disposal").holds


def test_charge_authorisations_change_note_b_and_never_the_allocation(place: World, operating: Post) -> None:
    ChargeAuthorisation.objects.create(
        post=operating,
        direction=Direction.GIVEN,
        counterpart="Prøveetaten",
        amount=400_000,
        decided_on=date(2023, 2, 1),
    )
    book(place, date(2023, 3, 1), operating, a671="9500000")
    (line,) = note_b(place.agency, 2023, END).lines
    assert line.post.total == 10_000_000
    assert (line.carry.deviation, line.carry.after_charges, line.possible) == (500_000, 100_000, 100_000)
    assert line.authority


def test_a_post_charged_by_anothers_authority_is_reported_without_allocation(
    place: World, plan: Plan, operating: Post
) -> None:
    others = factories.post(plan, "21", 0, chapter="496")
    ChargeAuthorisation.objects.create(
        post=others,
        direction=Direction.RECEIVED,
        counterpart="Prøveetaten",
        amount=900_000,
        decided_on=date(2023, 2, 1),
    )
    book(place, date(2023, 3, 1), others, a671="250000")
    found = accounts(place)
    charged = found.appropriations.expenses[-1]
    assert charged.received
    assert (charged.total, charged.accounts, charged.deviation) == (None, 250_000, None)
    assert [line.chapter for line in found.note_a] == ["671"]
    assert all(line.post.chapter == "671" for line in found.note_b.lines)


def test_extra_income_covers_the_post_that_its_authorisation_names(place: World, plan: Plan, operating: Post) -> None:
    income = factories.post(plan, "02", 500_000, chapter="3671")
    BudgetAuthorisation.objects.create(
        kind=AuthorisationKind.EXTRA_INCOME, post=operating, income_post=income, legal_basis="R-110 2.4",
        decided_on=date(2023, 1, 10),
    )  # fmt: skip
    book(place, date(2023, 3, 1), operating, a671="10100000")
    book(place, date(2023, 4, 1), income, a360="-800000")
    (line,) = note_b(place.agency, 2023, END).lines
    assert (line.carry.deviation, line.carry.extra_income, line.possible) == (-100_000, 300_000, 200_000)


def test_an_authorisation_that_the_ministry_keeps_covers_nothing(place: World, plan: Plan, operating: Post) -> None:
    income = factories.post(plan, "02", 500_000, chapter="3671")
    BudgetAuthorisation.objects.create(
        kind=AuthorisationKind.EXTRA_INCOME, post=operating, income_post=income, legal_basis="R-110 2.4",
        decided_on=date(2023, 1, 10), delegated=False,
    )  # fmt: skip
    book(place, date(2023, 4, 1), income, a360="-800000")
    (line,) = note_b(place.agency, 2023, END).lines
    assert line.carry.extra_income == 0


def test_a_post_with_the_keyword_is_held_against_two_years(place: World, operating: Post) -> None:
    Post.objects.filter(pk=operating.pk).update(carry_over=True)
    factories.post(factories.plan(place.agency, 2022), "01", 7_000_000, chapter="671")
    (line,) = note_b(place.agency, 2023, END).lines
    assert line.carry.basis_of_cap is CapBasis.TWO_YEARS
    assert (line.cap, line.possible) == (17_000_000, 10_000_000)
    assert line.last_year_known


def test_grants_without_the_keyword_are_left_out_of_note_b(place: World, plan: Plan, operating: Post) -> None:
    grant = factories.post(plan, "71", 3_000_000, chapter="671")
    note = note_b(place.agency, 2023, END)
    assert [line.post.post for line in note.lines] == ["01"]
    assert [post.post_id for post in note.left_out] == [grant.pk]


def test_accounts_by_type_put_each_account_in_its_row_beside_last_year(place: World, operating: Post) -> None:
    book(place, date(2022, 5, 1), None, a500="1000")
    book(place, date(2023, 3, 1), operating, a500="6000", a671="400", a491="90", a871="70")
    book(place, date(2023, 3, 2), operating, a341="-25")
    report = accounts_by_type(place.agency, 2023, END)
    shown = {line.row.key: (line.amount, line.before) for line in report.result if line.amount}
    assert shown == {
        "transfers_in": (25, 0), "operating_income": (25, 0), "salaries": (6000, 1000), "other_operating": (400, 0),
        "operating_expense": (6400, 1000), "operating_net": (6375, 1000), "investments": (90, 0),
        "finance_net": (90, 0), "grants": (70, 0), "net": (6535, 1000),
    }  # fmt: skip


def test_without_accounts_of_last_year_there_is_no_comparison(place: World, operating: Post) -> None:
    book(place, date(2023, 3, 1), operating, a500="6000")
    assert {line.before for line in accounts_by_type(place.agency, 2023, END).result} == {None}


def test_common_chapters_stand_in_both_reports(place: World, operating: Post) -> None:
    book(place, date(2023, 3, 1), operating, a540="141")
    book(place, date(2023, 3, 1), None, a1986="-141", a1987="250")
    found = accounts(place)
    assert [(one.chapter, one.accounts) for one in found.appropriations.posts if one.common] == [
        ("1633", Decimal(250)), ("5700", Decimal(141))
    ]  # fmt: skip
    assert found.appropriations.net == found.by_type.net == 250
    assert all(check.holds for check in found.checks)


def test_what_is_outstanding_with_the_treasury_goes_on_from_year_to_year(place: World, operating: Post) -> None:
    book(place, date(2022, 12, 30), None, a260="-100")
    book(place, date(2023, 1, 14), None, a260="100")
    post_entry(
        agency=place.agency, on=date(2023, 12, 12), text="Lønn", cause=CAUSE, key="pay", by=None,
        lines=[Line("500", Decimal(1000), operating), Line("260", Decimal(-300)), Line("192", Decimal(-700))],
    )  # fmt: skip
    report = appropriation_report(place.agency, 2023, END)
    assert (report.treasury_before, report.treasury, report.treasury_change) == (-100, -300, -200)
    assert report.net == 1000
    assert report.reported == 0


def test_a_difference_is_shown_with_what_makes_it(place: World, operating: Post) -> None:
    book(place, date(2023, 3, 1), operating, a671="500")
    book(place, date(2023, 3, 2), None, a671="42.50")
    book(place, date(2023, 3, 3), operating, a157="7")
    found = accounts(place)
    net = next(check for check in found.checks if check.key == "net")
    assert net.difference == Decimal("-35.50")
    assert [(one.booked.account, one.amount) for one in found.astray] == [
        ("671", Decimal("42.50")),
        ("157", Decimal(-7)),
    ]
    assert -net.difference == sum(one.amount for one in found.astray)


def test_the_accounts_stay_what_they_were_at_a_day_and_a_moment(place: World, operating: Post, settings: Any) -> None:
    book(place, date(2023, 3, 1), operating, a671="500")
    then = clock.now() + timedelta(hours=1)
    before = accounts(place, known_at=then)
    assert before.appropriations.net == 500
    settings.DEMO_TODAY = date(2024, 2, 20)
    book(place, date(2023, 11, 1), operating, a671="700")
    Appropriation.objects.create(
        post=operating, kind=AppropriationKind.CORRECTION, appropriated=-1, at_disposal=-1, decided_on=date(2023, 12, 1),
        entered_at=timezone.make_aware(datetime(2024, 2, 20)),
    )  # fmt: skip
    again = accounts(place, known_at=then)
    assert again.appropriations == before.appropriations
    assert again.note_b == before.note_b
    assert accounts(place).appropriations.net == 1200
    assert accounts(place, as_at=date(2023, 6, 30)).appropriations.net == 500


def test_key_figures_say_where_there_is_nothing_to_compute_from(place: World, operating: Post) -> None:
    empty = {figure.key: figure.value for figure in accounts(place).key_figures}
    assert (empty["salary_share"], empty["operating_used"]) == (None, 0)
    book(place, date(2023, 3, 1), operating, a500="6000000", a671="2000000")
    found = {figure.key: figure.value for figure in accounts(place).key_figures}
    assert (found["salary_share"], found["consultant_share"]) == (Decimal("0.75"), Decimal("0.25"))
    assert found["operating_used"] == Decimal("0.8")
