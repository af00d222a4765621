"""One report, and the versions that it is one of."""

from __future__ import annotations

from styrhus.identity.models import User
from styrhus.reports.models import Report

RELATED = ("agency", "plan__agency", "plan__ministry", "demand", "approved_by", "made_by", "follows", "starts_from")


def report_for(user: User, pk: int) -> Report | None:
    return Report.objects.visible_to(user).filter(pk=pk).select_related(*RELATED).first()


def versions_of(user: User, report: Report) -> list[Report]:
    """Every version that ``user`` may see of the report, the first one first."""
    found: dict[int, Report] = {report.pk: report}
    earlier = report.follows_id
    while earlier:
        row = Report.objects.get(pk=earlier)
        found[row.pk] = row
        earlier = row.follows_id
    later = Report.objects.filter(follows=report).first()
    while later:
        found[later.pk] = later
        later = Report.objects.filter(follows=later).first()
    seen = set(Report.objects.visible_to(user).filter(pk__in=found).values_list("pk", flat=True))
    return sorted((row for key, row in found.items() if key in seen), key=lambda row: row.number)
