"""The pages on which the budget is changed, bound and delegated: what each role reaches, and what comes of a form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from styrhus.archive.sourced import Place
from styrhus.economy import actions, front, queries
from styrhus.economy.models import (
    Appropriation,
    AuthorisationKind,
    BudgetAuthorisation,
    BudgetHolder,
    ChargeAuthorisation,
    Commitment,
    CommitmentKind,
    Direction,
    Post,
    Release,
)
from styrhus.identity.models import RoleAssignment, User
from styrhus.identity.roles import Role
from tests.factories import SmallPlan, World, binding, post

Browser = Callable[[User], Client]
TODAY, JUNE = date(2023, 5, 1), date(2023, 6, 20)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings: object, place: World) -> None:
    """May 2023, when everybody has had their roles for some months."""
    settings.DEMO_TODAY = TODAY  # type: ignore[attr-defined]
    RoleAssignment.objects.update(valid_from=date(2023, 1, 1))


@pytest.fixture
def made(_day: None, small: SmallPlan) -> dict[str, Post]:
    """A post of 32.9 million of which 12.2 are bound by the letter, and one of 500 000 that nothing binds."""
    return {"first": small.post, "second": post(small.plan, "45", 500_000, chapter="670")}


def url(name: str, *args: object) -> str:
    return reverse(f"economy:{name}", args=args)


def year(name: str, place: World) -> str:
    return url(name, place.agency.pk, 2023)


def words(answer: object) -> str:
    return answer.content.decode().replace("\xa0", " ")  # type: ignore[attr-defined]


def test_a_revised_budget_is_entered_for_several_posts_at_once(
    place: World, made: dict[str, Post], browser: Browser
) -> None:
    client, first, second = browser(place.controller), made["first"], made["second"]
    page = client.get(year("revise", place))
    assert page.status_code == 200
    values = {
        "kind": "revised", "decided_on": "2023-06-20", "why": "RNB", f"given_{first.pk}": "5,2 mill. kr",
        f"given_{second.pk}": "-100 000", f"share_{second.pk}": "-50 000",
    }  # fmt: skip
    assert client.post(year("revise", place), values).status_code == 302
    rows = Appropriation.objects.filter(kind="revised").order_by("post__chapter__number", "post__number")
    amounts = {(row.post_id, row.appropriated, row.at_disposal) for row in rows}
    assert amounts == {(first.pk, 5_200_000, 5_200_000), (second.pk, -100_000, -50_000)}
    assert len({row.act for row in rows}) == 1
    assert "Revidert nasjonalbudsjett" in words(client.get(year("changes", place)))
    assert (
        "Revidert nasjonalbudsjett"
        not in words(client.get(year("changes", place), {"dato": "2023-06-19"})).split("<table")[-1].split("</table")[0]
    )
    refused = client.post(year("revise", place), values | {f"given_{first.pk}": "-99 mill."})
    assert refused.status_code == 200
    assert "større enn det posten har" in words(refused)
    assert "RNB</textarea>" in words(refused)  # nothing typed is lost


def test_money_is_moved_and_carried_over(place: World, made: dict[str, Post], browser: Browser) -> None:
    client, first, second = browser(place.controller), made["first"], made["second"]
    move = {"source": second.pk, "target": first.pk, "amount": "1000", "decided_on": "2023-05-01", "why": "Utstyr"}
    assert client.post(year("move", place), move).status_code == 302
    assert "større enn det posten har" in words(client.post(year("move", place), move | {"amount": "900 000"}))
    carry = {"post": second.pk, "amount": "7 000", "decided_on": "2023-05-01", "why": "Brev"}
    assert client.post(year("carry", place), carry).status_code == 302
    row = next(r for r in queries.budget_at(place.agency, 2023, as_at=TODAY) if r.post == second)
    assert (row.appropriated, row.at_disposal, row.carried_in) == (500_000, 506_000, 7_000)
    page = words(client.get(url("post", second.pk)))
    assert "Overført fra i fjor" in page
    assert "Omdisponering mellom poster" in page


def test_authorisations_are_entered_listed_and_withdrawn(place: World, made: dict[str, Post], browser: Browser) -> None:
    client, second = browser(place.controller), made["second"]
    values = {
        "kind": "exceed", "post": second.pk, "amount": "5 000", "legal_basis": "Vedtak II", "delegated": "on",
        "decided_on": "2023-05-01",
    }  # fmt: skip
    assert client.post(year("new_authorisation", place), values).status_code == 302
    refused = client.post(year("new_authorisation", place), values | {"amount": ""})
    assert "Skriv beløpet fullmakten gjelder" in words(refused)
    charge = {
        "direction": "given", "counterpart": "Prøveetaten", "post": second.pk, "amount": "9 000",
        "decided_on": "2023-05-01",
    }  # fmt: skip
    assert client.post(year("new_charge", place), charge).status_code == 302
    others = charge | {"direction": "received", "post": "", "chapter_number": "440", "post_number": "01"}
    assert client.post(year("new_charge", place), others).status_code == 302
    assert "Velg posten som andre kan belaste" in words(client.post(year("new_charge", place), charge | {"post": ""}))
    listed = words(client.get(year("authorisations", place)))
    for shown in ("Overskridelsesfullmakt", "Vedtak II", "Prøveetaten", "440.01"):
        assert shown in listed
    csv = client.get(year("authorisations", place), {"format": "csv", "liste": "belastning"})
    assert b"440.01" in b"".join(csv.streaming_content if csv.streaming else [csv.content])
    row = BudgetAuthorisation.objects.get()
    for which, pk in (("withdraw_authorisation", row.pk), ("withdraw_charge", ChargeAuthorisation.objects.first().pk)):
        early = client.post(url(which, pk), {"on": "2023-04-30", "why": "Feil"})
        assert "før den ble gitt" in words(early)
        assert client.post(url(which, pk), {"on": "2023-06-01", "why": "Bortfalt"}).status_code == 302
        assert client.get(url(which, pk)).status_code == 404
    row.refresh_from_db()
    assert (row.withdrawn_on, row.withdrawn_by) == (date(2023, 6, 1), place.controller)


def test_money_is_committed_and_released(place: World, made: dict[str, Post], browser: Browser) -> None:
    director, second = place.people[Role.DIRECTOR], made["second"]
    client = browser(director)
    values = {
        "post": second.pk, "kind": "contract", "text": "Prøveavtale", "counterpart": "Prøve AS", "amount": "500 001",
        "decided_on": "2023-05-01",
    }  # fmt: skip
    refused = client.post(year("commit", place), values)
    assert "ingen fullmakt dekker de 1 kr som mangler" in words(refused)
    assert "Prøveavtale" in words(refused)
    actions.authorise(
        post=second, kind=AuthorisationKind.EXCEED, amount=1, legal_basis="Vedtak II", decided_on=TODAY, place=Place(),
        by=None,
    )  # fmt: skip
    answer = client.post(year("commit", place), values, follow=True)
    assert "1 kr går utover posten og dekkes av overskridelsesfullmakt (Vedtak II)." in words(answer)
    made_row = Commitment.objects.get()
    assert (made_row.amount, made_row.excess, made_row.decided_by) == (500_001, 1, director)
    assert "Vedtak II" in words(client.get(url("commitment", made_row.pk)))
    assert "går utover posten" in words(client.get(url("post", second.pk)))
    too_much = {"kind": "part", "amount": "500 002", "on": "2023-05-01", "why": "Billigere"}
    assert "Mer enn det kan ikke frigis" in words(client.post(url("release", made_row.pk), too_much))
    assert client.post(url("release", made_row.pk), too_much | {"kind": "rest"}).status_code == 302
    assert Release.objects.get().amount == 500_001
    assert client.get(url("release", made_row.pk)).status_code == 404
    assert "Avsluttet" in words(client.get(year("commitments", place)))


def test_a_department_has_its_budget_and_is_told_of_the_lock(
    place: World, made: dict[str, Post], browser: Browser
) -> None:
    controller, second = browser(place.controller), made["second"]
    assert "Ingen delegerte budsjetter ennå" in words(controller.get(year("holders", place)))
    made_answer = controller.post(year("new_holder", place), {"department": place.department.pk})
    assert made_answer.status_code == 302
    holder = BudgetHolder.objects.get()
    share = {"post": second.pk, "amount": "100 000", "on": "2023-05-01"}
    assert controller.post(url("share", holder.pk), share).status_code == 302
    assert "delegert allerede" in words(controller.post(url("share", holder.pk), share | {"amount": "400 001"}))
    locked = {"state": "open", "locked_from": "2023-05-20", "why": "Gjennomgang"}
    assert browser(place.people[Role.DIRECTOR]).post(url("state", holder.pk), locked).status_code == 302
    head = browser(place.people[Role.DEPARTMENT_HEAD])
    assert "Låst fra 20. mai 2023" in words(head.get(url("holder", holder.pk)))
    form = words(head.get(year("commit", place)))
    assert place.department.name in form
    assert place.other_department.name not in form
    assert "Besluttet av" not in form
    refused = head.post(
        year("commit", place),
        {
            "post": second.pk, "department": place.department.pk, "kind": "contract", "text": "Avtale", "amount": "5",
            "decided_on": "2023-05-20",
        },
    )  # fmt: skip
    assert "er låst fra 20. mai 2023" in words(refused)
    cards = front.cards(place.people[Role.DEPARTMENT_HEAD], queries.Budget(place.agency, 2023), "mine")
    assert [card.count for card in cards] == [1]


def test_the_ministry_sees_what_is_given_and_not_what_the_agency_binds(
    place: World, made: dict[str, Post], browser: Browser
) -> None:
    actions.commit(
        post=made["first"], amount=3_333_333, kind=CommitmentKind.CONTRACT, text="Hemmelig avtale", decided_on=TODAY,
        by=None,
    )  # fmt: skip
    ministry = browser(place.people[Role.MINISTRY_OFFICIAL])
    for address in (year("money", place), url("post", made["first"].pk)):
        seen = words(ministry.get(address))
        assert "Hemmelig avtale" not in seen
        assert "12 200 000 kr" in seen  # what its own letter binds
        assert "15 533 333" not in seen
        assert "15 533 333" in words(browser(place.controller).get(address))
    assert ministry.get(year("commitments", place)).status_code == 403
    assert ministry.get(year("changes", place)).status_code == 200
    assert front.cards(place.people[Role.MINISTRY_OFFICIAL], queries.Budget(place.agency, 2023), "departementet") == []


def test_others_find_nothing(place: World, made: dict[str, Post], browser: Browser) -> None:
    actions.make_holder(agency=place.agency, department=place.department, year=2023, by=None)
    row = actions.commit(
        post=made["second"], amount=1, kind=CommitmentKind.DECISION, text="V", decided_on=TODAY, by=None
    )
    charge = actions.add_charge(
        post=made["second"], direction=Direction.GIVEN, counterpart="P", amount=1, decided_on=TODAY, text="",
        place=Place(), by=None,
    )  # fmt: skip
    pages = [
        *(year(name, place) for name in ("money", "changes", "revise", "move", "carry", "authorisations", "commit")),
        *(year(name, place) for name in ("new_authorisation", "new_charge", "commitments", "holders", "new_holder")),
        url("commitment", row.pk),
        url("release", row.pk),
        url("withdraw_charge", charge.pk),
        *(url(name, BudgetHolder.objects.get().pk) for name in ("holder", "share", "state")),
    ]
    for page in pages:
        assert browser(place.other_controller).get(page).status_code == 404, page
        assert browser(place.other_official).get(page).status_code in (403, 404), page
        assert browser(place.stranger).get(page).status_code == 403, page
    officer = browser(place.people[Role.CASE_OFFICER])
    for name in ("revise", "move", "carry", "commit", "new_holder", "new_authorisation"):
        assert officer.get(year(name, place)).status_code == 403
        assert officer.post(year(name, place), {}).status_code == 403
    other_head = place.people[Role.DEPARTMENT_HEAD]
    assert browser(other_head).get(url("release", row.pk)).status_code == 404  # the agency's, not the department's


def test_what_is_bound_for_too_much_is_said_on_the_front_page(
    place: World, made: dict[str, Post], browser: Browser
) -> None:
    binding(made["second"], 600_000)
    budget = queries.Budget(place.agency, 2023)
    (card,) = front.cards(place.controller, budget, "mine")
    assert card.urgent
    assert card.lines[0].text.startswith("670.45")
    assert front.cards(place.people[Role.CASE_OFFICER], budget, "mine") == []
    text = words(browser(place.controller).get(url("post", made["second"].pk)))
    assert "Ingen fullmakt dekker 100 000 kr" in text
    assert "100 000 kr for mye" in words(browser(place.controller).get(year("money", place)))


def test_later_changes_are_announced_and_shown_at_their_day(
    place: World, made: dict[str, Post], browser: Browser
) -> None:
    actions.carry_over(post=made["second"], amount=1, decided_on=JUNE, place=Place(), why="Brev", by=None)
    client = browser(place.controller)
    for address in (year("money", place), url("post", made["second"].pk)):
        assert "1 endring er ført med senere dato" in words(client.get(address))
        assert "senere dato" not in words(client.get(address, {"dato": "2023-12-31"}))
        for nonsense in ("x", "2023-02-31", "99999-01-01"):
            assert client.get(address, {"dato": nonsense}).status_code == 200
