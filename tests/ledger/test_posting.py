from datetime import date
from decimal import Decimal

import pytest

from styrhus.ledger import queries
from styrhus.ledger.actions import Cause, Line, post_entry, reverse_entry
from tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2023, 3, 15)
CAUSE = Cause("invoice", "f-1", "Faktura 1")


def test_an_entry_is_posted_and_reversed() -> None:
    world = factories.world()
    plan = factories.plan(world.agency)
    post = factories.post(plan)
    lines = [Line("671", Decimal("100.50"), post), Line("192", Decimal("-100.50"))]
    entry = post_entry(
        agency=world.agency, on=DAY, text="Betalt", lines=lines, cause=CAUSE, key="k1", by=world.controller
    )
    assert entry.number == 1
    assert entry.year == 2023
    assert queries.used(world.agency, 2023, as_at=DAY) == {post.pk: Decimal("100.50")}
    again = post_entry(
        agency=world.agency, on=DAY, text="Betalt", lines=lines, cause=CAUSE, key="k1", by=world.controller
    )
    assert again == entry
    reversal = reverse_entry(entry=entry, on=DAY, why="Feil post", by=world.controller)
    assert reversal.number == 2
    assert queries.used(world.agency, 2023, as_at=DAY) == {post.pk: Decimal(0)}
