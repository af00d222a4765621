from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from styrhus.economy.models import Post
from styrhus.identity import clock
from styrhus.ledger import figures, line_sets
from styrhus.ledger.actions import Cause, post_entry
from tests.factories import World

CAUSE = Cause("invoice", "", "Faktura")


def spend(place: World, post: Post, day: date, amount: int, key: str) -> None:
    lines = line_sets.payment(account="671", amount=Decimal(amount), post=post)
    with clock.at(day):
        post_entry(agency=place.agency, on=day, text="Betalt", lines=lines, cause=CAUSE, key=key, by=place.controller)


def test_a_figure_says_the_same_for_ever(place: World, post: Post) -> None:
    spend(place, post, date(2023, 3, 1), 100, "a")
    spend(place, post, date(2023, 4, 1), 50, "b")
    asked = {"agency": place.agency, "year": 2023, "as_at": date(2023, 3, 31)}
    with clock.at(date(2023, 4, 2)):
        known = clock.now()
    first = figures.compute("used:670.01", known_at=known, **asked)
    assert (first.value, first.rows) == (Decimal(100), 1)
    with clock.at(date(2023, 4, 20)):
        lines = line_sets.payment(account="671", amount=Decimal(7), post=post)
        post_entry(agency=place.agency, on=date(2023, 3, 5), text="Sent", lines=lines, cause=CAUSE, key="late", by=None)
    again = figures.compute("used:670.01", known_at=known, **asked)
    assert again == first
    assert figures.compute("used:670.01", **asked).value == Decimal(107)
    assert figures.compute("used:670.01", known_at=known + timedelta(days=30), **asked).fingerprint != first.fingerprint


def test_each_figure_has_a_value_and_a_receipt(place: World, post: Post) -> None:
    spend(place, post, date(2023, 3, 1), 100, "a")
    spend(place, post, date(2023, 4, 1), 50, "b")
    asked = {"agency": place.agency, "year": 2023, "as_at": date(2023, 4, 30)}
    expected = {"used:total": 150, "used": 150, "month:3": 100, "account:67": 150, "account:192": -150, "entries": 2}
    for name, value in expected.items():
        figure = figures.compute(name, **asked)
        assert figure.value == value, name
        assert figure.rows == (1 if name == "month:3" else 2)
        assert len(figure.fingerprint) == 64
        assert figure.definition
        assert figure.url.startswith("/regnskap/")


@pytest.mark.parametrize("name", ["nothing", "used:abc", "month:13", "account:x", "entries:1", "month:²"])
def test_an_unknown_figure_is_refused(place: World, name: str) -> None:
    with pytest.raises(KeyError):
        figures.compute(name, agency=place.agency, year=2023, as_at=date(2023, 4, 30))
