"""What waits in this room for the one who looks."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.models import Plan
from styrhus.ui.cards import Card, CardLine
from styrhus.ui.formats import date_short

from . import queries
from .access import Permission
from .models import AuditReply, Cycle, CycleState, Finding, FindingState

SHOWN = 4
SOON = timedelta(days=30)


def cards(user: User, plan: Plan, sight: str) -> list[Card]:
    """The audit follow-up, the control's measures, delegations that end soon, and what waits to be approved."""
    found = [
        _findings_card(user, plan, sight),
        _measures_card(user) if sight != "departementet" else None,
        _delegations_card(user, plan, sight),
        _approval_card(user, plan, sight),
        _replies_card(user, plan, sight),
    ]
    return [card for card in found if card]


def _findings_card(user: User, plan: Plan, sight: str) -> Card | None:
    today = clock.today()
    rows = queries.findings_for(user).filter(case__agency=plan.agency_id).exclude(state=FindingState.CLOSED)
    if sight == "mine":
        measures = [row.finding_id for row in queries.my_finding_measures(user)]
        mine = Q(owner=user, state=FindingState.OPEN) | Q(pk__in=measures)
        if user.may(Permission.VERIFY_FINDINGS, plan.agency_id):
            mine |= Q(state=FindingState.PROPOSED) & ~Q(owner=user) & ~Q(proposed_by=user)
        rows = rows.filter(mine)
        title = _("Merknader som venter på deg")
    elif sight == "avdeling":
        department = user.department
        if department is None:
            return None
        rows = rows.filter(department=department)
        title = _("Avdelingens merknader")
    else:
        title = _("Åpne merknader fra revisjon og tilsyn")
    lines = [_finding_line(row) for row in rows]
    if not lines:
        return None
    late = sum(1 for row in rows if row.deadline and row.deadline < today)
    return Card(title, reverse("control:findings"), len(lines), lines[:SHOWN], urgent=bool(late), order=50)


def _finding_line(row: Finding) -> CardLine:
    late = row.deadline is not None and row.deadline < clock.today()
    state = _("Over fristen") if late else str(row.get_state_display())
    kind = "danger" if late else "info" if row.state == FindingState.PROPOSED else "warning"
    note = _("Frist %(day)s") % {"day": date_short(row.deadline)} if row.deadline else ""
    return CardLine(row.title, reverse("control:finding", args=(row.pk,)), note, state, kind)


def _measures_card(user: User) -> Card | None:
    today = clock.today()
    rows = list(queries.my_measures(user))
    if not rows:
        return None
    lines = [
        CardLine(
            row.text,
            reverse("control:control", args=(row.control_id,)),
            _("Frist %(day)s") % {"day": date_short(row.deadline)},
            _("Over fristen") if row.deadline < today else "",
            "danger",
        )
        for row in rows[:SHOWN]
    ]
    late = any(row.deadline < today for row in rows)
    return Card(
        gettext_lazy("Dine tiltak etter kontroller"), reverse("control:front"), len(rows), lines, urgent=late, order=52
    )


def _delegations_card(user: User, plan: Plan, sight: str) -> Card | None:
    if sight == "departementet" or not user.may(Permission.SEE_CONTROL, plan.agency_id):
        return None
    today = clock.today()
    rows = queries.ending_soon(user, today, today + SOON)
    if sight == "virksomheten" and user.may(Permission.REGISTER_DELEGATIONS, plan.agency_id):
        rows = queries.ending_in(plan.agency, today, today + SOON)
    found = list(rows)
    if not found:
        return None
    lines = [
        CardLine(
            str(row),
            reverse("control:delegation", args=(row.pk,)),
            _("Siste dag %(day)s") % {"day": date_short(row.valid_to)},
        )
        for row in found[:SHOWN]
    ]
    return Card(
        gettext_lazy("Fullmakter som går ut innen 30 dager"),
        reverse("control:delegations"),
        len(found),
        lines,
        order=54,
    )


def _approval_card(user: User, plan: Plan, sight: str) -> Card | None:
    """For the director: a year that waits for approval. For a department's head: the self-assessment that is due."""
    if sight == "departementet":
        return None
    if user.may(Permission.APPROVE_CYCLE, plan.agency_id):
        waiting = Cycle.objects.filter(agency=plan.agency_id, state=CycleState.ASSESSED).exclude(assessed_by=user)
        lines = [
            CardLine(_("Internkontrollen %(year)s") % {"year": row.year}, reverse("control:cycle", args=(row.pk,)))
            for row in waiting.order_by("year")
        ]
        title = _("Venter på godkjenning")
    elif user.department and user.may(Permission.ASSESS_DEPARTMENT, plan.agency_id):
        due = queries.due_assessments(user, plan.agency)
        lines = [
            CardLine(
                _("Egenvurdering %(year)s") % {"year": row.cycle.year}, reverse("control:assessment", args=(row.pk,))
            )
            for row in due
        ]
        title = _("Avdelingens egenvurdering")
    else:
        return None
    return Card(title, reverse("control:front"), len(lines), lines[:SHOWN], order=53) if lines else None


def _replies_card(user: User, plan: Plan, sight: str) -> Card | None:
    """For the ministry: the newest copies of replies to the auditor. For the controller: replies not sent."""
    rows = AuditReply.objects.visible_to(user).filter(case__agency=plan.agency_id).select_related("case")
    if sight == "departementet":
        rows = rows.filter(sent_on__gte=clock.today() - SOON)
        title = _("Nye kopier av svar til revisor")
    elif sight == "mine" and user.may(Permission.MANAGE_FINDINGS, plan.agency_id):
        rows = rows.filter(sent_at=None)
        title = _("Svar til revisor som ikke er sendt")
    else:
        return None
    found = list(rows.order_by("-made_at", "-pk"))
    if not found:
        return None
    lines = [CardLine(row.title, reverse("control:audit_case", args=(row.case_id,))) for row in found[:SHOWN]]
    return Card(title, reverse("control:audit_cases"), len(found), lines, order=55)
