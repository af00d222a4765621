"""The pages of the ledger: what each role sees, what a form says when it refuses, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from styrhus.economy.models import Post
from styrhus.identity.roles import Role
from styrhus.ledger import actions, line_sets, queries
from styrhus.ledger.actions import Cause
from styrhus.ledger.front import cards
from styrhus.ledger.models import Entry, Month
from tests import factories
from tests.factories import World

DAY = date(2023, 3, 15)
CAUSE = Cause("invoice", "f-1", "Faktura 1")


@pytest.fixture
def entry(place: World, post: Post) -> Entry:
    lines = line_sets.payment(account="671", amount=Decimal("1200.50"), post=post, department=place.department)
    return actions.post_entry(
        agency=place.agency, on=DAY, text="Prøvekonsulent", lines=lines, cause=CAUSE, key="k", by=place.controller
    )


def form_of(place: World, post: Post, **changes: str) -> dict[str, str]:
    data = {
        "on": "2023-03-15",
        "kind": "manual",
        "text": "Bilag for hånd",
        "cause_kind": "document",
        "cause_label": "Notat 1",
        "key": "manual-1",
        "form-TOTAL_FORMS": "3",
        "form-INITIAL_FORMS": "0",
        "form-0-account": "671",
        "form-0-post": str(post.pk),
        "form-0-debit": "1 250,50",
        "form-0-basis": "both",
        "form-1-account": "192",
        "form-1-credit": "1250,50",
        "form-1-basis": "both",
        "form-2-basis": "both",
    }
    return data | changes


def test_the_overview_shows_what_is_used(place: World, entry: Entry, browser) -> None:
    page = browser(place.controller).get(reverse("ledger:front")).content.decode()
    assert "Regnskap 2023" in page
    assert "1 200,50" in page.replace("\xa0", " ")
    assert "Brukt hver måned" in page


def test_the_ministry_sees_sums_and_no_entry(place: World, entry: Entry, browser) -> None:
    client = browser(place.people[Role.MINISTRY_OFFICIAL])
    page = client.get(reverse("ledger:front")).content.decode()
    assert "1 200,50" in page.replace("\xa0", " ")
    assert reverse("ledger:entries") not in page
    assert client.get(reverse("ledger:entries")).status_code == 403
    assert client.get(reverse("ledger:entry", args=(entry.pk,))).status_code == 403
    assert client.get(reverse("ledger:trial_balance", args=(place.agency.pk, 2023))).status_code == 403


def test_another_agency_and_ministry_see_nothing(place: World, entry: Entry, browser) -> None:
    own = (place.agency.pk, 2023)
    for user in (place.other_controller, place.other_official, place.stranger):
        client = browser(user)
        assert client.get(reverse("ledger:front", args=own)).status_code in (403, 404)
        assert client.get(reverse("ledger:months", args=own)).status_code in (403, 404)
        assert client.get(reverse("ledger:trial_balance", args=own)).status_code in (403, 404)
        assert client.get(reverse("ledger:account", args=(*own, "671"))).status_code in (403, 404)
        assert client.get(reverse("ledger:entry", args=(entry.pk,))).status_code in (403, 404)


def test_a_department_head_sees_the_own_department(place: World, post: Post, entry: Entry, browser) -> None:
    other = line_sets.payment(account="630", amount=Decimal(77), post=post, department=place.other_department)
    foreign = actions.post_entry(
        agency=place.agency, on=DAY, text="Annens husleie", lines=other, cause=CAUSE, key="o", by=place.controller
    )
    client = browser(place.people[Role.DEPARTMENT_HEAD])
    page = client.get(reverse("ledger:entries")).content.decode()
    assert "Prøvekonsulent" in page
    assert "Annens husleie" not in page
    assert client.get(reverse("ledger:entry", args=(foreign.pk,))).status_code == 404
    shown = client.get(reverse("ledger:entry", args=(entry.pk,))).content.decode()
    assert "Én linje gjelder andre enn avdelingen din" in shown
    account = client.get(reverse("ledger:account", args=(place.agency.pk, 2023, "630"))).content.decode()
    assert "Annens husleie" not in account
    assert client.get(reverse("ledger:trial_balance", args=(place.agency.pk, 2023))).status_code == 403


def test_the_auditor_sees_everything_and_posts_nothing(place: World, entry: Entry, browser) -> None:
    client = browser(place.people[Role.AUDITOR])
    assert "Prøvekonsulent" in client.get(reverse("ledger:entries")).content.decode()
    balance = client.get(reverse("ledger:trial_balance", args=(place.agency.pk, 2023))).content.decode()
    assert "671" in balance
    assert client.get(reverse("ledger:new_entry", args=(place.agency.pk, 2023))).status_code == 403
    assert client.post(reverse("ledger:reverse", args=(entry.pk,))).status_code == 403


def test_an_entry_by_hand_is_posted_once(place: World, post: Post, browser) -> None:
    client = browser(place.controller)
    url = reverse("ledger:new_entry", args=(place.agency.pk, 2023))
    assert client.get(url).status_code == 200
    for _again in range(2):
        assert client.post(url, form_of(place, post)).status_code == 302
    assert Entry.objects.count() == 1
    assert queries.used(place.agency, 2023, as_at=DAY) == {post.pk: Decimal("1250.50")}


def test_an_unbalanced_entry_is_refused_in_one_sentence_and_kept(place: World, post: Post, browser) -> None:
    url = reverse("ledger:new_entry", args=(place.agency.pk, 2023))
    answer = browser(place.controller).post(url, form_of(place, post, **{"form-1-credit": "1000"}))
    page = answer.content.decode().replace("\xa0", " ")
    assert answer.status_code == 200
    assert "en forskjell på 250,50 kroner" in page
    assert "Bilag for hånd" in page
    assert 'value="1 250,50"' in page
    assert not Entry.objects.exists()


def test_more_lines_keep_what_is_typed(place: World, post: Post, browser) -> None:
    url = reverse("ledger:new_entry", args=(place.agency.pk, 2023))
    answer = browser(place.controller).post(url, form_of(place, post, more="1"))
    page = answer.content.decode()
    assert 'name="form-6-account"' in page
    assert "Bilag for hånd" in page
    assert 'value="1 250,50"' in page
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"form-0-credit": "5"}, "Skriv et beløp i debet eller i kredit, ikke begge."),
        ({"form-0-debit": "mye"}, "Skriv beløpet i kroner og øre"),
        ({"form-0-debit": "1,005"}, "Skriv beløpet i kroner og øre"),
        ({"form-0-debit": "-5"}, "Skriv beløpet uten minus"),
        ({"form-0-account": "999"}, "finnes ikke i standard kontoplan"),
        ({"on": "2022-03-15"}, "posten hører ikke til budsjettet for 2022"),
    ],
)
def test_bad_input_gets_a_sentence(place: World, post: Post, browser, changes, sentence) -> None:
    url = reverse("ledger:new_entry", args=(place.agency.pk, 2023))
    answer = browser(place.controller).post(url, form_of(place, post, **changes))
    assert sentence in answer.content.decode()
    assert not Entry.objects.exists()


def test_an_entry_is_reversed_from_its_page(place: World, entry: Entry, browser) -> None:
    client = browser(place.controller)
    url = reverse("ledger:reverse", args=(entry.pk,))
    assert client.get(url).status_code == 200
    assert "Fyll ut feltet" in client.post(url, {"on": "2023-03-16", "why": ""}).content.decode()
    assert client.post(url, {"on": "2023-03-16", "why": "Feil konto"}).status_code == 302
    page = client.get(entry.get_absolute_url()).content.decode()
    assert "Bilaget er reversert" in page
    assert "Feil konto" in page
    assert client.get(url).status_code == 404


def test_the_director_locks_and_reopens_a_month(place: World, entry: Entry, post: Post, browser) -> None:
    director, controller = browser(place.people[Role.DIRECTOR]), browser(place.controller)
    months = reverse("ledger:months", args=(place.agency.pk, 2023))
    lock = reverse("ledger:lock_month", args=(place.agency.pk, 2023, 3))
    assert controller.post(lock).status_code == 403
    assert director.get(lock).status_code == 405
    assert director.post(lock).status_code == 302
    assert "Låst" in director.get(months).content.decode()
    refused = controller.post(reverse("ledger:new_entry", args=(place.agency.pk, 2023)), form_of(place, post))
    assert "Mars 2023 er låst" in refused.content.decode()
    month = Month.objects.get()
    reopen = reverse("ledger:reopen_month", args=(month.pk,))
    assert controller.post(reopen, {"why": "Jeg vil"}).status_code == 403
    assert director.post(reopen, {"why": "En faktura manglet"}).status_code == 302
    assert "En faktura manglet" in director.get(months).content.decode()
    assert not queries.is_locked(place.agency, DAY)


def test_a_month_that_is_not_over_is_not_locked(place: World, post: Post, browser) -> None:
    director = browser(place.people[Role.DIRECTOR])
    for month in (5, 12, 13):
        director.post(reverse("ledger:lock_month", args=(place.agency.pk, 2023, month)))
    assert not Month.objects.exists()


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_every_list_is_exported(place: World, entry: Entry, browser, format: str) -> None:
    client = browser(place.controller)
    own = (place.agency.pk, 2023)
    for url in (
        reverse("ledger:front", args=own),
        reverse("ledger:entries"),
        entry.get_absolute_url(),
        reverse("ledger:trial_balance", args=own),
        reverse("ledger:account", args=(*own, "671")),
        reverse("ledger:chart"),
    ):
        answer = client.get(url, {"format": format})
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
        assert b"".join(answer)


def test_the_chart_says_what_is_not_verified(place: World, post: Post, browser) -> None:
    page = browser(place.controller).get(reverse("ledger:chart")).content.decode()
    assert "Ikke bekreftet" in page
    assert "Lest i kilden" in page


def test_both_views_come_from_one_ledger(place: World, post: Post, browser) -> None:
    received = line_sets.invoice_received(account="671", amount=Decimal(500), post=post)
    actions.post_entry(
        agency=place.agency, on=DAY, text="Faktura", lines=received, cause=CAUSE, key="r", by=place.controller
    )
    client = browser(place.controller)
    url = reverse("ledger:front", args=(place.agency.pk, 2023))
    assert "500,00" not in client.get(url).content.decode()
    assert "500,00" in client.get(url, {"visning": "srs"}).content.decode()


def test_nobody_without_a_budget_meets_an_error(db: None, browser) -> None:
    agency = factories.organisation()
    page = browser(factories.user(Role.CONTROLLER, agency)).get(reverse("ledger:front"))
    assert "Ingen regnskap å vise" in page.content.decode()


def test_the_director_is_told_of_months_that_are_over_and_open(place: World, post: Post, entry: Entry) -> None:
    plan = SimpleNamespace(agency=place.agency, agency_id=place.agency.pk, year=2023)
    director = place.people[Role.DIRECTOR]
    (card,) = cards(director, plan, "mine")
    assert (card.count, card.lines[0].text, card.lines[0].note) == (1, "Mars", "1 bilag ført")
    assert cards(place.controller, plan, "mine") == []
    assert cards(director, plan, "departementet") == []
    actions.lock_month(agency=place.agency, year=2023, month=3, by=director)
    assert cards(director, plan, "mine") == []
