"""What every page of a plan shares: which plan, the way to its other pages, and the way to other plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.ui.navigation import address

from . import queries
from .access import Permission
from .models import Plan

SECTIONS: tuple[tuple[str, Any], ...] = (
    ("plan", _("Oversikt")),
    ("goals", _("Mål")),
    ("parameters", _("Styringsparametere")),
    ("assignments", _("Oppdrag")),
    ("board", _("Oppfølging")),
    ("money", _("Penger")),
    ("year_wheel", _("Årshjul")),
    ("occurrences", _("Gjentatte oppdrag")),
    ("duties", _("Faste plikter")),
    ("reports", _("Rapportering")),
    ("meetings", _("Møter")),
    ("directives", _("Fellesføringer")),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The plan of a page. ``sections`` is (text, address, is this page); ``others`` the same page of other plans."""

    plan: Plan
    sections: list[tuple[Any, str, bool]]
    others: list[tuple[Plan, str]]

    @property
    def title(self) -> str:
        return f"{self.plan.agency.label} {self.plan.year}"


def choose(user: User, plan: int | None, page: str) -> Chosen | None:
    """The plan asked for, None when there is none at all. Raises: Http404 for one that is not theirs to see."""
    chosen, plans = queries.chosen_plan(user, plan)
    if chosen is None:
        if plan is not None:
            raise Http404
        return None
    return Chosen(chosen, sections_of(chosen, page), [(one, url_of(page, one)) for one in plans if one.pk != chosen.pk])


def sections_of(plan: Plan, page: str = "") -> list[tuple[Any, str, bool]]:
    """The pages of a plan; ``page`` is the one that stands open."""
    return [(text, url, name == page) for name, text in SECTIONS if (url := url_of(name, plan))]


def url_of(page: str, plan: Plan) -> str:
    if page == "money":
        return address("economy:money", plan.agency_id, plan.year)
    return reverse(f"steering:{page}", args=(plan.pk,))


def may(user: User, permission: Permission, plan: Plan) -> bool:
    """Whether ``user`` may do it in the plan's agency; what the page offers, never the check itself."""
    return user.is_active and user.may(permission, plan.agency_id)


def may_order(user: User, plan: Plan) -> bool:
    """Oral orders are entered by the agency and by its ministry."""
    return may(user, Permission.ENTER_ORAL_ORDER, plan) or user.may(Permission.ENTER_ORAL_ORDER, plan.ministry_id)


def refuse(form: Form, error: ValidationError) -> None:
    """Show an act's refusal in its form."""
    for message in error.messages:
        form.add_error(None, message)
