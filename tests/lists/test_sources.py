"""What is in the repository: no place of anybody's machine, no package server, and words for all that users read."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from styrhus.audit.acts import texts
from styrhus.identity.access import TABLE

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "styrhus"
# Written in pieces, so that this file does not name them itself.
NOT_NAMED = {
    "a package server": re.compile(
        "|".join(re.escape(".".join(parts)) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org")))
        + "|" + re.escape(".".join(("npmjs", "com"))) + "|" + re.escape(".".join(("yarnpkg", "com")))
    ),
    "a place of one machine": re.compile(r"(?<![\w.])/(?:" + "|".join(("work", "ro" + "ot", "home/[a-z]+", "Users/[A-Z]")) + r")/"),
}  # fmt: skip
RECORDED = re.compile(r'record\(\s*act=f?"([^"]+)"')


def committed() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("This is no git checkout, so there is no list of committed files.")
    return [ROOT / name.decode() for name in listed.split(b"\0") if name]


@pytest.mark.parametrize("what", NOT_NAMED)
def test_no_committed_file_names(what):
    found = []
    for path in committed():
        if not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in NOT_NAMED[what].finditer(text)]
    assert found == []


def test_no_committed_file_is_large():
    large = [str(path.relative_to(ROOT)) for path in committed() if path.is_file() and path.stat().st_size > 1_000_000]
    assert large == []


def test_every_act_has_its_words():
    named = {act for path in SOURCE.rglob("*.py") for act in RECORDED.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 30
    assert sorted(act for act in named if "{" not in act and act not in texts()) == []


def test_every_permission_has_its_words():
    permissions = {permission for held in TABLE.values() for permission in held}
    assert sorted(str(permission) for permission in permissions if not str(getattr(permission, "label", ""))) == []


def test_no_room_has_a_drawer_for_everything():
    unwanted = [path for name in ("services.py", "utils.py", "signals.py", "helpers.py") for path in SOURCE.rglob(name)]
    assert unwanted == []


def test_files_stay_readable():
    long = {
        str(path.relative_to(SOURCE)): count
        for path in SOURCE.rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400 and "migrations" not in path.parts
    }
    assert long == {}


def test_every_environment_variable_is_in_the_operations_guide():
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    named = set()
    for folder in ("src", "tests", "benchmarks"):
        for path in (ROOT / folder).rglob("*.py"):
            named |= set(re.findall(r"\b(?:STYRHUS|DATABASE)_[A-Z_]*[A-Z]\b", path.read_text(encoding="utf-8")))
    assert {"STYRHUS_ENV", "DATABASE_URL"} <= named
    assert sorted(name for name in named if f"`{name}" not in guide) == []
