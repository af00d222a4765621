"""What the pages of the dialogue share: which plan, the two lists, and what the user may do."""

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

from . import queries
from .access import Permission
from .models import CalledMeeting, Minutes, Resolution

SECTIONS: tuple[tuple[str, Any], ...] = (("meetings", _("Møter")), ("resolutions", _("Beslutninger")))


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
    chosen, plans = chosen_plan(user, plan)
    if chosen is None:
        if plan is not None:
            raise Http404
        return None
    sections = [(text, url_of(name, chosen), name == page) for name, text in SECTIONS]
    return Chosen(chosen, sections, [(one, url_of(page, one)) for one in plans if one.pk != chosen.pk])


def url_of(page: str, plan: Plan) -> str:
    return reverse(f"dialogue:{page}", args=(plan.pk,))


def may(user: User, permission: Permission, plan: Plan) -> bool:
    """Whether ``user`` may do it for one of the plan's parties; what a page offers, never the check itself."""
    return user.is_active and (user.may(permission, plan.agency_id) or user.may(permission, plan.ministry_id))


def plan_to_lead(user: User, plan: int) -> Plan:
    """The plan, when ``user`` leads its dialogue. Raises: Http404."""
    chosen, _plans = chosen_plan(user, plan)
    if chosen is None or not may(user, Permission.LEAD_DIALOGUE, chosen):
        raise Http404
    return chosen


def find_meeting(user: User, pk: int, *, lead: bool = False) -> CalledMeeting:
    """The meeting, when ``user`` may see it (and lead it). Raises: Http404."""
    found = queries.meeting_for(user, pk)
    if found is None or (lead and not may(user, Permission.LEAD_DIALOGUE, found.plan)):
        raise Http404
    return found


def find_minutes(user: User, pk: int, *, lead: bool = False) -> Minutes:
    """The minutes, when ``user`` may read them (and write them). Raises: Http404."""
    found = queries.minutes_for(user, pk)
    if found is None or (lead and not may(user, Permission.LEAD_DIALOGUE, found.meeting.plan)):
        raise Http404
    return found


def find_resolution(user: User, pk: int, permission: Permission = Permission.SEE_DIALOGUE) -> Resolution:
    """The decision, when ``user`` may see it and has ``permission`` for one of the parties. Raises: Http404."""
    related = ("plan__agency", "plan__ministry", "owner", "document", "closed_by", "point__minutes__meeting")
    found = Resolution.objects.visible_to(user).filter(pk=pk).select_related(*related).first()
    if found is None or (permission != Permission.SEE_DIALOGUE and not may(user, permission, found.plan)):
        raise Http404
    return found


def done_or_refused(request: HttpRequest, act: Callable[[], Any], text: Any) -> bool:
    """Run ``act`` and tell what came of it as a message. Gives whether it was done."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return False
    messages.success(request, str(text))
    return True


def refuse(form: Form, error: ValidationError) -> None:
    """Show an act's refusal in its form."""
    for message in error.messages:
        form.add_error(None, message)


def form_page(
    request: HttpRequest, form: Form, act: Callable[[dict[str, Any]], Any], *, text: Any, back: str, **context: Any
) -> HttpResponse:
    """A page of one form: ``act`` takes its values; a refusal is shown in the form, and what was typed stays."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, str(text))
            return redirect(back)
    return render(request, "dialogue/form.html", {"form": form, "back": back} | context)
