"""The year wheel: every deadline of a plan as a ring and as lists."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.steering import queries
from styrhus.steering.access import Permission
from styrhus.steering.models import Plan
from styrhus.steering.pages import choose
from styrhus.steering.queries import DueItem, DueKind
from styrhus.steering.tables import DueTable, due_rows
from styrhus.ui.tables import EXPORT_FORMATS
from styrhus.ui.year_charts import Mark, YearWheel

from .plans import no_plan


class WheelForm(forms.Form):
    """Which department and which goal the wheel shows."""

    hide_optional = True
    department = forms.ChoiceField(label=gettext_lazy("Avdeling"), required=False)
    goal = forms.ChoiceField(label=pgettext_lazy("one", "Mål"), required=False)
    mine = forms.BooleanField(label=gettext_lazy("Bare mine"), required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = [(str(row.pk), row.name) for row in queries.departments_of(plan.agency)]
        goals = [(str(row.pk), f"{row.number} {row.title}") for row in plan.goals.order_by("order")]
        self.fields["department"].choices = [("", _("Alle")), *departments]  # type: ignore[attr-defined]
        self.fields["goal"].choices = [("", _("Alle")), *goals]  # type: ignore[attr-defined]


@requires(Permission.SEE_PLAN)
def year_wheel(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    chosen = choose(request.user, plan, "year_wheel")
    if chosen is None:
        return no_plan(request)
    form = WheelForm(request.GET, plan=chosen.plan)
    form.is_valid()
    wanted = form.cleaned_data
    items = queries.deadlines_for(
        request.user,
        chosen.plan,
        mine=bool(wanted.get("mine")),
        department=int(wanted["department"]) if wanted.get("department") else None,
        goal=int(wanted["goal"]) if wanted.get("goal") else None,
    )
    table = DueTable(items, request)
    if request.GET.get("format") in EXPORT_FORMATS:
        return table.export(request.GET["format"])
    within, other, undated = due_rows(items, chosen.plan.year)
    context = {
        "chosen": chosen,
        "plan": chosen.plan,
        "form": form,
        "table": table,
        "items": items,
        "wheel": _wheel(within, chosen.plan.year),
        "months": _months(within),
        "other": other,
        "undated": undated,
        "today": clock.today(),
    }
    return render(request, "steering/year_wheel.html", context)


def _wheel(items: list[DueItem], year: int) -> YearWheel:
    kinds = list(DueKind)
    marks = [
        Mark(item.date, item.label, reverse(item.url_name, args=item.url_args), kinds.index(item.kind))
        for item in items
        if item.date
    ]
    return YearWheel(
        title=_("Fristene i %(year)s") % {"year": year},
        finding=_finding(items),
        id="wheel",
        year=year,
        marks=marks,
        groups=[kind.label for kind in kinds],
        today=clock.today(),
    )


def _finding(items: list[DueItem]) -> str:
    """What the wheel shows, in one sentence: which month holds most."""
    if not items:
        return _("Ingen frister med dato i året.")
    counts = [0] * 13
    for item in items:
        counts[item.date.month] += 1  # type: ignore[union-attr]
    month = max(range(1, 13), key=lambda one: counts[one])
    values = {"month": MONTHS[month], "count": counts[month], "all": len(items)}
    return _("Flest frister i %(month)s: %(count)s av %(all)s.") % values


def _months(items: list[DueItem]) -> list[tuple[Any, list[DueItem]]]:
    grouped = groupby(items, key=lambda item: item.date.month if item.date else 0)
    return [(MONTHS[month], list(rows)) for month, rows in grouped]
