"""What the scripts add, tried in a real browser; and that what is essential works without them."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

GALLERY = "/_designsystem/"


def sent(page, name):
    """The values that the form of a field would send under that name."""
    return page.evaluate(
        "(name) => [...new FormData(document.querySelector(`#id_${name}`).form)].filter((e) => e[0] === name)", name
    )


def test_a_long_select_is_searched_and_sends_its_value(site, browser_page):
    page = browser_page
    page.goto(site.url + GALLERY)
    page.locator("#id_municipality").click()
    page.keyboard.type("Kommune 37")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert sent(page, "municipality") == [["municipality", "0037"]]


def test_a_long_select_is_an_ordinary_select_without_scripts(site, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(site.url + GALLERY)
    page.locator("select#id_municipality").select_option("0037")
    assert page.locator("select#id_municipality").input_value() == "0037"


def test_filters_apply_at_once_and_stand_in_the_address(site, browser_page):
    page = browser_page
    page.goto(site.url + GALLERY + "?sort=-amount")
    before = page.locator("#table .ui-table__count").inner_text()
    page.locator("form.ui-filters select[name=goal]").select_option("2")
    page.wait_for_url("**goal=2**")
    page.wait_for_function("(old) => document.querySelector('#table .ui-table__count').innerText !== old", arg=before)
    assert "sort=-amount" in page.url
    assert page.locator("#table tbody tr").first.locator("td").nth(1).inner_text() == "2"


def test_filters_work_without_scripts(site, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(site.url + GALLERY)
    page.locator("form.ui-filters select[name=goal]").select_option("3")
    page.locator("form.ui-filters button").click()
    assert "goal=3" in page.url
    assert page.locator("#table tbody tr").first.locator("td").nth(1).inner_text() == "3"


@pytest.mark.parametrize("scripts", [True, False])
def test_language_and_colour_scheme_can_be_chosen_and_stay(site, new_page, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto(site.url + GALLERY)
    page.locator("summary", has_text="Velg språk").click()
    page.locator("button[name=language][value=nn]").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "nn"
    page.locator("summary:has(+ form[data-colour-scheme-form])").click()
    with page.expect_response("**/fargevalg/"):
        page.locator("button[name=scheme][value=dark]").click()
    page.goto(site.url + GALLERY)
    assert page.locator("html").get_attribute("lang") == "nn"
    assert page.locator("html").get_attribute("data-color-scheme") == "dark"


def test_menus_close_with_escape_and_give_focus_back(site, browser_page):
    page = browser_page
    page.goto(site.url + GALLERY)
    page.locator("summary", has_text="Velg språk").click()
    page.keyboard.press("Escape")
    assert page.locator("details.ui-menu[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_badge_marks_the_lines_of_the_letter(site, browser_page):
    page = browser_page
    page.goto(site.url + GALLERY)
    page.locator("a[data-lines='210-214']").click()
    marked = page.locator(".ui-source__line[data-marked]")
    assert [line.get_attribute("id") for line in marked.all()] == [f"l{number}" for number in range(210, 215)]


def test_the_dialog_opens_by_keyboard_and_closes_with_escape(site, browser_page):
    page = browser_page
    page.goto(site.url + GALLERY)
    page.locator("button[commandfor=sample-dialog]").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#sample-dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#sample-dialog").is_visible()


def test_the_error_summary_takes_focus_and_leads_to_the_field(site, browser_page):
    page = browser_page
    page.goto(site.url + GALLERY)
    page.locator("ds-error-summary a", has_text="E-post").click()
    assert page.evaluate("document.activeElement.name") == "email"


def test_progress_is_asked_for_until_the_job_has_ended(site, browser_page):
    page = browser_page
    page.goto(site.url + GALLERY)
    assert page.locator("#progress progress").get_attribute("value") == "40"
    page.wait_for_selector("#progress a.ds-button", timeout=15_000)
    assert "Brevet er lest" in page.locator("#progress").inner_text()
    assert page.locator("#progress[hx-get]").count() == 0


def test_progress_without_scripts_offers_to_load_again(site, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(site.url + GALLERY)
    assert page.locator("#progress noscript a").is_visible()
