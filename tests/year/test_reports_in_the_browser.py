"""The half-year report and the annual report of 2023, made end to end in a real browser on the demo's year, and taken
out as files. Every figure in them has a receipt that computes to the same value.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import docx
import pypdfium2
import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from styrhus import demo
from styrhus.identity.models import User
from styrhus.reports.compose import document_of
from styrhus.reports.models import Report, ReportState
from styrhus.reports.queries import figure_rows, recomputed
from styrhus.steering.models import Plan
from tests.browser import NARROW, WIDE, assert_good_page, log_in
from tests.databases import own_database

pytestmark = [pytest.mark.slow, pytest.mark.browser]
KINDS = {
    "half_year": (date(2023, 8, 14), date(2023, 8, 18), "Halvårsrapport"),
    "annual": (date(2024, 3, 11), date(2024, 3, 15), "Årsrapport"),
}


@pytest.fixture(scope="module")
def year(made_database, django_db_blocker, tmp_path_factory) -> Iterator[SimpleNamespace]:
    """The demo's year in a database of its own, served by a thread."""
    files: Path = tmp_path_factory.mktemp("documents")
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": files}}
    storages = settings.STORAGES | {"default": own}
    places = override_settings(DEMO=True, STORAGES=storages, AUDIT_HEADS=files / "heads.log")
    with django_db_blocker.unblock(), own_database("reports"), places:
        demo.make()
        server = LiveServer("localhost")
        yield SimpleNamespace(
            server=server,
            plan=Plan.objects.get(agency__short_name="IMDi", year=2023),
            controller=User.objects.get(name="Demo Controller"),
            director=User.objects.get(name="Demo Direktør"),
            official=User.objects.get(name="Demo Etatsstyrer"),
        )
        server.stop()


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_from_the_first_click_to_the_ministrys_answer(kind, year, new_page):
    today, due, name = KINDS[kind]
    with override_settings(DEMO_TODAY=today):
        controller = new_page(WIDE)
        log_in(controller, year.server, year.controller)
        report = begin(controller, year, kind, due)
        written = write_all(controller, year, report)
        controller.get_by_role("button", name="Legg fram til godkjenning").click()
        controller.get_by_text("Rapporten er lagt fram til godkjenning.").wait_for()

        director = new_page(NARROW)
        log_in(director, year.server, year.director)
        director.goto(year.server.url + report.get_absolute_url())
        assert_good_page(director)
        director.get_by_role("link", name="Godkjenn og lås").click()
        director.get_by_role("button", name="Godkjenn og lås").click()
        director.get_by_text("Tall og tekst er låst.").wait_for()

        controller.goto(year.server.url + report.get_absolute_url())
        controller.get_by_role("link", name="Send rapporten").click()
        controller.get_by_label("Melding til departementet").fill(f"{name} 2023 følger vedlagt.")
        controller.get_by_role("button", name="Send rapporten").click()
        controller.get_by_text("Rapporten er sendt og journalført.").wait_for()

        official = new_page(WIDE)
        log_in(official, year.server, year.official)
        official.goto(year.server.url + report.get_absolute_url())
        official.get_by_role("button", name="Kvitter som mottatt").click()
        official.get_by_text("Rapporten er kvittert som mottatt.").wait_for()
        official.get_by_role("link", name="Godta rapporten").click()
        official.get_by_role("button", name="Godta rapporten").click()
        official.get_by_text("Rapporten er godtatt.").wait_for()
        official.goto(f"{year.server.url}{report.get_absolute_url()}les/")
        assert_good_page(official)

        report = Report.objects.get(pk=report.pk)
        assert report.state == ReportState.ACCEPTED
        every_figure_recomputes(report)
        the_files_hold_it_all(official, year, report, written)


def begin(page: Page, year: SimpleNamespace, kind: str, due: date) -> Report:
    page.goto(f"{year.server.url}/rapporter/plan-{year.plan.pk}/ny/{kind}/")
    title = page.locator("[name=title]")
    title.fill(f"{title.input_value()} (prøve)")
    page.get_by_role("button", name="Opprett rapporten").click()
    page.get_by_text("Rapporten er opprettet.").wait_for()
    made = Report.objects.latest("pk")
    assert (made.kind, made.due) == (kind, due)
    return made


def write_all(page: Page, year: SimpleNamespace, report: Report) -> list[str]:
    """Write a sentence with a figure of its own facts in every section that takes text, and mark it ready."""
    written = []
    for part in report.parts.order_by("order", "pk"):
        page.goto(year.server.url + part.get_absolute_url())
        field = page.locator(f"#tekst-{part.pk}")
        if not field.count():
            continue
        offered = page.locator("[name=sett_inn]")
        known = f"[[{offered.first.get_attribute('value')}]]" if offered.count() else ""
        sentence = f"Prøvetekst til del {part.order}: slik vurderer virksomheten det."
        field.fill(f"{sentence} {known}".strip())
        page.get_by_role("button", name="Lagre og merk ferdig").click()
        page.get_by_text("Delen er merket ferdig.").wait_for()
        written.append(sentence)
    assert len(written) >= 5
    return written


def every_figure_recomputes(report: Report) -> None:
    rows = figure_rows(report, document_of(report))
    assert len(rows) >= 20, "a report of the year without figures would prove nothing"
    for row in rows:
        now = recomputed(report, row.figure)
        assert now is not None, row.figure.key
        assert (now.value, now.fingerprint) == (row.figure.value, row.figure.fingerprint), row.figure.key


def the_files_hold_it_all(page: Page, year: SimpleNamespace, report: Report, written: list[str]) -> None:
    """PDF, Word and web page are fetched, opened by other libraries, and hold each sentence that was written."""
    address = f"{year.server.url}{report.get_absolute_url()}fil"
    pdf = pypdfium2.PdfDocument(page.request.get(f"{address}/pdf/").body())
    printed = " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in pdf).split())
    word = docx.Document(io.BytesIO(page.request.get(f"{address}/docx/").body()))
    typed = " ".join(paragraph.text for paragraph in word.paragraphs)
    web = page.request.get(f"{address}/html/").text()
    for sentence in written:
        for file in (printed, typed, web):
            assert sentence in file
    assert "[[" not in printed + typed + web, "a figure's key where its value should stand"
