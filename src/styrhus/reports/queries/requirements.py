"""A report as the requirement matrix looks at it."""

from __future__ import annotations

from styrhus.reports.matrix import Asked
from styrhus.reports.models import Report


def asked(report: Report) -> Asked:
    """The report's sections with the sources that stand in them, and what is written and accepted."""
    outline = report.template
    parts = {part.key: part for part in report.parts.all()}
    left_out = {key: set(part.left_out) for key, part in parts.items()}
    return Asked(
        plan=report.plan,
        kind=report.kind,
        sections={
            one.key: [source for source in one.sources if source not in left_out.get(one.key, set())]
            for one in outline.sections
        },
        parents={one.key: one.parent for one in outline.sections if one.parent},
        written=[key for key, part in parts.items() if part.text and not part.from_before],
        accepted=list(report.accepted_gaps.values_list("demand", flat=True)),
    )
