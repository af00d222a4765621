"""Judgements, notes, milestones and deliveries one by one and in lists, as far as a user may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from styrhus.identity.models import User
from styrhus.steering.access import Permission
from styrhus.steering.models import (
    Assignment,
    AssignmentState,
    Delivery,
    Judgement,
    Listing,
    Milestone,
    Parameter,
    Partner,
    Plan,
    ProgressNote,
)
from styrhus.steering.rules import SOON
from styrhus.steering.rules_followup import DeliveryState

from .followup import state_of, with_answers


@dataclass(frozen=True, slots=True)
class Quote:
    """The agency's own words, to be quoted as they stand. ``kind`` is "note" or "judgement"; ``url`` is the place.

    ``colour`` is that of a judgement ("green", "yellow", "red"), else empty. ``part`` is the part's label or empty.
    """

    kind: str
    item: Assignment | Parameter
    part: str
    text: str
    colour: str
    made_by: str
    made_at: datetime
    url: str


def quotes_for_ministry(plan: Plan) -> list[Quote]:
    """Every judgement and note (the version that holds) of the plan that is marked for the ministry, newest first."""
    listed = Listing.objects.filter(plan=plan).values("assignment")
    of_plan = Q(assignment__in=listed) | Q(parameter__plan=plan)
    related = ("assignment", "parameter", "made_by")
    judged = Judgement.objects.filter(of_plan).shared().select_related(*related)
    noted = ProgressNote.objects.filter(of_plan).shared().newest().select_related(*related)
    quotes = [_quote("judgement", row, row.reason, row.colour) for row in judged]
    quotes += [_quote("note", row, row.text, "") for row in noted]
    return sorted(quotes, key=lambda quote: quote.made_at, reverse=True)


def _quote(kind: str, row: Judgement | ProgressNote, text: str, colour: str) -> Quote:
    return Quote(
        kind, row.item, row.part, text, colour, row.made_by.name if row.made_by else "", row.made_at, place_of(row)
    )


def place_of(row: Judgement | ProgressNote) -> str:
    """The address of the page where the words stand, down to themselves."""
    name = "judgement" if isinstance(row, Judgement) else "note"
    page = "steering:assignment" if row.assignment_id else "steering:parameter"
    return f"{reverse(page, args=(row.assignment_id or row.parameter_id,))}#{name}-{row.pk}"


def judgements_about(user: User, item: Assignment | Parameter) -> QuerySet[Judgement]:
    """The judgements of ``item`` that ``user`` may see, newest first."""
    rows = Judgement.objects.visible_to(user).filter(**_about(item))
    return rows.select_related("made_by").order_by("-made_at", "-pk")


def notes_about(user: User, item: Assignment | Parameter) -> QuerySet[ProgressNote]:
    """The notes of ``item`` that ``user`` may see, in the version that holds, newest first."""
    rows = ProgressNote.objects.visible_to(user).newest().filter(**_about(item))
    return rows.select_related("made_by").order_by("-made_at", "-pk")


def _about(item: Assignment | Parameter) -> dict[str, Any]:
    return {"assignment" if isinstance(item, Assignment) else "parameter": item}


def note_for(user: User, pk: int) -> ProgressNote | None:
    """A version of a note that ``user`` may see."""
    related = ("assignment__agency", "parameter__plan__agency", "made_by", "corrected_by")
    return ProgressNote.objects.visible_to(user).filter(pk=pk).select_related(*related).first()


def versions_of(user: User, note: ProgressNote) -> list[ProgressNote]:
    """Every version of the note that ``user`` may see, newest first."""
    newest = note
    while later := ProgressNote.objects.filter(corrects=newest).first():
        newest = later
    found: list[ProgressNote] = []
    current: ProgressNote | None = newest
    while current:
        found.append(current)
        earlier = ProgressNote.objects.filter(pk=current.corrects_id) if current.corrects_id else None
        current = earlier.select_related("made_by").first() if earlier else None
    seen = set(
        ProgressNote.objects.visible_to(user).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True)
    )
    return [one for one in found if one.pk in seen]


def milestone_for(user: User, pk: int) -> Milestone | None:
    """A milestone of the user's own agency (or any, for the auditor)."""
    rows = Milestone.objects.filter(pk=pk).select_related("assignment__agency", "owner", "done_by")
    if not user.may(Permission.SEE_ALL_PLANS):
        rows = rows.filter(assignment__agency__in=user.organisations_with(Permission.SEE_PLAN))
    return rows.first()


def milestones_near(user: User, plan: Plan, today: date) -> QuerySet[Milestone]:
    """The open milestones that ``user`` is to do in the plan's running assignments, by 14 days from now."""
    rows = Milestone.objects.filter(
        owner=user,
        done_on=None,
        dropped_on=None,
        date__lte=today + SOON,
        assignment__state=AssignmentState.ACTIVE,
        assignment__in=Listing.objects.filter(plan=plan).values("assignment"),
    )
    return rows.order_by("date", "pk")


def agreements_of(user: User, assignment: Assignment) -> dict[str, Partner]:
    """What is agreed with partners, by their name; for the agency and the auditor."""
    if not user.may(Permission.SEE_ALL_PLANS) and not user.may(Permission.SEE_PLAN, assignment.agency_id):
        return {}
    return {partner.name: partner for partner in assignment.agreements.order_by("pk")}


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery in a list, with where it stands."""

    delivery: Delivery
    state: DeliveryState

    @property
    def pk(self) -> int:
        return self.delivery.pk

    @property
    def waits_for_ministry(self) -> bool:
        return self.state.waits_for_ministry

    @property
    def waits_for_agency(self) -> bool:
        return self.state.waits_for_agency

    @property
    def url(self) -> str:
        return reverse("steering:delivery", args=(self.delivery.pk,))


def delivery_rows(user: User, plan: Plan | None = None) -> list[DeliveryRow]:
    """The deliveries that ``user`` may see (of one plan), newest first."""
    rows = with_answers(Delivery.objects.visible_to(user))
    if plan is not None:
        rows = rows.filter(plan=plan)
    return [DeliveryRow(row, state_of(row)) for row in rows.order_by("-delivered_at", "-pk")]


def delivery_for(user: User, pk: int) -> Delivery | None:
    return with_answers(Delivery.objects.visible_to(user).filter(pk=pk)).first()  # type: ignore[no-any-return]
