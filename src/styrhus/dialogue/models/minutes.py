"""Minutes, written item by item in the meeting, with their points, comments and both parties' approval.

Number 0 is the meeting's minutes; what comes after them is addenda, which correct without changing what was approved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.dialogue.access import Permission
from styrhus.identity.models import User

from .meetings import AgendaItem, CalledMeeting, Side, of_parties

if TYPE_CHECKING:
    from .decisions import Resolution


class MinutesState(models.TextChoices):
    DRAFT = "draft", _("Skrives")
    SENT = "sent", _("Til godkjenning")
    LOCKED = "locked", _("Godkjent og låst")


class PointKind(models.TextChoices):
    INFORMATION = "information", _("Informasjon")
    SIGNAL = "signal", _("Føring")
    DECISION = "decision", _("Beslutning")


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def visible_to(self, user: User) -> MinutesQuerySet:
        """Minutes of the user's own dialogues. Who doesn't write them sees them from the day they are sent out."""
        rows = self.filter(of_parties(user, "meeting__"))
        writers = user.organisations_with(Permission.LEAD_DIALOGUE)
        return rows.filter(
            ~Q(state=MinutesState.DRAFT) | Q(meeting__plan__agency__in=writers) | Q(meeting__plan__ministry__in=writers)
        )


class Minutes(models.Model):
    meeting = models.ForeignKey(CalledMeeting, models.PROTECT, related_name="minutes", verbose_name=_("møte"))
    number = models.PositiveSmallIntegerField(_("nummer"), default=0)
    state = models.CharField(_("tilstand"), max_length=10, choices=MinutesState, default=MinutesState.DRAFT)
    why = models.CharField(_("hva tillegget retter"), max_length=500, blank=True)
    public_title = models.CharField(_("offentlig tittel"), max_length=300, blank=True)
    exemption = models.CharField(_("unntatt offentlighet etter"), max_length=100, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("påbegynt"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sendt"), null=True, blank=True)
    agency_approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agency_approved_at = models.DateTimeField(_("godkjent av virksomheten"), null=True, blank=True)
    ministry_approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ministry_approved_at = models.DateTimeField(_("godkjent av departementet"), null=True, blank=True)
    locked_at = models.DateTimeField(_("låst"), null=True, blank=True)
    record = models.ForeignKey(
        "archive.JournalEntry", models.PROTECT, null=True, related_name="+", verbose_name=_("journalpost")
    )

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("referat")
        verbose_name_plural = _("referater")
        ordering = ("meeting", "number")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "number"), name="minutes_number_once"),
            models.CheckConstraint(condition=Q(number=0) | ~Q(why=""), name="minutes_addendum_says_why"),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None) | Q(state__in=("sent", "locked"), sent_at__isnull=False),
                name="minutes_sent_when",
            ),
            models.CheckConstraint(
                condition=Q(agency_approved_at=None, ministry_approved_at=None) | ~Q(state="draft"),
                name="minutes_approved_after_sending",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="locked",
                    locked_at__isnull=False,
                    agency_approved_at__isnull=False,
                    ministry_approved_at__isnull=False,
                    record__isnull=False,
                )
                | ~Q(state="locked") & Q(locked_at=None),
                name="minutes_locked_when_both_approved",
            ),
        )

    def __str__(self) -> str:
        if self.number:
            return gettext("Tillegg %(number)s til referat: %(meeting)s") % {
                "number": self.number,
                "meeting": self.meeting,
            }
        return gettext("Referat: %(meeting)s") % {"meeting": self.meeting}

    def get_absolute_url(self) -> str:
        return reverse("dialogue:minutes", args=(self.pk,))


class MinutesPart(models.Model):
    """What was said on one item. ``version`` grows with each saved text, so that two writers never overwrite blindly."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="parts", verbose_name=_("referat"))
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("sak på møtet")
    )
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    title = models.CharField(_("sak"), max_length=500)
    text = models.TextField(_("tekst"), blank=True)
    version = models.PositiveIntegerField(_("versjon"), default=0)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(_("sist endret"), null=True, blank=True)

    class Meta:
        verbose_name = _("sak i referatet")
        verbose_name_plural = _("saker i referatet")
        ordering = ("minutes", "order", "pk")

    def __str__(self) -> str:
        return self.title


class EarlierText(models.Model):
    """A text of an item of the minutes as it stood before it was changed. Append-only: no words of a writer are lost."""

    part = models.ForeignKey(MinutesPart, models.PROTECT, related_name="earlier", verbose_name=_("sak i referatet"))
    version = models.PositiveIntegerField(_("versjon"))
    text = models.TextField(_("tekst"), blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(_("skrevet"), null=True, blank=True)

    class Meta:
        verbose_name = _("tidligere tekst")
        verbose_name_plural = _("tidligere tekster")
        ordering = ("part", "-version")
        constraints = (models.UniqueConstraint(fields=("part", "version"), name="earlier_text_once"),)

    def __str__(self) -> str:
        return f"{self.part} {self.version}"


class Point(models.Model):
    """What an item came to: information, a signal (føring) or a decision, with who is to do it and by when."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="points", verbose_name=_("referat"))
    part = models.ForeignKey(MinutesPart, models.PROTECT, related_name="points", verbose_name=_("sak i referatet"))
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    kind = models.CharField(_("type"), max_length=20, choices=PointKind)
    text = models.TextField(_("punkt"))
    side = models.CharField(_("ansvar"), max_length=10, choices=Side, default=Side.AGENCY)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ansvarlig")
    )
    due = models.DateField(_("frist"), null=True, blank=True)

    class Meta:
        verbose_name = _("punkt i referatet")
        verbose_name_plural = _("punkter i referatet")
        ordering = ("minutes", "part__order", "order", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=PointKind.values), name="point_kind_known"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="point_side_known"),
        )

    def __str__(self) -> str:
        return self.text[:120]

    @property
    def decision(self) -> Resolution | None:
        """The decision or signal this point became, to be followed up; information becomes none."""
        return getattr(self, "resolution", None)


class Comment(models.Model):
    """A remark on minutes that are out for approval."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="comments", verbose_name=_("referat"))
    text = models.TextField(_("merknad"))
    side = models.CharField(_("part"), max_length=10, choices=Side)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(_("skrevet"))

    class Meta:
        verbose_name = _("merknad til referat")
        verbose_name_plural = _("merknader til referat")
        ordering = ("minutes", "pk")

    def __str__(self) -> str:
        return self.text[:120]
