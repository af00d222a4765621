"""The figures of the plan and its follow-up, for reports: what the letter asks, what is delivered, how it is judged.

Only what the ministry sees counts: deliveries, its answers, requests to drop work, and judgements marked for it.
Notes, judgements, deliveries and answers are dated by the program and never changed, so a figure of a day in the past
comes out the same. What stands in a document (assignments, deadlines) is known from the day the document was entered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.audit.models import Event
from styrhus.common.figures import Figure, receipt
from styrhus.identity.models import Organisation

from .models import (
    Colour,
    Deadline,
    DeadlineKind,
    Delivery,
    DeliveryReply,
    DropRequest,
    DropState,
    Goal,
    Judgement,
    Listing,
    Parameter,
    Plan,
)
from .rules_followup import DeliveryState, delivery_state

LABELS: dict[str, Any] = {
    "goals": _("Mål"),
    "parameters": _("Styringsparametere"),
    "parameters_judged": _("Styringsparametere vurdert som"),
    "assignments": _("Oppdrag"),
    "assignments_delivered": _("Oppdrag med leveranse"),
    "assignments_accepted": _("Oppdrag godtatt av departementet"),
    "assignments_late": _("Oppdrag over fristen"),
    "assignments_judged": _("Oppdrag vurdert som"),
    "deliveries": _("Leveranser"),
    "drops": _("Ønsker om nedprioritering"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose figure, as at which day, as known when."""

    agency: Organisation
    year: int
    as_at: date
    known_at: datetime | None

    def dated(self, field: str) -> Q:
        """Rows whose moment ``field`` had come by the day, and was entered by the moment."""
        wanted = Q(**{f"{field}__date__lte": self.as_at})
        return wanted & Q(**{f"{field}__lte": self.known_at}) if self.known_at else wanted

    def documented(self, path: str = "document") -> Q:
        """Rows from a document that was dated by the day and entered by the moment; those without one count.

        The archive and the log go by the machine's clock, which the demo's days do not follow.
        """
        wanted = (
            Q(**{path: None}) | Q(**{f"{path}__document_date": None}) | Q(**{f"{path}__document_date__lte": self.as_at})
        )
        if self.known_at and not settings.DEMO_TODAY:
            wanted &= Q(**{path: None}) | Q(**{f"{path}__registered_at__lte": self.known_at})
        return wanted


Counted = tuple[int | None, list[Sequence[object]], str, str]  # value, rows, definition, address


def compute(name: str, *, agency: Organisation, year: int, as_at: date, known_at: datetime | None = None) -> Figure:
    """The figure ``name`` ("assignments_delivered", "parameters_judged:red"). Raises: KeyError for an unknown name."""
    base, _colon, argument = name.partition(":")
    asked = Asked(agency, year, as_at, known_at)
    value, rows, definition, url = _FIGURES[base](asked, argument)
    label = str(LABELS[base])
    if base.endswith("_judged"):
        label = f"{label} {Colour(argument).label.lower()}"
    return receipt(
        f"steering.{name}",
        value,
        rows,
        label=label,
        unit="count",
        definition=definition,
        as_at=as_at,
        known_at=known_at,
        url=url,
    )


def _plan(asked: Asked) -> Plan | None:
    return Plan.objects.filter(agency=asked.agency, year=asked.year).first()


def _address(asked: Asked, name: str) -> str:
    plan = _plan(asked)
    return reverse(f"steering:{name}", args=(plan.pk,)) if plan else ""


def _goals(asked: Asked, argument: str) -> Counted:
    rows = Goal.objects.filter(asked.documented(), plan__agency=asked.agency, plan__year=asked.year).order_by("pk")
    found: list[Sequence[object]] = [(row.pk, row.number, row.title) for row in rows]
    return len(found), found, gettext("Målene som tildelingsbrevet setter for året."), _address(asked, "goals")


def _parameters_of(asked: Asked) -> QuerySet[Parameter]:
    wanted = Parameter.objects.filter(asked.documented(), plan__agency=asked.agency, plan__year=asked.year)
    return wanted.order_by("pk")


def _parameters(asked: Asked, argument: str) -> Counted:
    found: list[Sequence[object]] = [(row.pk, row.label, row.text) for row in _parameters_of(asked)]
    words = gettext("Styringsparameterne som tildelingsbrevet setter for året.")
    return len(found), found, words, _address(asked, "parameters")


