"""What auditors and supervisors found, what is done about it, and what was answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styrhus.archive.sourced import Sourced
from styrhus.steering.models import Owned

from .scopes import OfAudit, OfCase, OfFinding, Replies


class Body(models.TextChoices):
    RIKSREVISJONEN = "riksrevisjonen", _("Riksrevisjonen")
    OMBUDSMAN = "ombudsman", _("Sivilombudet")
    DATA_PROTECTION = "data_protection", _("Datatilsynet")
    LABOUR_INSPECTION = "labour_inspection", _("Arbeidstilsynet")
    NATIONAL_ARCHIVES = "national_archives", _("Arkivverket")
    INTERNAL_AUDIT = "internal_audit", _("Internrevisjonen")
    OTHER = "other", _("Andre")


class AuditCase(models.Model):
    """A letter or report from an auditor, with the findings in it."""

    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("virksomhet"))
    body = models.CharField(_("fra"), max_length=30, choices=Body)
    body_name = models.CharField(_("navn på tilsynet"), max_length=200, blank=True)
    title = models.CharField(_("tittel"), max_length=300)
    reference = models.CharField(_("referanse"), max_length=100, blank=True)
    received_on = models.DateField(_("mottatt"))
    reply_due = models.DateField(_("svarfrist"), null=True, blank=True)
    document = models.ForeignKey("archive.Document", models.PROTECT, related_name="+", verbose_name=_("dokument"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("ført inn"))

    objects = OfAudit.as_manager()

    class Meta:
        verbose_name = _("revisjonssak")
        verbose_name_plural = _("revisjonssaker")
        ordering = ("-received_on", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(body__in=Body.values), name="audit_body_known"),
            models.CheckConstraint(condition=~Q(body=Body.OTHER) | ~Q(body_name=""), name="audit_body_named"),
            models.CheckConstraint(
                condition=Q(reply_due=None) | Q(reply_due__gte=F("received_on")), name="audit_reply_due_after_receipt"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def sender(self) -> str:
        return self.body_name or str(self.get_body_display())


class FindingState(models.TextChoices):
    OPEN = "open", _("Åpen")
    PROPOSED = "proposed", _("Foreslått lukket")
    CLOSED = "closed", _("Lukket")


class Priority(models.TextChoices):
    HIGH = "high", _("Høy")
    NORMAL = "normal", _("Vanlig")


class Finding(Sourced, Owned):
    """A remark. Somebody other than its owner verifies that it is closed, and then nothing of it can be changed."""

    case = models.ForeignKey(AuditCase, models.PROTECT, related_name="findings", verbose_name=_("sak"))
    number = models.PositiveSmallIntegerField(_("nummer"))
    title = models.CharField(_("merknad"), max_length=300)
    text = models.TextField(_("slik den er skrevet"), blank=True)
    priority = models.CharField(_("prioritet"), max_length=10, choices=Priority, default=Priority.NORMAL)
    deadline = models.DateField(_("frist"), null=True, blank=True)
    state = models.CharField(_("tilstand"), max_length=10, choices=FindingState, default=FindingState.OPEN)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(_("foreslått lukket"), null=True, blank=True)
    proposed_text = models.TextField(_("hvorfor den kan lukkes"), blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bekreftet av"),
    )
    closed_at = models.DateTimeField(_("lukket"), null=True, blank=True)
    closed_text = models.TextField(_("hva som ble bekreftet"), blank=True)
    made_at = models.DateTimeField(_("ført inn"))

    objects = OfCase.as_manager()

    class Meta:
        verbose_name = _("merknad")
        verbose_name_plural = _("merknader")
        ordering = ("case", "number")
        constraints = (
            models.UniqueConstraint(fields=("case", "number"), name="finding_number_once"),
            models.CheckConstraint(condition=Q(state__in=FindingState.values), name="finding_state_known"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="finding_priority_known"),
            models.CheckConstraint(
                condition=Q(state=FindingState.OPEN, proposed_at=None, proposed_by=None)
                | (
                    ~Q(state=FindingState.OPEN)
                    & Q(proposed_at__isnull=False, proposed_by__isnull=False)
                    & ~Q(proposed_text="")
                ),
                name="finding_proposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=FindingState.CLOSED, closed_at__isnull=False, closed_by__isnull=False) & ~Q(closed_text="")
                )
                | (~Q(state=FindingState.CLOSED) & Q(closed_at=None, closed_by=None, closed_text="")),
                name="finding_closed_by_somebody",
            ),
            models.CheckConstraint(  # four eyes
                condition=Q(closed_by=None) | (~Q(closed_by=F("proposed_by")) & ~Q(closed_by=F("owner"))),
                name="finding_closed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=FindingState.CLOSED) | Q(owner__isnull=False), name="finding_closed_has_owner"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def is_closed(self) -> bool:
        return self.state == FindingState.CLOSED


class FindingMeasure(Owned):
    """What is done about a finding."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="measures", verbose_name=_("merknad"))
    text = models.TextField(_("tiltak"))
    deadline = models.DateField(_("frist"))
    done_on = models.DateField(_("gjennomført"), null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(_("opprettet"))

    objects = OfFinding.as_manager()

    class Meta:
        verbose_name = _("tiltak mot merknad")
        verbose_name_plural = _("tiltak mot merknader")
        ordering = ("deadline", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
                name="finding_measure_done_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]


class Evidence(models.Model):
    """What shows that something was done about a finding."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="evidence", verbose_name=_("merknad"))
    measure = models.ForeignKey(
        FindingMeasure, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("tiltak")
    )
    text = models.TextField(_("hva det viser"))
    document = models.ForeignKey(
        "archive.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dokument")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("lagt ved"))

    objects = OfFinding.as_manager()

    class Meta:
        verbose_name = _("dokumentasjon")
        verbose_name_plural = _("dokumentasjon")
        ordering = ("made_at", "pk")

    def __str__(self) -> str:
        return self.text[:80]


class AuditReply(models.Model):
    """The agency's answer to the auditor. It is sent only together with the copy to the ministry."""

    case = models.ForeignKey(AuditCase, models.PROTECT, related_name="replies", verbose_name=_("sak"))
    title = models.CharField(_("tittel"), max_length=300)
    document = models.ForeignKey("archive.Document", models.PROTECT, related_name="+", verbose_name=_("svarbrev"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("ført inn"))
    sent_on = models.DateField(_("sendt"), null=True, blank=True)
    sent_at = models.DateTimeField(_("ført som sendt"), null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    copied_to = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kopi til")
    )
    entry = models.ForeignKey(
        "archive.JournalEntry", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("journalpost")
    )

    objects = Replies.as_manager()

    class Meta:
        verbose_name = _("svar til revisor")
        verbose_name_plural = _("svar til revisor")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(sent_on=None, sent_at=None, sent_by=None, copied_to=None, entry=None)
                | Q(
                    sent_on__isnull=False,
                    sent_at__isnull=False,
                    sent_by__isnull=False,
                    copied_to__isnull=False,
                    entry__isnull=False,
                ),
                name="audit_reply_sent_with_copy",
            ),
        )

    def __str__(self) -> str:
        return self.title
