"""Delegated budgets: which department may commit how much on which posts, and whether it may just now."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styrhus.identity import clock

from .scopes import InsideAgency
from .structure import Post


class HolderState(models.TextChoices):
    OPEN = "open", _("Åpen")
    CLOSED = "closed", _("Lukket")


class BudgetHolder(models.Model):
    """A department's delegated budget of one year. Dated on or after ``locked_from`` nothing is committed."""

    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("virksomhet"))
    department = models.ForeignKey(
        "identity.Department", models.PROTECT, related_name="budgets", verbose_name=_("avdeling")
    )
    year = models.PositiveSmallIntegerField(_("budsjettår"))
    state = models.CharField(_("tilstand"), max_length=10, choices=HolderState, default=HolderState.OPEN)
    locked_from = models.DateField(_("låst fra"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("opprettet"), default=clock.now)

    objects = InsideAgency.as_manager()

    class Meta:
        verbose_name = _("delegert budsjett")
        verbose_name_plural = _("delegerte budsjett")
        ordering = ("year", "department__name")
        constraints = (
            models.UniqueConstraint(fields=("department", "year"), name="holder_once_a_year"),
            models.CheckConstraint(condition=Q(state__in=HolderState.values), name="holder_state_known"),
        )

    def __str__(self) -> str:
        return f"{self.department.name} {self.year}"

    def is_open_on(self, day: date) -> bool:
        return self.state == HolderState.OPEN and (self.locked_from is None or day < self.locked_from)


class HolderShare(models.Model):
    """An amount of a post given to a holder, or a change of it (which may be negative). Append-only."""

    holder = models.ForeignKey(BudgetHolder, models.PROTECT, related_name="shares", verbose_name=_("delegert budsjett"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="shares", verbose_name=_("post"))
    amount = models.BigIntegerField(_("beløp i kroner"))
    on = models.DateField(_("dato"))
    why = models.TextField(_("begrunnelse"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ført av")
    )
    entered_at = models.DateTimeField(_("ført inn"), default=clock.now)

    class Meta:
        verbose_name = _("andel av en post")
        verbose_name_plural = _("andeler av poster")
        ordering = ("on", "pk")
        constraints = (models.CheckConstraint(condition=~Q(amount=0), name="share_not_zero"),)

    def __str__(self) -> str:
        return f"{self.holder}: {self.post}"
