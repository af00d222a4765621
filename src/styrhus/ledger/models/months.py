"""Months that are closed: nothing is posted in them until the director opens them again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.ledger.access import Permission


class MonthQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Any:
        """Those who see the agency's sums see which months they can rely on; the ministry too."""
        if user.may(Permission.SEE_ALL_LEDGERS):
            return self
        organisations = user.organisations_with(Permission.SEE_SUMS)
        return self.filter(Q(agency__in=organisations) | Q(agency__parent__in=organisations))

    def standing(self) -> Any:
        return self.filter(reopened_at=None)


class Month(models.Model):
    """One locking of a month, with how it ended. A month that was reopened and locked again has two rows."""

    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("virksomhet"))
    year = models.PositiveSmallIntegerField(_("regnskapsår"))
    month = models.PositiveSmallIntegerField(_("måned"))
    locked_at = models.DateTimeField(_("låst"))
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reopened_at = models.DateTimeField(_("gjenåpnet"), null=True, blank=True)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reopened_why = models.TextField(_("hvorfor gjenåpnet"), blank=True)

    objects = MonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("låst måned")
        verbose_name_plural = _("låste måneder")
        ordering = ("-year", "-month", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="month_of_a_year"),
            models.UniqueConstraint(
                fields=("agency", "year", "month"), condition=Q(reopened_at=None), name="month_locked_once"
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_by=None, reopened_why="")
                | (Q(reopened_at__isnull=False, reopened_by__isnull=False) & ~Q(reopened_why="")),
                name="month_reopened_by_somebody_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"
