"""Two people write one section at once in a real browser, and neither loses a word."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import override_settings

from styrhus.identity.roles import Role
from styrhus.reports.models import ReportPart
from tests.browser import NARROW, WIDE, assert_good_page, log_in
from tests.factories import small_plan, world
from tests.reports.conftest import begun

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def begun_report(site):
    with override_settings(DEMO_TODAY=date(2023, 8, 1)):
        place = world()
        yield place, begun(small_plan(place.agency).plan)


@pytest.fixture
def section(begun_report):
    """A section that nobody has written in yet."""
    return begun_report[1].parts.filter(text="", version=0).order_by("order").first()


def two_in_conflict(site, new_page, begun_report, section):
    """Both have the page open; the first saves, and the second is told."""
    place, _report = begun_report
    address = f"{site.url}/rapporter/deler/{section.pk}/"
    first, second = new_page(WIDE), new_page(WIDE)
    log_in(first, site, place.controller)
    log_in(second, site, place.people[Role.DIRECTOR])
    first.goto(address)
    second.goto(address)
    field, status = f"#tekst-{section.pk}", f"#status-{section.pk}"
    first.fill(field, "Controlleren skrev dette.")
    first.locator(status).get_by_text("Lagret").wait_for()  # by itself, without a button
    second.fill(field, "Direktøren skrev dette.")
    second.locator(status).get_by_text("To har skrevet i samme del").wait_for()
    assert ReportPart.objects.get(pk=section.pk).text == "Controlleren skrev dette.", "nothing is overwritten"
    assert "Controlleren skrev dette." in second.locator(status).inner_text()
    assert second.input_value(field) == "Direktøren skrev dette."
    return first, second


def test_both_texts_are_kept_also_when_the_other_goes_on_writing(site, new_page, begun_report, section):
    first, second = two_in_conflict(site, new_page, begun_report, section)
    assert_good_page(second)
    second.check(f"#valg-{section.pk}-both")
    first.fill(f"#tekst-{section.pk}", "Controlleren skrev dette. Og mer.")
    first.locator(f"#status-{section.pk}").get_by_text("Lagret").wait_for()
    first.wait_for_timeout(2500)
    assert ReportPart.objects.get(pk=section.pk).text == "Controlleren skrev dette. Og mer."
    with second.expect_navigation():
        second.click("text=Lagre valget")
    kept = ReportPart.objects.get(pk=section.pk).text
    assert kept == "Controlleren skrev dette. Og mer.\n\nDirektøren skrev dette."


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_one_text_stands_and_the_other_is_kept(site, new_page, begun_report, section, choice):
    _first, second = two_in_conflict(site, new_page, begun_report, section)
    second.fill(f"#tekst-{section.pk}", "Direktøren skrev dette.")
    second.check(f"#valg-{section.pk}-{choice}")
    with second.expect_navigation():
        second.click("text=Lagre valget")
    now = ReportPart.objects.get(pk=section.pk)
    if choice == "mine":
        assert now.text == "Direktøren skrev dette."
        assert now.earlier.get().text == "Controlleren skrev dette."
    else:
        assert now.text == "Controlleren skrev dette."


@pytest.mark.parametrize(("width", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_a_figure_is_put_where_the_writer_stands(site, new_page, begun_report, width, scheme):
    place, report = begun_report
    with_figures = next(row for row in report.parts.order_by("order") if report.template.section(row.key).sources)
    page = new_page(width, scheme)
    log_in(page, site, place.controller)
    page.goto(f"{site.url}/rapporter/deler/{with_figures.pk}/")
    assert_good_page(page)
    page.locator("summary, u-summary").filter(has_text="Sett inn et tall").first.click()
    button = page.locator("button[name=sett_inn]").first
    key = button.get_attribute("value")
    button.click()
    assert f"[[{key}]]" in page.input_value(f"#tekst-{with_figures.pk}")
    page.goto(f"{site.url}/rapporter/{report.pk}/")
    assert_good_page(page)
