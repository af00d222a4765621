"""A report with its parts. An approved report is locked with its parts; what happens to it later are its steps."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.reports.access import Permission
from styrhus.reports.outline import Outline, from_json
from styrhus.reports.rules import OPEN, OUT, State


class ReportState(models.TextChoices):
    DRAFT = State.DRAFT.value, _("Skrives")
    READY = State.READY.value, _("Klar for godkjenning")
    APPROVED = State.APPROVED.value, _("Godkjent og låst")
    SENT = State.SENT.value, _("Sendt")
    RECEIVED = State.RECEIVED.value, _("Mottatt")
    COMMENTED = State.COMMENTED.value, _("Har merknader")
    RETURNED = State.RETURNED.value, _("Sendt tilbake")
    ACCEPTED = State.ACCEPTED.value, _("Godtatt")
    REPLACED = State.REPLACED.value, _("Erstattet")


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> ReportQuerySet:
        """All reports of the user's own agency. The ministry sees a report from the moment it is sent; the auditor all."""
        if user.may(Permission.SEE_ALL_REPORTS):
            return self
        own = user.organisations_with(Permission.SEE_REPORTS)
        return self.filter(Q(agency__in=own) | Q(plan__ministry__in=own, state__in=[state.value for state in OUT]))


class Report(models.Model):
    """A kind of report for a period, with figures as at ``cut_off``.

    ``outline`` is the kind's template as it stood when the report began. ``number`` counts the versions: a report that
    is returned, or replaced before it was sent, is followed by a new one, and stays locked itself.
    """

    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("virksomhet"))
    plan = models.ForeignKey("steering.Plan", models.PROTECT, related_name="reports", verbose_name=_("plan"))
    demand = models.ForeignKey(
        "steering.ReportingDemand",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("rapporteringskrav"),
    )
    kind = models.CharField(_("type"), max_length=60)
    outline = models.JSONField(_("mal"))
    outline_version = models.PositiveIntegerField(_("malens versjon"))
    title = models.CharField(_("tittel"), max_length=300)
    year = models.PositiveSmallIntegerField(_("budsjettår"))
    begin = models.DateField(_("perioden begynner"))
    end = models.DateField(_("perioden slutter"))
    cut_off = models.DateField(_("tall per"))
    due = models.DateField(_("frist"), null=True, blank=True)
    language = models.CharField(_("målform"), max_length=2, choices=[("nb", _("Bokmål")), ("nn", _("Nynorsk"))])
    state = models.CharField(_("tilstand"), max_length=10, choices=ReportState, default=ReportState.DRAFT)
    number = models.PositiveSmallIntegerField(_("utgave"), default=1)
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("ny utgave av")
    )
    starts_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bygger på")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("opprettet"))
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(_("godkjent"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapport")
        verbose_name_plural = _("rapporter")
        ordering = (F("due").asc(nulls_last=True), "pk")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
            models.CheckConstraint(condition=Q(language__in=("nb", "nn")), name="report_language_known"),
            models.CheckConstraint(condition=Q(end__gte=F("begin")), name="report_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(cut_off__gte=F("begin")), name="report_cut_off_not_before_the_period"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in OPEN], approved_at=None)
                | ~Q(state__in=[state.value for state in OPEN]) & Q(approved_at__isnull=False),
                name="report_approved_when",
            ),
            models.CheckConstraint(
                condition=Q(number=1, follows=None) | Q(number__gt=1, follows__isnull=False),
                name="report_later_version_follows",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=(self.pk,))

    @cached_property
    def template(self) -> Outline:
        return from_json(self.outline)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class PartState(models.TextChoices):
    OPEN = "open", _("Skrives")
    READY = "ready", _("Ferdig")


class ReportPart(models.Model):
    """A section of a report. ``version`` grows with each saved text, so that two writers never overwrite blindly.

    ``left_out`` are the sources whose facts the writers keep out of the report. ``from_before``: the text is that of
    the report which this one starts from, and nobody has written in it yet.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="parts", verbose_name=_("rapport"))
    key = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    number = models.CharField(_("nummer"), max_length=20, blank=True)
    title = models.CharField(_("del"), max_length=300)
    text = models.TextField(_("tekst"), blank=True)
    version = models.PositiveIntegerField(_("versjon"), default=0)
    from_before = models.BooleanField(_("fra forrige rapport"), default=False)
    left_out = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("utelatte fakta"))
    state = models.CharField(_("tilstand"), max_length=10, choices=PartState, default=PartState.OPEN)
    department = models.ForeignKey(
        "identity.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avdeling")
    )
    due = models.DateField(_("frist"), null=True, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(_("sist endret"), null=True, blank=True)
    ready_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ready_at = models.DateTimeField(_("ferdig"), null=True, blank=True)

    class Meta:
        verbose_name = _("del av rapport")
        verbose_name_plural = _("deler av rapporter")
        ordering = ("report", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("report", "key"), name="report_part_once"),
            models.CheckConstraint(
                condition=Q(state="open", ready_at=None) | Q(state="ready", ready_at__isnull=False),
                name="report_part_ready_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("reports:part", args=(self.pk,))


class PartWriter(models.Model):
    """Somebody who is to write a section. ``report`` is the section's own, so that the lock reaches these rows too."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="+", verbose_name=_("rapport"))
    part = models.ForeignKey(ReportPart, models.PROTECT, related_name="writers", verbose_name=_("del av rapport"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("forfatter"))

    class Meta:
        verbose_name = _("forfatter")
        verbose_name_plural = _("forfattere")
        ordering = ("part", "pk")
        constraints = (models.UniqueConstraint(fields=("part", "user"), name="part_writer_once"),)

    def __str__(self) -> str:
        return f"{self.part}: {self.user}"


class EarlierText(models.Model):
    """A text of a section as it stood before it was changed. Append-only: no words of a writer are lost."""

    part = models.ForeignKey(ReportPart, models.PROTECT, related_name="earlier", verbose_name=_("del av rapport"))
    version = models.PositiveIntegerField(_("versjon"))
    text = models.TextField(_("tekst"), blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(_("skrevet"), null=True, blank=True)

    class Meta:
        verbose_name = _("tidligere tekst i rapport")
        verbose_name_plural = _("tidligere tekster i rapporter")
        ordering = ("part", "-version")
        constraints = (models.UniqueConstraint(fields=("part", "version"), name="report_earlier_text_once"),)

    def __str__(self) -> str:
        return f"{self.part} {self.version}"
