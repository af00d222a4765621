"""A case with a journal entry that agency and ministry share."""

from __future__ import annotations

from typing import Any

from styrhus.archive import formal
from styrhus.archive.models import Direction
from styrhus.steering.models import Plan


def values(plan: Plan) -> dict[str, Any]:
    case = formal.open_case(organisation=plan.agency, key="archive-sample", title="Prøvesak i arkivet", by=None)
    entry = case.entries.first() or formal.file_record(
        case=case,
        title="Prøve av journalen",
        facts=[("Gjelder", "Prøve")],
        sections=[("Tekst", "Et dokument til prøving av arkivet.")],
        direction=Direction.OUT,
        sender=plan.agency.label,
        recipient=plan.ministry.label,
        by=None,
        shared_with=[plan.ministry],
    )
    return {"archive_case": case.pk, "archive_entry": entry.pk}
