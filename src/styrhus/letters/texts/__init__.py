"""The sentences that the reader and the checks show to people, in bokmål, nynorsk and English.

One TOML file a language: a code and its template, with ``{placeholders}`` for the values.
Amounts and dates among the values are written the Norwegian way in every language, as the letter prints them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("nb", "nn", "en")


@cache
def templates(language: str) -> Mapping[str, str]:
    """All templates of a language by code. Raises ValueError for a language that is not in LANGUAGES."""
    if language not in LANGUAGES:
        raise ValueError(f"No letter texts in the language {language!r}; there are {', '.join(LANGUAGES)}.")
    content = files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)


def render(code: str, values: Mapping[str, str], language: str = "nb") -> str:
    """One sentence for the code. Raises KeyError when the code or one of its placeholders is unknown."""
    return templates(language)[code].format_map(values)
