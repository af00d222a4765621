"""The ministry's preparation note for a meeting: points of the letter, the agency's own words on each, own comments.

The agency's words are never copied into these tables: a passage is a document and its lines, or a text that the
agency marked for the ministry, and what is shown is read from there each time.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.steering.models import Plan

from .access import Permission


class PreparationNoteQuerySet(models.QuerySet["PreparationNote"]):
    def visible_to(self, user: User) -> PreparationNoteQuerySet:
        """Notes of the ministries where ``user`` is an official; the auditor reads all. An agency sees none."""
        if user.may(Permission.SEE_ALL_NOTES):
            return self
        return self.filter(plan__ministry__in=user.organisations_with(Permission.SEE_NOTES))


class PreparationNote(models.Model):
    """A note of the ministry of ``plan``. It can't be changed once it is marked as finished."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="preparation_notes", verbose_name=_("plan"))
    title = models.CharField(_("tittel"), max_length=300)
    meeting = models.ForeignKey(
        "dialogue.CalledMeeting",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="preparation_notes",
        verbose_name=_("møte"),
    )
    meeting_date = models.DateField(_("møtedato"), null=True, blank=True)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("bygger på")
    )
    documents = models.ManyToManyField(
        "archive.Document", related_name="+", blank=True, verbose_name=_("virksomhetens dokumenter")
    )
    summary = models.TextField(_("departementets hovedbudskap"), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("opprettet"))
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ferdigstilt av"),
    )
    finished_at = models.DateTimeField(_("ferdigstilt"), null=True, blank=True)

    objects = PreparationNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("forberedelsesnotat")
        verbose_name_plural = _("forberedelsesnotater")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(finished_at=None, finished_by=None)
                | Q(finished_at__isnull=False, finished_by__isnull=False),
                name="preparation_finished_by_and_at",
            ),
        )

    def __str__(self) -> str:
        return self.title


class PointKind(models.TextChoices):
    GOAL = "goal", _("Mål")
    PARAMETER = "parameter", _("Styringsparameter")
    ASSIGNMENT = "assignment", _("Oppdrag")
    REPORT = "report", _("Rapporteringskrav")
    DIRECTIVE = "directive", _("Fellesføring")


class Assessment(models.TextChoices):
    """The ministry's own view of a point. It binds nobody: the status of the plan is computed elsewhere."""

    NONE = "", _("Ikke vurdert")
    GOOD = "good", _("Som ventet")
    WATCH = "watch", _("Følges opp")
    RAISE = "raise", _("Tas opp i møtet")


class NotePoint(models.Model):
    """A reporting point of the letter in a note. Label and title are kept as they stood when it was chosen."""

    note = models.ForeignKey(PreparationNote, models.PROTECT, related_name="points")
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    kind = models.CharField(_("type"), max_length=12, choices=PointKind)
    goal = models.ForeignKey("steering.Goal", models.PROTECT, null=True, blank=True, related_name="+")
    parameter = models.ForeignKey("steering.Parameter", models.PROTECT, null=True, blank=True, related_name="+")
    assignment = models.ForeignKey("steering.Assignment", models.PROTECT, null=True, blank=True, related_name="+")
    report = models.ForeignKey("steering.ReportingDemand", models.PROTECT, null=True, blank=True, related_name="+")
    directive = models.ForeignKey("steering.Directive", models.PROTECT, null=True, blank=True, related_name="+")
    heading = models.CharField(_("under"), max_length=600, blank=True)
    label = models.CharField(_("nummer"), max_length=60, blank=True)
    title = models.TextField(_("punkt"))
    comment = models.TextField(_("departementets kommentar"), blank=True)
    question = models.TextField(_("spørsmål til virksomheten"), blank=True)
    assessment = models.CharField(
        _("vurdering"), max_length=10, choices=Assessment, default=Assessment.NONE, blank=True
    )

    class Meta:
        verbose_name = _("punkt i notatet")
        verbose_name_plural = _("punkter i notatet")
        ordering = ("note", "order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    kind="goal", goal__isnull=False, parameter=None, assignment=None, report=None, directive=None
                )
                | Q(kind="parameter", goal=None, parameter__isnull=False, assignment=None, report=None, directive=None)
                | Q(kind="assignment", goal=None, parameter=None, assignment__isnull=False, report=None, directive=None)
                | Q(kind="report", goal=None, parameter=None, assignment=None, report__isnull=False, directive=None)
                | Q(kind="directive", goal=None, parameter=None, assignment=None, report=None, directive__isnull=False),
                name="preparation_point_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=("note", "goal", "parameter", "assignment", "report", "directive"),
                nulls_distinct=False,
                name="preparation_point_once",
            ),
            models.CheckConstraint(condition=Q(assessment__in=Assessment.values), name="preparation_assessment_known"),
        )

    def __str__(self) -> str:
        return f"{self.label} {self.title}".strip()

    @property
    def key(self) -> str:
        """What the point is, the same from note to note: "assignment-17"."""
        return f"{self.kind}-{getattr(self, f'{self.kind}_id')}"


class Passage(models.Model):
    """The agency's own words on a point: lines of a document, or what it wrote for the ministry in the plan.

    The words themselves are read from there each time. ``fingerprint`` is the SHA-256 of the words when they were
    chosen, so that a changed text is seen.
    """

    point = models.ForeignKey(NotePoint, models.CASCADE, related_name="passages")
    document = models.ForeignKey(
        "archive.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dokument")
    )
    first_line = models.PositiveIntegerField(_("fra linje"), null=True, blank=True)
    last_line = models.PositiveIntegerField(_("til linje"), null=True, blank=True)
    progress = models.ForeignKey("steering.ProgressNote", models.PROTECT, null=True, blank=True, related_name="+")
    judgement = models.ForeignKey("steering.Judgement", models.PROTECT, null=True, blank=True, related_name="+")
    fingerprint = models.CharField(max_length=64)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("virksomhetens ord")
        verbose_name_plural = _("virksomhetens ord")
        ordering = ("point", "document", "first_line", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    document__isnull=False,
                    first_line__gte=1,
                    last_line__gte=F("first_line"),
                    progress=None,
                    judgement=None,
                )
                | Q(document=None, first_line=None, last_line=None, progress__isnull=False, judgement=None)
                | Q(document=None, first_line=None, last_line=None, progress=None, judgement__isnull=False),
                name="preparation_passage_has_one_source",
            ),
            models.UniqueConstraint(
                fields=("point", "document", "first_line", "last_line", "progress", "judgement"),
                nulls_distinct=False,
                name="preparation_passage_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document}, {self.first_line}–{self.last_line}" if self.document else str(self.point)
