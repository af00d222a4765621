"""Reads of deviations, matters and publications. What a user may see is the scope of each."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from styrhus.economy.models import Post
from styrhus.identity.models import User
from styrhus.steering.models import Assignment, AssignmentState, Plan

from .models import Deviation, FollowUp, Matter, Publication

TOUCHED = ("goal", "parameter", "assignment", "post")


def deviations_for(user: User) -> QuerySet[Deviation]:
    """Every deviation that ``user`` may see, with what it touches."""
    return Deviation.objects.visible_to(user).select_related(
        "plan__agency", "plan__ministry", "goal", "parameter", "assignment", "post__chapter", "written_by",
        "reported_by", "acknowledged_by", "closed_by", "entry__document", "entry__case_file", "reply_entry__document",
        "reply_entry__case_file",
    )  # fmt: skip


def matters_for(user: User) -> QuerySet[Matter]:
    return Matter.objects.visible_to(user).select_related(
        "plan__agency", "plan__ministry", "document", "sent_by", "acknowledged_by", "closed_by", "entry__document",
        "entry__case_file",
    )  # fmt: skip


def publications_for(user: User) -> QuerySet[Publication]:
    return Publication.objects.visible_to(user).select_related(
        "plan__agency", "plan__ministry", "assignment", "announced_by", "seen_by", "consent_by", "published_by",
        "entry__document", "entry__case_file",
    )  # fmt: skip


def follow_ups_of(thing: Deviation | Matter) -> QuerySet[FollowUp]:
    """What was said since, oldest first."""
    return thing.follow_ups.select_related("made_by").order_by("pk")


def what_it_may_touch(plan: Plan) -> list[tuple[str, list[tuple[str, str]]]]:
    """The plan's goals, parameters, assignments and posts, in groups, each as ("goal:12", its name)."""
    assignments = Assignment.objects.filter(listings__plan=plan, state=AssignmentState.ACTIVE).distinct()
    posts = Post.objects.filter(chapter__agency=plan.agency_id, chapter__year=plan.year).select_related("chapter")
    groups = [
        (_("Mål"), "goal", [(row.pk, f"{row.number} {row.title}") for row in plan.goals.order_by("order")]),
        (
            _("Styringsparametere"),
            "parameter",
            [(row.pk, f"{row.label} {row.text}") for row in plan.parameters.order_by("order")],
        ),
        (
            _("Oppdrag"),
            "assignment",
            [(row.pk, f"{row.number} {row.title}") for row in assignments.order_by("number", "pk")],
        ),
        (
            _("Poster"),
            "post",
            [(p.pk, f"{p.chapter.number}.{p.number} {p.name}") for p in posts.order_by("chapter__number", "number")],
        ),
    ]
    return [(heading, [(f"{kind}:{pk}", _short(name)) for pk, name in rows]) for heading, kind, rows in groups if rows]


def _short(text: str) -> str:
    return text if len(text) <= 110 else f"{text[:107]}…"


def touched(plan: Plan, chosen: str) -> dict[str, Any]:
    """The fields for a choice of ``what_it_may_touch``: the one with the row, the others None."""
    fields: dict[str, Any] = dict.fromkeys(TOUCHED)
    kind, _colon, pk = chosen.partition(":")
    models: dict[str, Any] = {
        "goal": plan.goals.all(),
        "parameter": plan.parameters.all(),
        "assignment": Assignment.objects.filter(listings__plan=plan),
        "post": Post.objects.filter(chapter__agency=plan.agency_id, chapter__year=plan.year),
    }
    if kind in models and pk.isdigit():
        fields[kind] = models[kind].filter(pk=int(pk)).first()
    return fields
