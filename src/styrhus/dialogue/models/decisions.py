"""The register of decisions and signals, and what came of each by a written act."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.archive.search import searchable
from styrhus.identity.models import User

from .meetings import Side, of_parties
from .minutes import Point


class ResolutionKind(models.TextChoices):
    SIGNAL = "signal", _("Føring")
    DECISION = "decision", _("Beslutning")


class ResolutionState(models.TextChoices):
    OPEN = "open", _("Åpen")
    DONE = "done", _("Gjennomført")
    DROPPED = "dropped", _("Frafalt")


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def visible_to(self, user: User) -> ResolutionQuerySet:
        """Decisions and signals of the user's own agency or ministry; the auditor sees all."""
        return self.filter(of_parties(user))

    def open(self) -> ResolutionQuerySet:
        return self.filter(state=ResolutionState.OPEN)


class Resolution(models.Model):
    """A decision or a signal (føring): from approved minutes, or from a document between the meetings.

    What was decided never changes; how it is followed up does.
    """

    plan = models.ForeignKey("steering.Plan", models.PROTECT, related_name="resolutions", verbose_name=_("plan"))
    kind = models.CharField(_("type"), max_length=10, choices=ResolutionKind)
    text = models.TextField(_("hva"))
    given_on = models.DateField(_("dato"))
    side = models.CharField(_("ansvar"), max_length=10, choices=Side, default=Side.AGENCY)
    due = models.DateField(_("frist"), null=True, blank=True)
    # where it stands: a point of approved minutes, or a document from the ministry
    point = models.OneToOneField(
        Point, models.PROTECT, null=True, blank=True, related_name="resolution", verbose_name=_("punkt i referatet")
    )
    document = models.ForeignKey(
        "archive.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dokument")
    )
    given_by = models.CharField(_("gitt av"), max_length=200, blank=True)
    received_by = models.CharField(_("mottatt av"), max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # following it up
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ansvarlig")
    )
    state = models.CharField(_("tilstand"), max_length=10, choices=ResolutionState, default=ResolutionState.OPEN)
    outcome = models.TextField(_("hva det ble til"), blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("avsluttet"), null=True, blank=True)
    search = searchable(("text", "A"), ("outcome", "C"))

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("beslutning eller føring")
        verbose_name_plural = _("beslutninger og føringer")
        ordering = ("-given_on", "-pk")
        indexes = (GinIndex(fields=("search",), name="resolution_search"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(point__isnull=False, document=None) | Q(point=None, document__isnull=False),
                name="resolution_has_one_source",
            ),
            models.CheckConstraint(condition=Q(kind__in=ResolutionKind.values), name="resolution_kind_known"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None)
                | Q(state__in=("done", "dropped"), closed_at__isnull=False) & ~Q(outcome=""),
                name="resolution_closed_when_and_how",
            ),
        )

    def __str__(self) -> str:
        return self.text[:120]

    def get_absolute_url(self) -> str:
        return reverse("dialogue:resolution", args=(self.pk,))


class EffectKind(models.TextChoices):
    ASSIGNMENT = "assignment", _("Nytt oppdrag")
    DEADLINE = "deadline", _("Endret frist")
    AMOUNT = "amount", _("Endret beløp")


class Effect(models.Model):
    """What a decision became in the plan, and the ministry's document that made it so. Append-only."""

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="effects", verbose_name=_("beslutning eller føring")
    )
    kind = models.CharField(_("type"), max_length=10, choices=EffectKind)
    document = models.ForeignKey("archive.Document", models.PROTECT, related_name="+", verbose_name=_("dokument"))
    assignment = models.ForeignKey(
        "steering.Assignment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("oppdrag")
    )
    deadline = models.ForeignKey(
        "steering.Deadline", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("frist")
    )
    appropriation = models.ForeignKey(
        "economy.Appropriation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bevilgning")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("ført"))

    class Meta:
        verbose_name = _("virkning av beslutning")
        verbose_name_plural = _("virkninger av beslutninger")
        ordering = ("resolution", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="assignment", assignment__isnull=False, deadline=None, appropriation=None)
                | Q(kind="deadline", assignment__isnull=False, deadline__isnull=False, appropriation=None)
                | Q(kind="amount", assignment=None, deadline=None, appropriation__isnull=False),
                name="effect_names_its_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.resolution}"