def listings_of(asked: Asked, which: str = "") -> QuerySet[Listing]:
    """The year's assignments; ``which`` "new" or "earlier" leaves out the others."""
    rows = Listing.objects.filter(asked.documented(), plan__agency=asked.agency, plan__year=asked.year)
    if which in ("new", "earlier"):
        rows = rows.filter(earlier=which == "earlier")
    return rows.select_related("assignment", "goal").order_by("pk")


def withdrawn_of(asked: Asked) -> set[int]:
    """The assignments that were withdrawn by then. The log knows when."""
    events = Event.objects.filter(act="steering.withdraw_assignment", subject_type="steering.assignment")
    if asked.known_at and not settings.DEMO_TODAY:
        events = events.filter(at__lte=asked.known_at)
    keys = events.values_list("subject_id", flat=True)
    return set(listings_of(asked).filter(assignment__in=list(keys)).values_list("assignment", flat=True))


def _assignments(asked: Asked, argument: str) -> Counted:
    gone = withdrawn_of(asked)
    rows = [row for row in listings_of(asked, argument) if row.assignment_id not in gone]
    found: list[Sequence[object]] = [(row.assignment_id, row.assignment.number, row.earlier) for row in rows]
    words = {
        "new": gettext("Oppdrag som årets tildelingsbrev og tillegg gir, uten dem som er trukket."),
        "earlier": gettext("Oppdrag fra tidligere år som tildelingsbrevet fører videre, uten dem som er trukket."),
    }.get(argument, gettext("Oppdragene i årets plan, nye og videreførte, uten dem som er trukket."))
    return len(found), found, words, _address(asked, "assignments")


def deliveries_of(asked: Asked) -> list[tuple[Delivery, DeliveryState]]:
    """What was handed over for the plan's assignments and reports, oldest first, with where each stood then."""
    rows = Delivery.objects.filter(asked.dated("delivered_at"), plan__agency=asked.agency, plan__year=asked.year)
    found = list(rows.select_related("assignment", "demand", "deadline").order_by("delivered_at", "pk"))
    replaced = {row.follows_id for row in found}
    answers: dict[int, list[str]] = {}
    for reply in DeliveryReply.objects.filter(asked.dated("made_at"), delivery__in=found).order_by("made_at", "pk"):
        answers.setdefault(reply.delivery_id, []).append(reply.kind)
    return [(row, delivery_state(answers.get(row.pk, ()), replaced=row.pk in replaced)) for row in found]


def _delivered(asked: Asked, argument: str) -> Counted:
    listed = {row.assignment_id for row in listings_of(asked)} - withdrawn_of(asked)
    found: list[Sequence[object]] = []
    for row, _state in deliveries_of(asked):
        if row.assignment_id in listed and row.assignment_id not in {one[0] for one in found}:
            found.append((row.assignment_id, row.pk, row.delivered_at))
    words = gettext("Oppdrag der minst én leveranse er overlevert departementet.")
    return len(found), found, words, _address(asked, "assignments")


def _accepted(asked: Asked, argument: str) -> Counted:
    listed = {row.assignment_id for row in listings_of(asked)} - withdrawn_of(asked)
    newest = {row.assignment_id: state for row, state in deliveries_of(asked) if row.assignment_id in listed}
    found: list[Sequence[object]] = [
        (pk, state.value)
        for pk, state in sorted(newest.items())
        if state is DeliveryState.ACCEPTED  # type: ignore[type-var]
    ]
    words = gettext("Oppdrag der departementet har godtatt den siste leveransen.")
    return len(found), found, words, _address(asked, "assignments")


def deadlines_of(asked: Asked) -> list[Deadline]:
    """The dated deadlines of the plan's assignments that stood then, those that recur left out; by assignment."""
    gone = withdrawn_of(asked)
    keys = [row.assignment_id for row in listings_of(asked) if row.assignment_id not in gone]
    wanted = Deadline.objects.filter(asked.documented(), assignment__in=keys, date__isnull=False)
    wanted = wanted.exclude(kind__in=(DeadlineKind.CONTINUOUS, DeadlineKind.RECURRING))
    later = set(Deadline.objects.filter(asked.documented(), assignment__in=keys).values_list("pk", flat=True))
    return [row for row in wanted.order_by("assignment", "date", "pk") if row.replaced_by_id not in later]


