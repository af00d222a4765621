"""What the agency hands to its ministry, and what the ministry answers. Both are append-only from the first moment."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.steering.access import Permission

from .assignments import Assignment, Deadline
from .demands import ReportingDemand
from .plan import Plan


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: User) -> DeliveryQuerySet:
        """What the user's agency has handed over or the user's ministry was handed; the auditor sees all."""
        if user.may(Permission.SEE_ALL_PLANS):
            return self
        own = user.organisations_with(Permission.SEE_PLAN)
        return self.filter(Q(plan__agency__in=own) | Q(plan__ministry__in=own))


class Delivery(models.Model):
    """Work handed to the ministry: for an assignment (or a part, or one of its deadlines) or for a report asked for.

    ``file_count`` fixes how many files it has, so that none can be slipped in later.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="deliveries", verbose_name=_("plan"))
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name=_("oppdrag")
    )
    part = models.CharField(_("del"), max_length=200, blank=True)
    deadline = models.ForeignKey(
        Deadline, models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name=_("frist")
    )
    demand = models.ForeignKey(
        ReportingDemand,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name=_("rapporteringskrav"),
    )
    message = models.TextField(_("melding til departementet"))
    links = ArrayField(models.URLField(max_length=500), default=list, blank=True, verbose_name=_("lenker"))
    file_count = models.PositiveSmallIntegerField(_("antall filer"), default=0)
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("ny etter")
    )
    entry = models.ForeignKey("archive.JournalEntry", models.PROTECT, related_name="+", verbose_name=_("journalpost"))
    delivered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    delivered_at = models.DateTimeField(_("levert"))

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("leveranse")
        verbose_name_plural = _("leveranser")
        ordering = ("-delivered_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(assignment__isnull=False, demand=None)
                | Q(assignment=None, demand__isnull=False, part="", deadline=None),
                name="delivery_for_one_thing",
            ),
            models.CheckConstraint(condition=~Q(message=""), name="delivery_has_message"),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.part}".strip()

    @property
    def item(self) -> Assignment | ReportingDemand:
        """What is delivered: the database sees to that it is one of the two."""
        return self.assignment or self.demand  # type: ignore[return-value]


class DeliveryFile(models.Model):
    """A document of a delivery. ``position`` is 1 to the delivery's ``file_count``; the database refuses others."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="files")
    document = models.ForeignKey("archive.Document", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("rekkefølge"))

    class Meta:
        verbose_name = _("fil i leveranse")
        verbose_name_plural = _("filer i leveranser")
        ordering = ("delivery", "position")
        constraints = (
            models.UniqueConstraint(fields=("delivery", "position"), name="delivery_file_place_once"),
            models.UniqueConstraint(fields=("delivery", "document"), name="delivery_file_once"),
        )

    def __str__(self) -> str:
        return f"{self.delivery}: {self.document}"


class Answer(models.TextChoices):
    RECEIVED = "received", _("Mottatt")
    MORE = "more", _("Ber om mer")
    ACCEPTED = "accepted", _("Godtatt")
    RETURNED = "returned", _("Sendt tilbake")


class DeliveryReply(models.Model):
    """The ministry's answer. The state of a delivery is read from its answers; none is changed or taken back."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="replies", verbose_name=_("leveranse"))
    kind = models.CharField(_("svar"), max_length=10, choices=Answer)
    text = models.TextField(_("melding til virksomheten"), blank=True)
    due = models.DateField(_("frist"), null=True, blank=True)
    entry = models.ForeignKey("archive.JournalEntry", models.PROTECT, related_name="+", verbose_name=_("journalpost"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("tidspunkt"))

    class Meta:
        verbose_name = _("svar på leveranse")
        verbose_name_plural = _("svar på leveranser")
        ordering = ("made_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Answer.values), name="reply_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="more", due__isnull=False) | (~Q(kind="more") & Q(due=None)), name="reply_more_by_when"
            ),
            models.CheckConstraint(condition=Q(kind__in=("received", "accepted")) | ~Q(text=""), name="reply_says_why"),
            models.UniqueConstraint(fields=("delivery",), condition=Q(kind="received"), name="reply_received_once"),
            models.UniqueConstraint(
                fields=("delivery",), condition=Q(kind__in=("accepted", "returned")), name="reply_closes_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.delivery}: {self.get_kind_display()}"
