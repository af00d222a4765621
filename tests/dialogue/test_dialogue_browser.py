"""Writing the minutes in a real browser: saved by itself, two writers at once, and usable on a narrow screen."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import override_settings

from styrhus.dialogue.models import MinutesPart, Point
from styrhus.identity.roles import Role
from tests.browser import NARROW, WIDE, assert_good_page, log_in
from tests.dialogue.conftest import held
from tests.factories import small_plan, world

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def written(site):
    with override_settings(DEMO_TODAY=date(2023, 5, 1)):
        place = world()
        return place, held(small_plan(place.agency).plan)


def test_two_writers_each_see_the_other_and_nothing_is_lost(site, new_page, written):
    place, minutes = written
    part = minutes.parts.all()[0]
    address = f"{site.url}/dialog/referat/{minutes.pk}/skriv/"
    first, second = new_page(WIDE), new_page(WIDE)
    log_in(first, site, place.controller)
    log_in(second, site, place.people[Role.MINISTRY_OFFICIAL])
    first.goto(address)
    second.goto(address)
    field, status = f"#tekst-{part.pk}", f"#status-{part.pk}"
    first.fill(field, "Direktoratet orienterte.")
    first.locator(status).get_by_text("Lagret").wait_for()  # by itself, without a button
    assert MinutesPart.objects.get(pk=part.pk).text == "Direktoratet orienterte."
    second.fill(field, "Departementet svarte.")
    second.locator(status).get_by_text("To har skrevet i samme sak").wait_for()
    assert MinutesPart.objects.get(pk=part.pk).text == "Direktoratet orienterte.", "nothing is overwritten"
    assert "Direktoratet orienterte." in second.locator(status).inner_text()
    assert second.input_value(field) == "Departementet svarte."
    assert_good_page(second)
    second.check(f"#valg-{part.pk}-both")
    with second.expect_navigation():
        second.click("text=Lagre valget")
    assert MinutesPart.objects.get(pk=part.pk).text == "Direktoratet orienterte.\n\nDepartementet svarte."


@pytest.mark.parametrize(("width", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_a_point_is_added_and_the_page_breaks_no_rule(site, new_page, written, width, scheme):
    place, minutes = written
    part = minutes.parts.all()[1]
    page = new_page(width, scheme)
    log_in(page, site, place.controller)
    page.goto(f"{site.url}/dialog/referat/{minutes.pk}/skriv/")
    assert_good_page(page)
    section = page.locator(f"#sak-{part.pk}")
    section.locator("summary, u-summary").first.click()
    section.locator(f"[name=punkt-{part.pk}-text]").fill(f"Vi møtes igjen i juni ({width}).")
    page.fill("#ny_sak", f"Eventuelt {width}")
    with page.expect_navigation():  # by the keyboard: a mouse may miss what moves while the page is laid out
        section.get_by_role("button", name="Legg til punktet").press("Enter")
    page.get_by_text(f"Vi møtes igjen i juni ({width}).").first.wait_for()
    assert Point.objects.filter(part=part, text=f"Vi møtes igjen i juni ({width}).").count() == 1
    assert minutes.parts.filter(title=f"Eventuelt {width}").exists(), "what was typed elsewhere goes in as well"
    assert_good_page(page)
