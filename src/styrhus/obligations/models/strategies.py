"""Cross-agency strategies and action plans, with the measures that are the agency's own."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .base import AgencyQuerySet, Row


class Strategy(Row):
    title = models.CharField(_("strategi eller handlingsplan"), max_length=300)
    lead = models.CharField(_("ansvarlig departement eller etat"), max_length=200)
    first_year = models.PositiveSmallIntegerField(_("fra år"))
    last_year = models.PositiveSmallIntegerField(_("til år"))
    link = models.URLField(_("adresse"), max_length=500, blank=True)
    role = models.TextField(_("virksomhetens rolle"), blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("title", "lead", "first_year", "last_year", "link", "role")
    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategi eller handlingsplan")
        verbose_name_plural = _("strategier og handlingsplaner")
        ordering = ("-last_year", "title")
        constraints = (
            models.UniqueConstraint(fields=("agency", "title"), name="strategy_title_once"),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="strategy_years_in_order"),
        )

    def __str__(self) -> str:
        return self.title


class MeasureState(models.TextChoices):
    PLANNED = "planned", _("Ikke startet")
    RUNNING = "running", _("I arbeid")
    DONE = "done", _("Gjennomført")
    STOPPED = "stopped", _("Stanset")


class StrategyMeasure(models.Model):
    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="measures", verbose_name=_("strategi"))
    number = models.CharField(_("nummer"), max_length=20)
    title = models.CharField(_("tiltak"), max_length=500)
    assignment = models.ForeignKey(
        "steering.Assignment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("oppdrag")
    )
    department = models.ForeignKey(
        "identity.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avdeling")
    )
    due_on = models.DateField(_("frist"), null=True, blank=True)
    state = models.CharField(_("status"), max_length=20, choices=MeasureState, default=MeasureState.PLANNED)
    words = models.TextField(_("slik står det til"), blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = ("number", "title", "assignment", "department", "due_on", "state", "words")

    class Meta:
        verbose_name = _("tiltak i strategi")
        verbose_name_plural = _("tiltak i strategier")
        ordering = ("strategy", "number", "pk")
        constraints = (
            models.UniqueConstraint(fields=("strategy", "number"), name="strategy_measure_number_once"),
            models.CheckConstraint(condition=Q(state__in=MeasureState.values), name="strategy_measure_state_known"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class StrategyReport(models.Model):
    """The yearly report on a strategy. Append-only: a corrected one stands beside the earlier."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="reports", verbose_name=_("strategi"))
    year = models.PositiveSmallIntegerField(_("år"))
    text = models.TextField(_("rapport"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ført av")
    )
    made_at = models.DateTimeField(_("ført"))

    class Meta:
        verbose_name = _("rapport om strategi")
        verbose_name_plural = _("rapporter om strategier")
        ordering = ("strategy", "-year", "-pk")

    def __str__(self) -> str:
        return f"{self.strategy} {self.year}"
