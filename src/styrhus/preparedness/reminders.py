"""What the preparedness reminds of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.notices.sources import Reminder

from .models import CriticalFunction, Exercise, LearningPoint
from .rules import REVIEW

SOON = timedelta(days=7)


def due(today: date) -> Iterator[Reminder]:
    """Learning points soon due and late, exercises that lack their evaluation, functions to look at anew."""
    yield from _learning(today)
    late = Exercise.objects.filter(held_on__lte=today - timedelta(days=14), evaluated_on=None, owner__isnull=False)
    for exercise in late.select_related("owner"):
        yield Reminder(
            user=exercise.owner,
            kind="preparedness.evaluate",
            key=f"preparedness-evaluate-{exercise.pk}",
            text=lambda title=exercise.title: _("Øvelsen er ikke evaluert: %(title)s") % {"title": title},
            url=reverse("preparedness:exercise", args=(exercise.pk,)),
        )
    stale = CriticalFunction.objects.filter(ended_on=None, reviewed_on__lte=today - REVIEW, owner__isnull=False)
    for function in stale.select_related("owner"):
        yield Reminder(
            user=function.owner,
            kind="preparedness.review",
            key=f"preparedness-review-{function.pk}-{function.reviewed_on}",
            text=lambda name=function.name: _("Kritisk funksjon skal vurderes på nytt: %(name)s") % {"name": name},
            url=reverse("preparedness:function", args=(function.pk,)),
        )


def _learning(today: date) -> Iterator[Reminder]:
    points = LearningPoint.objects.filter(done_on=None, deadline__lte=today + SOON, owner__isnull=False)
    for point in points.select_related("owner"):
        late = point.deadline < today
        yield Reminder(
            user=point.owner,
            kind="preparedness.learning_late" if late else "preparedness.learning_soon",
            key=f"preparedness-learning-{point.pk}-{point.deadline}-{'late' if late else 'soon'}",
            text=(lambda text=str(point): _("Læringspunkt over fristen: %(text)s") % {"text": text})
            if late
            else (lambda text=str(point): _("Læringspunkt med frist snart: %(text)s") % {"text": text}),
            url=reverse("preparedness:learning_point", args=(point.pk,)),
            urgent=late,
        )
