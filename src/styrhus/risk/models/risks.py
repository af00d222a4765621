"""Risks and the measures against them.

A closed risk is locked by the database with its measures. What is internal (not raised) is the agency's alone.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.risk.access import Permission
from styrhus.steering.models import Owned, Plan


class RiskQuerySet(models.QuerySet["Risk"]):
    def visible_to(self, user: User) -> RiskQuerySet:
        """The agency sees its own, its ministry those that are raised to the steering dialogue, the auditor all."""
        if user.may(Permission.SEE_ALL):
            return self
        return self.filter(
            Q(plan__agency__in=user.organisations_with(Permission.SEE))
            | Q(plan__ministry__in=user.organisations_with(Permission.SEE_RAISED), raised_on__isnull=False)
        )

    def running(self) -> RiskQuerySet:
        return self.filter(closed_on=None)


class Risk(Owned):
    """An event that may happen and that threatens what the agency is to reach."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="risks")
    number = models.PositiveSmallIntegerField(_("nummer"))
    event = models.CharField(_("hendelse"), max_length=300)
    cause = models.TextField(_("årsak"))
    consequence = models.TextField(_("konsekvens"))
    goals = models.ManyToManyField("steering.Goal", related_name="risks", blank=True, verbose_name=_("mål"))
    parameters = models.ManyToManyField(
        "steering.Parameter", related_name="risks", blank=True, verbose_name=_("styringsparametere")
    )
    assignments = models.ManyToManyField(
        "steering.Assignment", related_name="risks", blank=True, verbose_name=_("oppdrag")
    )
    duties = models.ManyToManyField("steering.Duty", related_name="risks", blank=True, verbose_name=_("faste plikter"))
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    registered_on = models.DateField(_("meldt inn"))
    # raised to the steering dialogue: from then on the ministry sees the risk
    raised_on = models.DateField(_("løftet"), null=True, blank=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    raised_version = models.PositiveSmallIntegerField(_("vurderingen den ble løftet med"), null=True, blank=True)
    raised_why = models.TextField(_("hvorfor den er løftet"), blank=True)
    # the agency's assessment shown to the ministry before the ministry has made its own
    shared_at = models.DateTimeField(_("vurderingen delt"), null=True, blank=True)
    closed_on = models.DateField(_("avsluttet"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_why = models.TextField(_("hvorfor den er avsluttet"), blank=True)

    objects = RiskQuerySet.as_manager()

    class Meta:
        verbose_name = _("risiko")
        verbose_name_plural = _("risikoer")
        ordering = ("plan", "number")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="risk_number_once"),
            models.CheckConstraint(
                condition=Q(raised_on=None, raised_version=None, raised_why="")
                | (Q(raised_on__isnull=False, raised_version__isnull=False) & ~Q(raised_why="")),
                name="risk_raised_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_why="") | (Q(closed_on__isnull=False) & ~Q(closed_why="")),
                name="risk_closed_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(shared_at=None) | Q(raised_on__isnull=False), name="risk_shared_only_when_raised"
            ),
            models.CheckConstraint(
                condition=Q(raised_on=None) | Q(raised_on__gte=F("registered_on")), name="risk_raised_after_registered"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("registered_on")), name="risk_closed_after_registered"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.event}"

    @property
    def code(self) -> str:
        """The risk's short name in tables and on the map: "R7"."""
        return f"R{self.number}"


class MeasureState(models.TextChoices):
    PLANNED = "planned", _("Planlagt")
    STARTED = "started", _("I gang")
    DONE = "done", _("Gjennomført")
    DROPPED = "dropped", _("Strøket")


class Measure(Owned):
    """What is done to make the risk less likely or less serious."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="measures", verbose_name=_("risiko"))
    title = models.CharField(_("tiltak"), max_length=300)
    effect = models.TextField(_("forventet virkning"))
    due = models.DateField(_("frist"))
    state = models.CharField(_("tilstand"), max_length=10, choices=MeasureState, default=MeasureState.PLANNED)
    ended_on = models.DateField(_("avsluttet"), null=True, blank=True)  # done or dropped
    note = models.TextField(_("hva som er gjort"), blank=True)

    class Meta:
        verbose_name = _("risikotiltak")
        verbose_name_plural = _("risikotiltak")
        ordering = ("risk", "due", "pk")
        indexes = (models.Index(fields=("due",), name="risk_measure_due"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=MeasureState.values), name="risk_measure_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=("planned", "started"), ended_on=None)
                | Q(state__in=("done", "dropped"), ended_on__isnull=False),
                name="risk_measure_ended_when",
            ),
            models.CheckConstraint(condition=~Q(state="dropped") | ~Q(note=""), name="risk_measure_dropped_why"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in (MeasureState.PLANNED, MeasureState.STARTED)
