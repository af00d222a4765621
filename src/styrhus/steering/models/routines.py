"""The system for standing duties and recurring assignments: routines, the log of what was done, occurrences.

Routines and the log are append-only: a new version takes over from the one before, a wrong entry is cancelled by
another that says why. So the log can be shown to an auditor as it was written.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .assignments import Assignment, Deadline
from .demands import Duty
from .plan import Plan


class RoutineVersion(models.Model):
    """How a duty is done, as somebody approved it; it holds from a day until a later version does."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="routines", verbose_name=_("fast plikt"))
    version = models.PositiveSmallIntegerField(_("versjon"))
    text = models.TextField(_("rutine"), blank=True)
    document = models.ForeignKey(
        "archive.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dokument")
    )
    valid_from = models.DateField(_("gjelder fra"))
    # None where the program carried over what was approved in a plan without such a record
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("godkjent av")
    )
    approved_at = models.DateTimeField(_("godkjent"))
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("videreført fra")
    )

    class Meta:
        verbose_name = _("versjon av rutine")
        verbose_name_plural = _("versjoner av rutine")
        ordering = ("duty", "-version")
        constraints = (
            models.UniqueConstraint(fields=("duty", "version"), name="routine_version_once"),
            models.CheckConstraint(condition=~Q(text="") | Q(document__isnull=False), name="routine_text_or_document"),
        )

    def __str__(self) -> str:
        return f"{self.duty} ({self.version})"


class DutyEntry(models.Model):
    """That a duty was done. ``period`` is a code of rules_periods ("2023-M03"); empty for duties without periods."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="entries", verbose_name=_("fast plikt"))
    period = models.CharField(_("periode"), max_length=8, blank=True)
    done_on = models.DateField(_("gjort"))
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("gjort av"))
    note = models.TextField(_("merknad"), blank=True)
    document = models.ForeignKey(
        "archive.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dokumentasjon")
    )
    # an entry that cancels another says nothing was done: it takes the other out of the count, and its note says why
    cancels = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="cancelled_by", verbose_name=_("stryker")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ført inn av")
    )
    entered_at = models.DateTimeField(_("ført inn"))

    class Meta:
        verbose_name = _("utført plikt")
        verbose_name_plural = _("utførte plikter")
        ordering = ("duty", "-done_on", "-pk")
        indexes = (models.Index(fields=("duty", "period"), name="dutyentry_period"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(period__regex=r"^([0-9]{4}-(M(0[1-9]|1[0-2])|Q[1-4]|H[12]|Y))?$"),
                name="dutyentry_period_known",
            ),
            models.CheckConstraint(condition=Q(cancels=None) | ~Q(note=""), name="dutyentry_cancelled_with_reason"),
        )

    def __str__(self) -> str:
        return f"{self.duty} {self.period}".strip()

    @property
    def struck_by(self) -> DutyEntry | None:
        """The entry that takes this one out of the count, if one does."""
        return getattr(self, "cancelled_by", None)


class Recurrence(models.Model):
    """How often an assignment that recurs is due: a number of times a year, or the same days each year."""

    deadline = models.OneToOneField(Deadline, models.PROTECT, related_name="recurrence", verbose_name=_("frist"))
    times = models.PositiveSmallIntegerField(_("ganger i året"), null=True, blank=True)
    # month and day as "06-30"
    days = ArrayField(models.CharField(max_length=5), default=list, blank=True, verbose_name=_("faste dager"))
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("bestemt av")
    )

    class Meta:
        verbose_name = _("gjentakelse")
        verbose_name_plural = _("gjentakelser")
        ordering = ("deadline",)
        constraints = (
            models.CheckConstraint(
                condition=Q(times__gte=1, times__lte=12, days=[]) | (Q(times=None) & ~Q(days=[])),
                name="recurrence_times_or_days",
            ),
        )

    def __str__(self) -> str:
        return str(self.deadline)


class Occurrence(models.Model):
    """One time that a recurring assignment is to be done."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="occurrences", verbose_name=_("frist"))
    due = models.DateField(_("frist"))
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("gjort av")
    )
    note = models.TextField(_("merknad"), blank=True)
    document = models.ForeignKey(
        "archive.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dokumentasjon")
    )

    class Meta:
        verbose_name = _("forekomst")
        verbose_name_plural = _("forekomster")
        ordering = ("due", "pk")
        constraints = (
            models.UniqueConstraint(fields=("deadline", "due"), name="occurrence_once"),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
                name="occurrence_done_when_and_by",
            ),
        )

    def __str__(self) -> str:
        return f"{self.deadline.assignment.number} {self.due:%d.%m.%Y}".strip()


