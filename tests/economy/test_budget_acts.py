"""Every change of the budget through the year: what it adds, what is refused, and what stands at each day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from styrhus.archive.sourced import Place
from styrhus.audit.models import Event
from styrhus.control.models import DelegationUse
from styrhus.economy import actions, queries
from styrhus.economy.models import (
    Appropriation,
    AppropriationKind,
    AuthorisationKind,
    BindingVersion,
    BudgetAuthorisation,
    Commitment,
    CommitmentKind,
    Direction,
    HolderShare,
    HolderState,
    Post,
    Release,
    ReleaseKind,
)
from styrhus.economy.queries import PostBudget
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import RoleAssignment
from styrhus.identity.roles import Role
from styrhus.ledger.actions import post_entry
from styrhus.ledger.rules import Cause, Line
from styrhus.notices.models import Notice
from tests.databases import PROGRAM, connect
from tests.factories import SmallPlan, World, plan, post
from tests.refusals import refused

JUNE, MARCH, DECEMBER = date(2023, 6, 20), date(2023, 3, 1), date(2023, 12, 1)


@pytest.fixture(autouse=True)
def _day(settings: object, place: World) -> None:
    """May 2023, when everybody has had their roles for some months."""
    settings.DEMO_TODAY = date(2023, 5, 1)  # type: ignore[attr-defined]
    RoleAssignment.objects.update(valid_from=date(2023, 1, 1))


def standing(one: Post, on: date = DECEMBER, known_at: datetime | None = None) -> PostBudget:
    found = queries.budget_at(one.chapter.agency, one.chapter.year, as_at=on, known_at=known_at)
    return next(row for row in found if row.post == one)


def commit(one: Post, amount: int, **fields: object) -> Commitment:
    values = {"kind": CommitmentKind.CONTRACT, "text": "Prøveavtale", "decided_on": MARCH, "by": None} | fields
    return actions.commit(post=one, amount=amount, **values)


def two(of: World) -> tuple[Post, Post]:
    made = plan(of.agency)
    return post(made, "01", 1_000_000, chapter="670"), post(made, "45", 500_000, chapter="670")


def revise(*changes: actions.Change, **fields: object) -> list[Appropriation]:
    values = {
        "kind": AppropriationKind.REVISED,
        "decided_on": JUNE,
        "place": Place(),
        "why": "RNB 2023",
        "by": None,
    } | fields
    return actions.revise(changes=changes, **values)


def test_a_revised_budget_changes_several_posts_in_one_act(place: World) -> None:
    first, second = two(place)
    rows = revise(actions.Change(first, 200_000, 200_000), actions.Change(second, -100_000, 0))
    assert len({row.act for row in rows}) == 1
    assert (standing(first).appropriated, standing(second).appropriated) == (1_200_000, 400_000)
    assert (standing(first, JUNE - timedelta(1)).appropriated, standing(second).at_disposal) == (1_000_000, 500_000)
    assert [row.kind for row in first.appropriations.all()] == ["letter", "revised"]


def test_a_revised_budget_is_all_or_nothing(place: World) -> None:
    first, second = two(place)
    with pytest.raises(ValidationError) as error:
        revise(actions.Change(first, 5, 5), actions.Change(second, -500_001, 0))
    assert refused(error) == "Kap. 670 post 45: Endringen er større enn det posten har. Se etter om beløpet er riktig."
    assert Appropriation.objects.count() == 2
    for fields, words in (
        ({"why": ""}, "Velg dokumentet"),
        ({"decided_on": date(2025, 1, 1)}, "hører ikke til budsjettåret"),
        ({"kind": AppropriationKind.LETTER}, "Velg revidert"),
    ):
        with pytest.raises(ValidationError) as error:
            revise(actions.Change(first, 5, 5), **fields)
        assert words in refused(error)
    with pytest.raises(ValidationError, match="minst én post"):
        revise(actions.Change(first, 0, 0))
    with pytest.raises(ValidationError, match="endres én gang"):
        revise(actions.Change(first, 1, 1), actions.Change(first, 1, 1))


def test_a_move_is_a_pair_that_sums_to_zero(place: World) -> None:
    first, second = two(place)
    before = sum(row.at_disposal for row in queries.budget_at(place.agency, 2023, as_at=DECEMBER))
    taken, added = actions.move(
        source=first, target=second, amount=300_000, decided_on=JUNE, place=Place(), why="Utstyr", by=None,
        of_appropriation=False,
    )  # fmt: skip
    assert taken.act == added.act
    assert (taken.appropriated, taken.at_disposal, added.at_disposal) == (0, -300_000, 300_000)
    assert sum(row.at_disposal for row in queries.budget_at(place.agency, 2023, as_at=DECEMBER)) == before
    connection.check_constraints()
    Appropriation.objects.create(post=first, kind=AppropriationKind.MOVE, appropriated=0, at_disposal=-5)
    with pytest.raises(DatabaseError, match="does not sum to zero"), transaction.atomic():
        connection.check_constraints()
    transaction.set_rollback(True)


def test_a_move_never_takes_what_is_bound(place: World) -> None:
    first, second = two(place)
    commit(first, 900_000)
    with pytest.raises(ValidationError) as error:
        actions.move(source=first, target=second, amount=100_001, decided_on=JUNE, place=Place(), why="U", by=None)
    assert refused(error).replace("\xa0", " ").endswith("Det mangler 1 kr.")
    assert standing(first).at_disposal == 1_000_000
    for target, amount, words in (
        (first, 1, "to ulike"),
        (second, 0, "større enn null"),
        (second, 10**9, "større enn"),
    ):
        with pytest.raises(ValidationError, match=words):
            actions.move(source=first, target=target, amount=amount, decided_on=JUNE, place=Place(), why="U", by=None)


def test_what_is_carried_over_is_at_disposal_and_not_appropriated(place: World) -> None:
    first, _second = two(place)
    actions.carry_over(post=first, amount=40_000, decided_on=JUNE, place=Place(), why="Brev om overføring", by=None)
    found = standing(first)
    assert (found.appropriated, found.at_disposal, found.carried_in) == (1_000_000, 1_040_000, 40_000)
    assert found.not_at_disposal == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        Appropriation.objects.create(
            post=first, kind=AppropriationKind.CARRIED_OVER, appropriated=1, at_disposal=1, decided_on=JUNE
        )


def test_what_was_entered_later_was_not_known_before(place: World) -> None:
    first, second = two(place)
    known = clock.now()
    with clock.at(date(2023, 7, 1)):
        actions.carry_over(post=first, amount=7, decided_on=MARCH, place=Place(), why="Sent ført", by=None)
        commit(second, 10)
        actions.add_charge(
            post=second, direction=Direction.GIVEN, counterpart="Prøveetat", amount=5, decided_on=MARCH, text="",
            place=Place(), by=None,
        )  # fmt: skip
    assert standing(first, MARCH).carried_in == 7
    assert standing(first, MARCH, known).carried_in == 0
    assert (standing(second).committed, standing(second, known_at=known).committed) == (10, 0)
    assert (standing(second).given_away, standing(second, known_at=known).given_away) == (5, 0)


def test_a_charge_given_away_leaves_less_to_bind(place: World) -> None:
    first, _second = two(place)
    charge = actions.add_charge(
        post=first, direction=Direction.GIVEN, counterpart="Prøveetaten", amount=400_000, decided_on=MARCH,
        text="Felles tiltak", place=Place(), by=None,
    )  # fmt: skip
    assert (standing(first).at_disposal, standing(first).spendable) == (1_000_000, 600_000)
    with pytest.raises(ValidationError) as error:
        commit(first, 600_001)
    assert "har 600 000 kr udisponert 1. mars 2023" in refused(error).replace("\xa0", " ")
    commit(first, 600_000)
    with pytest.raises(ValidationError, match="Det går ikke"):
        actions.add_charge(
            post=first, direction=Direction.GIVEN, counterpart="Prøveetaten", amount=1, decided_on=MARCH, text="",
            place=Place(), by=None,
        )  # fmt: skip
    actions.withdraw_charge(charge=charge, on=JUNE, why="Ikke brukt", by=place.controller)
    assert (standing(first, MARCH).given_away, standing(first).given_away) == (400_000, 0)
    with pytest.raises(ValidationError, match="allerede trukket"):
        actions.withdraw_charge(charge=charge, on=JUNE, why="Igjen", by=None)


def test_anothers_post_is_listed_with_what_was_received(place: World) -> None:
    two(place)
    values = {
        "agency": place.agency, "year": 2023, "chapter_number": "440", "post_number": "01", "post_name": "Drift",
        "counterpart": "Prøvepolitiet", "amount": 250_000, "decided_on": MARCH, "text": "", "place": Place(), "by": None,
    }  # fmt: skip
    charge = actions.receive_charge(**values)
    found = standing(charge.post)
    assert (found.appropriated, found.received, found.spendable) == (0, 250_000, 250_000)
    assert charge.post.chapter.belongs_to == "Prøvepolitiet"
    assert actions.receive_charge(**values).post == charge.post
    for wrong, words in (({"chapter_number": "4"}, "tre eller fire siffer"), ({"chapter_number": "670", "post_number": "70"}, "virksomhetens eget")):  # fmt: skip
        with pytest.raises(ValidationError, match=words):
            actions.receive_charge(**values | wrong)
    with pytest.raises(ValidationError, match="hører til en annen"):
        actions.add_charge(
            post=charge.post, direction=Direction.GIVEN, counterpart="X", amount=1, decided_on=MARCH, text="",
            place=Place(), by=None,
        )  # fmt: skip


def authorise(one: Post, kind: AuthorisationKind, amount: int | None, **fields: object) -> BudgetAuthorisation:
    values = {"legal_basis": "Prop. 1 S, vedtak II", "decided_on": MARCH, "place": Place(), "by": None} | fields
    return actions.authorise(post=one, kind=kind, amount=amount, **values)


def test_a_post_is_exceeded_only_under_an_authorisation_that_covers_it(place: World) -> None:
    first, _second = two(place)
    kept = authorise(first, AuthorisationKind.EXCEED, 900_000, delegated=False)
    with pytest.raises(ValidationError) as error:
        commit(first, 1_100_000)
    assert refused(error).replace("\xa0", " ") == (
        "Kap. 670 post 01 har 1 000 000 kr udisponert 1. mars 2023, og ingen fullmakt dekker de 100 000 kr som mangler."
    )
    authorisation = authorise(first, AuthorisationKind.EXCEED, 100_000)
    made = commit(first, 1_100_000)
    assert (made.excess, made.excess_cover) == (100_000, authorisation)
    text = actions.cover_text(made).replace("\xa0", " ")
    assert text == "100 000 kr går utover posten og dekkes av overskridelsesfullmakt (Prop. 1 S, vedtak II)."
    with pytest.raises(ValidationError, match="ingen fullmakt dekker"):
        commit(first, 1)
    actions.withdraw_authorisation(authorisation=kept, on=JUNE, why="Bortfalt", by=None)
    assert standing(first).overbound == 100_000


def test_an_authorisation_covers_from_its_own_day(place: World) -> None:
    first, _second = two(place)
    authorise(first, AuthorisationKind.EXCEED, 100_000, decided_on=JUNE)
    with pytest.raises(ValidationError, match="ingen fullmakt dekker"):
        commit(first, 1_050_000)
    assert commit(first, 1_050_000, decided_on=JUNE).excess == 50_000


def test_a_later_cut_holds_a_commitment_back(place: World) -> None:
    first, _second = two(place)
    revise(actions.Change(first, -300_000, -300_000))
    with pytest.raises(ValidationError) as error:
        commit(first, 700_001)
    assert "20. juni 2023" in refused(error).replace("\xa0", " ")
    assert commit(first, 700_000).excess == 0


def test_later_years_need_their_own_authorisation(place: World) -> None:
    first, second = two(place)
    with pytest.raises(ValidationError) as error:
        commit(first, 100, later_amount=900, last_year=2025)
    assert "ingen bestillings- eller tilsagnsfullmakt" in refused(error)
    order = authorise(first, AuthorisationKind.ORDER, 900)
    made = commit(first, 100, later_amount=900, last_year=2025)
    assert made.later_cover == order
    assert "faller på senere år" in actions.cover_text(made)
    with pytest.raises(ValidationError, match="senere år"):
        commit(first, 0, later_amount=1, last_year=2024)
    actions.release(commitment=made, kind=ReleaseKind.PART, later_amount=1, on=JUNE, why="Rabatt", by=None)
    assert commit(first, 0, later_amount=1, last_year=2024).later_cover == order
    authorise(second, AuthorisationKind.BEYOND_YEAR, None)
    assert commit(second, 0, later_amount=10**9, last_year=2030).later_cover is not None
    with pytest.raises(ValidationError, match="Skriv siste år"):
        commit(second, 1, later_amount=1)


def test_extra_income_is_a_pair_and_covers_nothing_before_it_has_come(place: World) -> None:
    first, second = two(place)
    income = post(plan(place.agency, 2022), "01", 1, chapter="3670")
    with pytest.raises(ValidationError, match="samme budsjett"):
        authorise(first, AuthorisationKind.EXTRA_INCOME, None, income_post=income)
    for wrong in (None, second):
        with pytest.raises(ValidationError, match="trenger inntektsposten"):
            authorise(first, AuthorisationKind.EXTRA_INCOME, None, income_post=wrong)
    with pytest.raises(ValidationError, match="Skriv beløpet"):
        authorise(first, AuthorisationKind.EXCEED, None)
    with pytest.raises(ValidationError, match="hjemmelen"):
        authorise(first, AuthorisationKind.EXCEED, 5, legal_basis=" ")
    chapter = actions.add_chapter(
        agency=place.agency, year=2023, number="3670", name="Inntekter", stated_sum=None, place=Place(), by=None
    )
    income = actions.add_post(
        chapter=chapter, number="01", name="Salg", appropriated=100, at_disposal=None, carry_over=False,
        estimate=False, place=Place(), by=None,
    )  # fmt: skip
    authorise(first, AuthorisationKind.EXTRA_INCOME, None, income_post=income)
    with pytest.raises(ValidationError, match="ingen fullmakt dekker"):
        commit(first, 1_000_001)
    with pytest.raises(ValidationError, match="ikke på en inntektspost"):
        commit(income, 1)
    authorise(second, AuthorisationKind.EXTRA_INCOME, None, income_post=income)
    _earn(income, Decimal("149.90"), JUNE)  # 100 was expected: 49 whole kroner more
    with pytest.raises(ValidationError, match="ingen fullmakt dekker"):
        commit(first, 1_000_001)  # in March it had not come
    made = commit(first, 1_000_030, decided_on=JUNE)
    assert made.excess_cover is not None
    assert (made.excess, made.excess_cover.kind) == (30, AuthorisationKind.EXTRA_INCOME)
    with pytest.raises(ValidationError, match="ingen fullmakt dekker"):
        commit(second, 500_020, decided_on=JUNE)  # the same krone is spent once
    assert commit(second, 500_019, decided_on=JUNE).excess == 19


def _earn(income: Post, amount: Decimal, on: date) -> None:
    post_entry(
        agency=income.chapter.agency, on=on, text="Salg", cause=Cause("payment", "1", "Innbetaling"), key=f"salg-{on}",
        lines=[Line("193", amount), Line("300", -amount, income)], by=None,
    )  # fmt: skip


def test_a_commitment_under_a_binding_uses_what_the_letter_set_aside(small: SmallPlan) -> None:
    bound = small.bindings[0]  # 12.2 million of the post's 32.9
    before = standing(small.post).committed
    made = commit(small.post, 2_000_000, binding=bound)
    assert standing(small.post).committed == before
    commit(small.post, bound.amount, binding=bound)
    assert standing(small.post).committed == before + 2_000_000
    actions.release(commitment=made, kind=ReleaseKind.REVERSED, on=JUNE, why="Ført på feil binding", by=None)
    assert (standing(small.post, MARCH).committed, standing(small.post).committed) == (before + 2_000_000, before)
    with pytest.raises(ValidationError, match="avsluttet"):
        actions.release(commitment=made, kind=ReleaseKind.REST, on=JUNE, why="Igjen", by=None)


def test_a_binding_that_changes_keeps_what_it_was(small: SmallPlan) -> None:
    row = small.bindings[0]
    day = BindingVersion.objects.get(binding=row).on
    before = standing(small.post, day).committed
    actions.change_binding(binding=row, text=row.text, amount=1, place=Place(), by=None, why="Endret", decided_on=JUNE)
    assert standing(small.post, JUNE - timedelta(1)).committed == before
    assert standing(small.post, JUNE).committed == before - 12_200_000 + 1
    actions.withdraw_binding(binding=row, place=Place(), by=None, why="Trukket", decided_on=DECEMBER)
    assert standing(small.post, DECEMBER).committed == before - 12_200_000
    assert standing(small.post, day - timedelta(1)).committed == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"amount": 0}, "større enn null"),
        ({"amount": -1}, "større enn null"),
        ({"text": " "}, "hva pengene skal brukes til"),
        ({"decided_on": date(2026, 1, 1)}, "hører ikke til budsjettåret"),
        ({"amount": 2**63}, "udisponert|Beløp"),
    ],
)
def test_a_bad_commitment_is_refused(fields: dict[str, object], words: str, place: World) -> None:
    first, _second = two(place)
    with pytest.raises(ValidationError, match=words):
        commit(first, **{"amount": 5} | fields)
    assert not Commitment.objects.exists()
    assert not Event.objects.filter(act="economy.commit").exists()


# -- delegated budgets


def test_a_department_commits_within_its_share_while_it_is_open(place: World) -> None:
    first, second = two(place)
    head = place.people[Role.DEPARTMENT_HEAD]
    director = place.people[Role.DIRECTOR]
    with pytest.raises(ValidationError, match="ikke noe delegert budsjett"):
        commit(first, 10, department=place.department)
    holder = actions.make_holder(agency=place.agency, department=place.department, year=2023, by=place.controller)
    actions.give_share(holder=holder, post=first, amount=1_000, on=MARCH, why="", by=place.controller)
    made = commit(first, 600, department=place.department)
    with pytest.raises(ValidationError) as error:
        commit(first, 401, department=place.department)
    assert "har 400 kr igjen på kap. 670 post 01" in refused(error).replace("\xa0", " ")
    with pytest.raises(ValidationError, match="0"):
        commit(second, 1, department=place.department)
    with pytest.raises(AccessDenied):
        commit(first, 1, by=head)
    with pytest.raises(AccessDenied):
        commit(first, 1, department=place.other_department, by=head)
    actions.set_state(holder=holder, state=HolderState.OPEN, locked_from=JUNE, why="Årsavslutning", by=director)
    with pytest.raises(ValidationError, match="er låst fra 20"):
        commit(first, 1, department=place.department, decided_on=JUNE)
    commit(first, 1, department=place.department, decided_on=JUNE - timedelta(1))
    actions.set_state(holder=holder, state=HolderState.CLOSED, locked_from=None, why="Stengt", by=place.controller)
    with pytest.raises(ValidationError, match="er lukket"):
        commit(first, 1, department=place.department)
    actions.release(commitment=made, kind=ReleaseKind.REST, on=JUNE, why="Ferdig", by=None)
    with pytest.raises(AccessDenied):
        actions.set_state(holder=holder, state=HolderState.OPEN, locked_from=None, why="Åpne", by=head)
    assert [event.act for event in Event.objects.filter(actor=director)] == ["economy.set_state"]
    assert Notice.objects.filter(user=head, kind="economy.state").count() == 2


def test_no_more_is_delegated_than_the_post_has(place: World) -> None:
    first, _second = two(place)
    holder = actions.make_holder(agency=place.agency, department=place.department, year=2023, by=None)
    other = actions.make_holder(agency=place.agency, department=place.other_department, year=2023, by=None)
    values = {"post": first, "on": MARCH, "why": "", "by": None}
    actions.give_share(holder=holder, amount=700_000, **values)
    with pytest.raises(ValidationError, match="er delegert allerede"):
        actions.give_share(holder=other, amount=300_001, **values)
    commit(first, 500_000, department=place.department)
    with pytest.raises(ValidationError, match="hvorfor beløpet tas tilbake"):
        actions.give_share(holder=holder, amount=-1, **values)
    with pytest.raises(ValidationError, match="har bundet"):
        actions.give_share(holder=holder, amount=-200_001, **values | {"why": "Nedjustert"})
    actions.give_share(holder=holder, amount=-200_000, **values | {"why": "Nedjustert"})
    with pytest.raises(ValidationError, match="allerede et delegert budsjett"):
        actions.make_holder(agency=place.agency, department=place.department, year=2023, by=None)


def test_the_personal_authority_is_asked_and_a_no_is_noted(place: World) -> None:
    first, _second = two(place)
    with pytest.raises(ValidationError, match="ingen budsjettfullmakt"):
        commit(first, 10, by=place.controller)
    use = DelegationUse.objects.get()
    assert (use.allowed, use.amount, use.user) == (False, 10, place.controller)
    assert not Commitment.objects.exists()
    director = place.people[Role.DIRECTOR]
    made = commit(first, 10, by=director)
    assert made.decided_by == director
    assert DelegationUse.objects.filter(allowed=True, user=director).count() == 1
    with pytest.raises(ValidationError, match="udisponert"):
        commit(first, 10**9, by=director)
    assert DelegationUse.objects.count() == 2  # what the post can't bear is not held against the person
    entered = commit(first, 5, by=place.controller, decided_by=director)
    assert (entered.decided_by, entered.entered_by) == (director, place.controller)


# -- who may, and what the database holds

BUDGET = {
    "revise": lambda a, b, by: revise(actions.Change(a, 1, 1), by=by),
    "move": lambda a, b, by: actions.move(
        source=a, target=b, amount=1, decided_on=JUNE, place=Place(), why="U", by=by
    ),
    "carry_over": lambda a, b, by: actions.carry_over(
        post=a, amount=1, decided_on=JUNE, place=Place(), why="U", by=by
    ),
    "add_charge": lambda a, b, by: actions.add_charge(
        post=a, direction=Direction.GIVEN, counterpart="P", amount=1, decided_on=JUNE, text="", place=Place(), by=by
    ),
    "receive_charge": lambda a, b, by: actions.receive_charge(
        agency=a.chapter.agency, year=2023, chapter_number="440", post_number="01", post_name="", counterpart="P",
        amount=1, decided_on=JUNE, text="", place=Place(), by=by,
    ),
    "authorise": lambda a, b, by: authorise(a, AuthorisationKind.EXCEED, 1, by=by),
    "make_holder": lambda a, b, by: actions.make_holder(
        agency=a.chapter.agency, department=a.chapter.agency.departments.first(), year=2023, by=by
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BUDGET)
def test_the_controller_alone_makes_the_budget(name: str, place: World) -> None:
    first, second = two(place)
    others = [user for role, user in place.people.items() if role is not Role.CONTROLLER]
    for user in (*others, place.other_controller, place.other_official, place.stranger):
        with pytest.raises(AccessDenied), transaction.atomic():
            BUDGET[name](first, second, user)
        assert not Event.objects.filter(actor=user).exists()
    BUDGET[name](first, second, place.controller)
    assert Event.objects.filter(actor=place.controller).exists()


def test_who_may_not_commit(place: World) -> None:
    first, _second = two(place)
    for role in (Role.CASE_OFFICER, Role.ADMINISTRATOR, Role.MINISTRY_OFFICIAL, Role.AUDITOR):
        with pytest.raises(AccessDenied):
            commit(first, 1, by=place.people[role])
    for user in (place.other_controller, place.stranger):
        with pytest.raises(AccessDenied):
            commit(first, 1, by=user)


def test_nothing_written_is_changed_afterwards(place: World) -> None:
    first, _second = two(place)
    holder = actions.make_holder(agency=place.agency, department=place.department, year=2023, by=None)
    actions.give_share(holder=holder, post=first, amount=9, on=MARCH, why="", by=None)
    made = commit(first, 9)
    actions.release(commitment=made, kind=ReleaseKind.PART, amount=1, on=JUNE, why="Rabatt", by=None)
    for model in (Commitment, Release, HolderShare):
        row = model.objects.get()
        rows = model.objects.filter(pk=row.pk)
        for breach in (lambda r=rows: r.update(amount=1), lambda r=rows: r._raw_delete(r.db)):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                breach()
    for row in (
        authorise(first, AuthorisationKind.EXCEED, 5),
        actions.add_charge(
            post=first, direction=Direction.GIVEN, counterpart="P", amount=5, decided_on=MARCH, text="", place=Place(),
            by=None,
        ),
    ):  # fmt: skip
        rows = type(row).objects.filter(pk=row.pk)
        for breach in (lambda r=rows: r.update(amount=6), lambda r=rows: r._raw_delete(r.db)):
            with pytest.raises(DatabaseError, match="is locked"), transaction.atomic():
                breach()
        rows.update(withdrawn_on=JUNE, withdrawn_at=timezone.now(), withdrawn_why="Bortfalt")
        with pytest.raises(DatabaseError, match="is locked"), transaction.atomic():
            rows.update(withdrawn_on=None, withdrawn_at=None, withdrawn_why="")
    with pytest.raises(DatabaseError, match="More is released"), transaction.atomic():
        Release.objects.create(commitment=made, kind=ReleaseKind.PART, amount=9, on=JUNE, why="For mye")


def test_the_programs_own_role_changes_nothing_written(place: World) -> None:
    two(place)
    with connect(PROGRAM) as program, program.cursor() as cursor:
        for table in ("appropriation", "bindingversion", "commitment", "release", "holdershare"):
            for statement in ("update economy_{} set id = id", "delete from economy_{}", "truncate economy_{} cascade"):
                with pytest.raises(Exception, match=r"permission denied|append-only"):
                    cursor.execute(statement.format(table))
                program.rollback()
