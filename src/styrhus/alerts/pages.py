"""What every page of this room shares: which plan, the way between its lists, and a page for one act's form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.steering.models import Plan
from styrhus.steering.queries import chosen_plan

SECTIONS: tuple[tuple[str, Any], ...] = (
    ("deviations", _("Avvik")),
    ("matters", _("Saker av interesse")),
    ("publications", _("Publiseringer")),
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The plan of a list. ``sections`` is (text, address, is this page); ``others`` the same list of other plans."""

    plan: Plan
    sections: list[tuple[Any, str, bool]]
    others: list[tuple[Plan, str]]

    @property
    def title(self) -> str:
        return f"{self.plan.agency.label} {self.plan.year}"


def choose(user: User, plan: int | None, page: str) -> Chosen | None:
    """The plan asked for, None when there is none at all. Raises: Http404 for one that is not theirs to see."""
    chosen, plans = chosen_plan(user, plan)
    if chosen is None:
        if plan is not None:
            raise Http404
        return None
    return Chosen(
        chosen,
        [(text, url_of(name, chosen), name == page) for name, text in SECTIONS],
        [(one, url_of(page, one)) for one in plans if one.pk != chosen.pk],
    )


def url_of(page: str, plan: Plan) -> str:
    return reverse(f"alerts:{page}", args=(plan.pk,))


@dataclass(frozen=True, slots=True)
class Act:
    """A page with the form of one act. ``do`` gets the form's values and gives where to go next."""

    title: Any
    button: Any
    back: str
    done: Any
    lead: Any = ""
    over: Any = ""
    icon: str = "check"


def act_page(request: HttpRequest, act: Act, form: Form, do: Callable[[], str]) -> HttpResponse:
    """Show the form; do the act when it is sent. A refusal stands in the form, with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            address = do()
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
        else:
            messages.success(request, act.done)
            return redirect(address)
    return render(request, "alerts/act.html", {"act": act, "form": form})


def act_at_once(request: HttpRequest, done: Any, back: str, do: Callable[[], str]) -> HttpResponse:
    """An act of one button: done, or refused in one sentence on the page one came from."""
    try:
        address = do()
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(back)
    messages.success(request, done)
    return redirect(address)
