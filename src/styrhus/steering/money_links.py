"""What the plan knows of the money: which assignment a binding is for, and the plan's pages of the same year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from styrhus.economy.models import Binding
from styrhus.economy.upper import Purpose
from styrhus.identity.models import Organisation, User

from . import queries
from .models import AssignmentBinding, Listing
from .pages import sections_of


def purposes_of(bindings: Sequence[Binding], user: User) -> dict[int, Purpose]:
    """The assignment of each binding, for those in plans that ``user`` may see."""
    listed = Listing.objects.filter(plan__in=queries.visible_plans(user).order_by()).values("assignment")
    links = AssignmentBinding.objects.filter(binding__in=bindings, assignment__in=listed).select_related("assignment")
    return {
        link.binding_id: Purpose(
            " – ".join(part for part in (link.assignment.number or link.assignment.title, link.part) if part),
            reverse("steering:assignment", args=(link.assignment_id,)),
        )
        for link in links
    }


def pages_of(agency: Organisation, year: int, user: User) -> list[tuple[Any, str, bool]]:
    plan = queries.visible_plans(user).filter(agency=agency, year=year).first()
    return sections_of(plan, "money") if plan else []
