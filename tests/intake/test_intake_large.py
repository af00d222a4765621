"""A letter of 10 000 assignments: read, gone through, compared and adopted in work that follows its length."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from styrhus.identity.models import User
from styrhus.intake import actions
from styrhus.intake.models import Reading, ReadingState
from styrhus.intake.pictures import changes_of
from styrhus.intake.rules.changes import ChangeKind
from tests.factories import World
from tests.intake.conftest import take_in

pytestmark = pytest.mark.django_db

HEAD = """DET KONGELIGE PRØVEDEPARTEMENT

Prøvedirektoratet

Vår ref
23/100

Dato
20. januar 2023

Tildelingsbrev til Prøvedirektoratet for 2023

1. Innledning

Det vises til Prop. 1 S (2022–2023).

2. Mål, styringsparametere og oppdrag

Mål 1: Flere deltar

SP 1: Andel deltakere i arbeid

Oppdrag som skal bidra til mål nr. 1:

"""
PAGE_QUERIES = 20


def letter(count: int) -> str:
    """Numbers as "TA2023-001" to "TK2023-000": a thousand of each letter."""
    rows = (
        f"T{chr(65 + n // 1000)}2023-{n % 1000:03}\tUtrede prøveordning {n} for veiledning\t{1 + n % 28:02}.06.2023"
        for n in range(1, count + 1)
    )
    return HEAD + "\n".join(rows) + "\n"


def queries_of(web: Client, address: str) -> tuple[int, str]:
    with CaptureQueriesContext(connection) as captured:
        response = web.get(address)
    assert response.status_code == 200
    return len(captured), response.content.decode()


@pytest.mark.slow
def test_ten_thousand_assignments(web: Client, here: World, controller: User):
    reading = take_in(here, letter(10_000), "stort.txt", controller)
    assert reading.state == ReadingState.READ
    assert reading.items.filter(kind="assignment").count() == 10_000
    review = reverse("intake:review", args=(reading.pk,))
    last = reading.items.filter(kind="assignment").order_by("-sequence")[0]
    for query in ("?art=assignment", "?art=assignment&side=100", f"?punkt={last.pk}"):
        count, page = queries_of(web, review + query)
        assert count <= PAGE_QUERIES
        assert len(page) < 1_500_000
    assert f'id="punkt-{last.pk}"' in page
    assert f'id="l{last.lines[0]}"' in page
    for name in ("letter", "findings", "adopt"):
        assert queries_of(web, reverse(f"intake:{name}", args=(reading.pk,)))[0] <= PAGE_QUERIES
    response = web.post(reverse("intake:adopt", args=(reading.pk,)), {"accept_open_errors": "1"})
    reading.refresh_from_db()
    assert (response.status_code, reading.state) == (302, ReadingState.ADOPTING)


def adoption_queries(here: World, count: int, year: int) -> int:
    reading = take_in(here, letter(count).replace("2023", str(year)), f"brev-{year}.txt", here.controller)
    with CaptureQueriesContext(connection) as captured:
        actions.adopt_letter(reading=reading, accept_open_errors=True, by=here.controller)
    return len(captured)


def test_adoption_costs_the_same_for_each_assignment(here: World):
    small, middle, large = (
        adoption_queries(here, count, year) for count, year in ((10, 2021), (60, 2022), (110, 2023))
    )
    assert large - middle == middle - small
    assert (large - small) / 100 <= 15


def test_the_difference_is_read_in_a_fixed_number_of_queries(here: World):
    counted = []
    for count, year in ((10, 2021), (200, 2022)):
        text = letter(count).replace("2023", str(year))
        first = take_in(here, text, f"brev-{year}.txt", here.controller)
        actions.adopt_letter(reading=first, accept_open_errors=True, by=here.controller)
        second = take_in(here, text.replace(f"02.06.{year}", f"03.07.{year}"), f"nytt-{year}.txt", here.controller)
        second = Reading.objects.get(pk=second.pk)
        with CaptureQueriesContext(connection) as captured:
            kinds = {change.kind for change in changes_of(second)}
        assert kinds == {ChangeKind.CHANGED_DEADLINE, ChangeKind.UNCHANGED}
        counted.append(len(captured))
    assert counted[0] == counted[1] <= PAGE_QUERIES
