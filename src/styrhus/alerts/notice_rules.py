"""The dated data of how long before publication the ministry is to be told."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from .rules import NoticeRule

DATA = Path(__file__).parent / "data" / "publication_notice.toml"


@cache
def notice_rules() -> tuple[NoticeRule, ...]:
    """Every rule of the file, in its order."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["notice"]
    return tuple(NoticeRule(row["from"], row["days"], row["source"], row.get("verified")) for row in rows)
