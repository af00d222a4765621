"""Assignments (oppdrag) with their parts, deadlines and money.

An assignment belongs to the agency and keeps its number through the years; a listing says that a year's letter
names it, and under which goal. A deadline is never overwritten: a new one replaces it, with the document that says so.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styrhus.archive.search import searchable
from styrhus.archive.sourced import Sourced

from .plan import Goal, Owned, Plan


class AssignmentState(models.TextChoices):
    ACTIVE = "active", _("Løper")
    WITHDRAWN = "withdrawn", _("Trukket")


class Assignment(Sourced, Owned):
    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="assignments")
    number = models.CharField(_("nummer"), max_length=40, blank=True)
    title = models.CharField(_("tittel"), max_length=1000)
    # None where neither the letter nor the number says in which earlier year it was given
    given_year = models.PositiveSmallIntegerField(_("gitt i"), null=True, blank=True)
    is_rd = models.BooleanField(_("FoU"), default=False)
    lead = models.CharField(_("hovedansvar"), max_length=300, blank=True)
    partners = ArrayField(models.CharField(max_length=200), default=list, blank=True, verbose_name=_("samarbeid med"))
    background = models.TextField(_("bakgrunn"), blank=True)
    description = models.TextField(_("beskrivelse"), blank=True)
    state = models.CharField(_("tilstand"), max_length=10, choices=AssignmentState, default=AssignmentState.ACTIVE)
    # down-prioritised with the ministry's approval: it runs, but other work goes before it
    lowered_from = models.DateField(_("nedprioritert fra"), null=True, blank=True)
    lowered_until = models.DateField(_("nedprioritert til"), null=True, blank=True)
    # an urgent order given orally stays marked until the written confirmation is linked
    oral_from = models.CharField(_("muntlig gitt av"), max_length=200, blank=True)
    oral_on = models.DateField(_("muntlig gitt"), null=True, blank=True)
    confirmation = models.ForeignKey(
        "archive.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("skriftlig bekreftelse"),
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    search = searchable(("number", "A"), ("title", "A"), ("description", "B"), ("background", "C"))

    class Meta:
        verbose_name = _("oppdrag")
        verbose_name_plural = _("oppdrag")
        ordering = (F("given_year").desc(nulls_last=True), "number", "pk")
        indexes = (GinIndex(fields=("search",), name="assignment_search"),)
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "number"), condition=~Q(number=""), name="assignment_number_once"
            ),
            models.CheckConstraint(condition=Q(state__in=AssignmentState.values), name="assignment_state_known"),
            models.CheckConstraint(
                condition=Q(oral_from="", oral_on=None) | (~Q(oral_from="") & Q(oral_on__isnull=False)),
                name="assignment_oral_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(lowered_until=None) | Q(lowered_until__gte=F("lowered_from")),
                name="assignment_lowered_ends_after",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def awaits_confirmation(self) -> bool:
        """Given orally and not yet confirmed in writing."""
        return bool(self.oral_from) and self.confirmation_id is None


class Listing(Sourced):
    """A year's plan names an assignment, as new or as carried over from an earlier year."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="listings")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="listings")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="listings")
    earlier = models.BooleanField(_("gitt tidligere"), default=False)

    class Meta:
        verbose_name = _("oppdrag i planen")
        verbose_name_plural = _("oppdrag i planen")
        ordering = ("plan", "pk")
        constraints = (models.UniqueConstraint(fields=("plan", "assignment"), name="assignment_listed_once"),)

    def __str__(self) -> str:
        return f"{self.plan}: {self.assignment}"


class AssignmentPart(Sourced):
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="parts")
    label = models.CharField(_("del"), max_length=100)
    text = models.TextField(_("tekst"), blank=True)

    class Meta:
        verbose_name = _("del av oppdrag")
        verbose_name_plural = _("deler av oppdrag")
        ordering = ("assignment", "pk")
        constraints = (models.UniqueConstraint(fields=("assignment", "label"), name="assignment_part_once"),)

    def __str__(self) -> str:
        return f"{self.assignment.number} {self.label}"


class DeadlineKind(models.TextChoices):
    DATE = "date", _("Dato")
    END_OF_YEAR = "end_of_year", _("Ut året")
    HALF_YEAR = "half_year", _("Halvår")
    CONTINUOUS = "continuous", _("Løpende")
    IN_REPORT = "in_report", _("I rapport")
    RECURRING = "recurring", _("Gjentas")
    OTHER = "other", _("Annet")


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def standing(self) -> "DeadlineQuerySet":
        """Those that hold: not replaced by a later decision, of assignments that run."""
        return self.filter(replaced_by=None, assignment__state=AssignmentState.ACTIVE)


class Deadline(Sourced):
    """A deadline as printed. ``date`` is the day, or the last day that a vague text allows; None for none."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="deadlines", verbose_name=_("oppdrag"))
    part = models.CharField(_("del"), max_length=200, blank=True)
    text = models.CharField(_("slik brevet skriver det"), max_length=300)
    kind = models.CharField(_("type"), max_length=20, choices=DeadlineKind)
    date = models.DateField(_("dato"), null=True, blank=True)
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("erstattet av")
    )

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("frist")
        verbose_name_plural = _("frister")
        ordering = (F("date").asc(nulls_last=True), "pk")
        indexes = (models.Index(fields=("date",), name="deadline_date"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=DeadlineKind.values), name="deadline_kind_known"),
            models.CheckConstraint(condition=~Q(kind="date") | Q(date__isnull=False), name="deadline_date_given"),
        )

    def __str__(self) -> str:
        return f"{self.assignment.number} {self.part} {self.text}".strip()


class Funding(Sourced):
    """Money that an assignment's own text says it is financed with."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="funding")
    part = models.CharField(_("del"), max_length=200, blank=True)
    post = models.ForeignKey(
        "economy.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("post")
    )
    amount = models.BigIntegerField(_("beløp i kroner"), null=True, blank=True)

    class Meta:
        verbose_name = _("finansiering")
        verbose_name_plural = _("finansiering")
        ordering = ("assignment", "pk")

    def __str__(self) -> str:
        return f"{self.assignment.number} {self.amount}"


class AssignmentBinding(models.Model):
    """The amount under a post that is set aside for an assignment."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="binding_links")
    binding = models.OneToOneField("economy.Binding", models.PROTECT, related_name="assignment_link")
    part = models.CharField(_("del"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("binding til oppdrag")
        verbose_name_plural = _("bindinger til oppdrag")
        ordering = ("assignment", "pk")

    def __str__(self) -> str:
        return f"{self.assignment.number}: {self.binding}"
