"""What users are told: notices in the program, the mail that carries them, and how each user wants it."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import RoleAssignment, User

from .access import Permission

DIGEST_HOUR = 7
QUIET_FROM, QUIET_TO = time(20), time(7)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> NoticeQuerySet:
        """One's own alone: a notice is between the program and one user, whatever the role."""
        return self.filter(user=user)

    def unread(self) -> NoticeQuerySet:
        """Those that still want attention: neither read nor settled by what was done meanwhile."""
        return self.filter(read_at=None, settled_at=None)


class MailState(models.TextChoices):
    QUEUED = "queued", _("Venter på sending")
    SENDING = "sending", _("Sendes nå")
    SENT = "sent", _("Sendt")
    FAILED = "failed", _("Ikke sendt")
    UNKNOWN = "unknown", _("Ukjent utfall")


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, user: User) -> MailQuerySet:
        """Mail to or from people with a role in an organisation where ``user`` may see the outbox."""
        own = user.organisations_with(Permission.SEE_OUTBOX)
        people = RoleAssignment.objects.filter(organisation__in=own).values("user")
        return self.filter(Q(user__in=people) | Q(queued_by__in=people))


class Mail(models.Model):
    """One mail to one address, written in the act's own transaction and sent by a worker afterwards.

    ``user`` is empty where the address is not that of an account. ``message_id`` is set once, so that a mail that
    should reach somebody twice after all is known by the receiving side as the same.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name=_("mottaker"),
    )
    to = models.EmailField(_("til"))
    subject = models.CharField(_("emne"), max_length=300)
    body = models.TextField(_("tekst"))
    key = models.CharField(max_length=200, null=True, blank=True, unique=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(_("status"), max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("forsøk"), default=0)
    error = models.CharField(_("hva som gikk galt"), max_length=500, blank=True)
    queued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sendt av")
    )
    made_at = models.DateTimeField(_("laget"))
    not_before = models.DateTimeField(_("sendes tidligst"))
    claimed_at = models.DateTimeField(_("sending begynt"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sendt"), null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-post")
        verbose_name_plural = _("e-poster")
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=("not_before",), condition=Q(state="queued"), name="mail_to_send"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="mail_sent_when_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claimed_at__isnull=False), name="mail_claimed_when_sending"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("failed", "unknown")) | ~Q(error=""), name="mail_error_said"
            ),
        )

    def __str__(self) -> str:
        return self.subject


class MailAttachment(models.Model):
    mail = models.ForeignKey(Mail, models.PROTECT, related_name="attachments")
    filename = models.CharField(_("filnavn"), max_length=200)
    content = models.BinaryField(_("innhold"))
    content_type = models.CharField(_("filtype"), max_length=200)

    class Meta:
        verbose_name = _("vedlegg")
        verbose_name_plural = _("vedlegg")
        ordering = ("mail", "pk")

    def __str__(self) -> str:
        return self.filename


class Notice(models.Model):
    """One thing told to one user, in the user's language. ``key`` keeps the same thing from being told twice.

    ``mail`` is the mail that carried it; ``settled_at`` when the rule behind a reminder no longer asked for it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", verbose_name=_("til"))
    kind = models.CharField(_("type"), max_length=60)
    text = models.CharField(_("tekst"), max_length=500)
    url = models.CharField(_("adresse"), max_length=300)
    key = models.CharField(max_length=200)
    urgent = models.BooleanField(_("haster"), default=False)
    due_on = models.DateField(_("frist"), null=True, blank=True)
    by_rule = models.BooleanField(_("påminnelse"), default=False)
    made_at = models.DateTimeField(_("tidspunkt"))
    read_at = models.DateTimeField(_("lest"), null=True, blank=True)
    settled_at = models.DateTimeField(_("falt bort"), null=True, blank=True)
    mail = models.ForeignKey(
        Mail, models.SET_NULL, null=True, blank=True, related_name="notices", verbose_name=_("e-post")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("varsel")
        verbose_name_plural = _("varsler")
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=("user", "-made_at"), name="notice_of_user"),)
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="notice_told_once"),)

    def __str__(self) -> str:
        return self.text


class Preferences(models.Model):
    """How a user wants mail. Who never chose has no row, and the defaults."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="mail_preferences"
    )
    digest = models.BooleanField(_("daglig sammendrag"), default=True)
    digest_hour = models.PositiveSmallIntegerField(
        _("klokken"), default=DIGEST_HOUR, validators=[MaxValueValidator(23)]
    )
    urgent_at_once = models.BooleanField(_("hastesaker med en gang"), default=True)
    quiet_from = models.TimeField(_("stille fra"), default=QUIET_FROM, null=True, blank=True)
    quiet_to = models.TimeField(_("stille til"), default=QUIET_TO, null=True, blank=True)
    weekends = models.BooleanField(_("også i helger og på helligdager"), default=False)

    class Meta:
        verbose_name = _("valg for e-post")
        verbose_name_plural = _("valg for e-post")
        constraints = (
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="mail_digest_hour_of_day"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False) & ~Q(quiet_from=F("quiet_to")),
                name="mail_quiet_from_and_to",
            ),
        )

    def __str__(self) -> str:
        return str(self.user)
