"""One of everything of the preparedness, found in the demo; a draft version and a closed thing are made."""

from __future__ import annotations

from typing import Any

from styrhus.preparedness import actions, models
from styrhus.steering.models import Plan


def values(plan: Plan) -> dict[str, Any]:
    agency = plan.agency
    standing = models.PreparednessPlan.objects.filter(agency=agency).order_by("pk")[0]
    draft = actions.write_version(plan=standing, text="Et utkast til prøve", changes="", by=None)
    return {
        "preparedness_function": _first(models.CriticalFunction, agency),
        "preparedness_plan": standing.pk,
        "preparedness_draft": draft.pk,
        "preparedness_exercise": _first(models.Exercise, agency),
        "preparedness_incident": _first(models.Incident, agency),
        "preparedness_learning": _first(models.LearningPoint, agency),
        "preparedness_kind": "avhengighet",
        "preparedness_row": _first(models.Dependency, agency),
    }


def _first(model: type[models.OfAgency], agency: Any) -> int:
    return model._default_manager.filter(agency=agency).order_by("pk")[0].pk
