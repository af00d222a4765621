"""Delegations of the authority to commit the budget (budsjettdisponeringsmyndighet), in writing."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styrhus.control.rules import Holding

from .internal import SystemText
from .scopes import OfAgency, OfDelegation


class DelegationQuerySet(OfAgency):
    def holding_on(self, day: date) -> DelegationQuerySet:
        """Those that hold that day by their own words; what they were given from is another matter."""
        return self.filter(
            Q(valid_to=None) | Q(valid_to__gte=day),
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=day),
            valid_from__lte=day,
        )


class Delegation(models.Model):
    """From one person to another. ``parent`` is what the giver holds it by; None where the giver is the director.

    What it gives is never changed: another amount is another delegation. Amounts are whole kroner.
    """

    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("virksomhet"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("gitt i kraft av")
    )
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("fra"))
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("til"))
    department = models.ForeignKey(
        "identity.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avdeling")
    )
    posts = ArrayField(models.CharField(max_length=7), default=list, blank=True, verbose_name=_("kapitler og poster"))
    per_commitment = models.BigIntegerField(_("grense per disponering"), null=True, blank=True)
    per_year = models.BigIntegerField(_("grense per år"), null=True, blank=True)
    valid_from = models.DateField(_("gjelder fra"))
    valid_to = models.DateField(_("gjelder til og med"), null=True, blank=True)
    may_delegate = models.BooleanField(_("kan delegeres videre"), default=False)
    conditions = models.TextField(_("vilkår"), blank=True)
    document = models.ForeignKey("archive.Document", models.PROTECT, related_name="+", verbose_name=_("dokument"))
    guidelines = models.ForeignKey(
        SystemText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("retningslinjer")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("ført inn"))
    withdrawn_on = models.DateField(_("trukket fra"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.TextField(_("hvorfor trukket"), blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("budsjettfullmakt")
        verbose_name_plural = _("budsjettfullmakter")
        ordering = ("receiver__name", "valid_from", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="delegation_to_another"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="delegation_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=(Q(per_commitment=None) | Q(per_commitment__gt=0)) & (Q(per_year=None) | Q(per_year__gt=0)),
                name="delegation_limits_positive",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by=None, withdrawn_why="")
                | (Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="delegation_withdrawn_by_somebody_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.giver.name} → {self.receiver.name}"

    @property
    def last_day(self) -> date | None:
        """The last day that it holds: withdrawn from a day, it does not hold that day."""
        ends = [self.valid_to, self.withdrawn_on - timedelta(days=1) if self.withdrawn_on else None]
        return min((day for day in ends if day), default=None)

    @property
    def holding(self) -> Holding:
        return Holding(frozenset(self.posts), self.per_commitment, self.per_year, self.valid_from, self.last_day)


class Substitution(models.Model):
    """Somebody who acts under another's delegation for a time. A row is never changed."""

    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="substitutions", verbose_name=_("fullmakt"))
    substitute = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("vikar"))
    begin = models.DateField(_("fra"))
    end = models.DateField(_("til og med"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("ført inn"))

    objects = OfDelegation.as_manager()

    class Meta:
        verbose_name = _("vikar")
        verbose_name_plural = _("vikarer")
        ordering = ("begin", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(end__gte=F("begin")), name="substitution_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return f"{self.substitute.name}: {self.delegation}"


class DelegationUse(models.Model):
    """A commitment that was held against the delegations, allowed or not. Append-only."""

    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("virksomhet"))
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, blank=True, related_name="uses", verbose_name=_("fullmakt")
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("bruker"))
    as_substitute = models.BooleanField(_("som vikar"), default=False)
    post = models.CharField(_("post"), max_length=7)
    amount = models.BigIntegerField(_("beløp i kroner"))
    on = models.DateField(_("dato"))
    purpose = models.CharField(_("formål"), max_length=300)
    allowed = models.BooleanField(_("innenfor fullmakten"))
    why = models.CharField(_("begrunnelse"), max_length=500)
    made_at = models.DateTimeField(_("ført"))

    objects = OfAgency.as_manager()

    class Meta:
        verbose_name = _("bruk av fullmakt")
        verbose_name_plural = _("bruk av fullmakter")
        ordering = ("-made_at", "-pk")
        constraints = (models.CheckConstraint(condition=Q(amount__gt=0), name="use_amount_positive"),)

    def __str__(self) -> str:
        return f"{self.user.name}: {self.purpose}"
