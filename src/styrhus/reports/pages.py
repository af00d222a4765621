"""What the pages of reports share: finding a report that the user may see, and forms of one act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from styrhus.identity.models import User
from styrhus.steering.models import Plan
from styrhus.steering.queries import chosen_plan

from . import queries
from .access import Permission
from .models import OwnTemplate, Report, ReportPart


def may(user: User, permission: Permission, report: Report) -> bool:
    """Whether ``user`` may do it for the report's agency, or its ministry where the permission is the ministry's."""
    body = report.plan.ministry_id if permission == Permission.ANSWER_REPORTS else report.agency_id
    return user.is_active and user.may(permission, body)


def find_report(user: User, pk: int, permission: Permission = Permission.SEE_REPORTS) -> Report:
    """The report, when ``user`` may see it and has ``permission`` for it. Raises: Http404."""
    found = queries.report_for(user, pk)
    if found is None or (permission != Permission.SEE_REPORTS and not may(user, permission, found)):
        raise Http404
    return found


def find_part(user: User, pk: int, permission: Permission = Permission.SEE_REPORTS) -> ReportPart:
    """A section of a report that ``user`` may see, with ``permission`` for it. Raises: Http404."""
    found = queries.part_for(user, pk)
    if found is None or (permission != Permission.SEE_REPORTS and not may(user, permission, found.report)):
        raise Http404
    return found


def find_template(user: User, pk: int, permission: Permission = Permission.WRITE_REPORTS) -> OwnTemplate:
    """An agency's own template. Raises: Http404."""
    found = OwnTemplate.objects.visible_to(user).filter(pk=pk).select_related("agency", "made_by").first()
    if found is None or (permission != Permission.WRITE_REPORTS and not user.may(permission, found.agency_id)):
        raise Http404
    return found


def plan_to_report(user: User, plan: int | None) -> Plan:
    """A plan of an agency where ``user`` leads reports. Raises: Http404."""
    chosen, plans = chosen_plan(user, plan)
    if chosen is not None and not user.may(Permission.LEAD_REPORTS, chosen.agency_id) and plan is None:
        chosen = next((one for one in plans if user.may(Permission.LEAD_REPORTS, one.agency_id)), None)
    if chosen is None or not user.may(Permission.LEAD_REPORTS, chosen.agency_id):
        raise Http404
    return chosen


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
    request: HttpRequest,
    form: Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    text: Any,
    back: str,
    then: Callable[[Any], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """A page of one form: ``act`` takes its values; a refusal is shown in the form, and what was typed stays.

    ``then`` gives where to go from what the act gave; without it, ``back``.
    """
    if request.method == "POST" and form.is_valid():
        try:
            made = act(form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, str(text))
            return redirect(then(made) if then else back)
    return render(request, "reports/form.html", {"form": form, "back": back, "note": "", "color": ""} | context)


def number(text: str) -> int:
    """A number from the address or a form, -1 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
