"""What was done with a report: facts that were gathered, what was frozen, who signed, what was sent and answered.

All of it is append-only from the first moment; nothing here is ever changed.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .report import Report, ReportPart


class Assembly(models.Model):
    """The facts of a section as they were gathered at a moment, to hold later facts against.

    ``content`` is a document as `document.to_data` writes it, with a section for each source.
    """

    part = models.ForeignKey(ReportPart, models.PROTECT, related_name="assemblies", verbose_name=_("del av rapport"))
    content = models.JSONField(_("innhold"))
    sha256 = models.CharField("SHA-256", max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("hentet"))

    class Meta:
        verbose_name = _("innhentet grunnlag")
        verbose_name_plural = _("innhentede grunnlag")
        ordering = ("part", "pk")

    def __str__(self) -> str:
        return f"{self.part} {self.made_at:%d.%m.%Y %H:%M}"


class FrozenReport(models.Model):
    """The whole report as it was approved, values and texts, with the SHA-256 of exactly these characters.

    ``known_at``: no figure counts what was entered after this moment.
    """

    report = models.OneToOneField(Report, models.PROTECT, related_name="frozen", verbose_name=_("rapport"))
    content = models.TextField(_("innhold"))
    sha256 = models.CharField("SHA-256", max_length=64)
    known_at = models.DateTimeField(_("kjent per"))

    class Meta:
        verbose_name = _("låst rapport")
        verbose_name_plural = _("låste rapporter")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="frozen_report_hash_shape"),
        )

    def __str__(self) -> str:
        return str(self.report)


class SectionSignature(models.Model):
    """The head of the agency signs a section by approving the report."""

    part = models.OneToOneField(ReportPart, models.PROTECT, related_name="signature", verbose_name=_("del av rapport"))
    name = models.CharField(_("navn"), max_length=200)
    title = models.CharField(_("stilling"), max_length=200)
    place = models.CharField(_("sted"), max_length=200, blank=True)
    signed_on = models.DateField(_("dato"))
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("signatur")
        verbose_name_plural = _("signaturer")
        ordering = ("part",)

    def __str__(self) -> str:
        return f"{self.name}, {self.part}"


class StepKind(models.TextChoices):
    SENT = "sent", _("Sendt til departementet")
    RECEIVED = "received", _("Mottatt av departementet")
    RETURNED = "returned", _("Sendt tilbake")
    ACCEPTED = "accepted", _("Godtatt")
    REPLACED = "replaced", _("Erstattet før sending")


class Step(models.Model):
    """A delivery receipt: what happened to an approved report, when, by whom, and where it is journaled."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="steps", verbose_name=_("rapport"))
    kind = models.CharField(_("hendelse"), max_length=10, choices=StepKind)
    text = models.TextField(_("melding"), blank=True)
    entry = models.ForeignKey(
        "archive.JournalEntry", models.PROTECT, null=True, related_name="+", verbose_name=_("journalpost")
    )
    delivery = models.ForeignKey(
        "steering.Delivery", models.PROTECT, null=True, related_name="+", verbose_name=_("leveranse")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("tidspunkt"))

    class Meta:
        verbose_name = _("kvittering")
        verbose_name_plural = _("kvitteringer")
        ordering = ("report", "pk")
        constraints = (
            models.UniqueConstraint(fields=("report", "kind"), name="report_step_once"),
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="report_step_known"),
            models.CheckConstraint(
                condition=~Q(kind__in=("sent", "returned", "replaced")) | ~Q(text=""), name="report_step_says_why"
            ),
            models.CheckConstraint(condition=Q(kind="replaced") | Q(entry__isnull=False), name="report_step_journaled"),
        )

    def __str__(self) -> str:
        return f"{self.report}: {self.get_kind_display()}"


class Copy(models.Model):
    """A file of the report that went to a body: the ministry, and the audit office at the same moment."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="copies", verbose_name=_("kvittering"))
    recipient = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("mottaker"))
    document = models.ForeignKey("archive.Document", models.PROTECT, related_name="+", verbose_name=_("dokument"))
    sent_at = models.DateTimeField(_("sendt"))

    class Meta:
        verbose_name = _("sendt eksemplar")
        verbose_name_plural = _("sendte eksemplarer")
        ordering = ("step", "pk")
        constraints = (models.UniqueConstraint(fields=("step", "recipient", "document"), name="report_copy_once"),)

    def __str__(self) -> str:
        return f"{self.recipient}: {self.document}"


class Comment(models.Model):
    """What the ministry remarks on a report, or on one of its sections."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="comments", verbose_name=_("rapport"))
    part = models.ForeignKey(
        ReportPart, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name=_("del av rapport")
    )
    text = models.TextField(_("merknad"))
    entry = models.ForeignKey("archive.JournalEntry", models.PROTECT, related_name="+", verbose_name=_("journalpost"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(_("skrevet"))

    class Meta:
        verbose_name = _("merknad til rapport")
        verbose_name_plural = _("merknader til rapporter")
        ordering = ("report", "pk")
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="report_comment_has_words"),)

    def __str__(self) -> str:
        return self.text[:120]


class AcceptedGap(models.Model):
    """A reporting demand that the report doesn't answer, and that somebody has answered for leaving out."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="accepted_gaps", verbose_name=_("rapport"))
    demand = models.CharField(_("krav"), max_length=200)
    label = models.CharField(_("krav"), max_length=500)
    why = models.CharField(_("begrunnelse"), max_length=500)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(_("godtatt"))

    class Meta:
        verbose_name = _("ubesvart krav som er godtatt")
        verbose_name_plural = _("ubesvarte krav som er godtatt")
        ordering = ("report", "pk")
        constraints = (
            models.UniqueConstraint(fields=("report", "demand"), name="report_gap_accepted_once"),
            models.CheckConstraint(condition=~Q(why=""), name="report_gap_says_why"),
        )

    def __str__(self) -> str:
        return self.label
