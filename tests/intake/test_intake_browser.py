"""The real letter, all the way in a real browser: uploaded, followed, gone through, decided, adopted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from styrhus.letters.demo import SUPPLEMENT, demo_text
from tests.browser import NARROW, WIDE, assert_good_page, log_in
from tests.factories import World, world
from tests.shared import shared_path

pytestmark = pytest.mark.browser

READ_WITHIN = 60_000  # milliseconds that a page may wait for the worker


@pytest.fixture(scope="module")
def here(site: LiveServer, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    place = tmp_path_factory.mktemp("var")
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": place / "documents"},
    }
    with django_db_blocker.unblock(), override_settings(STORAGES=settings.STORAGES | {"default": storage}):
        made = world()
        process = start_worker(place)
        yield made
        process.terminate()
        process.communicate(timeout=30)


def start_worker(place: Path) -> subprocess.Popen[bytes]:
    """A worker as a process of its own, on the test's database and documents."""
    database = connection.settings_dict
    address = f"{quote(database['USER'])}:{quote(database['PASSWORD'] or '')}@:{database['PORT']}/{database['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://{address}?host={quote(database['HOST'] or 'localhost', safe='')}",
        "STYRHUS_VAR": str(place),
        "PYTHONPATH": str(settings.PACKAGE.parent),
        "DJANGO_SETTINGS_MODULE": "styrhus.settings",
    }
    command = [sys.executable, "-m", "django", "procrastinate", "worker", "--queues=letters"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def upload(page: Page, site: LiveServer, content: bytes, name: str) -> None:
    page.goto(f"{site.url}/brev/nytt/")
    page.get_by_label("Brevet").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    page.get_by_role("button", name="Last opp og les").click()


def test_from_the_real_letter_to_the_plan(site: LiveServer, here: World, new_page: Callable[..., Page]):
    page = new_page(WIDE, expected="422")  # the first try to adopt is refused
    log_in(page, site, here.controller)
    upload(page, site, shared_path("letters/imdi-2023.txt").read_bytes(), "tildelingsbrev.txt")
    expect(page.get_by_text("Veien videre")).to_be_visible(timeout=READ_WITHIN)
    assert_good_page(page)

    page.get_by_role("link", name="Gå gjennom det som er lest").click()
    page.get_by_role("navigation", name="Typer punkter").get_by_role("link", name="Oppdrag 28").click()
    card = page.get_by_role("article").filter(has_text="2023-11")
    card.get_by_role("link", name="Linje 157").click()
    expect(page.locator("#l157")).to_have_attribute("data-marked", "")
    expect(page.locator("#l157")).to_be_in_viewport()
    assert_good_page(page)

    card.get_by_role("link", name="Rett").click()
    page.get_by_label("Hovedansvar").fill("IMDi")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Punktet er rettet.")).to_be_visible()
    expect(card.get_by_text("Rettet", exact=True)).to_be_visible()

    rejected = page.get_by_role("article").filter(has_text="2023-10")
    rejected.get_by_text("Avvis", exact=True).click()
    rejected.get_by_label("Hvorfor skal det ikke være med i planen?").fill("Avklart med departementet")
    rejected.get_by_role("button", name="Avvis punktet").click()
    expect(page.get_by_text("Punktet er avvist")).to_be_visible()

    page.get_by_role("navigation", name="Brevets sider").get_by_role("link", name="Funn").click()
    wrong = page.get_by_role("article").filter(has_text="Linjen viser til oppdrag 2023-12")
    wrong.get_by_role("button", name="Bruk forslaget").click()
    expect(page.get_by_text("Forslaget er satt inn.")).to_be_visible()
    missing = page.get_by_role("article").filter(has_text="Vedlegg 5")
    missing.get_by_role("button", name="Ta opp med departementet").first.click()
    assert_good_page(page)

    page.get_by_role("navigation", name="Brevets sider").get_by_role("link", name="Til departementet").click()
    expect(page.get_by_role("listitem").filter(has_text="Vedlegg 5")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Last ned som Word").click()
    assert download.value.suggested_filename.endswith(".docx")
    assert_good_page(page)

    page.get_by_role("navigation", name="Brevets sider").get_by_role("link", name="Vedta").click()
    assert_good_page(page)
    page.get_by_role("button", name="Vedta planen for 2023").click()
    expect(page.get_by_text("er ikke vurdert. Vurder dem")).to_be_visible()
    page.get_by_label("Vedta planen selv om").check()
    page.get_by_role("button", name="Vedta planen for 2023").click()
    expect(page.get_by_text("Planen for 2023 er laget.")).to_be_visible(timeout=READ_WITHIN)


def test_a_supplement_at_390_pixels(site: LiveServer, here: World, new_page: Callable[..., Page]):
    page = new_page(NARROW)
    log_in(page, site, here.controller)
    upload(page, site, demo_text(SUPPLEMENT).encode(), "tillegg.txt")
    expect(page.get_by_text("Veien videre")).to_be_visible(timeout=READ_WITHIN)
    page.get_by_role("link", name="Ta endringene inn i planen").click()
    assert_good_page(page)
    moved = page.get_by_role("article").filter(has_text="Endret frist")
    moved.get_by_role("button", name="Ta inn i planen").click()
    expect(page.get_by_text("Endringen er tatt inn i planen.")).to_be_visible()
    page.get_by_role("navigation", name="Brevets sider").get_by_role("link", name="Gjennomgang").click()
    assert_good_page(page)


def test_a_file_that_is_no_letter_says_so_in_the_browser(site: LiveServer, here: World, new_page: Callable[..., Page]):
    page = new_page(WIDE, expected="422")
    log_in(page, site, here.controller)
    upload(page, site, b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "bilde.png")
    expect(page.locator("ds-error-summary")).to_contain_text("typen PNG")
    assert_good_page(page)
    upload(page, site, b"En roman uten departement.\n" * 30, "roman.txt")
    expect(page.get_by_text("Brevet kunne ikke leses")).to_be_visible(timeout=READ_WITHIN)
    assert_good_page(page)


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "dark"), (NARROW, "light")])
def test_every_page_of_a_letter_is_accessible(site, here, new_page, width: int, scheme: str):
    page = new_page(width, scheme)
    log_in(page, site, here.controller)
    text = demo_text(SUPPLEMENT).replace("nr. 1", f"nr. {width}")
    upload(page, site, text.encode(), f"tillegg-{width}.txt")
    expect(page.get_by_text("Veien videre")).to_be_visible(timeout=READ_WITHIN)
    base = page.url
    edit = "gjennomgang/?art=assignment"
    for place in (
        "",
        "gjennomgang/",
        edit,
        "funn/",
        "svar/",
        "endringer/",
        "brevhode/",
        "forkast/",
        "punkt/nytt/assignment/?linjer=12",
    ):
        page.goto(base + place)
        assert_good_page(page)
    page.goto(base + edit)
    page.get_by_role("link", name="Rett").first.click()
    assert_good_page(page)
    page.go_back()
    page.get_by_role("link", name="Slå sammen").first.click()
    assert_good_page(page)
