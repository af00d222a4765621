"""Reading in the background, by a real worker on a real queue."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from styrhus.audit.models import Event
from styrhus.intake.actions import begin_adoption, run_reading, upload_letter
from styrhus.intake.models import Reading, ReadingState, Step
from styrhus.intake.tasks import adopt_in_background, read_in_background, take_up_stalled
from styrhus.letters.demo import LETTER, demo_text
from styrhus.steering.models import Plan
from tests.databases import own_database
from tests.factories import World, world
from tests.intake.test_intake_large import letter

LIMIT = 60  # seconds: a worker that waits for a job that never comes must not hang the suite


@pytest.fixture
def here(django_db_setup, django_db_blocker, settings, tmp_path) -> Iterator[World]:
    """A database whose rows are committed, so that a worker in another process sees them."""
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "documents"},
    }
    settings.STORAGES = settings.STORAGES | {"default": storage}
    with django_db_blocker.unblock(), own_database("jobs"):
        yield world()


def queued(here: World, text: str = "") -> Reading:
    content = (text or demo_text(LETTER)).encode()
    reading, _new = upload_letter(
        agency=here.agency,
        ministry=here.ministry,
        owner=here.agency,
        content=content,
        filename="brev.txt",
        by=here.controller,
    )
    read_in_background(reading)
    return reading


def worker(*arguments: str) -> subprocess.Popen[bytes]:
    """A worker as a process of its own, on the test's database and the test's documents."""
    database = connection.settings_dict
    address = f"{quote(database['USER'])}:{quote(database['PASSWORD'] or '')}@:{database['PORT']}/{database['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://{address}?host={quote(database['HOST'] or 'localhost', safe='')}",
        "STYRHUS_VAR": str(Path(settings.STORAGES["default"]["OPTIONS"]["location"]).parent),
        "PYTHONPATH": str(settings.PACKAGE.parent),
        "DJANGO_SETTINGS_MODULE": "styrhus.settings",
    }
    command = [sys.executable, "-m", "django", "procrastinate", "worker", "--queues=letters", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def work() -> None:
    """Run a worker until the queue is empty."""
    _out, errors = (process := worker("--one-shot")).communicate(timeout=LIMIT)
    assert process.returncode == 0, errors.decode()[-2000:]


def test_a_worker_reads_the_letter(here: World):
    reading = queued(here)
    assert reading.state == ReadingState.QUEUED
    work()
    reading.refresh_from_db()
    assert (reading.state, reading.step, reading.progress) == (ReadingState.READ, Step.DONE, 100)
    assert reading.items.filter(kind="assignment").count() == 28
    assert reading.document.text.count("\n") + 1 == reading.line_count


def test_running_it_again_changes_nothing(here: World):
    reading = queued(here)
    work()
    before = (list(reading.items.order_by("pk").values_list("pk", flat=True)), Event.objects.count())
    run_reading(reading)
    read_in_background(reading)
    work()
    assert (list(reading.items.order_by("pk").values_list("pk", flat=True)), Event.objects.count()) == before


def test_what_a_killed_worker_had_begun_is_taken_up(here: World):
    reading = queued(here, letter(3000))
    process = worker()
    deadline = time.monotonic() + LIMIT
    while Reading.objects.get(pk=reading.pk).step in {Step.WAITING, Step.TEXT} and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    reading.refresh_from_db()
    assert reading.state == ReadingState.RUNNING  # cut off in the middle
    assert not reading.items.exists()
    work()
    reading.refresh_from_db()
    assert reading.state == ReadingState.RUNNING  # nobody takes a job that another one seems to hold
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")
    take_up_stalled.defer(timestamp=0)
    work()
    work()
    reading.refresh_from_db()
    assert reading.state == ReadingState.READ
    assert reading.items.filter(kind="assignment").count() == 3000
    assert ProcrastinateJob.objects.get(task_name="intake.read_letter").status == "succeeded"


def test_a_letter_that_is_none_fails_once_with_its_sentence(here: World):
    reading = queued(here, "En roman uten departement.\n" * 20)
    work()
    reading.refresh_from_db()
    assert (reading.state, reading.error_code) == (ReadingState.FAILED, "not-a-letter")
    assert ProcrastinateJob.objects.get(task_name="intake.read_letter").attempts == 1


def test_a_large_letter_is_adopted_by_a_worker(here: World):
    reading = run_reading(queued(here))
    begin_adoption(reading=reading, accept_open_errors=True, by=here.controller)
    adopt_in_background(reading, here.controller, accept_open_errors=True)
    work()
    reading.refresh_from_db()
    assert (reading.state, reading.plan) == (ReadingState.ADOPTED, Plan.objects.get(year=2023))


def test_an_adoption_that_is_refused_opens_the_letter_again(here: World):
    reading = run_reading(queued(here))
    begin_adoption(reading=reading, accept_open_errors=True, by=here.controller)
    Reading.objects.filter(pk=reading.pk).update(year=None)
    adopt_in_background(reading, here.controller, accept_open_errors=True)
    work()
    reading.refresh_from_db()
    assert reading.state == ReadingState.READ
    assert "budsjettår" in reading.notice
    assert not Plan.objects.exists()
