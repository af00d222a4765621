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
        wide.querySelector("b").style.cssText = "display:block;inline-size:3000px"; }"""
    )
    assert {rule for rule, _weight, _elements in violations(browser_page)} >= {"label", "image-alt"}
    assert overflowing(browser_page) != []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_accessibility_statement_breaks_no_rule(site, new_page, scheme):
    page = new_page(NARROW, scheme)
    page.goto(site.url + "/tilgjengelighet/")
    assert_good_page(page)


def test_the_page_that_is_not_there_breaks_no_rule(site, new_page):
    page = new_page(NARROW, expected="404")
    page.goto(site.url + "/finnes-ikke/")
    assert "Vi finner ikke siden" in page.locator("h1").inner_text()
    assert_good_page(page)


def test_a_style_attribute_fails_the_test_of_its_page(site, chromium):
    page = chromium.new_page()
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(site.url + GALLERY)
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.close()
    assert any("Content Security Policy" in text for text in refused)
