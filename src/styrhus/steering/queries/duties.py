"""Standing duties."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from styrhus.steering.models import Duty, Frequency, Plan


def duties_of(plan: Plan) -> QuerySet[Duty]:
    return Duty.objects.filter(plan=plan).select_related("owner", "department", "document").order_by("pk")


def duty_counts(plan: Plan) -> dict[str, int]:
    """``all``, ``unowned`` (neither person nor department), ``unplanned`` (no frequency)."""
    return Duty.objects.filter(plan=plan).aggregate(
        all=Count("pk"),
        unowned=Count("pk", filter=Q(owner=None, department=None)),
        unplanned=Count("pk", filter=Q(frequency=Frequency.NOT_SET)),
    )
