"""The agency's scale for risk. No rule prescribes one (the agency chooses), so steps, bands, colours and who may
accept are rows. A scale is never changed: a new version takes over, and old assessments keep theirs.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Axis(models.TextChoices):
    LIKELIHOOD = "likelihood", _("Sannsynlighet")
    CONSEQUENCE = "consequence", _("Konsekvens")


class BandKind(models.TextChoices):
    """What a band asks for."""

    ACCEPT = "accept", _("Akseptabel")
    WATCH = "watch", _("Følg med")
    ACT = "act", _("Sett inn tiltak")


class Colour(models.TextChoices):
    GREEN = "green", _("Grønn")
    YELLOW = "yellow", _("Gul")
    ORANGE = "orange", _("Oransje")
    RED = "red", _("Rød")


class Decider(models.TextChoices):
    """Who may accept a risk that lies in a band after measures."""

    NOBODY = "", _("Ingen beslutning trengs")
    HEAD = "head", _("Lederen for avdelingen")
    DIRECTOR = "director", _("Direktøren")


class Named(models.Model):
    """A name in the three languages of the program; bokmål stands in where another is empty."""

    nb = models.CharField(_("på bokmål"), max_length=60)
    nn = models.CharField(_("på nynorsk"), max_length=60, blank=True)
    en = models.CharField(_("på engelsk"), max_length=60, blank=True)

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        chosen = {"nn": self.nn, "en": self.en}.get((get_language() or "nb")[:2], "")
        return chosen or self.nb


class Scale(models.Model):
    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="risk_scales")
    version = models.PositiveSmallIntegerField(_("versjon"))
    valid_from = models.DateField(_("gjelder fra"))
    review_days = models.PositiveSmallIntegerField(_("vurderes på nytt innen (dager)"))
    source = models.CharField(_("hvor skalaen kommer fra"), max_length=300)
    verified = models.BooleanField(_("bekreftet"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("laget"))

    class Meta:
        verbose_name = _("risikoskala")
        verbose_name_plural = _("risikoskalaer")
        ordering = ("agency", "-version")
        constraints = (
            models.UniqueConstraint(fields=("agency", "version"), name="risk_scale_version_once"),
            models.CheckConstraint(condition=Q(review_days__gte=1), name="risk_scale_review_days"),
        )

    def __str__(self) -> str:
        return f"{self.agency.label}, {self._meta.verbose_name} {self.version}"


class ScaleStep(Named):
    scale = models.ForeignKey(Scale, models.PROTECT, related_name="steps")
    axis = models.CharField(max_length=12, choices=Axis)
    value = models.PositiveSmallIntegerField(_("trinn"))
    meaning = models.CharField(_("hva trinnet betyr"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("trinn")
        verbose_name_plural = _("trinn")
        ordering = ("scale", "axis", "value")
        constraints = (
            models.UniqueConstraint(fields=("scale", "axis", "value"), name="risk_step_once"),
            models.CheckConstraint(condition=Q(value__range=(1, 5)), name="risk_step_range"),
            models.CheckConstraint(condition=Q(axis__in=Axis.values), name="risk_step_axis_known"),
        )

    def __str__(self) -> str:
        return f"{self.value} {self.nb}"


class ScaleBand(Named):
    scale = models.ForeignKey(Scale, models.PROTECT, related_name="bands")
    order = models.PositiveSmallIntegerField(_("rekkefølge"))  # 1 is the lowest risk
    kind = models.CharField(_("hva nivået ber om"), max_length=10, choices=BandKind)
    colour = models.CharField(_("farge"), max_length=10, choices=Colour)
    meaning = models.CharField(_("hva nivået betyr"), max_length=300)
    accepted_by = models.CharField(_("kan godtas av"), max_length=10, choices=Decider, blank=True)

    class Meta:
        verbose_name = _("risikonivå")
        verbose_name_plural = _("risikonivåer")
        ordering = ("scale", "order")
        constraints = (
            models.UniqueConstraint(fields=("scale", "order"), name="risk_band_once"),
            models.CheckConstraint(condition=Q(kind__in=BandKind.values), name="risk_band_kind_known"),
            models.CheckConstraint(condition=Q(colour__in=Colour.values), name="risk_band_colour_known"),
            models.CheckConstraint(condition=Q(accepted_by__in=Decider.values), name="risk_band_decider_known"),
        )

    def __str__(self) -> str:
        return self.nb


class ScaleCell(models.Model):
    """One cell of the matrix. The key of a cell says scale, likelihood, consequence and band at once."""

    scale = models.ForeignKey(Scale, models.PROTECT, related_name="cells")
    likelihood = models.PositiveSmallIntegerField(_("sannsynlighet"))
    consequence = models.PositiveSmallIntegerField(_("konsekvens"))
    band = models.ForeignKey(ScaleBand, models.PROTECT, related_name="cells")

    class Meta:
        verbose_name = _("rute i risikomatrisen")
        verbose_name_plural = _("ruter i risikomatrisen")
        ordering = ("scale", "likelihood", "consequence")
        constraints = (
            models.UniqueConstraint(fields=("scale", "likelihood", "consequence"), name="risk_cell_once"),
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), consequence__range=(1, 5)), name="risk_cell_range"
            ),
        )

    def __str__(self) -> str:
        return f"{self.likelihood} × {self.consequence}"

    @property
    def score(self) -> int:
        return self.likelihood * self.consequence
