"""The map with its list, the measures, and the text for the half-year report."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from styrhus.identity.access import requires
from styrhus.risk import report as reports
from styrhus.risk.access import SEEING, Permission
from styrhus.risk.heat_map import HeatMap, heat_map
from styrhus.risk.models import BandKind, Measure
from styrhus.risk.pages import choose
from styrhus.risk.presentation import Scales, placed_measures, placed_now, placed_parties
from styrhus.risk.queries.lines import RiskLine, lines_for
from styrhus.risk.queries.scales import ScaleView
from styrhus.risk.queries.snapshots import last_snapshot
from styrhus.risk.tables import MeasureTable, ReportTable, RiskTable
from styrhus.ui.tables import table_response

SHOWN = 6


def no_plan(request: HttpRequest) -> HttpResponse:
    return render(request, "risk/no_plan.html")


@requires(*SEEING)
def risks(request: HttpRequest, plan: int | None = None) -> HttpResponseBase:
    chosen = choose(request.user, plan, "risks")
    if chosen is None:
        return no_plan(request)
    every = lines_for(request.user, chosen.plan)
    running = [line for line in every if line.risk.closed_on is None]
    scales = Scales(chosen.plan.agency)
    mode = request.GET.get("vis", "")
    snapshot = last_snapshot(chosen.plan)
    shown = _map(scales.standing, running, mode, chosen.title)
    table = RiskTable(running, request, plan=chosen.plan, view=scales.standing, agency_side=chosen.agency_side)
    context = {
        "chosen": chosen,
        "plan": chosen.plan,
        "lines": running,
        "closed": [line for line in every if line.risk.closed_on is not None],
        "map": shown,
        "modes": _modes(request, running, mode, snapshot is not None),
        "finding": _finding(running, mode),
        "snapshot": snapshot,
        "first": _first(running),
        "counts": _counts(running),
        "asked": [line for line in running if line.ministry is None and not chosen.agency_side],
        "may_work": request.user.may(Permission.WORK, chosen.plan.agency_id),
        "scale": scales.standing,
    }
    return table_response(request, table, "risk/risks.html", context)


@requires(Permission.SEE, Permission.SEE_ALL)
def measures(request: HttpRequest, plan: int) -> HttpResponseBase:
    chosen = choose(request.user, plan, "measures")
    if chosen is None:
        return no_plan(request)
    visible = [line.risk.pk for line in lines_for(request.user, chosen.plan)]
    rows = Measure.objects.filter(risk__in=visible).select_related("risk", "owner", "department")
    context = {"chosen": chosen, "plan": chosen.plan}
    return table_response(request, MeasureTable(rows, request), "risk/measures.html", context)


@requires(*SEEING)
def report(request: HttpRequest, plan: int) -> HttpResponseBase:
    chosen = choose(request.user, plan, "report")
    if chosen is None:
        return no_plan(request)
    block = reports.report_block(chosen.plan, request.user)
    context = {"chosen": chosen, "plan": chosen.plan, "text_block": block}
    return table_response(request, ReportTable(block.lines, request), "risk/report.html", context)


def _map(view: ScaleView | None, lines: list[RiskLine], mode: str, title: str) -> HeatMap | None:
    if view is None:
        return None
    placed = {"tiltak": placed_measures, "parter": placed_parties}.get(mode, placed_now)(lines)
    return heat_map(view, placed, id="map", title=_("Risikokart for %(plan)s") % {"plan": title})


def _modes(request: HttpRequest, lines: list[RiskLine], mode: str, has_snapshot: bool) -> list[tuple[str, str, bool]]:
    """The ways to see the map: (text, address, is this one)."""
    now = _("Nå og siden sist") if has_snapshot else _("Nå")
    offered = [("", now), ("tiltak", _("Før og etter tiltak"))]
    if placed_parties(lines):
        offered.append(("parter", _("Begge parters vurdering")))
    known = mode if mode in dict(offered) else ""
    return [(text, f"{request.path}?vis={key}" if key else request.path, key == known) for key, text in offered]


def _finding(lines: list[RiskLine], mode: str) -> str:
    """What to see in the map, in one sentence."""
    high = [line.risk.code for line in lines if line.assessment and line.assessment.after.band.kind == BandKind.ACT]
    if mode == "tiltak":
        lowered = [
            line
            for line in lines
            if line.assessment and line.assessment.after.band.order < line.assessment.before.band.order
        ]
        return _("Tiltakene skal ta %(count)s av %(all)s risikoer ned til et lavere nivå.") % {
            "count": len(lowered),
            "all": len(lines),
        }
    if mode == "parter":
        return _("Ruter er departementets vurdering, sirkler er virksomhetens.")
    if not high:
        return _("Ingen risikoer ligger på det høyeste nivået etter tiltak.")
    return _("Høyest etter tiltak: %(codes)s.") % {"codes": ", ".join(high)}


def _first(lines: list[RiskLine]) -> list[RiskLine]:
    """The heaviest risks after measures, at most ``SHOWN``."""
    known = [line for line in lines if line.assessment]
    known.sort(key=lambda line: (-_weight(line)[0], -_weight(line)[1], line.risk.number))
    return known[:SHOWN]


def _weight(line: RiskLine) -> tuple[int, int]:
    return (line.assessment.after.band.order, line.assessment.after.score) if line.assessment else (0, 0)


def _counts(lines: list[RiskLine]) -> dict[str, Any]:
    return {
        "all": len(lines),
        "act": sum(line.assessment is not None and line.assessment.after.band.kind == BandKind.ACT for line in lines),
        "waiting": sum(line.waits for line in lines),
        "late": sum(line.late_measures for line in lines),
        "review": sum(line.is_late_for_review for line in lines),
    }
