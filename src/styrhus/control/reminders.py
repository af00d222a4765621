"""What the rules of this room remind of: measures and findings near their deadline or past it, and delegations that end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.notices.sources import Reminder
from styrhus.ui.formats import date_short

from .models import AuditCase, ControlMeasure, Delegation, Finding, FindingMeasure, FindingState
from .queries.people import managers_of

SOON = timedelta(days=7)
ENDING = timedelta(days=30)


def due(today: date) -> Iterator[Reminder]:
    """Every reminder that the rules would give that day. The same thing has the same key from day to day."""
    yield from _control_measures(today)
    yield from _findings(today)
    yield from _finding_measures(today)
    yield from _delegations(today)
    yield from _replies(today)


def _word(deadline: date, today: date) -> str:
    return "overdue" if deadline < today else "soon"


def _control_measures(today: date) -> Iterator[Reminder]:
    rows = ControlMeasure.objects.filter(done_on=None, deadline__lte=today + SOON, owner__isnull=False)
    for row in rows.select_related("owner", "control").order_by("pk"):
        word = _word(row.deadline, today)
        yield Reminder(
            user=row.owner,
            kind=f"control.measure_{word}",
            key=f"control.measure_{word}-{row.pk}-{row.deadline}",
            text=lambda row=row: (
                _("Tiltak etter «%(title)s» har frist %(day)s.")
                % {"title": row.control.title, "day": date_short(row.deadline)}
            ),
            url=reverse("control:control", args=(row.control_id,)),
            urgent=word == "overdue",
        )


def _findings(today: date) -> Iterator[Reminder]:
    rows = Finding.objects.filter(state=FindingState.OPEN, deadline__lte=today + SOON, owner__isnull=False)
    for row in rows.select_related("owner", "case").order_by("pk"):
        word = _word(row.deadline, today)  # type: ignore[arg-type]
        yield Reminder(
            user=row.owner,
            kind=f"control.finding_{word}",
            key=f"control.finding_{word}-{row.pk}-{row.deadline}",
            text=lambda row=row: (
                _("Merknaden «%(title)s» har frist %(day)s.") % {"title": row.title, "day": date_short(row.deadline)}
            ),
            url=reverse("control:finding", args=(row.pk,)),
            urgent=word == "overdue",
        )


def _finding_measures(today: date) -> Iterator[Reminder]:
    rows = FindingMeasure.objects.filter(done_on=None, deadline__lte=today + SOON, owner__isnull=False)
    for row in rows.exclude(finding__state=FindingState.CLOSED).select_related("owner", "finding").order_by("pk"):
        word = _word(row.deadline, today)
        yield Reminder(
            user=row.owner,
            kind=f"control.finding_measure_{word}",
            key=f"control.finding_measure_{word}-{row.pk}-{row.deadline}",
            text=lambda row=row: (
                _("Tiltak mot «%(title)s» har frist %(day)s.")
                % {"title": row.finding.title, "day": date_short(row.deadline)}
            ),
            url=reverse("control:finding", args=(row.finding_id,)),
            urgent=word == "overdue",
        )


def _delegations(today: date) -> Iterator[Reminder]:
    rows = Delegation.objects.filter(withdrawn_on=None, valid_to__range=(today, today + ENDING))
    for row in rows.select_related("giver", "receiver").order_by("pk"):
        for user in (row.giver, row.receiver):
            yield Reminder(
                user=user,
                kind="control.delegation_ends",
                key=f"control.delegation_ends-{row.pk}",
                text=lambda row=row: (
                    _("Budsjettfullmakten til %(name)s går ut %(day)s.")
                    % {"name": row.receiver.name, "day": date_short(row.valid_to)}
                ),
                url=reverse("control:delegation", args=(row.pk,)),
            )


def _replies(today: date) -> Iterator[Reminder]:
    """A case whose reply is due and has not been sent."""
    rows = AuditCase.objects.filter(reply_due__lte=today + SOON).exclude(replies__sent_at__isnull=False)
    for row in rows.select_related("agency").order_by("pk"):
        word = _word(row.reply_due, today)  # type: ignore[arg-type]
        for user in managers_of(row.agency):
            yield Reminder(
                user=user,
                kind=f"control.reply_{word}",
                key=f"control.reply_{word}-{row.pk}",
                text=lambda row=row: (
                    _("Svar på «%(title)s» har frist %(day)s.") % {"title": row.title, "day": date_short(row.reply_due)}
                ),
                url=reverse("control:audit_case", args=(row.pk,)),
                urgent=word == "overdue",
            )
