"""All sources by key. The keys stand in templates, also in those that agencies have made: a key is never given away."""

from __future__ import annotations

from dataclasses import replace

from . import accounts, alerts, control, followup, money, obligations, preparedness, risk, steering
from .context import Source, speaking

MODULES = (steering, followup, alerts, risk, control, obligations, preparedness, money, accounts)


def every_source() -> dict[str, Source]:
    """The sources of every module, each speaking the language of its context."""
    found: dict[str, Source] = {}
    for module in MODULES:
        for key, source in module.OFFERED.items():
            if key in found:
                raise ValueError(f"two sources are called {key}")
            found[key] = replace(source, function=speaking(source.function))
    return found
