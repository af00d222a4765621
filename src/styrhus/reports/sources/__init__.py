"""What a section of a report can be filled from: ``SOURCES[key].function(context)`` gives its blocks.

A source reads registers and nothing else: facts in sentences and tables whose numbers are figures with receipts, and
what persons have written for the ministry, word for word. What is the agency's own alone never enters: each source says
in its docstring what it leaves out. An empty register is said to be empty.

A key may have an argument: ``SOURCES["goals:3"]`` is the source "goals" for goal 3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from styrhus.reports.document import Block

from .context import Context, Source, context_of, shown
from .register import every_source

__all__ = ("SOURCES", "Context", "Source", "context_of", "shown")


class Sources(dict[str, Source]):
    """The sources by key; one that takes an argument answers to "key:argument" too."""

    def __missing__(self, key: str) -> Source:
        name, _colon, argument = key.partition(":")
        if key not in self:
            raise KeyError(key)
        source = self[name]
        return replace(source, function=partial(_with, source.function, argument), takes_argument=False)

    def __contains__(self, key: object) -> bool:
        if dict.__contains__(self, key):
            return True
        name, colon, argument = str(key).partition(":")
        return bool(colon and argument) and dict.__contains__(self, name) and self[name].takes_argument


def _with(function: Callable[..., list[Block]], argument: str, context: Context) -> list[Block]:
    return function(context, argument)


SOURCES = Sources(every_source())
