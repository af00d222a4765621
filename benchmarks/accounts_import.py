"""How fast a year's accounts come in: staged, checked and posted, against a bare COPY of the same rows.

    python -m benchmarks accounts_import [--rows 1000000] [--rounds 3] [--json]

The file has the state accounts' 28 columns and is synthetic. "Bare COPY" sends the same bytes with one COPY command
into a table of the same 28 columns without keys, in one transaction: the least that any import of all columns must do.
Both run in turns in a database of their own, and the medians are compared. Exit status 1 above 2.5 times.
With --json the last line is {"figure", "ours", "peer", "peer_name", "ratio", "unit", "runs"}.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

GOAL = 2.5
YEAR = 2023
NAME, NUMBER = "Prøvedirektoratet", "999999999"


def main(arguments: list[str]) -> int:
    """Make the file, measure, print. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="benchmarks accounts_import")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "styrhus.settings")
    os.environ["STYRHUS_DATABASE_ROLE"] = "owner"
    import django  # noqa: PLC0415 - settings must be named first

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    settings.DEMO_TODAY = date(YEAR + 1, 1, 15)
    original = connection.settings_dict["NAME"]
    connection.settings_dict.setdefault("TEST", {})["NAME"] = f"benchmark_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with tempfile.TemporaryDirectory() as folder:
            settings.STORAGES["default"]["OPTIONS"]["location"] = folder
            return _measure(Path(folder) / "accounts.csv", asked.rows, asked.rounds, as_json=asked.json)
    finally:
        connection.creation.destroy_test_db(original, verbosity=0)


def _measure(path: Path, rows: int, rounds: int, *, as_json: bool) -> int:
    from styrhus.ledger.synthetic import write_accounts  # noqa: PLC0415

    with path.open("wb") as file:
        write_accounts(file, year=YEAR, lines=rows, agency=NAME, agency_number=NUMBER)
    accounts = _agency()
    ours: list[float] = []
    peer: list[float] = []
    parts: dict[str, list[float]] = {}
    for turn in range(rounds):
        work: list[Callable[[], None]] = [
            lambda: peer.append(_bare(path, rows)),
            lambda: ours.append(_import(path, accounts, rows, parts)),
        ]
        for one in work if turn % 2 == 0 else reversed(work):
            one()
    took, bare = median(ours), median(peer)
    print(f"{rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB, {rounds} rounds in turns")
    for name, times in parts.items():
        print(f"  {name:<18} {median(times):7.2f} s")
    print(f"import             {took:7.2f} s  {rows / took:>10,.0f} rows a second")
    print(f"bare COPY          {bare:7.2f} s  {rows / bare:>10,.0f} rows a second")
    print(f"ratio {took / bare:.2f} (goal: at most {GOAL})")
    if as_json:
        figure = {
            "figure": "accounts_import",
            "ours": round(took, 3),
            "peer": round(bare, 3),
            "peer_name": "bare COPY",
            "ratio": round(took / bare, 3),
            "unit": "s",
            "runs": rounds,
        }
        print(json.dumps(figure))
    return 0 if took / bare <= GOAL else 1


def _agency() -> Any:
    """An agency with the posts of the file."""
    from styrhus.archive.sourced import Place  # noqa: PLC0415
    from styrhus.economy.models import Chapter, Post  # noqa: PLC0415
    from styrhus.identity.models import Organisation  # noqa: PLC0415
    from styrhus.ledger.synthetic import PLAN  # noqa: PLC0415

    agency = Organisation.objects.create(kind="directorate", name=NAME, number=NUMBER)
    for post in PLAN:
        chapter, _new = Chapter.objects.get_or_create(
            agency=agency,
            year=YEAR,
            number=post.chapter.lstrip("0"),
            defaults=Place().as_fields() | {"name": "Kapittel"},
        )
        Post.objects.create(chapter=chapter, number=post.post, name=post.name, **Place().as_fields())
    return agency


def _import(path: Path, agency: Any, rows: int, parts: dict[str, list[float]]) -> float:
    """Stage, check and post the file; then take the entries back, so that the next round does the same work."""
    from django.core.files import File  # noqa: PLC0415

    from styrhus.ledger import actions  # noqa: PLC0415
    from styrhus.ledger.actions import reverse_entry  # noqa: PLC0415
    from styrhus.ledger.models import Entry, ImportState  # noqa: PLC0415

    with path.open("rb") as file:
        accounts = actions.upload_accounts(agency=agency, year=YEAR, file=File(file), filename=path.name, by=None)
    began = time.perf_counter()
    accounts = actions.run_check(accounts)
    checked = time.perf_counter()
    _expect(accounts.state == ImportState.CHECKED and accounts.lines == rows and not accounts.wrong_lines)
    _begin_confirm(accounts)
    accounts = actions.run_confirm(accounts)
    ended = time.perf_counter()
    _expect(accounts.state == ImportState.CONFIRMED and accounts.imported_lines.count() == rows)
    parts.setdefault("stage and check", []).append(checked - began)
    parts.setdefault("post", []).append(ended - checked)
    for entry in Entry.objects.filter(imported__accounts=accounts):
        reverse_entry(entry=entry, on=entry.on, why="Neste runde", by=None)
    return ended - began


def _begin_confirm(accounts: Any) -> None:
    from styrhus.ledger.models import AccountsImport, ImportState  # noqa: PLC0415

    AccountsImport.objects.filter(pk=accounts.pk).update(state=ImportState.CONFIRMING)


def _bare(path: Path, rows: int) -> float:
    from django.db import connection, transaction  # noqa: PLC0415

    from styrhus.ledger.importing.layout import STATE_COLUMNS  # noqa: PLC0415

    columns = ", ".join(f'"{name}" text' for name in STATE_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(f"drop table if exists bare; create table bare ({columns})")
    began = time.perf_counter()
    command = "copy bare from stdin with (format csv, delimiter ';', header true, encoding 'WIN1252')"
    with transaction.atomic(), connection.cursor() as cursor, path.open("rb") as file:
        with cursor.copy(command) as copy:
            while part := file.read(1 << 18):
                copy.write(part)
        _expect(cursor.rowcount == rows)
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("drop table bare")
    return took


def _expect(holds: bool) -> None:
    if not holds:
        sys.exit("The import did not do the same work as the bare COPY.")
