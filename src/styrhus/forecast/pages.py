"""What the pages of forecasts share: which budget, and what the user may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.identity import clock
from styrhus.identity.models import Department, Organisation, User

from . import queries, rules
from .access import Permission
from .models import Version
from .queries import Budget

INSIDE = frozenset({"mine", "hits", "warnings"})  # pages that the ministry has not
SECTIONS: tuple[tuple[str, Any], ...] = (
    ("overview", _("Oversikt")),
    ("mine", _("Avdelingens oppgave")),
    ("versions", _("Prognoser")),
    ("compare", _("Sammenlign")),
    ("hits", _("Treffsikkerhet")),
    ("warnings", _("Overskridelser")),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The budget of a page. ``inside``: the user sees all, not only what is shared with the ministry."""

    budget: Budget
    inside: bool
    sections: list[tuple[Any, str, bool]]
    others: list[tuple[Budget, str]]

    @property
    def agency(self) -> Organisation:
        return self.budget.agency

    @property
    def year(self) -> int:
        return self.budget.year

    @property
    def title(self) -> str:
        return f"{self.agency.label} {self.year}"

    def url(self, page: str) -> str:
        return reverse(f"forecast:{page}", args=(self.agency.pk, self.year))


def sees_inside(user: User, agency: int) -> bool:
    return user.may(Permission.SEE_ALL) or user.may(Permission.SEE, agency)


def choose(user: User, agency: int | None, year: int | None, page: str) -> Chosen | None:
    """The budget asked for, else the one of today's year or the newest; None when there is none at all.

    Raises: Http404 for one that is not theirs to see.
    """
    budgets = queries.visible_budgets(user)
    if agency is not None:
        budget = next((one for one in budgets if (one.agency.pk, one.year) == (agency, year)), None)
        if budget is None:
            raise Http404
    elif not budgets:
        return None
    else:
        own = user.organisations_with(Permission.SEE)
        this_year = clock.today().year
        budget = min(budgets, key=lambda one: (one.agency.pk not in own, one.year != this_year, -one.year))
    inside = sees_inside(user, budget.agency.pk)
    sections = [
        (text, reverse(f"forecast:{name}", args=(budget.agency.pk, budget.year)), name == page)
        for name, text in SECTIONS
        if (inside or name not in INSIDE) and (name != "mine" or user.may(Permission.ENTER, budget.agency.pk))
    ]
    others = [(one, reverse(f"forecast:{page}", args=(one.agency.pk, one.year))) for one in budgets if one != budget]
    return Chosen(budget, inside, sections, others)


def find(user: User, pk: int) -> Version:
    """A version that ``user`` may see. Raises: Http404."""
    found = (
        Version.objects.visible_to(user)
        .select_related(
            "agency__parent", "approval__approved_by", "sharing__organisation", "sharing__entry", "frozen_by"
        )
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def find_inside(user: User, pk: int) -> Version:
    """A version whose inside ``user`` may see: the departments' parts. Raises: Http404."""
    found = find(user, pk)
    if not sees_inside(user, found.agency_id):
        raise Http404
    return found


def department_of(version: Version, key: int) -> Department | None:
    """The department of an address; 0 is what lies on none. Raises: Http404."""
    if not key:
        return None
    found = Department.objects.filter(pk=key, organisation=version.agency_id).first()
    if found is None:
        raise Http404
    return found


def month_asked(year: int, asked: QueryDict) -> tuple[date, int]:
    """The end of the month that the address asks for, no later than the last that has ended; and how many have."""
    ended = rules.whole_months(year, clock.today())
    text = asked.get("per", "")
    month = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else ended
    return rules.month_end(year, min(month, ended)), ended


def refuse(form: Form, error: ValidationError) -> None:
    """Show an act's refusal in its form."""
    for message in error.messages:
        form.add_error(None, message)
