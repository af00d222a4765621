"""What the pages of single things share, and setting who answers for them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.audit.history import entries
from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.steering import actions, queries
from styrhus.steering.access import Permission
from styrhus.steering.forms import OwnerForm
from styrhus.steering.models import Directive, Duty, Parameter, ReportingDemand
from styrhus.steering.pages import refuse, sections_of
from styrhus.steering.texts import HISTORY_WORDS

# The kinds that can have an owner, as they stand in addresses: (model, page of one).
OWNED: dict[str, tuple[type[Model] | None, str]] = {
    "oppdrag": (None, "assignment"),
    "styringsparameter": (Parameter, "parameter"),
    "plikt": (Duty, "duty"),
    "rapportering": (ReportingDemand, "report"),
    "fellesforing": (Directive, "directive"),
}


def item_context(item: Any, section: str) -> dict[str, Any]:
    """The thing, its plan, the plan's pages and the thing's history."""
    return {
        "item": item,
        "plan": item.plan,
        "sections": sections_of(item.plan, section),
        "history": entries(queries.history_of_item(item), HISTORY_WORDS),
    }


def find_owned(user: User, kind: str, pk: int) -> Any:
    """The thing by its name in addresses. Raises: Http404."""
    if kind not in OWNED:
        raise Http404
    model, _page = OWNED[kind]
    item = queries.owned_item(user, model, pk) if model else queries.assignment_for(user, pk)
    if item is None:
        raise Http404
    return item


@requires(Permission.ASSIGN_OWNERS)
def owner(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    item = find_owned(request.user, kind, pk)
    agency = item.agency if kind == "oppdrag" else item.plan.agency
    if not request.user.may(Permission.ASSIGN_OWNERS, agency):
        raise Http404
    back = reverse(f"steering:{OWNED[kind][1]}", args=(pk,))
    initial = {"owner": item.owner_id, "department": item.department_id}
    form = OwnerForm(request.POST or None, agency=agency, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_owner(item=item, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Ansvaret er lagret."))
            return redirect(back)
    return render(request, "steering/owner.html", {"item": item, "form": form, "back": back})
