"""The forms, texts and limits of the annual accounts as they hold on a day, read from dated data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from .rules import Limits, TypeRow

DATA = Path(__file__).parents[1] / "data" / "annual.toml"
LANGUAGES = ("nb", "nn", "en")
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stated:
    """Something that the data states, with where it says so and whether that was read."""

    key: str
    text: Texts
    source: str
    verified: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class CommonPost:
    """A post of one of the state's common chapters, and the accounts that are reported there."""

    key: str
    chapter: str
    post: str
    income: bool
    accounts: tuple[str, ...]
    chapter_name: Texts
    post_name: Texts


@dataclass(frozen=True, slots=True)
class Rulebook:
    day: date
    limits: Limits
    rules: tuple[Stated, ...]
    common: tuple[CommonPost, ...]
    bank: tuple[str, ...]
    bank_in: Texts
    bank_out: Texts
    rows: tuple[TypeRow, ...]
    consultants: tuple[str, ...]
    forms: tuple[Stated, ...]  # where the forms are from
    sources: tuple[Stated, ...]

    def row(self, key: str) -> TypeRow:
        return next(row for row in self.rows if row.key == key)

    @property
    def unverified(self) -> tuple[Stated, ...]:
        return tuple(one for one in (*self.rules, *self.forms, *self.sources) if not one.verified)


def in_language(texts: Texts, language: str) -> str:
    """The text in "nb", "nn" or "en"; bokmål where there is no other."""
    return texts.get(language[:2]) or texts["nb"]


@cache
def rulebook(day: date) -> Rulebook:
    """What holds on ``day``. Raises: LookupError for a day before the first that the data knows."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    limits, common, bank = (_standing(data[name], day) for name in ("limits", "common", "bank"))
    by_type, figures = _standing(data["by_type"], day), _standing(data["key_figures"], day)
    return Rulebook(
        day=day,
        limits=Limits(Decimal(limits["percent"]), limits["first"], limits["last"], Decimal(limits["move_percent"])),
        rules=tuple(Stated(one["key"], _texts(one), one["source"], one["verified"]) for one in limits["rules"]),
        common=tuple(_common(one) for one in common["posts"]),
        bank=tuple(bank["accounts"]),
        bank_in=_texts(bank, "in_"),
        bank_out=_texts(bank, "out_"),
        rows=tuple(_row(one) for one in by_type["rows"]),
        consultants=tuple(figures["consultants"]),
        forms=tuple(
            Stated(key, {}, part["source"], part["verified"])
            for key, part in (("common", common), ("bank", bank), ("by_type", by_type), ("key_figures", figures))
        ),
        sources=tuple(
            Stated(key, {"nb": one["says"]}, one["title"], one["verified"], one["url"])
            for key, one in data["sources"].items()
        ),
    )


def _standing(versions: list[dict[str, Any]], day: date) -> dict[str, Any]:
    found = [one for one in versions if one["from"] <= day]
    if not found:
        raise LookupError(f"The data of the annual accounts begins after {day}.")
    return max(found, key=lambda one: one["from"])


def _texts(data: Mapping[str, Any], prefix: str = "") -> Texts:
    return {language: data[prefix + language] for language in LANGUAGES}


def _common(data: Mapping[str, Any]) -> CommonPost:
    return CommonPost(
        data["key"], data["chapter"], data["post"], data["income"], tuple(data["accounts"]),
        _texts(data, "chapter_"), _texts(data, "post_"),
    )  # fmt: skip


def _row(data: Mapping[str, Any]) -> TypeRow:
    return TypeRow(
        key=data["key"],
        kind=data["kind"],
        part=data["part"],
        text=_texts(data),
        sign=data.get("sign", 1),
        accounts=tuple(data.get("accounts", ())),
        types=tuple(data.get("types", ())),
        adds=tuple(data.get("adds", ())),
    )
