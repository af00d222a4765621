"""The overview of risk and vulnerability: critical functions, what they lean on, what could stop them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from styrhus.audit.history import entries
from styrhus.audit.queries import history_of
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.preparedness import models, queries, rules, tables
from styrhus.preparedness.access import Permission
from styrhus.ui.tables import table_response

from .shared import may


@requires(Permission.SEE_PREPAREDNESS)
@require_GET
def overview(request: HttpRequest) -> HttpResponseBase:
    """Critical functions, what they lean on, and what could stop them."""
    agency = queries.agency_of(request.user)
    vulnerabilities = queries.vulnerabilities(request.user)
    today = clock.today()
    table = tables.FunctionTable(queries.functions(request.user), request)
    stale = [row for row in queries.functions(request.user) if rules.review_is_due(row.reviewed_on, today)]
    context = {
        "gaps": queries.gaps(request.user),
        "matrix": queries.matrix(vulnerabilities),
        "levels": models.Level.choices,
        "concerns": tables.CONCERN_TEXTS,
        "high": sum(rules.concern(v.likelihood, v.consequence) is rules.Concern.HIGH for v in vulnerabilities),
        "infrastructure": queries.dependencies(request.user).filter(critical_infrastructure=True).count(),
        "stale": stale,
        "may_keep": may(request.user, Permission.KEEP_PREPAREDNESS, agency),
    }
    return table_response(request, table, "preparedness/overview.html", context)


@requires(Permission.SEE_PREPAREDNESS)
@require_GET
def dependencies(request: HttpRequest) -> HttpResponseBase:
    table = tables.DependencyTable(queries.dependencies(request.user), request)
    return table_response(request, table, "preparedness/list.html", {"lead": _("Det de kritiske funksjonene trenger for å virke, og hvor lenge de klarer seg uten.")})  # fmt: skip


@requires(Permission.SEE_PREPAREDNESS)
@require_GET
def vulnerabilities(request: HttpRequest) -> HttpResponseBase:
    table = tables.VulnerabilityTable(queries.vulnerabilities(request.user), request)
    return table_response(request, table, "preparedness/list.html", {"lead": _("Det som kan stoppe en kritisk funksjon, hvor sannsynlig det er, og hva som mangler.")})  # fmt: skip


@requires(Permission.SEE_PREPAREDNESS)
@require_GET
def function(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(
        models.CriticalFunction.objects.visible_to(request.user).select_related("owner", "department"), pk=pk
    )
    context = {
        "row": row,
        "dependencies": tables.DependenciesOfFunction(row.dependencies.select_related("function"), None, prefix="d"),
        "vulnerabilities": tables.VulnerabilitiesOfFunction(
            row.vulnerabilities.select_related("function", "owner"), None, prefix="v"
        ),
        "incidents": queries.incidents(request.user).filter(functions=row),
        "history": entries(history_of(row)[:30], {}),
        "may_keep": may(request.user, Permission.KEEP_PREPAREDNESS, row.agency_id),
    }
    return render(request, "preparedness/function.html", context)
