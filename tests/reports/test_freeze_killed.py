"""Approval killed with SIGKILL in the middle: nothing of it stands, and the next try does the whole of it once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date

import pytest
from django.db import connection
from django.test import override_settings

from styrhus.audit.models import Event
from styrhus.identity.roles import Role
from styrhus.notices.models import Notice
from styrhus.privileges import set_privileges
from styrhus.reports import actions
from styrhus.reports.document import from_json, sha256_of
from styrhus.reports.models import FrozenReport, Report, SectionSignature
from tests.databases import connect, own_database
from tests.factories import small_plan, world
from tests.reports.conftest import begun, written

APPROVE = """
import sys
from datetime import date
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
settings.DEMO_TODAY = date(2023, 8, 1)
from styrhus.identity.models import User
from styrhus.reports.actions import approve_report
from styrhus.reports.models import Report
print("ready", flush=True)
approve_report(report=Report.objects.get(pk=int(sys.argv[2])), by=User.objects.get(pk=int(sys.argv[3])))
"""
# Where the act is stopped: before the frozen report, after it, and after the report's own row and its event.
STOPS = ("reports_sectionsignature", "reports_frozenreport", "audit_event", "notices_notice")


@pytest.fixture(scope="module")
def waiting(made_database, django_db_blocker):
    """An annual report that waits for the director, committed in a database of our own."""
    with django_db_blocker.unblock(), own_database("frozen"), override_settings(DEMO_TODAY=date(2023, 8, 1)):
        place = world()
        plan = small_plan(place.agency).plan
        year = {"end": date(2023, 12, 31), "cut_off": date(2023, 12, 31), "due": date(2024, 3, 15)}
        report = written(begun(plan, "annual", **year))
        actions.submit_report(report=report, by=place.controller)
        set_privileges()
        yield report, place.people[Role.DIRECTOR]


def approving(report, director) -> subprocess.Popen[str]:
    name = connection.settings_dict["NAME"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "styrhus.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", APPROVE, name, str(report.pk), str(director.pk)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def standing(report) -> tuple[str, int, int, int, int]:
    now = Report.objects.get(pk=report.pk)
    events = Event.objects.filter(act="reports.approve_report").count()
    notices = Notice.objects.filter(kind="reports.approved").count()
    signatures = SectionSignature.objects.filter(part__report=report).count()
    return now.state, FrozenReport.objects.filter(report=report).count(), events, notices, signatures


@pytest.mark.parametrize("table", STOPS)
def test_killed_in_the_middle_leaves_nothing(waiting, table):
    report, director = waiting
    with connect() as blocker:
        blocker.execute(f"lock table {table} in exclusive mode")
        process = approving(report, director)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.stderr.read() if process.stderr else ""
        deadline = time.monotonic() + 20
        query = (
            "select count(*) from pg_locks l join pg_class c on c.oid = l.relation where c.relname = %s and not granted"
        )
        while time.monotonic() < deadline and not blocker.execute(query, [table]).fetchone()[0]:
            time.sleep(0.02)
        assert blocker.execute(query, [table]).fetchone()[0], "the act never came as far as this table"
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        blocker.rollback()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and standing(report)[0] != "ready":
        time.sleep(0.1)
    assert standing(report) == ("ready", 0, 0, 0, 0)


def test_afterwards_the_whole_of_it_is_done_once(waiting):
    report, director = waiting
    for _again in range(2):
        process = approving(report, director)
        _out, problem = process.communicate(timeout=120)
        assert process.returncode == 0, problem
    state, frozen, events, notices, signatures = standing(report)
    assert (state, frozen, events, signatures) == ("approved", 1, 1, 2)
    assert notices == 2, "the controller and the director are told once each"
    kept = FrozenReport.objects.get(report=report)
    assert sha256_of(from_json(kept.content)) == kept.sha256
