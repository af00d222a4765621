"""One of everything that the reports' addresses need: the demo's two reports, and a template made here."""

from __future__ import annotations

from typing import Any

from styrhus.reports import actions
from styrhus.reports.models import OwnTemplate, Report, ReportState
from styrhus.steering.models import Plan

TEMPLATE = {
    "key": "own", "nb": "Prøvemal", "nn": "Prøvemal", "en": "", "valid_from": "2023-01-01",
    "section": [{"key": "part-1", "number": "1", "nb": "Status", "nn": "Status"}],
}  # fmt: skip


def values(plan: Plan) -> dict[str, Any]:
    draft = Report.objects.filter(plan=plan, state=ReportState.DRAFT).order_by("pk").first()
    out = Report.objects.filter(plan=plan, state=ReportState.ACCEPTED).order_by("pk").first()
    template = OwnTemplate.objects.filter(agency=plan.agency).order_by("pk").first()
    if template is None:
        template = actions.make_template(agency=plan.agency, data=TEMPLATE, by=None)
    part = draft.parts.order_by("order").last() if draft else None
    return {
        "reports_draft": draft.pk if draft else None,
        "reports_out": out.pk if out else None,
        "reports_part": part.pk if part else None,
        "reports_template": template.pk,
        "reports_kind": "half_year",
        "reports_ending": "html",
        "reports_figure": 1,
    }
