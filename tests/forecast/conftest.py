from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from styrhus.economy.models import Post
from styrhus.forecast import actions, rules
from styrhus.forecast.models import Estimate, Version
from styrhus.identity import clock
from styrhus.identity.models import Department, User
from styrhus.ledger.actions import post_entry
from styrhus.ledger.rules import Cause, Line
from tests import factories
from tests.factories import World

_key = itertools.count(1)


@pytest.fixture
def place(db: None, settings: Any) -> World:
    settings.DEMO_TODAY = date(2023, 5, 2)
    return factories.world()


@dataclass
class Money:
    """Two posts of 2023: one of 12 million that the departments use, and one of 5 million."""

    place: World
    post: Post
    grants: Post

    def use(
        self,
        month: int,
        amount: int | str,
        post: Post | None = None,
        inside: Department | None = None,
        year: int = 2023,
    ) -> None:
        """Post ``amount`` kroner on the last day of the month."""
        spent, on = Decimal(amount), rules.month_end(year, month)
        with clock.at(on):
            post_entry(
                agency=self.place.agency, on=on, text="Prøvebilag",
                lines=[Line("600", spent, post or self.post, inside), Line("196", -spent)],
                cause=Cause("payment", "prøve", "Prøvebetaling"), key=f"prøve-{next(_key)}", by=None,
            )  # fmt: skip

    def last_year(self) -> Post:
        """The same post in last year's budget."""
        known = Post.objects.filter(chapter__agency=self.place.agency, chapter__year=2022).first()
        return known or factories.post(factories.plan(self.place.agency, 2022), "01", 12_000_000)

    def open(self, month: int = 4, **fields: Any) -> Version:
        values = {"agency": self.place.agency, "year": 2023, "title": "", "cut_off": rules.month_end(2023, month),
                  "due_on": max(clock.today(), date(2023, 5, 12)), "copy_from": None, "by": self.place.controller}  # fmt: skip
        return actions.open_version(**values | fields)

    def enter(
        self,
        version: Version,
        each: int | str,
        post: Post | None = None,
        inside: Department | None = None,
        **fields: Any,
    ) -> Estimate:
        """Plan the same each month that is left."""
        ended = rules.whole_months(version.year, version.cut_off)
        months = {month: Decimal(each) for month in range(ended + 1, 13)}
        values = {"version": version, "post": post or self.post, "department": inside, "months": months,
                  "stated_total": None, "reason": "", "by": self.place.controller}  # fmt: skip
        return actions.enter_estimate(**values | fields)

    def frozen(self, month: int = 4, each: int = 1_000_000, **fields: Any) -> Version:
        """A version as at the end of ``month``, entered, delivered and frozen."""
        version = self.open(month, **fields)
        self.enter(version, each)
        self.enter(version, 100_000, self.grants)
        actions.submit(version=version, department=None, words="", by=self.place.controller)
        return actions.freeze(version=version, why="", by=self.place.controller)


@pytest.fixture
def money(place: World) -> Money:
    """The posts, with a million used in each of the first four months on no department."""
    plan = factories.plan(place.agency)
    made = Money(place, factories.post(plan, "01", 12_000_000), factories.post(plan, "71", 5_000_000))
    for month in (1, 2, 3, 4):
        made.use(month, 1_000_000)
    return made


@pytest.fixture
def browser() -> Callable[[User], Client]:
    """A logged-in client for a user."""

    def logged_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return logged_in
