"""Every page of `routes.toml` in a real browser, as the role that it is made for: no broken rule of WCAG 2.2 AA,
nothing on the console, nothing wider than the window; at 390 and 1280 px, and in dark colours at 1280.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser import NARROW, WCAG, WIDE, overflowing, violations
from tests.lists.routes import listed
from tests.lists.samples import Samples

_COLUMNS, LINES = listed()
PAGES = [pattern for pattern, line in LINES.items() if 200 in line.answers.values()]
NO_PAGE = {
    "brev/<int:pk>/status/",  # a piece of a page
    "brev/<int:pk>/svar.docx",
    "dokumenter/<int:pk>/fil/",
    "helse/",
    "kalender/<str:key>.ics",
    "virksomheten/evalueringer/kudos.csv",
    "virksomheten/evalueringer/kudos.json",
    "virksomheten/fellesforinger/<int:pk>/arsrapport.csv",
    "virksomheten/fellesforinger/<int:pk>/arsrapport.docx",
}
COLOURS = ["color-contrast"]  # all that the dark scheme can break
VIEWS = ((NARROW, "light"), (WIDE, "light"), (WIDE, "dark"))
pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def server(samples: Samples) -> Iterator[LiveServer]:
    started = LiveServer("localhost")
    yield started
    started.stop()


@pytest.fixture(scope="module")
def pages(
    chromium: Browser, server: LiveServer, clients: dict[str, Client]
) -> Iterator[dict[tuple[str, int, str], Page]]:
    """A browser window for each asker, width and colour scheme, opened when it is first needed."""
    opened: dict[tuple[str, int, str], Page] = Windows(chromium, server, clients)
    yield opened
    for page in opened.values():
        page.context.close()


class Windows(dict[tuple[str, int, str], Page]):
    def __init__(self, chromium: Browser, server: LiveServer, clients: dict[str, Client]) -> None:
        super().__init__()
        self.chromium, self.server, self.clients = chromium, server, clients

    def __missing__(self, key: tuple[str, int, str]) -> Page:
        name, width, scheme = key
        context = self.chromium.new_context(
            locale="nb-NO", viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
        )
        session = self.clients[name].cookies.get(settings.SESSION_COOKIE_NAME)
        if session:
            cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": session.value, "url": self.server.url}
            context.add_cookies([cookie])
        self[key] = context.new_page()
        return self[key]


def test_what_is_no_page_is_still_a_route():
    assert set(LINES) >= NO_PAGE


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view[0]}-{view[1]}")
@pytest.mark.parametrize("pattern", [p for p in PAGES if p not in NO_PAGE], ids=lambda pattern: pattern or "front")
def test_the_page_is_good(pattern, view, samples, pages, server):
    line = LINES[pattern]
    asker = next(name for name, status in line.answers.items() if status == 200)
    page = pages[asker, *view]
    errors: list[str] = []

    def on_console(message: Any) -> None:
        if message.type == "error":
            errors.append(message.text)

    def on_error(error: Any) -> None:
        errors.append(str(error))

    page.on("console", on_console)
    page.on("pageerror", on_error)
    try:
        answer = page.goto(server.url + line.address(samples.values))
        assert answer.status == 200
        assert violations(page, COLOURS if view[1] == "dark" else WCAG) == []
        assert overflowing(page) == []
        assert errors == []
        assert "UNKNOWN-VARIABLE" not in page.content()
    finally:
        page.remove_listener("console", on_console)
        page.remove_listener("pageerror", on_error)
