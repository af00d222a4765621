"""The pages of the money: who reaches them, what they show, and what they cost."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styrhus.archive.sourced import Place
from styrhus.audit.models import Event
from styrhus.economy import actions, queries
from styrhus.economy.models import Binding, Chapter, Post
from styrhus.economy.rules import Amounts, sum_bound
from styrhus.identity.models import User
from styrhus.identity.roles import Role
from tests.factories import SmallPlan, World, binding, document, plan, post

Browser = Callable[[User], Client]
READERS = set(Role) - {Role.ADMINISTRATOR, Role.PARTNER}


def pages_of(small: SmallPlan) -> list[str]:
    return [
        reverse("economy:money", args=(small.plan.agency_id, 2023)),
        reverse("economy:post", args=(small.post.pk,)),
    ]


def test_who_reaches_the_money(place: World, small: SmallPlan, browser: Browser) -> None:
    for role, user in place.people.items():
        for url in (*pages_of(small), reverse("economy:money")):
            answer = browser(user).get(url)
            assert answer.status_code == (200 if role in READERS else 403), (role, url)
            assert "UNKNOWN-VARIABLE" not in answer.text
    for outsider in (place.other_controller, place.other_official):
        for url in pages_of(small):
            assert browser(outsider).get(url).status_code == 404
    for url in pages_of(small):
        assert Client().get(url).status_code == 302
        assert browser(place.stranger).get(url).status_code == 403


def test_no_money_says_what_to_do(place: World, browser: Browser) -> None:
    client = browser(place.controller)
    assert "Ingen bevilgninger ennå" in client.get(reverse("economy:money")).text
    for address in (f"{place.agency.pk}/2023", f"{10**30}/99999999999"):
        assert client.get(f"{reverse('economy:money')}{address}/").status_code == 404


def test_the_overview_adds_up(place: World, small: SmallPlan, browser: Browser) -> None:
    post(small.plan, "01", 353_610_000, chapter="670")
    page = browser(place.controller).get(reverse("economy:money"))
    amounts = page.context["amounts"]
    assert amounts == Amounts(414_610_000, 386_510_000, 12_200_000)
    text = page.text.replace("\xa0", " ")
    for shown in ("386,5 mill. kr", "12,2 mill. kr", "28,1 mill. kr", "Driftsutgifter"):
        assert shown in text


def test_a_sum_that_the_letter_states_wrongly_is_said(place: World, small: SmallPlan, browser: Browser) -> None:
    Chapter.objects.update(stated_sum=61_100_000)
    text = browser(place.controller).get(reverse("economy:money")).text.replace("\xa0", " ")
    assert "brevet oppgir summen 61 100 000 kr" in text
    Chapter.objects.update(stated_sum=61_000_000)
    assert "brevet oppgir summen" not in browser(place.controller).get(reverse("economy:money")).text


def test_more_bound_than_there_is_shows_in_words(place: World, small: SmallPlan, browser: Browser) -> None:
    binding(small.post, 30_000_000)
    for url in pages_of(small):
        answer = browser(place.controller).get(url)
        assert answer.status_code == 200
        assert "Bundet for mye" in answer.text


def test_the_post_page_tells_its_story(place: World, small: SmallPlan, browser: Browser) -> None:
    actions.change_appropriation(
        post=small.post, appropriated=5_200_000, at_disposal=0, decided_on=date(2023, 6, 20),
        place=Place(document(place.agency), (4,)), by=place.controller, why="Lønnsoppgjøret",
    )  # fmt: skip
    Post.objects.update(carry_over=True)
    text = browser(place.controller).get(pages_of(small)[1]).text.replace("\xa0", " ")
    for shown in (
        "Kapittel 671 post 21",
        "kan overføres",
        "Supplerende tildelingsbrev",
        "Lønnsoppgjøret",
        "5 200 000 kr",
        "herav: hvorav reiser",
        "2023-01 – Del 2",
        "Prøveforeningen",
        "20 700 000 kr",  # 32,9 at disposal less 12,2 bound: the nested 2,0 is not taken twice
    ):
        assert shown in text, shown


def test_the_assignment_is_named_to_those_who_see_the_plan_alone(
    place: World, small: SmallPlan, browser: Browser
) -> None:
    """A ministry that the agency has moved to sees the money, and not the plan made under the one before."""
    place.agency.parent = place.other_ministry
    place.agency.save()
    text = browser(place.other_official).get(pages_of(small)[1]).text
    assert "Kartlegging av diskriminering" in text
    assert reverse("steering:assignment", args=(small.assignments[0].pk,)) not in text


def test_the_lists_can_be_taken_out(place: World, small: SmallPlan, browser: Browser) -> None:
    client = browser(place.controller)
    for url in pages_of(small):
        for kind in ("csv", "xlsx"):
            assert b"".join(client.get(f"{url}?format={kind}").streaming_content)
            assert browser(place.other_controller).get(f"{url}?format={kind}").status_code == 404
    text = b"".join(client.get(f"{pages_of(small)[0]}?format=csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[1][:7] == ["671", "21", "Driftsutgifter", "61000000", "32900000", "12200000", "20700000"]


def test_hostile_texts_are_shown_and_never_run(place: World, small: SmallPlan, browser: Browser) -> None:
    for text in ('<script>alert("x")</script>', "=1+1", "+cmd|' /C calc'!A0"):
        binding(small.post, 1, text)
        actions.add_named_grant(post=small.post, recipient=text, amount=1, place=Place(), by=None)
    client = browser(place.controller)
    assert "<script>alert" not in client.get(pages_of(small)[1]).text
    text = b"".join(client.get(f"{pages_of(small)[1]}?format=csv").streaming_content).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+"))]


def test_a_page_costs_the_same_however_much_it_holds(place: World, small: SmallPlan, browser: Browser) -> None:
    client = browser(place.controller)

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len([query for query in found if "django_session" not in query["sql"]])

    few = [cost(url) for url in pages_of(small)]
    Binding.objects.bulk_create(
        Binding(post=small.post, text=f"B {i}", amount=i, document=small.plan.letter, lines=[i + 1]) for i in range(150)
    )
    for number in range(22, 60):
        post(small.plan, str(number), 1_000_000, chapter="671")
    before = Event.objects.count()
    many = [cost(url) for url in pages_of(small)]
    assert many == few
    assert max(many) <= 18
    assert Event.objects.count() == before  # a GET writes nothing


bindings = st.lists(
    st.tuples(st.none() | st.integers(0, 10**9), st.integers(0, 2), st.booleans()), max_size=6
)  # amount, depth, withdrawn


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(rows=bindings, given_=st.integers(0, 10**10), share=st.integers(0, 10**10))
def test_the_database_and_the_rule_agree_on_what_is_bound(
    rows: list[tuple[int | None, int, bool]], given_: int, share: int, small: SmallPlan
) -> None:
    Binding.objects.filter(assignment_link=None, post__number__gte="60").delete()
    number = f"{60 + Post.objects.filter(chapter__number='699').count() % 40:02d}"
    Post.objects.filter(chapter__number="699", number=number, appropriations=None).delete()
    one = Post.objects.create(
        chapter=Chapter.objects.get_or_create(agency=small.plan.agency, year=2023, number="699", name="Prøve")[0],
        number=number,
        name="P",
    )
    one.appropriations.create(kind="letter", appropriated=given_, at_disposal=share)
    for amount, depth, withdrawn in rows:
        Binding.objects.create(post=one, text="B", amount=amount, depth=depth, withdrawn=withdrawn)
    found = queries.amounts_of(Post.objects.with_amounts().get(pk=one.pk))
    assert found == Amounts(given_, share, sum_bound(rows))
    assert found.bound + found.undisposed == found.at_disposal
    (group,) = queries.bindings_by_group(one) or [queries.BindingGroup("")]
    assert group.amount == found.bound


def test_each_year_and_agency_is_its_own(place: World, small: SmallPlan) -> None:
    post(plan(place.agency, 2024), "21", 5, chapter="671")
    post(plan(place.other_agency, 2023), "21", 7, chapter="671")
    assert [(b.agency, b.year) for b in queries.visible_budgets(place.controller)] == [
        (place.agency, 2024),
        (place.agency, 2023),
    ]
    assert queries.year_amounts(place.controller, place.agency, 2024).appropriated == 5
    assert queries.year_amounts(place.controller, place.other_agency, 2023).appropriated == 0
    chosen, _all = queries.chosen_budget(place.people[Role.AUDITOR], place.other_agency.pk, 2023)
    assert chosen is not None
    assert queries.chosen_budget(place.controller, place.other_agency.pk, 2023)[0] is None
