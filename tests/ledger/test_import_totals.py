"""A year of accounts at national size: what is in the ledger is what an independent program finds in the file."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from django.core.files.base import File

from styrhus.ledger.actions import begin_confirm, run_check, run_confirm, upload_accounts
from styrhus.ledger.models import ImportedLine, ImportState, Posting
from styrhus.ledger.synthetic import write_accounts
from tests.factories import World
from tests.ledger.test_imports import NUMBER, here

__all__ = ["here"]

LINES = int(os.environ.get("STYRHUS_IMPORT_LINES", "100000"))

BY_POST_MONTH_ACCOUNT = """
    select Post_id, cast(right(Periode, 2) as integer), Artskonto_id,
           sum(cast(replace("Beløp", ',', '.') as decimal(18, 2))), count(*)
      from read_csv(?, delim = ';', quote = '"', header = true, encoding = 'latin-1', all_varchar = true)
     group by 1, 2, 3 order by 1, 2, 3
"""


@pytest.mark.slow
def test_all_totals_equal_an_independent_query_to_the_ore(here: World, tmp_path: Path, settings):
    settings.DEMO_TODAY = date(2024, 1, 20)
    path = tmp_path / "regnskap.csv"
    with path.open("wb") as file:
        write_accounts(file, year=2023, lines=LINES, agency=here.agency.name, agency_number=NUMBER)
    with path.open("rb") as file:
        accounts = upload_accounts(
            agency=here.agency, year=2023, file=File(file), filename=path.name, by=here.controller
        )
    accounts = run_check(accounts)
    assert (accounts.state, accounts.lines, accounts.wrong_lines) == (ImportState.CHECKED, LINES, 0)
    accounts = run_confirm(begin_confirm(accounts=accounts, by=here.controller))

    found = duckdb.execute(BY_POST_MONTH_ACCOUNT, [str(path)]).fetchall()
    assert sum(row[4] for row in found) == LINES
    assert ImportedLine.objects.filter(accounts=accounts).count() == LINES
    in_ledger: dict[tuple[str, int, str], Decimal] = {}
    postings = Posting.objects.filter(entry__imported__accounts=accounts, post__isnull=False)
    for posting in postings.select_related("entry", "post__chapter"):
        post = posting.post.chapter.number.zfill(4) + posting.post.number
        in_ledger[post, posting.entry.on.month, posting.account] = posting.amount
    assert in_ledger == {(post, month, account): amount for post, month, account, amount, _lines in found if amount}
    kept = ImportedLine.objects.filter(accounts=accounts)
    assert sum(kept.values_list("amount", flat=True)) == sum(row[3] for row in found)
