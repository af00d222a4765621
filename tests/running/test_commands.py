"""The program's commands as a user runs them, each with a place of its own for its data."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def styrhus(place, *arguments, feed="", **environment):
    """Run one command with its data under ``place``; returns (exit status, output, errors)."""
    values = {k: v for k, v in os.environ.items() if not k.startswith(("STYRHUS", "DATABASE", "DJANGO"))}
    values |= {"STYRHUS_VAR": str(place), "PYTHONPATH": str(ROOT / "src")} | environment
    result = subprocess.run(
        [sys.executable, "-m", "styrhus.command", *arguments],
        input=feed, capture_output=True, text=True, env=values, cwd=ROOT, timeout=300, check=False,
    )  # fmt: skip
    return result.returncode, result.stdout, result.stderr


@pytest.fixture(scope="module")
def base():
    """A folder that the database's own system user can walk into, unlike pytest's."""
    with tempfile.TemporaryDirectory(prefix="styrhus-test-", ignore_cleanup_errors=True) as name:
        place = Path(name)
        place.chmod(0o755)
        yield place


@pytest.fixture
def place(base, request):
    folder = base / f"{len(list(base.iterdir()))} {request.node.originalname}"[:40]
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def demo(base):
    place = base / "demo"
    place.mkdir()
    assert styrhus(place, "migrate") == (0, "", "")
    status, output, errors = styrhus(place, "demo")
    assert status == 0, errors
    assert "controller@demo.styrhus.invalid" in output
    return place


def test_the_demo_is_made_once_and_its_log_holds(demo):
    assert "allerede" in styrhus(demo, "demo")[1]
    status, output, _ = styrhus(demo, "verify")
    assert status == 0
    assert "Hendelsesloggen holder" in output


def test_verify_finds_a_changed_document(demo, place):
    backup = place / "first.tar.gz"
    assert styrhus(demo, "backup", str(backup))[0] == 0
    other = place
    assert styrhus(other, "restore", str(backup))[0] == 0
    stored = next(path for path in (other / "documents").rglob("*") if path.is_file())
    stored.write_bytes(stored.read_bytes() + b"x")
    status, output, _ = styrhus(other, "verify")
    assert status == 1
    assert "Dokument" in output


def test_a_backup_comes_back_whole(demo, place):
    backup = place / "styrhus.tar.gz"
    status, _, errors = styrhus(demo, "backup", str(backup))
    assert status == 0, errors
    assert styrhus(demo, "backup", str(backup))[0] == 2, "an existing file is never written over"
    other = place
    status, _, errors = styrhus(other, "restore", str(backup))
    assert status == 0, errors
    assert styrhus(other, "migrate")[0] == 0
    assert styrhus(other, "verify")[1].splitlines()[0] == styrhus(demo, "verify")[1].splitlines()[0]
    status, _, errors = styrhus(other, "restore", str(backup))
    assert status == 2
    assert "ikke tom" in errors


@pytest.mark.parametrize("content", [b"", b"not a backup"])
def test_what_is_no_backup_is_refused(place, content):
    file = place / "file"
    file.write_bytes(content)
    status, _, errors = styrhus(place, "restore", str(file))
    assert status == 2
    assert errors.count("\n") == 1


def test_production_makes_no_demo(place):
    secret = "s" * 60
    status, _, errors = styrhus(
        place, "demo", STYRHUS_ENV="production", STYRHUS_SECRET_KEY=secret, STYRHUS_HOSTS="styrhus.example"
    )
    assert status == 2
    assert "STYRHUS_DEMO" in errors


def test_the_first_administrator_of_an_agency_is_made_once(place):
    environment = {
        "STYRHUS_ENV": "production",
        "STYRHUS_SECRET_KEY": "s" * 60,
        "STYRHUS_HOSTS": "styrhus.example",
    }
    words = ("createadmin", "--email=admin@styrhus.example", "--name=Prøve Administrator")
    words += ("--agency=Prøvedirektoratet", "--ministry=Prøvedepartementet")
    assert styrhus(place, "migrate", **environment)[0] == 0
    status, _, errors = styrhus(place, *words, feed="kort\n", **environment)
    assert status == 2, "a weak password is refused"
    assert "12" in errors
    status, output, errors = styrhus(place, *words, feed="fire grønne ferjer venter\n", **environment)
    assert status == 0, errors
    assert "Prøvedirektoratet" in output
    status, _, errors = styrhus(place, *words, feed="fire grønne ferjer venter\n", **environment)
    assert status == 2
    assert errors.count("\n") == 1


def test_up_serves_until_it_is_told_to_stop(demo):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    values = {k: v for k, v in os.environ.items() if not k.startswith(("STYRHUS", "DATABASE", "DJANGO"))}
    values |= {"STYRHUS_VAR": str(demo), "PYTHONPATH": str(ROOT / "src")}
    process = subprocess.Popen(
        [sys.executable, "-m", "styrhus.command", "up", "--port", str(port)],
        env=values, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        page = b""
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/logg-inn/", timeout=5) as answer:
                    page = answer.read()
                break
            except OSError:
                time.sleep(0.1)
        assert b"Demo Controller" in page
    finally:
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    assert f"http://127.0.0.1:{port}/" in output
