"""What the parties hold the risk for, and who took it on. Every row here is written once and never changed.

The parties' assessments stand in two tables, so that no query shows one for the other by mistake.
Who sees what: the ministry sees a risk's words, goals and measures from the moment it is raised. It sees the
agency's assessments and decisions when it has handed in its own, or when the agency has shared them before that.
The agency can't raise a risk that it has not assessed, so it sees the ministry's assessment when that is handed in.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .risks import Risk
from .scales import ScaleCell


class Assessment(models.Model):
    """The agency's assessment: before measures, and with them. It keeps the risk's words as they stood."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="assessments", verbose_name=_("risiko"))
    version = models.PositiveSmallIntegerField(_("versjon"))
    before = models.ForeignKey(ScaleCell, models.PROTECT, related_name="+", verbose_name=_("før tiltak"))
    after = models.ForeignKey(ScaleCell, models.PROTECT, related_name="+", verbose_name=_("etter tiltak"))
    words = models.TextField(_("begrunnelse"))
    event = models.CharField(_("hendelse"), max_length=300)
    cause = models.TextField(_("årsak"))
    consequence = models.TextField(_("konsekvens"))
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    assessed_on = models.DateField(_("vurdert"))
    made_at = models.DateTimeField(_("lagret"))

    class Meta:
        verbose_name = _("risikovurdering")
        verbose_name_plural = _("risikovurderinger")
        ordering = ("risk", "-version")
        constraints = (models.UniqueConstraint(fields=("risk", "version"), name="risk_assessment_version_once"),)

    def __str__(self) -> str:
        return f"{self.risk.code}: {self.before} → {self.after}"


class MinistryAssessment(models.Model):
    """The ministry's own assessment of a risk that is raised, as it judges the risk to stand now."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="ministry_assessments", verbose_name=_("risiko"))
    version = models.PositiveSmallIntegerField(_("versjon"))
    cell = models.ForeignKey(ScaleCell, models.PROTECT, related_name="+", verbose_name=_("nivå"))
    words = models.TextField(_("begrunnelse"))
    saw_other = models.BooleanField(_("gjort etter å ha sett virksomhetens vurdering"))
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    assessed_on = models.DateField(_("vurdert"))
    made_at = models.DateTimeField(_("lagret"))

    class Meta:
        verbose_name = _("departementets risikovurdering")
        verbose_name_plural = _("departementets risikovurderinger")
        ordering = ("risk", "-version")
        constraints = (models.UniqueConstraint(fields=("risk", "version"), name="risk_ministry_version_once"),)

    def __str__(self) -> str:
        return f"{self.risk.code}: {self.cell}"


class Then(models.TextChoices):
    """What happens with a risk that is not accepted."""

    MEASURES = "measures", _("Flere tiltak, og ny vurdering")
    DIRECTOR = "director", _("Løftes til direktøren")
    MEETING = "meeting", _("Tas opp i neste etatsstyringsmøte")
    MINISTRY = "ministry", _("Tas opp med departementet med en gang")


class Acceptance(models.Model):
    """The decision on one assessment: accepted by whom and why, or not accepted and what happens then.

    A new assessment needs a new decision. One that a department head sends on to the director leaves the place open.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="acceptances", verbose_name=_("vurdering"))
    accepted = models.BooleanField(_("godtatt"))
    then = models.CharField(_("hva som skjer nå"), max_length=10, choices=Then, blank=True)
    why = models.TextField(_("begrunnelse"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_on = models.DateField(_("besluttet"))
    made_at = models.DateTimeField(_("lagret"))

    class Meta:
        verbose_name = _("beslutning om risiko")
        verbose_name_plural = _("beslutninger om risiko")
        ordering = ("assessment", "pk")
        constraints = (
            models.UniqueConstraint(fields=("assessment",), condition=~Q(then="director"), name="risk_acceptance_once"),
            models.CheckConstraint(
                condition=Q(accepted=True, then="") | Q(accepted=False, then__in=Then.values),
                name="risk_acceptance_then",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="risk_acceptance_why"),
        )

    def __str__(self) -> str:
        return f"{self.assessment.risk.code}: {self.get_then_display() or _('godtatt')}"
