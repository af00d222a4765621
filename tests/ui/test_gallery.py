"""Every component, in a real browser: accessible, within its window and quiet in the console."""

from __future__ import annotations

import pytest

from tests.browser import NARROW, SMALLEST, WIDE, assert_good_page, overflowing, violations

pytestmark = pytest.mark.browser

GALLERY = "/_designsystem/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_gallery_breaks_no_rule(site, new_page, width, scheme):
    page = new_page(width, scheme)
    page.goto(site.url + GALLERY)
    page.wait_for_selector("ds-tab[role=tab]")
    for details in page.locator("main details").all():
        details.evaluate("(element) => { element.open = true; }")
    assert_good_page(page)


def test_nothing_is_wider_than_the_smallest_window(site, new_page):
    page = new_page(SMALLEST)
    page.goto(site.url + GALLERY)
    page.wait_for_selector("ds-tab[role=tab]")
    assert overflowing(page) == []


def test_the_checks_find_what_is_wrong(site, browser_page):
    browser_page.goto(site.url + GALLERY)
    browser_page.evaluate(
        """() => { const wide = document.createElement("div");
        wide.innerHTML = "<input><img src='/static/ui/favicon.svg'><b class='wide'>x</b>";
        document.querySelector("main").append(wide);
        wide.querySelector("b").setAttribute("style", "");
        wide.querySelector("b").style.cssText = "display:block;inline-size:3000px"; }"""
    )
    assert {rule for rule, _weight, _elements in violations(browser_page)} >= {"label", "image-alt"}
    assert overflowing(browser_page) != []


@pytest.mark.parametrize("address", ["/tilgjengelighet/", "/finnes-ikke/"])
def test_other_pages_of_the_room_break_no_rule(site, new_page, address):
    page = new_page(NARROW)
    if address == "/finnes-ikke/":
        page.remove_listener  # noqa: B018 - the console says 404, as it should
    page.goto(site.url + address)
    assert_good_page(page)
