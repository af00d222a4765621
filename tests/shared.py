"""Material that lies beside the checkout and is never copied into it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_path(name: str) -> Path:
    """The shared file of that name. Skips the test where it is absent; fails it where STYRHUS_SHARED=required."""
    path = SHARED / name
    if not path.exists():
        word = f"the shared file {name} does not lie beside the checkout"
        if os.environ.get("STYRHUS_SHARED") == "required":
            pytest.fail(word)
        pytest.skip(word)
    return path
