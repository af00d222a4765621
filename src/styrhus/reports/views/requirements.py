"""Every demand that the letter and the rules make of the report, where it is answered, and what nobody has answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.identity.access import requires
from styrhus.reports import actions, queries
from styrhus.reports import matrix as requirements
from styrhus.reports.access import Permission
from styrhus.reports.forms import GapForm
from styrhus.reports.models import Report
from styrhus.reports.pages import find_report, form_page, may
from styrhus.reports.tables import RequirementTable
from styrhus.ui.tables import table_response


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the matrix with where it leads on this site."""

    demand: str
    label: str
    kind: str
    where: str
    where_url: str
    source: str
    url: str
    state: str  # "open", "answered" or "accepted"
    accept_url: str
    why: str


def rows_of(report: Report, *, leads: bool) -> list[Shown]:
    parts = {part.key: part for part in report.parts.all()}
    why = dict(report.accepted_gaps.values_list("demand", "why"))
    found = []
    for row in requirements.rows(queries.asked(report)):
        part = parts.get(row.where)
        state = "answered" if row.answered else "accepted" if row.accepted else "open"
        accept = f"{reverse('reports:accept_gap', args=(report.pk,))}?krav={row.demand}"
        found.append(
            Shown(
                demand=row.demand,
                label=row.label,
                kind=str(row.kind),
                where=str(part) if part else "",
                where_url=part.get_absolute_url() if part and report.is_open else "",
                source=row.source,
                url=row.url,
                state=state,
                accept_url=accept if leads and state == "open" and report.is_open else "",
                why=why.get(row.demand, ""),
            )
        )
    return sorted(found, key=lambda row: row.state != "open")  # what is missing stands first


@requires(Permission.WRITE_REPORTS, Permission.SEE_ALL_REPORTS)
def matrix(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = find_report(request.user, pk)
    _require_inside(request, found)
    rows = rows_of(found, leads=may(request.user, Permission.LEAD_REPORTS, found))
    context: dict[str, Any] = {
        "report": found,
        "open_count": sum(row.state == "open" for row in rows),
        "answered_count": sum(row.state == "answered" for row in rows),
        "accepted_count": sum(row.state == "accepted" for row in rows),
    }
    return table_response(request, RequirementTable(rows, request), "reports/matrix.html", context)


@requires(Permission.LEAD_REPORTS)
def accept_gap(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept that the report leaves a demand unanswered."""
    found = find_report(request.user, pk, Permission.LEAD_REPORTS)
    wanted = request.GET.get("krav", "")
    if not wanted:
        return redirect("reports:matrix", found.pk)
    row = next((one for one in requirements.rows(queries.asked(found)) if one.demand == wanted), None)
    if row is None:
        raise Http404
    return form_page(
        request, GapForm(request.POST or None),
        lambda values: actions.accept_unanswered(
            report=found, demand=row.demand, label=row.label, by=request.user, **values
        ),
        text=_("Det er notert at kravet ikke besvares."), back=reverse("reports:matrix", args=(found.pk,)),
        over=found.title, title=_("Godta at kravet ikke besvares"), lead=row.label, button=_("Godta"),
    )  # fmt: skip


def _require_inside(request: HttpRequest, found: Report) -> None:
    """The matrix is the agency's own tool, and the auditor's."""
    if not request.user.may(Permission.WRITE_REPORTS, found.agency_id) and not request.user.may(
        Permission.SEE_ALL_REPORTS
    ):
        raise Http404
