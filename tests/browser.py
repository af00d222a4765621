"""A real Chromium for tests: pages that fail on any console error (also a refusal by the content security policy),
accessibility rules, and logins without typing.

    @pytest.mark.browser
    def test_front(site, browser_page, ...):
        log_in(browser_page, site, user)
        browser_page.goto(site.url + "/")
        assert_good_page(browser_page)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.databases import own_database

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop in the thread of the test

CHROMIUM = os.environ.get("STYRHUS_CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW, WIDE, SMALLEST = 390, 1280, 320


@pytest.fixture(scope="session")
def chromium(made_database: None, django_db_blocker: Any) -> Iterator[Browser]:
    """The browser. Django holds other database connections while Playwright's event loop runs in this thread, so
    those of before and after are closed at the border: an open one would keep the database from being cloned.
    """
    if not os.path.exists(CHROMIUM):
        pytest.skip(f"There is no Chromium at {CHROMIUM}; STYRHUS_CHROMIUM names another.")
    with django_db_blocker.unblock():
        connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        with django_db_blocker.unblock():
            connections.close_all()
        browser.close()


@pytest.fixture(scope="module")
def site(made_database: None, django_db_blocker: Any) -> Iterator[LiveServer]:
    """The site in a thread, on a database of the module's own. What the module's fixtures make there is committed."""
    with django_db_blocker.unblock(), own_database("browser"):
        server = LiveServer("localhost")
        yield server
        server.stop()


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of a given ``width`` and ``scheme`` ("light" or "dark"); its console must stay clean.

    ``expected`` is a part of the one message that the page should give ("404").
    """
    contexts, errors = [], []

    def open_page(width: int = WIDE, scheme: str = "light", expected: str = "", **options: Any) -> Page:
        def note(text: str) -> None:
            if not expected or expected not in text:
                errors.append(text)

        context = chromium.new_context(
            locale="nb-NO", viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: note(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: note(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def browser_page(new_page: Callable[..., Page]) -> Page:
    return new_page()


def log_in(page: Page, site: LiveServer, user: Any) -> None:
    """Let the browser hold a session of ``user``, as if the login form had been filled in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site.url}])


def violations(page: Page, rules: Sequence[str] = WCAG) -> list[tuple[str, str, list[str]]]:
    """What axe finds by ``rules`` (tags, or names of rules): (rule, weight, the elements)."""
    found = Axe().run(page, options={"runOnly": list(rules)}).response["violations"]
    return [(rule["id"], rule["impact"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]


def overflowing(page: Page) -> list[str]:
    """The elements that make the page scroll sideways; those inside a scrolling region do not count."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] : ["the page", ...
        [...document.querySelectorAll("body *")]
          .filter((e) => !e.closest(".ui-scroll") && e.getBoundingClientRect().right > window.innerWidth + 1)
          .slice(0, 8).map((e) => e.outerHTML.slice(0, 160))]"""
    )


def assert_good_page(page: Page) -> None:
    """No rule of WCAG 2.2 AA broken, and nothing wider than the window."""
    assert violations(page) == []
    assert overflowing(page) == []
