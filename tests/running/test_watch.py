"""What `styrhus up` does when one of its processes ends."""

import signal
import sys
import time

import pytest

from styrhus import running

# The first start kills itself; the second tells its parent to stop, as Ctrl+C does.
ONCE_KILLED = """
import os, signal, sys, time
from pathlib import Path
starts = Path(sys.argv[1])
first = not starts.exists()
starts.touch()
os.kill(os.getpid() if first else os.getppid(), signal.SIGKILL if first else signal.SIGTERM)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def signals_as_before():
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_process_that_is_killed_is_started_again(tmp_path, capsys):
    began = time.monotonic()
    assert running.watch([[sys.executable, "-c", ONCE_KILLED, str(tmp_path / "starts")]], lambda: None) == 0
    assert time.monotonic() - began < 30
    assert capsys.readouterr().err.count("startes igjen") == 1


def test_a_process_that_never_stays_up_stops_them_all(tmp_path, capsys):
    others = [sys.executable, "-c", f"import time; open({str(tmp_path / 'up')!r}, 'w'); time.sleep(60)"]
    began = time.monotonic()
    assert running.watch([others, [sys.executable, "-c", "raise SystemExit(3)"]], lambda: None) == 2
    assert time.monotonic() - began < 30, "the other one was not waited for"
    errors = capsys.readouterr().err
    assert errors.count("startes igjen") == running.RESTARTS
    assert "status 3" in errors