def late_of(asked: Asked) -> dict[int, Deadline]:
    """Each assignment whose day had passed without a delivery for it, with the first such deadline."""
    handed: dict[int, list[Delivery]] = {}
    for row, _state in deliveries_of(asked):
        if row.assignment_id:
            handed.setdefault(row.assignment_id, []).append(row)
    earlier: dict[int, set[int]] = {}
    for pk, later in Deadline.objects.filter(replaced_by__isnull=False).values_list("pk", "replaced_by"):
        earlier.setdefault(later, set()).add(pk)  # type: ignore[arg-type]
    late: dict[int, Deadline] = {}
    for deadline in deadlines_of(asked):
        if deadline.date is None or deadline.date >= asked.as_at:
            continue
        same = {deadline.pk, *earlier.get(deadline.pk, ())}
        met = any(
            one.deadline_id in same or (one.deadline_id is None and one.part in ("", deadline.part))
            for one in handed.get(deadline.assignment_id, ())
        )
        if not met:
            late.setdefault(deadline.assignment_id, deadline)
    return late


def _late(asked: Asked, argument: str) -> Counted:
    found: list[Sequence[object]] = [(key, row.pk, row.date) for key, row in sorted(late_of(asked).items())]
    words = gettext("Oppdrag med en datert frist før denne dagen, der ingenting er levert til fristen.")
    return len(found), found, words, _address(asked, "assignments")


def judgements_of(asked: Asked, kind: str) -> dict[int, Judgement]:
    """The newest judgement marked for the ministry of each "assignment" (as a whole) or "parameter" of the plan."""
    rows = Judgement.objects.filter(asked.dated("made_at"), shared=True)
    if kind == "parameter":
        rows = rows.filter(parameter__plan__agency=asked.agency, parameter__plan__year=asked.year)
    else:
        keys = [row.assignment_id for row in listings_of(asked)]
        rows = rows.filter(assignment__in=keys, part="")
    return {getattr(row, f"{kind}_id"): row for row in rows.order_by("made_at", "pk")}


def _judged(kind: str, page: str) -> Callable[[Asked, str], Counted]:
    def count(asked: Asked, argument: str) -> Counted:
        newest = judgements_of(asked, kind)
        found: list[Sequence[object]] = [
            (key, row.pk, row.colour) for key, row in sorted(newest.items()) if row.colour == Colour(argument)
        ]
        words = gettext("Etter den siste vurderingen som er merket «til departementet».")
        return len(found), found, words, _address(asked, page)

    return count


def _deliveries(asked: Asked, argument: str) -> Counted:
    rows = deliveries_of(asked)
    found: list[Sequence[object]] = [(row.pk, row.delivered_at, state.value) for row, state in rows]
    words = gettext("Leveranser til departementet i årets plan, på oppdrag og rapporteringskrav.")
    return len(found), found, words, reverse("steering:deliveries")


def drops_of(asked: Asked) -> list[tuple[DropRequest, str]]:
    """The requests to end or lower work, with their state then; those taken back are left out."""
    rows = DropRequest.objects.filter(asked.dated("asked_at"), plan__agency=asked.agency, plan__year=asked.year)
    found = []
    for row in rows.select_related("assignment", "duty").order_by("asked_at", "pk"):
        moment = row.decided_at
        decided = moment is not None and timezone.localtime(moment).date() <= asked.as_at
        if decided and asked.known_at and moment and moment > asked.known_at:
            decided = False
        state = row.state if decided else DropState.SENT
        if state != DropState.RECALLED:
            found.append((row, state))
    return found


def _drops(asked: Asked, argument: str) -> Counted:
    wanted = {"granted": ("granted", "conditional"), "refused": ("refused",), "sent": ("sent",)}.get(argument)
    rows = [(row, state) for row, state in drops_of(asked) if wanted is None or state in wanted]
    found: list[Sequence[object]] = [(row.pk, state) for row, state in rows]
    words = gettext("Ønsker om å avslutte eller nedprioritere arbeid som er sendt departementet.")
    return len(found), found, words, reverse("steering:drops")


_FIGURES: dict[str, Callable[[Asked, str], Counted]] = {
    "goals": _goals,
    "parameters": _parameters,
    "parameters_judged": _judged("parameter", "parameters"),
    "assignments": _assignments,
    "assignments_delivered": _delivered,
    "assignments_accepted": _accepted,
    "assignments_late": _late,
    "assignments_judged": _judged("assignment", "assignments"),
    "deliveries": _deliveries,
    "drops": _drops,
}
