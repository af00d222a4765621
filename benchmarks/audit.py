"""How fast `styrhus verify` checks the event log: against the goal, and against the same work by hand.

    python -m benchmarks audit [EVENTS]

Both sides run in turns over the same log; the medians are compared. "By hand" reads every event in Python and
computes one SHA-256 over its fields, without following the chain: the least that any check must do. Exit status
1 when the goal of 50 000 events a second is missed or checking takes over three times the work by hand.
The log is made in a database of its own, which is dropped afterwards.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

GOAL = 50_000  # events a second, design goal
BOUND = 3.0  # times the work by hand
ROUNDS = 5
NO_HEADS = Path(os.devnull)

FILL = """
    insert into audit_event (actor_name, acting_for, act, subject_type, subject_id, subject_label, old, new, why)
    select 'Demo Controller', 'Controller, IMDi', 'steering.change_deadline', 'steering.deadline', n,
           'Oppdrag ' || n, jsonb_build_object('date', '2023-06-01'), jsonb_build_object('date', '2023-10-01'),
           'Etter avtale i møte ' || n
      from generate_series(1, %s) n
"""


def main(arguments: list[str]) -> int:
    """Make the log, measure, print one table. Returns the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "styrhus.settings")
    os.environ["STYRHUS_DATABASE_ROLE"] = "owner"
    count = int(arguments[0]) if arguments else 100_000
    import django  # noqa: PLC0415 - settings must be named first

    django.setup()
    from django.db import connection  # noqa: PLC0415

    original = connection.settings_dict["NAME"]
    connection.settings_dict.setdefault("TEST", {})["NAME"] = f"benchmark_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return _measure(count)
    finally:
        connection.creation.destroy_test_db(original, verbosity=0)


def _measure(count: int) -> int:
    from django.db import connection, transaction  # noqa: PLC0415

    from styrhus.audit.queries import verify  # noqa: PLC0415

    def by_hand() -> int:
        read = 0
        with transaction.atomic(), connection.chunked_cursor() as cursor:
            cursor.execute("select * from audit_event order by number")
            for row in cursor:
                hashlib.sha256(repr(row).encode()).hexdigest()
                read += 1
        return read

    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(FILL, [count])
        cursor.execute("analyze audit_event")
    print(f"{count} events written at {count / (time.perf_counter() - began):,.0f} a second")
    checking, reading = [], []
    for _ in range(ROUNDS):
        checking.append(_seconds(lambda: _expect(verify(NO_HEADS).holds)))
        reading.append(_seconds(lambda: _expect(by_hand() == count)))
    speed, ratio = count / median(checking), median(checking) / median(reading)
    print(f"verify              {median(checking):6.2f} s  {speed:>10,.0f} events a second (goal {GOAL:,})")
    print(f"read + SHA-256 once {median(reading):6.2f} s  {count / median(reading):>10,.0f} events a second")
    print(f"ratio {ratio:.2f} (bound {BOUND})")
    return 0 if speed >= GOAL and ratio <= BOUND else 1


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _expect(holds: bool) -> None:
    if not holds:
        sys.exit("The log that was just written does not hold.")
