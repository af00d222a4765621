"""The budget of 2023 as in the real letter, taken in through the reader, with what changed it afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from styrhus.archive.sourced import Place
from styrhus.economy import actions, queries
from styrhus.economy.figures import compute
from styrhus.economy.models import Appropriation, AppropriationKind, Binding, Post
from styrhus.identity import clock
from styrhus.intake.actions import adopt_letter, run_reading, upload_letter
from styrhus.steering.models import Plan
from tests.factories import World, document
from tests.shared import shared_path

LETTER, SUPPLEMENT, CARRIED, RNB = date(2023, 1, 1), date(2023, 3, 15), date(2023, 4, 3), date(2023, 6, 20)
WAGES = 5_200_000  # the letter's own number: what it says will come in the revised budget


@pytest.fixture
def adopted(place: World, settings: object, tmp_path: object) -> Plan:
    settings.STORAGES = settings.STORAGES | {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    content = shared_path("letters/imdi-2023.txt").read_bytes()
    reading, _new = upload_letter(
        agency=place.agency, ministry=place.ministry, owner=place.agency, content=content, filename="brev.txt",
        by=place.controller,
    )  # fmt: skip
    return adopt_letter(reading=run_reading(reading), accept_open_errors=True, by=place.controller)


def _sums(plan: Plan, day: date) -> dict[str, tuple[int, int, int]]:
    rows = queries.budget_at(plan.agency, 2023, as_at=day)
    return {row.code: (row.appropriated, row.at_disposal, row.carried_in) for row in rows}


@pytest.mark.django_db
def test_all_sums_hold_at_each_date(place: World, adopted: Plan) -> None:
    first = Appropriation.objects.filter(post__chapter__agency=place.agency).earliest("decided_on").decided_on
    before = _sums(adopted, first)
    assert before["670.01"] == (353_610_000, 353_610_000, 0)
    assert set(_sums(adopted, first - timedelta(1)).values()) == {(0, 0, 0)}
    for chapter in place.agency.chapters.filter(year=2023).exclude(stated_sum=None):
        total = sum(amounts[0] for code, amounts in before.items() if code.split(".")[0] == chapter.number)
        assert abs(total - chapter.stated_sum) <= 100_000, chapter  # the letter prints tenths of millions
    known = clock.now()

    operations = Post.objects.get(chapter__agency=place.agency, chapter__number="670", number="01")
    shared = Post.objects.get(chapter__agency=place.agency, chapter__number="671", number="45")
    actions.revise(
        kind=AppropriationKind.SUPPLEMENT,
        changes=[actions.Change(operations, 4_000_000, 4_000_000), actions.Change(shared, 1_500_000, 0)],
        decided_on=SUPPLEMENT, place=Place(document(place.agency), (2,)), why="", by=place.controller,
    )  # fmt: skip
    actions.carry_over(
        post=operations, amount=9_000_000, decided_on=CARRIED, place=Place(), why="Brev", by=place.controller
    )
    actions.revise(
        kind=AppropriationKind.REVISED, changes=[actions.Change(operations, WAGES, WAGES)], decided_on=RNB,
        place=Place(), why="Lønnskompensasjon", by=place.controller,
    )  # fmt: skip

    expected = {
        SUPPLEMENT - timedelta(1): (353_610_000, 353_610_000, 0),
        SUPPLEMENT: (357_610_000, 357_610_000, 0),
        CARRIED: (357_610_000, 366_610_000, 9_000_000),
        RNB - timedelta(1): (357_610_000, 366_610_000, 9_000_000),
        RNB: (362_810_000, 371_810_000, 9_000_000),
        date(2023, 12, 31): (362_810_000, 371_810_000, 9_000_000),
    }
    for day, amounts in expected.items():
        found = _sums(adopted, day)
        assert found["670.01"] == amounts, day
        assert all(found[code] == before[code] for code in before if code not in ("670.01", "671.45")), day
    given, share, _carried = before["671.45"]
    assert _sums(adopted, RNB)["671.45"] == (given + 1_500_000, share, 0)
    for day in expected:  # every post at every date: the plain sum of its rows up to it
        for row in queries.budget_at(place.agency, 2023, as_at=day):
            rows = [one for one in row.post.appropriations.all() if one.decided_on <= day]
            assert row.appropriated == sum(one.appropriated for one in rows)
            assert row.at_disposal == sum(one.at_disposal for one in rows)
            bound = Binding.objects.counted().filter(post=row.post)
            assert row.committed == sum(one.amount or 0 for one in bound)
    unknown = queries.budget_at(place.agency, 2023, as_at=RNB, known_at=known)
    assert {row.code: row.appropriated for row in unknown} == {code: amounts[0] for code, amounts in before.items()}


@pytest.mark.django_db
def test_the_pages_and_figures_are_those_of_the_day(place: World, adopted: Plan) -> None:
    operations = Post.objects.get(chapter__agency=place.agency, chapter__number="670", number="01")
    actions.revise(
        kind=AppropriationKind.REVISED, changes=[actions.Change(operations, WAGES, WAGES)], decided_on=RNB,
        place=Place(), why="Lønnskompensasjon", by=place.controller,
    )  # fmt: skip
    browser = Client()
    browser.force_login(place.controller)
    for url in (reverse("economy:post", args=(operations.pk,)), reverse("economy:money", args=(place.agency.pk, 2023))):
        earlier, later = (
            browser.get(url, {"dato": day.isoformat()}).text.replace("\xa0", " ") for day in (RNB - timedelta(1), RNB)
        )
        assert "353 610 000 kr" in earlier
        assert "358 810 000 kr" not in earlier
        assert "358 810 000 kr" in later
    of_day = [
        compute("at_disposal:670.01", agency=place.agency, year=2023, as_at=day) for day in (RNB - timedelta(1), RNB)
    ]
    assert [Decimal(figure.value) for figure in of_day] == [353_610_000, 358_810_000]
    assert of_day[0].fingerprint != of_day[1].fingerprint
    again = compute("at_disposal:670.01", agency=place.agency, year=2023, as_at=RNB)
    assert again == of_day[1]


@pytest.mark.django_db
def test_a_post_that_is_not_there_has_no_figure(place: World, adopted: Plan) -> None:
    values = {"agency": place.agency, "year": 2023, "as_at": RNB}
    assert compute("appropriated:999.01", **values).value is None
    whole = compute("appropriated", **values)
    chapters = [compute(f"appropriated:{number}", **values) for number in ("670", "671", "672")]
    assert whole.value == sum(one.value or 0 for one in chapters)
    with pytest.raises(KeyError):
        compute("nothing:670", **values)
