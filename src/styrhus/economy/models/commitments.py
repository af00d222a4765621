"""What binds the money besides the letter: decisions, contracts and assignments. Append-only; reversed by rows of its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styrhus.archive.sourced import Sourced
from styrhus.identity import clock

from .authorisations import BudgetAuthorisation
from .scopes import InsidePost
from .structure import Binding, Post


class CommitmentKind(models.TextChoices):
    DECISION = "decision", _("Vedtak")
    CONTRACT = "contract", _("Avtale eller bestilling")
    ASSIGNMENT = "assignment", _("Oppdrag")


class Commitment(Sourced):
    """Money bound on a post. ``amount`` falls on the post's year, ``later_amount`` on the years to ``last_year``.

    Under a ``binding`` of the letter it uses what is set aside there already. ``excess`` is the part beyond what the
    post had, which ``excess_cover`` allowed; ``later_cover`` allowed what falls on later years.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="commitments", verbose_name=_("post"))
    binding = models.ForeignKey(
        Binding, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("binding i brevet")
    )
    department = models.ForeignKey(
        "identity.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avdeling")
    )
    kind = models.CharField(_("type"), max_length=20, choices=CommitmentKind)
    text = models.CharField(_("formål"), max_length=300)
    counterpart = models.CharField(_("mottaker eller leverandør"), max_length=200, blank=True)
    amount = models.BigIntegerField(_("beløp i kroner"))
    later_amount = models.BigIntegerField(_("beløp i senere år"), default=0)
    last_year = models.PositiveSmallIntegerField(_("siste år"))
    decided_on = models.DateField(_("dato"))
    excess = models.BigIntegerField(_("utover posten i kroner"), default=0)
    excess_cover = models.ForeignKey(
        BudgetAuthorisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dekket av")
    )
    later_cover = models.ForeignKey(
        BudgetAuthorisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("senere år etter")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("besluttet av")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ført av")
    )
    entered_at = models.DateTimeField(_("ført inn"), default=clock.now)

    objects = InsidePost.as_manager()

    class Meta:
        verbose_name = _("disponering")
        verbose_name_plural = _("disponeringer")
        ordering = ("decided_on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=CommitmentKind.values), name="commitment_kind_known"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, later_amount__gte=0) & (Q(amount__gt=0) | Q(later_amount__gt=0)),
                name="commitment_amount_positive",
            ),
            models.CheckConstraint(
                condition=Q(excess=0, excess_cover=None) | Q(excess__gt=0, excess_cover__isnull=False),
                name="commitment_excess_is_covered",
            ),
            models.CheckConstraint(
                condition=Q(later_amount=0, later_cover=None) | Q(later_amount__gt=0, later_cover__isnull=False),
                name="commitment_later_years_are_covered",
            ),
        )

    def __str__(self) -> str:
        return self.text


class ReleaseKind(models.TextChoices):
    PART = "part", _("Frigitt en del")
    REST = "rest", _("Avsluttet, resten frigitt")
    REVERSED = "reversed", _("Ført feil, reversert")


class Release(models.Model):
    """Takes back a commitment or a part of it: amounts that are subtracted. Append-only."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="releases", verbose_name=_("disponering"))
    kind = models.CharField(_("type"), max_length=10, choices=ReleaseKind)
    amount = models.BigIntegerField(_("beløp i kroner"))
    later_amount = models.BigIntegerField(_("beløp i senere år"), default=0)
    on = models.DateField(_("dato"))
    why = models.TextField(_("begrunnelse"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ført av")
    )
    entered_at = models.DateTimeField(_("ført inn"), default=clock.now)

    class Meta:
        verbose_name = _("frigitt disponering")
        verbose_name_plural = _("frigitte disponeringer")
        ordering = ("on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ReleaseKind.values), name="release_kind_known"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, later_amount__gte=0) & (Q(amount__gt=0) | Q(later_amount__gt=0)),
                name="release_amount_positive",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="release_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.commitment}"
