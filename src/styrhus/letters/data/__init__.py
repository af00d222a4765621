"""Dated tables of the rules that letters are held against, each row with its source and whether it was read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table(name: str) -> Mapping[str, list[dict[str, Any]]]:
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def rows(table: str, kind: str, on: date | None = None) -> list[dict[str, Any]]:
    """The verified rows of a kind in ``<table>.toml`` that are law on the day; without a day, those without an end."""
    return [row for row in _table(table)[kind] if row["verified"] and _valid(row, on)]


def _valid(row: Mapping[str, Any], on: date | None) -> bool:
    begins, ends = row.get("valid_from"), row.get("valid_to")
    if on is None:
        return ends is None
    return (begins is None or begins <= on) and (ends is None or on <= ends)
