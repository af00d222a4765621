"""The register of decisions and signals."""

from __future__ import annotations

from datetime import date

from django.db.models import F, QuerySet

from styrhus.archive.models import Document
from styrhus.dialogue.models import Effect, Resolution
from styrhus.identity.models import User
from styrhus.steering.models import Plan


def resolutions_of(user: User, plan: Plan) -> QuerySet[Resolution]:
    """Decisions and signals of the plan, newest first, with where each stands and who follows it up."""
    return (
        Resolution.objects.visible_to(user)
        .filter(plan=plan)
        .select_related("plan__agency", "plan__ministry", "owner", "document", "closed_by", "point__minutes__meeting")
        .order_by("-given_on", "-pk")
    )


def due_resolutions(plan: Plan, today: date) -> QuerySet[Resolution]:
    """The open ones past their date, oldest first."""
    rows = Resolution.objects.open().filter(plan=plan, due__lt=today).select_related("owner", "plan")
    return rows.order_by("due", "pk")


def effects_of(resolution: Resolution) -> QuerySet[Effect]:
    """What it became in the plan."""
    return resolution.effects.select_related(
        "document", "assignment", "deadline", "appropriation__post__chapter", "made_by"
    ).order_by("pk")


def sources_of(effects: list[Effect]) -> list[Document]:
    return list(dict.fromkeys(effect.document for effect in effects))


def open_first(rows: QuerySet[Resolution]) -> QuerySet[Resolution]:
    """What is due first; what has no date last."""
    return rows.order_by(F("due").asc(nulls_last=True), "pk")