class DropKind(models.TextChoices):
    END = "end", _("Avslutte")
    LOWER = "lower", _("Nedprioritere")


class DropState(models.TextChoices):
    SENT = "sent", _("Venter på departementet")
    GRANTED = "granted", _("Godkjent")
    CONDITIONAL = "conditional", _("Godkjent med vilkår")
    REFUSED = "refused", _("Avslått")
    RECALLED = "recalled", _("Trukket tilbake")


class DropRequest(models.Model):
    """The agency asks its ministry to end or to down-prioritise running work. Nothing changes before the answer.

    The whole row is locked once it is decided or recalled; only ``applied_at`` is set later, on the day it takes effect.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="drop_requests", verbose_name=_("plan"))
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="drop_requests", verbose_name=_("oppdrag")
    )
    duty = models.ForeignKey(
        Duty, models.PROTECT, null=True, blank=True, related_name="drop_requests", verbose_name=_("fast plikt")
    )
    kind = models.CharField(_("ønske"), max_length=10, choices=DropKind)
    reason = models.TextField(_("begrunnelse"))
    consequences = models.TextField(_("konsekvenser"))
    alternative = models.TextField(_("alternativ"), blank=True)
    wanted_from = models.DateField(_("ønsket fra"))
    # a down-prioritising may be for a time; None: until further notice
    until = models.DateField(_("til"), null=True, blank=True)
    state = models.CharField(_("tilstand"), max_length=12, choices=DropState, default=DropState.SENT)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sendt av"))
    asked_at = models.DateTimeField(_("sendt"))
    letter = models.ForeignKey(
        "archive.JournalEntry", models.PROTECT, null=True, related_name="+", verbose_name=_("journalpost")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avgjort av")
    )
    decided_at = models.DateTimeField(_("avgjort"), null=True, blank=True)
    answer = models.TextField(_("svar"), blank=True)
    conditions = models.TextField(_("vilkår"), blank=True)
    effective_from = models.DateField(_("gjelder fra"), null=True, blank=True)
    answer_letter = models.ForeignKey(
        "archive.JournalEntry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("svarets journalpost"),
    )
    applied_at = models.DateTimeField(_("satt i verk"), null=True, blank=True)

    class Meta:
        verbose_name = _("nedprioritering")
        verbose_name_plural = _("nedprioriteringer")
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=DropState.values), name="drop_state_known"),
            models.CheckConstraint(condition=Q(kind__in=DropKind.values), name="drop_kind_known"),
            models.CheckConstraint(
                condition=Q(assignment__isnull=False, duty=None) | Q(assignment=None, duty__isnull=False),
                name="drop_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", decided_by=None, decided_at=None)
                | (~Q(state="sent") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="drop_decided_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("granted", "conditional"), effective_from__isnull=False)
                | (~Q(state__in=("granted", "conditional")) & Q(effective_from=None, applied_at=None)),
                name="drop_takes_effect_when_granted",
            ),
            models.CheckConstraint(
                condition=(~Q(state="refused") | ~Q(answer="")) & (~Q(state="conditional") | ~Q(conditions="")),
                name="drop_reason_and_conditions",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(kind="lower", until__gt=F("wanted_from")), name="drop_until_after_from"
            ),
            models.UniqueConstraint(
                fields=("assignment",), condition=Q(state="sent"), name="drop_assignment_open_once"
            ),
            models.UniqueConstraint(fields=("duty",), condition=Q(state="sent"), name="drop_duty_open_once"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"[:300]

    @property
    def subject(self) -> Assignment | Duty:
        """What the request is about."""
        subject = self.assignment or self.duty
        assert subject is not None, "the database holds that a request has one subject"  # noqa: S101
        return subject
