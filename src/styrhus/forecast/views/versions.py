"""Versions: opened, gathered, frozen, approved, shared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.audit.history import entries
from styrhus.audit.queries import history_of
from styrhus.forecast import actions, queries, rules
from styrhus.forecast.access import SEEING, Permission
from styrhus.forecast.acts import FIELDS
from styrhus.forecast.charts import months_chart
from styrhus.forecast.forms import ChangeForm, VersionForm, WordsForm
from styrhus.forecast.models import Version
from styrhus.forecast.pages import Chosen, choose, find, find_inside, refuse, sees_inside
from styrhus.forecast.tables import (
    ForecastTable,
    IncomeTable,
    SharedIncomeTable,
    SharedTable,
    TaskTable,
    VersionTable,
    posts_response,
    without_parts,
)
from styrhus.forecast.texts import state_of
from styrhus.identity import clock
from styrhus.identity.access import PermissionEnum, requires
from styrhus.ui.tables import table_response

HISTORY = ("title", "due_on", "department", "missing", "shared_with")


@requires(*SEEING)
def versions(request: HttpRequest, agency: int, year: int) -> HttpResponseBase:
    chosen = choose(request.user, agency, year, "versions")
    if chosen is None:
        raise Http404
    rows = list(queries.versions_of(request.user, chosen.agency, year))
    may_open = request.user.may(Permission.GATHER, agency) and not any(one.is_open for one in rows)
    context = {"chosen": chosen, "may_open": may_open, "rows": rows}
    return table_response(request, VersionTable(rows, request), "forecast/versions.html", context)


@requires(Permission.GATHER)
def new(request: HttpRequest, agency: int, year: int) -> HttpResponse:
    chosen: Chosen | None = choose(request.user, agency, year, "versions")
    if chosen is None or not request.user.may(Permission.GATHER, agency):
        raise Http404
    known = list(queries.versions_of(request.user, chosen.agency, year))
    form = VersionForm(request.POST or None, year=year, versions=known)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_version(
                agency=chosen.agency,
                year=year,
                title=form.cleaned_data["title"],
                cut_off=rules.month_end(year, form.cleaned_data["cut_off"]),
                due_on=form.cleaned_data["due_on"],
                copy_from=form.cleaned_data["copy_from"],
                by=request.user,
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Prognosen er åpen, og avdelingene har fått beskjed."))
            return redirect("forecast:version", made.pk)
    return render(request, "forecast/new.html", {"form": form, "chosen": chosen, "back": chosen.url("versions")})


@requires(*SEEING)
def version(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = find(request.user, pk)
    inside = sees_inside(request.user, found.agency_id)
    chosen = choose(request.user, found.agency_id, found.year, "versions")
    if chosen is None:
        raise Http404
    rows = queries.rows_of(found)
    income = [row for row in rows if row.income]
    tasks = queries.tasks(found, rows) if inside else []
    may = request.user.may
    agency, approved, shared = found.agency_id, hasattr(found, "approval"), hasattr(found, "sharing")
    gathers = found.is_open and may(Permission.GATHER, agency)
    context = {
        "version": found,
        "chosen": chosen,
        "inside": inside,
        "state": state_of(found),
        "tasks": _without_export(TaskTable(tasks, request, prefix="tasks")) if inside else None,
        "waiting": [one for one in tasks if not one.submitted],
        "delivered": sum(one.submitted for one in tasks),
        "count": len(tasks),
        "gathers": gathers,
        "may_freeze": gathers and found.cut_off <= clock.today(),
        "may_approve": not found.is_open and not approved and may(Permission.APPROVE, agency),
        "may_share": approved and not shared and may(Permission.SHARE, agency),
        "approved": approved,
        "shared": shared,
        "chart": months_chart([row for row in rows if not row.income], id="maaneder"),
        "income": IncomeTable(income, request, prefix="income")
        if inside
        else SharedIncomeTable(without_parts(income), request, prefix="income"),
        "history": entries(history_of(found).order_by("-number")[:50], {name: FIELDS[name] for name in HISTORY})
        if inside
        else [],
        "today": clock.today(),
    }
    if inside:
        return posts_response(request, ForecastTable, rows, "forecast/version.html", context)
    return posts_response(request, SharedTable, without_parts(rows), "forecast/version.html", context)


@requires(Permission.GATHER)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = _of(request, pk, Permission.GATHER)
    form = ChangeForm(request.POST or None, initial={"title": found.title, "due_on": found.due_on})
    return _act(
        request, found, form, lambda: actions.change_version(version=found, by=request.user, **form.cleaned_data),
        heading=_("Endre tittel eller frist"), act=_("Lagre"), done=_("Endringen er lagret."),
    )  # fmt: skip


@requires(Permission.GATHER)
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    found = _of(request, pk, Permission.GATHER)
    waiting = [one for one in queries.tasks(found) if not one.submitted] if found.is_open else []
    form = WordsForm(
        request.POST or None, label=_("Hvorfor fryses den uten alle avdelinger?"), required=bool(waiting)
    )  # fmt: skip
    if not waiting:
        form.fields["words"].label = _("Merknad")
        form.fields["words"].required = False
    return _act(
        request, found, form,
        lambda: actions.freeze(version=found, why=form.cleaned_data["words"], by=request.user),
        heading=_("Frys prognosen"), act=_("Frys prognosen"), waiting=waiting,
        lead=_("Alle tall blir stående slik de er nå og kan ikke endres. Direktøren får beskjed om å godkjenne."),
        done=_("Prognosen er frosset. Direktøren har fått beskjed."), needs_words=bool(waiting),
    )  # fmt: skip


@requires(Permission.APPROVE)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    found = _of(request, pk, Permission.APPROVE)
    form = WordsForm(request.POST or None, label=_("Merknad"))
    return _act(
        request, found, form,
        lambda: actions.approve(version=found, words=form.cleaned_data["words"], by=request.user),
        heading=_("Godkjenn prognosen"), act=_("Godkjenn"), done=_("Prognosen er godkjent."),
        lead=_("Prognosen kan deles med departementet når den er godkjent."),
    )  # fmt: skip


@requires(Permission.SHARE)
def share(request: HttpRequest, pk: int) -> HttpResponse:
    found = _of(request, pk, Permission.SHARE)
    form = WordsForm(
        request.POST or None, label=_("Følgebrev"), help_text=_("Det departementet trenger å vite for å lese tallene.")
    )
    return _act(
        request, found, form,
        lambda: actions.share(version=found, words=form.cleaned_data["words"], by=request.user),
        heading=_("Del med departementet"), act=_("Del prognosen"),
        done=_("Prognosen er delt med departementet og ført i journalen."),
        lead=_("Departementet får se tallene per post, ikke per avdeling. Delingen føres i journalen."),
    )  # fmt: skip


def _without_export(table: TaskTable) -> TaskTable:
    """The page's export is that of the posts; the submissions are taken away from the page of the tasks."""
    table.exports = False
    return table


def _of(request: HttpRequest, pk: int, permission: PermissionEnum) -> Version:
    """A version of an agency where the user has ``permission``. Raises: Http404."""
    found = find_inside(request.user, pk)
    if not request.user.may(permission, found.agency_id):
        raise Http404
    return found


def _act(
    request: HttpRequest, found: Version, form: Any, do: Callable[[], object], *, done: str, **texts: Any
) -> HttpResponse:
    """The page of an act on a version: its form, and the act when it is sent."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return redirect("forecast:version", found.pk)
    back = reverse("forecast:version", args=(found.pk,))
    return render(request, "forecast/act.html", {"form": form, "version": found, "back": back, **texts})
