"""The figures of a report: the list, the receipt of each, and the demands that the report answers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from styrhus.identity.access import requires
from styrhus.reports import queries
from styrhus.reports.access import Permission
from styrhus.reports.compose import document_of
from styrhus.reports.pages import find_report
from styrhus.reports.sources import shown
from styrhus.reports.tables import FigureTable
from styrhus.ui.tables import table_response


@requires(Permission.SEE_REPORTS)
def figures(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = find_report(request.user, pk)
    rows = queries.figure_rows(found, document_of(found))
    return table_response(request, FigureTable(rows, request), "reports/figures.html", {"report": found})


@requires(Permission.SEE_REPORTS)
def figure(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The receipt of a figure: what stands in the report beside what it is computed to now, from the same rows."""
    found = find_report(request.user, pk)
    document = document_of(found)
    row = next((one for one in queries.figure_rows(found, document) if one.number == number), None)
    if row is None:
        raise Http404
    now = queries.recomputed(found, row.figure)
    same = now is not None and (now.value, now.fingerprint) == (row.figure.value, row.figure.fingerprint)
    context = {
        "report": found,
        "row": row,
        "figure": row.figure,
        "now": now,
        "now_shown": shown(now) if now else "",
        "same": same,
        "frozen": not found.is_open,
        "count": len(document.figures),
    }
    return render(request, "reports/figure.html", context)
