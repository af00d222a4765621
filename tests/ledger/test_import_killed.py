"""kill -9 in the middle of a check and of a posting: nothing is lost, nothing is doubled."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.exceptions import AlreadyEnqueued

from styrhus.audit.models import Event
from styrhus.ledger.actions import begin_confirm, run_check, run_confirm
from styrhus.ledger.models import AccountsImport, Entry, ImportedLine, ImportState, ImportSum
from styrhus.ledger.tasks import check_in_background, confirm_in_background, take_up_stalled
from tests.databases import connect, own_database
from tests.factories import World, world
from tests.ledger.test_imports import DAY, line, posted, synthetic, uploaded, used, with_posts

LIMIT = 90  # seconds: a worker that waits for what never comes must not hang the suite
LINES = 90_000  # about 45 MB, so that the check tells of its progress before it is done

pytestmark = pytest.mark.slow


@pytest.fixture
def here(django_db_setup, django_db_blocker, settings, tmp_path) -> Iterator[World]:
    """A database whose rows are committed, so that a worker in another process sees them."""
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "documents"},
    }
    settings.STORAGES = settings.STORAGES | {"default": storage}
    settings.DEMO_TODAY = DAY
    with django_db_blocker.unblock(), own_database("killed"):
        yield with_posts(world())


def worker(*arguments: str) -> subprocess.Popen[bytes]:
    """A worker as a process of its own, on the test's database, documents and day."""
    database = connection.settings_dict
    address = f"{quote(database['USER'])}:{quote(database['PASSWORD'] or '')}@:{database['PORT']}/{database['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://{address}?host={quote(database['HOST'] or 'localhost', safe='')}",
        "STYRHUS_VAR": str(Path(settings.STORAGES["default"]["OPTIONS"]["location"]).parent),
        "STYRHUS_DEMO_DAY": DAY.isoformat(),
        "PYTHONPATH": str(settings.PACKAGE.parent),
        "DJANGO_SETTINGS_MODULE": "styrhus.settings",
    }
    command = [sys.executable, "-m", "django", "procrastinate", "worker", "--queues=accounts", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def work() -> None:
    """Run a worker until the queue is empty."""
    _out, errors = (process := worker("--one-shot")).communicate(timeout=LIMIT)
    assert process.returncode == 0, errors.decode()[-2000:]


def take_up() -> None:
    """What the dead worker had begun is queued again, as each minute, and done."""
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")
    with contextlib.suppress(AlreadyEnqueued):  # a worker that lived past a full minute has queued it itself
        take_up_stalled.defer(timestamp=0)
    work()
    work()


def wait_for(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + LIMIT
    while not happened():
        assert time.monotonic() < deadline, "It never happened."
        time.sleep(0.02)


def kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()  # SIGKILL: no goodbye to the database either
    process.communicate()


def acts(accounts: AccountsImport) -> list[str]:
    found = Event.objects.filter(subject_type="ledger.accountsimport", subject_id=accounts.pk)
    return list(found.order_by("number").values_list("act", flat=True))


def test_a_check_that_is_killed_leaves_nothing_and_is_done_again(here: World):
    accounts = uploaded(here, synthetic(LINES))
    check_in_background(accounts)
    process = worker()
    wait_for(lambda: AccountsImport.objects.get(pk=accounts.pk).progress > 0)
    kill(process)
    accounts.refresh_from_db()
    assert accounts.state == ImportState.CHECKING  # cut off in the middle
    assert not ImportedLine.objects.exists()
    assert not ImportSum.objects.exists()
    take_up()
    accounts.refresh_from_db()
    assert (accounts.state, accounts.lines, accounts.wrong_lines) == (ImportState.CHECKED, LINES, 0)
    assert accounts.imported_lines.count() == LINES
    assert acts(accounts) == ["ledger.upload_accounts", "ledger.check_import"]


def test_a_posting_that_is_killed_has_posted_nothing_and_is_done_once(here: World):
    posted(here, line("1,00", Periode="202301"))
    accounts = run_check(uploaded(here, synthetic(2000)))
    begin_confirm(accounts=accounts, by=here.controller)
    confirm_in_background(accounts)
    before = list(Entry.objects.values_list("pk", flat=True))
    process = None
    # another connection holds the third month, so that the worker stops when two months are posted
    with connect(autocommit=False) as other:
        other.execute(
            "select 1 from ledger_importedmonth where accounts_id = %s and month = 3 for update", [accounts.pk]
        )
        process = worker()
        wait_for(lambda: _waits(other))
        kill(process)
        other.rollback()
    wait_for(lambda: not _others_at_work())
    accounts.refresh_from_db()
    assert accounts.state == ImportState.CONFIRMING
    assert list(Entry.objects.values_list("pk", flat=True)) == before
    assert used(here) == {"Kap. 671 post 21": Decimal("1.00")}
    take_up()
    accounts.refresh_from_db()
    assert accounts.state == ImportState.CONFIRMED
    posting = [month.entry for month in accounts.months.order_by("month")]
    assert [entry.on.month for entry in posting] == [1, 2, 3, 4]
    assert Entry.objects.count() == len(before) + 1 + 4  # one reversal of January
    assert sum(used(here).values()) == sum(month.amount for month in accounts.months.all())
    assert acts(accounts)[-2:] == ["ledger.begin_confirm", "ledger.confirm_import"]
    run_confirm(accounts)
    assert Entry.objects.count() == len(before) + 1 + 4


def _waits(other: object) -> bool:
    """Somebody waits for the row that the other connection holds."""
    with connection.cursor() as cursor:
        cursor.execute("""
            select count(*) from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock' and query ilike '%ledger_importedmonth%'
        """)
        return bool(cursor.fetchone()[0])


def _others_at_work() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("""
            select count(*) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
        """)
        return bool(cursor.fetchone()[0])
