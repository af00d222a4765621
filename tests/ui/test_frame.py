"""The frame around every page for someone who is logged in: who you act for, the menu, the way out."""

from __future__ import annotations

import pytest

from styrhus.identity.models import User
from tests.browser import NARROW, WIDE, assert_good_page, log_in
from tests.factories import world

pytestmark = pytest.mark.browser

PAGE = "/tilgjengelighet/"


@pytest.fixture(scope="module")
def controller(site) -> User:
    return world().controller


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_frame_of_a_controller_breaks_no_rule(site, new_page, controller, width, scheme):
    page = new_page(width, scheme)
    log_in(page, site, controller)
    page.goto(site.url + PAGE)
    assert controller.name in page.locator(".ui-tool__user").inner_text()
    assert "Prøvedir" in page.locator(".ui-tool__role").inner_text()
    assert_good_page(page)


def test_the_menu_is_a_sheet_on_a_small_screen(site, new_page, controller):
    page = new_page(NARROW)
    log_in(page, site, controller)
    page.goto(site.url + PAGE)
    assert not page.locator("#menu").is_visible()
    page.locator(".ui-menu-button").click()
    assert page.locator("#menu a").first.is_visible()
    assert_good_page(page)
    page.keyboard.press("Escape")
    assert not page.locator("#menu").is_visible()


def test_the_menu_is_a_row_on_a_wide_screen_and_in_reach_of_the_keyboard(site, browser_page, controller):
    page = browser_page
    log_in(page, site, controller)
    page.goto(site.url + PAGE)
    assert page.locator("#menu a").first.is_visible()
    assert not page.locator(".ui-menu-button").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "ds-skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_language_chosen_is_remembered_on_the_user(site, new_page, controller):
    page = new_page()
    log_in(page, site, controller)
    page.goto(site.url + PAGE)
    page.locator("summary", has_text="Velg språk").click()
    page.locator("button[name=language][value=en]").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "en"
    controller.refresh_from_db()
    assert controller.language == "en"
