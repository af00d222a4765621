"""Every list can be taken away: each page with a table offers its export as CSV and XLSX, with the page's own rights."""

import contextlib
import io

import openpyxl
import pytest

from tests.lists.routes import listed

COLUMNS, LINES = listed()
PAGES = [pattern for pattern, line in LINES.items() if 200 in line.answers.values()]
pytestmark = pytest.mark.slow

# Pages whose tables are no list of their own: their rows stand in the export of the list that is named.
WITHOUT_EXPORT = {
    "_designsystem/": "samples",
    "tilganger/": "what the program goes by, no data",
    "profil/": "brukere/",
    "brukere/<int:pk>/": "brukere/",
    "hendelser/<int:number>/": "hendelser/",
    "mal/<int:pk>/": "styringsparametere/, oppdrag/ and penger/",
    "beredskap/funksjoner/<int:pk>/": "beredskap/avhengigheter/ and beredskap/sarbarheter/",
}
LISTS = ("brukere/", "organisasjoner/", "hendelser/", "dokumenter/", "brev/", "oppdrag/", "plikter/", "rapportering/")


def fetch(client, address):
    with contextlib.closing(client.get(address)) as answer:
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer, content


@pytest.mark.parametrize("pattern", PAGES, ids=lambda pattern: pattern or "front")
def test_a_page_with_a_table_offers_its_export(pattern, samples, clients):
    line = LINES[pattern]
    asker = next(name for name, status in line.answers.items() if status == 200)
    address = line.address(samples.values)
    answer, content = fetch(clients[asker], address)
    if "text/html" not in answer.headers["Content-Type"] or b"<table" not in content:
        return
    if pattern in WITHOUT_EXPORT:
        return
    assert b"ui-table__results" in content or pattern not in LISTS
    if b"<tbody" not in content.partition(b"ui-table__results")[2]:
        assert pattern not in LISTS, "the demo has rows in every list"
        return  # no table of rows, or none to take away
    for kind in ("csv", "xlsx"):
        assert f"format={kind}".encode() in content, f"/{pattern} has a table but no {kind} export"
        exported, data = fetch(clients[asker], f"{address}?format={kind}")
        assert exported.status_code == 200
        assert exported.headers["Content-Disposition"].startswith("attachment")
        if kind == "csv":
            assert data.startswith(b"\xef\xbb\xbf"), "spreadsheets need the mark to read æøå"
        else:
            assert openpyxl.load_workbook(io.BytesIO(data)).active.max_row >= 2


@pytest.mark.parametrize("pattern", PAGES, ids=lambda pattern: pattern or "front")
def test_who_may_not_see_the_page_gets_no_export(pattern, samples, clients):
    line = LINES[pattern]
    for name, status in line.answers.items():
        if status in (302, 403, 404):
            answer, _content = fetch(clients[name], f"{line.address(samples.values)}?format=csv")
            assert answer.status_code == status, name
