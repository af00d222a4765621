"""The demo's note that is being written, with a point and a passage of it."""

from __future__ import annotations

from typing import Any

from styrhus.preparation.models import Passage, PreparationNote
from styrhus.steering.models import Plan


def values(plan: Plan) -> dict[str, Any]:
    note = PreparationNote.objects.filter(plan=plan, finished_at=None).order_by("pk").first()
    passage = Passage.objects.filter(point__note=note).order_by("pk").first()
    return {
        "preparation_note": note.pk if note else None,
        "preparation_point": passage.point_id if passage else None,
        "preparation_passage": passage.pk if passage else None,
    }
