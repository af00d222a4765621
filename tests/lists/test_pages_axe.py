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
    "dialog/moter/<int:pk>/mote.ics",
    "dokumenter/<int:pk>/fil/",
    "forberedelse/<int:pk>/notat.docx",
    "helse/",
    "kalender/<str:key>.ics",
    "rapporter/<int:pk>/fil/<slug:ending>/",
    "regnskap/import/<int:pk>/feil/fil/",
    "regnskap/import/<int:pk>/fil/",
    "regnskap/import/<int:pk>/status/",  # a piece of a page
    "virksomheten/evalueringer/kudos.csv",
    "virksomheten/evalueringer/kudos.json",
    "virksomheten/fellesforinger/<int:pk>/arsrapport.csv",
    "virksomheten/fellesforinger/<int:pk>/arsrapport.docx",
}
COLOURS = ["color-contrast"]  # all that the dark scheme can break
VIEWS = ((NARROW, "light", WCAG), (WIDE, "light", WCAG), (WIDE, "dark", COLOURS))
pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def server(samples: Samples) -> Iterator[LiveServer]:
    started = LiveServer("localhost")
    yield started
    started.stop()


@pytest.fixture(scope="module")
def pages(chromium: Browser, server: LiveServer, clients: dict[str, Client]) -> Iterator[dict[str, Page]]:
    """A browser window for each asker, opened when it is first needed."""
    opened: dict[str, Page] = Windows(chromium, server, clients)
    yield opened
    for page in opened.values():
        page.context.close()


class Windows(dict[str, Page]):
    def __init__(self, chromium: Browser, server: LiveServer, clients: dict[str, Client]) -> None:
        super().__init__()
        self.chromium, self.server, self.clients = chromium, server, clients

    def __missing__(self, name: str) -> Page:
        context = self.chromium.new_context(locale="nb-NO", reduced_motion="reduce")
        session = self.clients[name].cookies.get(settings.SESSION_COOKIE_NAME)
        if session:
            cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": session.value, "url": self.server.url}
            context.add_cookies([cookie])
        self[name] = context.new_page()
        return self[name]


def test_what_is_no_page_is_still_a_route():
    assert set(LINES) >= NO_PAGE


@pytest.mark.parametrize("pattern", [p for p in PAGES if p not in NO_PAGE], ids=lambda pattern: pattern or "front")
def test_the_page_is_good(pattern, samples, pages, server):
    """Fetched once on a telephone; then the same page is widened, and then darkened, as a browser does it."""
    line = LINES[pattern]
    asker = next(name for name, status in line.answers.items() if status == 200)
    page, wrong = pages[asker], []

    def on_console(message: Any) -> None:
        if message.type == "error":
            wrong.append(("console", message.text))

    def on_error(error: Any) -> None:
        wrong.append(("script", str(error)))

    page.on("console", on_console)
    page.on("pageerror", on_error)
    try:
        for width, scheme, rules in VIEWS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            if (width, scheme) == VIEWS[0][:2]:
                answer = page.goto(server.url + line.address(samples.values))
                assert answer.status == 200
                assert "UNKNOWN-VARIABLE" not in page.content()
            wrong += [(width, scheme, broken) for broken in [*violations(page, rules), *overflowing(page)]]
        assert wrong == []
    finally:
        page.remove_listener("console", on_console)
        page.remove_listener("pageerror", on_error)


def test_the_dark_page_is_dark(pages, server):
    """What the last view looks at: the colours change with the browser's wish, without a new page."""
    page = pages["anonymous"]
    page.goto(server.url)
    ground = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        ground.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert ground[0] != ground[1]
