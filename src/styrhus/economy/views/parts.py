"""What the pages of the money share: which budget, which day, the pages beside this one, and a page with one form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.economy import queries
from styrhus.economy.access import Permission
from styrhus.economy.queries import Budget
from styrhus.identity import clock
from styrhus.identity.models import Organisation, User

PAGES = (
    ("money", gettext_lazy("Oversikt"), False),
    ("changes", gettext_lazy("Endringer"), False),
    ("commitments", gettext_lazy("Disponeringer"), True),
    ("holders", gettext_lazy("Delegerte budsjetter"), True),
    ("authorisations", gettext_lazy("Fullmakter"), False),
)


def sections(user: User, budget: Budget, page: str) -> list[tuple[Any, str, bool]]:
    """The pages of one budget that ``user`` may see: (text, address, is this page)."""
    inside = queries.sees_commitments(user, budget.agency)
    return [
        (text, reverse(f"economy:{name}", args=(budget.agency.pk, budget.year)), name == page)
        for name, text, agency_only in PAGES
        if inside or not agency_only
    ]


def demand(allowed: bool) -> None:
    """What one may not do to this thing has no page. Raises: Http404."""
    if not allowed:
        raise Http404


def budget_for(user: User, agency: int, year: int) -> Budget:
    """The budget, when ``user`` may see it. Raises: Http404."""
    found, _budgets = queries.chosen_budget(user, agency, year)
    if found is None:
        raise Http404
    return found


def budget_to_make(user: User, agency: int, year: int, permission: Permission = Permission.MAKE_BUDGET) -> Budget:
    """The budget, when ``user`` has ``permission`` there. Raises: Http404."""
    demand(user.may(permission, agency))
    return budget_for(user, agency, year)


def inside_budget(user: User, agency: int, year: int) -> Budget:
    """The budget, when ``user`` may see what the agency itself binds. Raises: Http404."""
    budget = budget_for(user, agency, year)
    demand(queries.sees_commitments(user, budget.agency))
    return budget


def of_post(post: Any) -> Budget:
    return Budget(post.chapter.agency, post.chapter.year)


def of_agency(agency: Organisation, year: int) -> Budget:
    return Budget(agency, year)


def day_of(request: HttpRequest) -> date:
    """The day that the page is asked for; today where the address says none, or nonsense."""
    try:
        return parse_date(request.GET.get("dato", "")) or clock.today()
    except ValueError:
        return clock.today()


def act_page(
    request: HttpRequest,
    form: Form,
    act: Callable[[Any], str],
    *,
    heading: Any,
    budget: Budget,
    back: str,
    button: Any,
    success: Any,
    intro: Any = "",
    template: str = "economy/form.html",
    **context: Any,
) -> HttpResponse:
    """A page with ``form``. When it is valid, ``act`` (given the form) does it, and may say more than ``success``."""
    if request.method == "POST" and form.is_valid():
        try:
            said = act(form)
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
        else:
            messages.success(request, f"{success} {said}".strip())
            return redirect(back)
    over = _("%(agency)s, %(year)s") % {"agency": budget.agency.label, "year": budget.year}
    shown = {"form": form, "heading": heading, "over": over, "intro": intro, "back": back, "button_text": button}
    return render(request, template, {**shown, "budget": budget, **context})
