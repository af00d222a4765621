"""Meetings of the steering dialogue, with those who take part, the agenda and its papers.

A meeting is both parties' own: the agency and its ministry plan it together and see all of it, but for the notes
that each keeps for itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from styrhus.dialogue.access import Permission
from styrhus.dialogue.rules import State
from styrhus.identity.models import User
from styrhus.steering.models import MeetingKind

if TYPE_CHECKING:
    from datetime import date


class MeetingState(models.TextChoices):
    PLANNED = State.PLANNED.value, _("Planlagt")
    CALLED = State.CALLED.value, _("Kalt inn")
    HELD = State.HELD.value, _("Holdt")
    MINUTES_OUT = State.MINUTES_OUT.value, _("Referat til godkjenning")
    LOCKED = State.LOCKED.value, _("Referat godkjent")
    CANCELLED = State.CANCELLED.value, _("Avlyst")


class Side(models.TextChoices):
    AGENCY = "agency", _("Virksomheten")
    MINISTRY = "ministry", _("Departementet")
    BOTH = "both", _("Begge")


def of_parties(user: User, path: str = "") -> Q:
    """The condition that a row's plan is one whose dialogue ``user`` may see. ``path`` leads to the plan: "meeting__"."""
    if user.may(Permission.SEE_ALL_DIALOGUES):
        return Q()
    organisations = user.organisations_with(Permission.SEE_DIALOGUE)
    return Q(**{f"{path}plan__agency__in": organisations}) | Q(**{f"{path}plan__ministry__in": organisations})


class CalledMeetingQuerySet(models.QuerySet["CalledMeeting"]):
    def visible_to(self, user: User) -> CalledMeetingQuerySet:
        """Meetings of the user's own agency or ministry; the auditor sees all."""
        return self.filter(of_parties(user))


class CalledMeeting(models.Model):
    """A meeting with its day, from planning to approved minutes. ``announced`` is what the letter says of it."""

    plan = models.ForeignKey("steering.Plan", models.PROTECT, related_name="called_meetings", verbose_name=_("plan"))
    announced = models.ForeignKey(
        "steering.Meeting", models.PROTECT, null=True, blank=True, related_name="called", verbose_name=_("varslet i")
    )
    kind = models.CharField(_("type"), max_length=20, choices=MeetingKind)
    title = models.CharField(_("tittel"), max_length=300)
    starts_at = models.DateTimeField(_("begynner"))
    ends_at = models.DateTimeField(_("slutter"))
    venue = models.CharField(_("sted"), max_length=300, blank=True)
    video = models.URLField(_("videolenke"), max_length=500, blank=True)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("møteleder")
    )
    builds_on = models.ManyToManyField(
        "steering.ReportingDemand", related_name="meetings", blank=True, verbose_name=_("bygger på")
    )
    state = models.CharField(_("tilstand"), max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    # the meeting's identity in other calendars, and how many times they have been told of a change
    uid = models.CharField(max_length=100, unique=True)
    sequence = models.PositiveIntegerField(_("endringsnummer"), default=0)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField(_("kalt inn"), null=True, blank=True)
    agenda_sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agenda_sent_at = models.DateTimeField(_("saksliste sendt"), null=True, blank=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField(_("ført som holdt"), null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(_("avlyst"), null=True, blank=True)
    cancelled_why = models.CharField(_("hvorfor avlyst"), max_length=500, blank=True)

    objects = CalledMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("møte i dialogen")
        verbose_name_plural = _("møter i dialogen")
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="called_meeting_ends_after_start"),
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="called_meeting_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=("planned", "cancelled")) | Q(called_at__isnull=False),
                name="called_meeting_called_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("planned", "called", "cancelled"), held_at=None)
                | Q(state__in=("held", "minutes_out", "locked"), held_at__isnull=False),
                name="called_meeting_held_when",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False) & ~Q(cancelled_why="")
                | ~Q(state="cancelled") & Q(cancelled_at=None, cancelled_why=""),
                name="called_meeting_cancelled_when_and_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {timezone.localtime(self.starts_at):%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("dialogue:meeting", args=(self.pk,))

    @property
    def day(self) -> date:
        """The Norwegian day that the meeting begins on."""
        return timezone.localtime(self.starts_at).date()


class Participant(models.Model):
    """Somebody asked to the meeting: a user of either side, or a named outsider with an address."""

    meeting = models.ForeignKey(CalledMeeting, models.PROTECT, related_name="participants", verbose_name=_("møte"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bruker")
    )
    name = models.CharField(_("navn"), max_length=200)
    email = models.EmailField(_("e-post"), max_length=254)
    body = models.CharField(_("kommer fra"), max_length=200, blank=True)
    attended = models.BooleanField(_("møtte"), null=True, blank=True)
    invited_at = models.DateTimeField(_("invitert"), null=True, blank=True)

    class Meta:
        verbose_name = _("deltaker")
        verbose_name_plural = _("deltakere")
        ordering = ("meeting", "body", "name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "email"), name="participant_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(email=""), name="participant_named"),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.body})" if self.body else self.name


class AgendaItem(models.Model):
    """An item of the agenda. One drafted from the plan keeps the ``key`` and the address of what it is about."""

    meeting = models.ForeignKey(CalledMeeting, models.PROTECT, related_name="items", verbose_name=_("møte"))
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    heading = models.CharField(_("overskrift"), max_length=200, blank=True)
    title = models.CharField(_("sak"), max_length=500)
    note = models.TextField(_("saksframstilling"), blank=True)
    url = models.CharField(_("adresse"), max_length=300, blank=True)
    key = models.CharField(max_length=200, blank=True)
    weight = models.PositiveSmallIntegerField(_("vekt"), default=2)
    side = models.CharField(_("ansvar for saken"), max_length=10, choices=Side, default=Side.AGENCY)
    included = models.BooleanField(_("på sakslisten"), default=True)

    class Meta:
        verbose_name = _("sak på møtet")
        verbose_name_plural = _("saker på møtet")
        ordering = ("meeting", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "key"), condition=~Q(key=""), name="agenda_key_once"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="agenda_side_known"),
        )

    def __str__(self) -> str:
        return self.title


class MeetingPaper(models.Model):
    """A document of the archive that belongs to the meeting; both parties may read it."""

    meeting = models.ForeignKey(CalledMeeting, models.PROTECT, related_name="papers", verbose_name=_("møte"))
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("sak")
    )
    document = models.ForeignKey("archive.Document", models.PROTECT, related_name="+", verbose_name=_("dokument"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("sakspapir")
        verbose_name_plural = _("sakspapirer")
        ordering = ("meeting", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "item", "document"), nulls_distinct=False, name="meeting_paper_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.document)


class PrivateNoteQuerySet(models.QuerySet["PrivateNote"]):
    def visible_to(self, user: User) -> PrivateNoteQuerySet:
        """Notes of the user's own side alone. Neither the other side nor the auditor ever sees them."""
        return self.filter(organisation__in=user.organisations_with(Permission.KEEP_NOTES))


class PrivateNote(models.Model):
    """What one side prepares for itself on an item of the agenda. The other side never sees it."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="private_notes", verbose_name=_("sak"))
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("hvem notatet tilhører")
    )
    text = models.TextField(_("notat"))
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(_("sist endret"))

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("eget notat")
        verbose_name_plural = _("egne notater")
        ordering = ("item", "pk")
        constraints = (models.UniqueConstraint(fields=("item", "organisation"), name="private_note_once"),)

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.item_id}"
