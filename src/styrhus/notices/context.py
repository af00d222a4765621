"""The bell in the header of every page: how many notices the user has not read."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest

from .models import Notice


class Bell:
    """Counted when a page shows it, and only then."""

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def count(self) -> int:
        return Notice.objects.visible_to(self.user).unread().count()


def bell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``bell`` for the header; None for who is not logged in."""
    user = getattr(request, "user", None)
    return {"bell": Bell(user) if getattr(user, "is_authenticated", False) else None}
