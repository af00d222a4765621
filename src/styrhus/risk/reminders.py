"""What the rules of risk would remind of on a day: late measures, old assessments, decisions that are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.notices.sources import Reminder
from styrhus.steering.models import Plan

from .models import Measure, Risk
from .queries.lines import RiskLine, Standing, lines_of
from .queries.people import holders, those_who_answer


def due(today: date) -> Iterable[Reminder]:
    """The reminders of every plan with risks that run."""
    plans = Plan.objects.filter(pk__in=Risk.objects.running().values("plan")).select_related("agency", "ministry")
    for plan in plans.order_by("pk"):
        for line in lines_of(plan, Q(closed_on=None)):
            yield from _late_measures(line, today)
            yield from _reviews(line, today)
            yield from _decisions(line)
            yield from _ministry(line)


def _late_measures(line: RiskLine, today: date) -> Iterator[Reminder]:
    for measure in line.measures:
        if measure.is_open and measure.due < today:
            users = [measure.owner] if measure.owner else those_who_answer(line.risk)
            for user in users:
                yield _measure(user, measure)


def _measure(user: User, measure: Measure) -> Reminder:
    words = {"title": measure.title, "day": f"{measure.due:%d.%m.%Y}"}
    return Reminder(
        user=user,
        kind="risk.measure_late",
        key=f"risk.measure_late.{measure.pk}.{measure.due}",
        text=lambda: _("Tiltaket er over fristen %(day)s: %(title)s") % words,
        url=reverse("risk:measure", args=(measure.pk,)),
    )


def _reviews(line: RiskLine, today: date) -> Iterator[Reminder]:
    if line.review_on is None or line.review_on >= today:
        return
    words = {"code": line.risk.code, "event": line.risk.event}
    for user in those_who_answer(line.risk):
        yield Reminder(
            user=user,
            kind="risk.review_due",
            key=f"risk.review_due.{line.risk.pk}.{line.review_on}",
            text=lambda: _("Risiko %(code)s skulle vært vurdert på nytt: %(event)s") % words,
            url=reverse("risk:risk", args=(line.risk.pk,)),
        )


def _decisions(line: RiskLine) -> Iterator[Reminder]:
    risk = line.risk
    if not line.waits or line.assessment is None:
        return
    if line.standing == Standing.WAITS_FOR_HEAD:
        users = holders(risk.plan.agency, Role.DEPARTMENT_HEAD, risk.department)
    else:
        users = holders(risk.plan.agency, Role.DIRECTOR)
    words = {"code": risk.code, "event": risk.event}
    for user in users:
        yield Reminder(
            user=user,
            kind="risk.decision_missing",
            key=f"risk.decision_missing.{line.assessment.pk}",
            text=lambda: _("Risiko %(code)s mangler beslutning: %(event)s") % words,
            url=reverse("risk:risk", args=(risk.pk,)),
        )


def _ministry(line: RiskLine) -> Iterator[Reminder]:
    risk = line.risk
    if risk.raised_on is None or line.ministry is not None:
        return
    words = {"code": risk.code, "event": risk.event, "agency": risk.plan.agency.label}
    for user in holders(risk.plan.ministry, Role.MINISTRY_OFFICIAL):
        yield Reminder(
            user=user,
            kind="risk.ministry_missing",
            key=f"risk.ministry_missing.{risk.pk}",
            text=lambda: _("%(agency)s venter på departementets vurdering av risiko %(code)s: %(event)s") % words,
            url=reverse("risk:risk", args=(risk.pk,)),
        )
