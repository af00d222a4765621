"""The routes of the site, walked out of the URLconf, and the list that must name each of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

LISTS = [Path(__file__).parent / "routes.toml", *sorted(Path(__file__).parent.glob("rooms/*.routes.toml"))]
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    pattern: str  # as in the URLconf, from the root: "brukere/<int:pk>/"
    name: str  # "identity:user"
    view: Callable[..., Any]


def walk() -> list[Route]:
    """Every route of the site, in order."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            yield Route(pattern, f"{namespace}{entry.name}", entry.callback)


@dataclass(frozen=True)
class Listed:
    """One line of the list: which samples stand in the address, and what each asker is answered."""

    pattern: str
    values: dict[str, str]
    answers: dict[str, int]

    def address(self, samples: dict[str, Any]) -> str:
        """The address with sample values. Raises LookupError where the samples have none."""

        def value(match: re.Match[str]) -> str:
            found = samples.get(self.values.get(match[1], match[1]))
            if found is None:
                raise LookupError(f"samples.py gives no '{self.values.get(match[1], match[1])}' for {self.pattern}")
            return str(found)

        return "/" + PLACE.sub(value, self.pattern)


def listed() -> tuple[list[str], dict[str, Listed]]:
    """The columns (who asks), and every line of the list by its pattern."""
    read = [tomllib.loads(path.read_text(encoding="utf-8")) for path in LISTS]
    columns: list[str] = read[0]["columns"]
    lines = {}
    for pattern, line in (entry for data in read for entry in data.get("routes", {}).items()):
        values = {key: value for key, value in line.items() if key != "get"}
        lines[pattern] = Listed(pattern, values, dict(zip(columns, line["get"], strict=False)))
    return columns, lines
