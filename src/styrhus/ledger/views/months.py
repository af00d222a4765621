"""The months of a year: which are closed, closing one, and opening it again with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.ledger import actions, forms, queries
from styrhus.ledger.access import Permission
from styrhus.ledger.actions.months import name_of
from styrhus.ledger.models import Month

from .parts import sections, shown_ledger


@dataclass(frozen=True, slots=True)
class MonthRow:
    name: str
    number: int
    locked: Month | None
    is_over: bool
    count: int


@requires(Permission.SEE_SUMS)
def months(request: HttpRequest, agency: int, year: int) -> HttpResponse:
    shown = shown_ledger(request, agency, year)
    locked = queries.locked_months(shown.agency, year)
    counts = queries.entry_counts(shown.agency, year)
    rows = [
        MonthRow(
            str(MONTHS[month]).capitalize(), month, locked.get(month),
            date(year, month, 1) < clock.today().replace(day=1), counts.get(month, 0),
        )
        for month in range(1, 13)
    ]  # fmt: skip
    earlier: Any = Month.objects.visible_to(request.user).filter(agency=agency, year=year).exclude(reopened_at=None)
    context = {
        "shown": shown,
        "sections": sections(request.user, shown, "months"),
        "rows": rows,
        "earlier": earlier.select_related("locked_by", "reopened_by"),
        "may_lock": request.user.may(Permission.LOCK_MONTHS, shown.agency),
    }
    return render(request, "ledger/months.html", context)


@require_POST
@requires(Permission.LOCK_MONTHS)
def lock(request: HttpRequest, agency: int, year: int, month: int) -> HttpResponse:
    shown = shown_ledger(request, agency, year)
    if not request.user.may(Permission.LOCK_MONTHS, shown.agency):
        raise Http404
    try:
        actions.lock_month(agency=shown.agency, year=year, month=month, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(month)s er låst.") % {"month": name_of(date(year, month, 1))})
    return redirect("ledger:months", agency, year)


@requires(Permission.LOCK_MONTHS)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    shown: Month = get_object_or_404(Month.objects.visible_to(request.user).standing().select_related("agency"), pk=pk)
    if not request.user.may(Permission.LOCK_MONTHS, shown.agency):
        raise Http404
    form = forms.ReopenForm(request.POST or None)
    back = reverse("ledger:months", args=(shown.agency_id, shown.year))
    name = name_of(date(shown.year, shown.month, 1))
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen_month(month=shown, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
        else:
            messages.success(request, _("%(month)s er åpnet igjen.") % {"month": name})
            return redirect(back)
    context = {
        "form": form,
        "heading": _("Åpne %(month)s igjen") % {"month": name},
        "over": shown.agency.label,
        "intro": _("Tall som er rapportert for måneden, kan endre seg når den åpnes. Begrunnelsen blir stående."),
        "back": back,
        "button_text": _("Åpne måneden"),
    }
    return render(request, "ledger/form.html", context)
