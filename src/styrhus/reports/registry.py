"""Every figure that a report can refer to, asked of the room that computes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from types import ModuleType
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils.translation import gettext as _

from styrhus.common.figures import Figure
from styrhus.identity.models import Organisation
from styrhus.ui.rooms import offered


class UnknownFigure(ValidationError, LookupError):
    """A text or a source refers to a figure that no room computes. The message names it."""

    def __init__(self, key: str) -> None:
        super().__init__(_("Tallet [[%(key)s]] finnes ikke. Velg et tall fra listen under feltet.") % {"key": key})
        self.key = key


@dataclass(frozen=True, slots=True)
class Offered:
    """A figure that may be referred to. ``key`` lacks its argument where the figure takes one."""

    key: str
    label: Any
    room: str


def all_offered() -> list[Offered]:
    """The figures of every room, in the order of the rooms."""
    return [
        Offered(f"{room}.{name}", label, room) for room, module in _rooms().items() for name, label in _labels(module)
    ]


def compute(key: str, *, agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> Figure:
    """The figure of ``key`` ("room.name" or "room.name:argument"). Raises: UnknownFigure."""
    room, _dot, name = key.partition(".")
    module = _rooms().get(room)
    if module is None or name.partition(":")[0] not in dict(_labels(module)):
        raise UnknownFigure(key)
    try:
        found: Figure = module.compute(name, agency=agency, year=year, as_at=as_at, known_at=known_at)
    except (LookupError, ValueError, ValidationError, ArithmeticError, ObjectDoesNotExist) as problem:
        raise UnknownFigure(key) from problem
    return found


def _rooms() -> dict[str, ModuleType]:
    return dict(offered("figures"))


def _labels(module: ModuleType) -> list[tuple[str, Any]]:
    return list(getattr(module, "LABELS", {}).items())
