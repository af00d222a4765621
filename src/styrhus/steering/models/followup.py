"""How the work goes: milestones, agreements with partners, the owner's judgement in words and progress notes.

Judgements and notes are append-only: a new judgement stands beside the old, and a note is corrected by a new version.
What the ministry sees of them is what is marked ``shared`` ("til departementet"); milestones and agreements are the
agency's own, and the auditor's to read.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.steering.access import Permission

from .assignments import Assignment, Listing
from .plan import Parameter


class Milestone(models.Model):
    """A step on the way, with the day it is to be done. ``part`` is the label of a part, empty for the whole."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="milestones", verbose_name=_("oppdrag"))
    part = models.CharField(_("del"), max_length=200, blank=True)
    title = models.CharField(_("milepæl"), max_length=300)
    date = models.DateField(_("dato"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ansvarlig")
    )
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("meldt av")
    )
    dropped_on = models.DateField(_("gjelder ikke lenger fra"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)

    class Meta:
        verbose_name = _("milepæl")
        verbose_name_plural = _("milepæler")
        ordering = ("date", "order", "pk")
        indexes = (models.Index(fields=("assignment", "date"), name="milestone_of_assignment"),)
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="milestone_has_title"),
            # the program itself may mark one done, but nobody has done what is not
            models.CheckConstraint(condition=Q(done_by=None) | Q(done_on__isnull=False), name="milestone_done_when"),
            models.CheckConstraint(condition=Q(done_on=None) | Q(dropped_on=None), name="milestone_done_or_dropped"),
        )

    def __str__(self) -> str:
        return f"{self.assignment.number} {self.part} {self.title}".replace("  ", " ").strip()


class Partner(models.Model):
    """Another agency that the assignment is done with: whom one talks to there, and what is agreed."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="agreements", verbose_name=_("oppdrag"))
    name = models.CharField(_("samarbeidspart"), max_length=200)
    contact = models.CharField(_("kontaktperson"), max_length=300, blank=True)
    agreed = models.TextField(_("hva som er avtalt"), blank=True)

    class Meta:
        verbose_name = _("samarbeidspart")
        verbose_name_plural = _("samarbeidsparter")
        ordering = ("assignment", "pk")
        constraints = (
            models.UniqueConstraint(fields=("assignment", "name"), name="partner_once"),
            models.CheckConstraint(condition=~Q(name=""), name="partner_named"),
        )

    def __str__(self) -> str:
        return f"{self.assignment.number}: {self.name}"


class AboutQuerySet(models.QuerySet):
    """Rows about an assignment (or a part of it) or a steering parameter."""

    def visible_to(self, user: User) -> AboutQuerySet:
        """The agency and the auditor see all; the ministry only what is marked for it, in plans of its own."""
        if user.may(Permission.SEE_ALL_PLANS):
            return self
        own = user.organisations_with(Permission.SEE_PLAN)
        listed = Listing.objects.filter(plan__ministry__in=own).values("assignment")
        return self.filter(
            Q(assignment__agency__in=own)
            | Q(parameter__plan__agency__in=own)
            | Q(shared=True, assignment__in=listed)
            | Q(shared=True, parameter__plan__ministry__in=own)
        )

    def shared(self) -> AboutQuerySet:
        """What the ministry may read."""
        return self.filter(shared=True)


class About(models.Model):
    """A row about an assignment, a part of it (by its label), or a steering parameter. It is never changed."""

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("oppdrag")
    )
    part = models.CharField(_("del"), max_length=200, blank=True)
    parameter = models.ForeignKey(
        Parameter, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("styringsparameter")
    )
    shared = models.BooleanField(_("til departementet"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("skrevet"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.item} {self.part}".strip()

    @property
    def item(self) -> Assignment | Parameter:
        """What it is about: the database sees to that it is one of the two."""
        return self.assignment or self.parameter  # type: ignore[return-value]


ABOUT_ONE_THING = Q(assignment__isnull=False, parameter=None) | Q(assignment=None, parameter__isnull=False, part="")


class Colour(models.TextChoices):
    GREEN = "green", _("Grønn")
    YELLOW = "yellow", _("Gul")
    RED = "red", _("Rød")


class Judgement(About):
    """The owner's judgement in words. Kept apart from the status that the program computes from dates."""

    colour = models.CharField(_("vurdering"), max_length=10, choices=Colour)
    reason = models.TextField(_("begrunnelse"), blank=True)

    objects = AboutQuerySet.as_manager()

    class Meta:
        verbose_name = _("vurdering")
        verbose_name_plural = _("vurderinger")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=ABOUT_ONE_THING, name="judgement_about_one_thing"),
            models.CheckConstraint(condition=Q(colour__in=Colour.values), name="judgement_colour_known"),
            models.CheckConstraint(condition=Q(colour="green") | ~Q(reason=""), name="judgement_reasoned"),
        )


class NoteQuerySet(AboutQuerySet):
    def newest(self) -> NoteQuerySet:
        """The version of each note that holds: the one that no later version corrects."""
        return self.filter(corrected_by=None)


class ProgressNote(About):
    """What has happened, word for word. A correction is a new version; the old one stays readable."""

    text = models.TextField(_("notat"))
    version = models.PositiveSmallIntegerField(_("versjon"), default=1)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("retter")
    )
    why = models.CharField(_("hva rettelsen gjelder"), max_length=500, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("framdriftsnotat")
        verbose_name_plural = _("framdriftsnotater")
        ordering = (F("made_at").desc(), "-pk")
        constraints = (
            models.CheckConstraint(condition=ABOUT_ONE_THING, name="note_about_one_thing"),
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(
                condition=Q(version=1, corrects=None) | Q(version__gt=1, corrects__isnull=False),
                name="note_version_corrects",
            ),
        )
