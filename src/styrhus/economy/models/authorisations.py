"""Authorisations: to charge another's post, and to go beyond what a post has. A row is never changed, only withdrawn."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styrhus.archive.sourced import Sourced
from styrhus.identity import clock

from .scopes import OfPost
from .structure import Post


class Withdrawable(models.Model):
    """Entered once and never changed; it may be withdrawn once, from a day, with a reason. Held by a trigger."""

    decided_on = models.DateField(_("dato"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ført av")
    )
    entered_at = models.DateTimeField(_("ført inn"), default=clock.now)
    withdrawn_on = models.DateField(_("trukket fra"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("ført som trukket"), null=True, blank=True)
    withdrawn_why = models.TextField(_("hvorfor trukket"), blank=True)

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | (
                    Q(withdrawn_on__isnull=False, withdrawn_at__isnull=False, withdrawn_on__gte=F("decided_on"))
                    & ~Q(withdrawn_why="")
                ),
                name="%(class)s_withdrawn_when_and_why",
            ),
        )


class Direction(models.TextChoices):
    GIVEN = "given", _("Gitt til en annen")
    RECEIVED = "received", _("Mottatt fra en annen")


class ChargeAuthorisation(Sourced, Withdrawable):
    """Belastningsfullmakt (R-111): another may charge the agency's post, or the agency may charge another's."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="charges", verbose_name=_("post"))
    direction = models.CharField(_("retning"), max_length=10, choices=Direction)
    counterpart = models.CharField(_("motpart"), max_length=200)
    amount = models.BigIntegerField(_("beløp i kroner"))
    text = models.TextField(_("formål"), blank=True)

    objects = OfPost.as_manager()

    class Meta(Withdrawable.Meta):
        abstract = False
        verbose_name = _("belastningsfullmakt")
        verbose_name_plural = _("belastningsfullmakter")
        ordering = ("decided_on", "pk")
        constraints = (
            *Withdrawable.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="charge_amount_positive"),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="charge_direction_known"),
        )

    def __str__(self) -> str:
        return f"{self.get_direction_display()}: {self.counterpart}"


class AuthorisationKind(models.TextChoices):
    EXTRA_INCOME = "extra_income", _("Merinntektsfullmakt")
    EXCEED = "exceed", _("Overskridelsesfullmakt")
    ORDER = "order", _("Bestillingsfullmakt")
    PROMISE = "promise", _("Tilsagnsfullmakt")
    BEYOND_YEAR = "beyond_year", _("Leie og kjøp av tjenester utover budsjettåret")


class BudgetAuthorisation(Sourced, Withdrawable):
    """An authorisation to go beyond a post, from the letter's section on budget authorisations.

    EXTRA_INCOME is a pair: ``post`` may be exceeded against as much extra income on ``income_post``. ``amount`` None
    is without a limit of its own, which only EXTRA_INCOME and BEYOND_YEAR may be. ``delegated`` False: the ministry
    keeps it, and it covers nothing here.
    """

    kind = models.CharField(_("fullmakt"), max_length=20, choices=AuthorisationKind)
    post = models.ForeignKey(Post, models.PROTECT, related_name="authorisations", verbose_name=_("post"))
    income_post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("inntektspost")
    )
    amount = models.BigIntegerField(_("beløp i kroner"), null=True, blank=True)
    legal_basis = models.CharField(_("hjemmel"), max_length=300)
    delegated = models.BooleanField(_("delegert til virksomheten"), default=True)

    objects = OfPost.as_manager()

    class Meta(Withdrawable.Meta):
        abstract = False
        verbose_name = _("budsjettfullmakt")
        verbose_name_plural = _("budsjettfullmakter")
        ordering = ("post", "decided_on", "pk")
        constraints = (
            *Withdrawable.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=AuthorisationKind.values), name="authorisation_kind_known"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="authorisation_amount_positive"),
            models.CheckConstraint(
                condition=Q(amount__isnull=False)
                | Q(kind__in=(AuthorisationKind.EXTRA_INCOME, AuthorisationKind.BEYOND_YEAR)),
                name="authorisation_has_its_amount",
            ),
            models.CheckConstraint(
                condition=Q(kind=AuthorisationKind.EXTRA_INCOME, income_post__isnull=False)
                | (~Q(kind=AuthorisationKind.EXTRA_INCOME) & Q(income_post=None)),
                name="authorisation_pair_for_extra_income",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.post}"
