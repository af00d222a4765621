"""When two printed texts are the same thing."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[\W_]+")


def same_words(text: str) -> str:
    """A text without its capitals, punctuation and spacing: what is compared when two letters print the same thing."""
    return _BETWEEN.sub(" ", text.casefold()).strip()


def same_number(number: object) -> str:
    """An assignment's or parameter's number without spaces and capitals: "TTB 2024-41" is "TTB2024-41"."""
    return _BETWEEN.sub("-", str(number or "").casefold()).strip("-").replace("ttb-", "ttb").replace("tb-", "tb")


def same_part(part: object) -> str:
    return same_words(str(part or ""))
