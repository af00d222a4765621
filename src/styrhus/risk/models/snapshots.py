"""The risks as they stood at a steering meeting: written once, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.risk.access import Permission
from styrhus.steering.models import Plan

from .risks import Risk
from .scales import ScaleCell


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def visible_to(self, user: User) -> SnapshotQuerySet:
        """The agency's and its ministry's; which rows of it, ``queries.snapshot_rows`` says. The auditor sees all."""
        if user.may(Permission.SEE_ALL):
            return self
        return self.filter(
            models.Q(plan__agency__in=user.organisations_with(Permission.SEE))
            | models.Q(plan__ministry__in=user.organisations_with(Permission.SEE_RAISED))
        )


class Snapshot(models.Model):
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="risk_snapshots")
    number = models.PositiveSmallIntegerField(_("nummer"))
    title = models.CharField(_("anledning"), max_length=300)
    on = models.DateField(_("dato"))
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(_("tatt"))

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("risikobilde")
        verbose_name_plural = _("risikobilder")
        ordering = ("plan", "-number")
        constraints = (models.UniqueConstraint(fields=("plan", "number"), name="risk_snapshot_number_once"),)

    def __str__(self) -> str:
        return f"{self.title}, {self.plan}"


class SnapshotRow(models.Model):
    """One risk of the snapshot. ``opened``: the ministry could see the agency's assessment that day."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="rows")
    risk = models.ForeignKey(Risk, models.PROTECT, related_name="snapshot_rows")
    event = models.CharField(_("hendelse"), max_length=300)
    owner_name = models.CharField(_("ansvarlig"), max_length=200, blank=True)
    before = models.ForeignKey(ScaleCell, models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey(ScaleCell, models.PROTECT, null=True, related_name="+")
    ministry = models.ForeignKey(ScaleCell, models.PROTECT, null=True, related_name="+")
    accepted = models.BooleanField(_("godtatt"), null=True)  # None: not decided
    open_measures = models.PositiveSmallIntegerField(_("tiltak som gjenstår"))
    late_measures = models.PositiveSmallIntegerField(_("tiltak over fristen"))
    raised = models.BooleanField(_("løftet til dialogen"))
    opened = models.BooleanField(_("vurderingen åpen for departementet"))
    closed = models.BooleanField(_("avsluttet"))

    class Meta:
        verbose_name = _("risiko i bildet")
        verbose_name_plural = _("risikoer i bildet")
        ordering = ("snapshot", "risk__number")
        constraints = (models.UniqueConstraint(fields=("snapshot", "risk"), name="risk_snapshot_row_once"),)

    def __str__(self) -> str:
        return f"{self.snapshot}: {self.risk.code}"
