"""What one party tells the other at once: deviations, matters of interest, and publications before they come."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User

from .access import Permission


def _person(label: Any = "") -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


def _entry(label: Any, *, always: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "archive.JournalEntry", models.PROTECT, null=not always, blank=not always, related_name="+", verbose_name=label
    )


def _together(*names: str) -> Q:
    """All of the fields have a value, or none of them has."""
    return Q(**{f"{name}__isnull": True for name in names}) | Q(**{f"{name}__isnull": False for name in names})


class Shared(models.QuerySet[Any]):
    """Rows of the plans that a user's organisations share, as agency or as ministry."""

    unsent: Q | None = None  # what the ministry does not see

    def visible_to(self, user: User) -> Shared:
        """The agency's own to its roles; to the ministry what has been reported to it; everything to the auditor."""
        if user.may(Permission.SEE_ALL):
            return self
        places = user.organisations_with(Permission.SEE)
        of_ministry = Q(plan__ministry__in=places)
        if self.unsent is not None:
            of_ministry &= ~self.unsent
        return self.filter(Q(plan__agency__in=places) | of_ministry)


class State(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    REPORTED = "reported", _("Meldt")
    ACKNOWLEDGED = "acknowledged", _("Mottatt av departementet")
    CLOSED = "closed", _("Lukket")


class DeviationKind(models.TextChoices):
    PLAN = "plan", _("Avvik fra plan eller frist")
    GOAL = "goal", _("Avvik fra mål eller styringsparameter")
    BUDGET = "budget", _("Avvik fra budsjett")


class DeviationQuerySet(Shared):
    unsent = Q(state="draft")

    def open(self) -> DeviationQuerySet:
        """Reported and not closed."""
        return self.filter(state__in=(State.REPORTED, State.ACKNOWLEDGED))


class Deviation(models.Model):
    """A material deviation. Its words are locked when it is reported, and the whole of it when it is closed."""

    plan = models.ForeignKey("steering.Plan", models.PROTECT, related_name="deviations", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("nummer"))
    kind = models.CharField(_("type avvik"), max_length=10, choices=DeviationKind)
    title = models.CharField(_("tittel"), max_length=200)
    goal = models.ForeignKey("steering.Goal", models.PROTECT, null=True, blank=True, related_name="deviations")
    parameter = models.ForeignKey(
        "steering.Parameter", models.PROTECT, null=True, blank=True, related_name="deviations"
    )
    assignment = models.ForeignKey(
        "steering.Assignment", models.PROTECT, null=True, blank=True, related_name="deviations"
    )
    post = models.ForeignKey("economy.Post", models.PROTECT, null=True, blank=True, related_name="deviations")
    what = models.TextField(_("hva som har skjedd"))
    why = models.TextField(_("årsak og konsekvens"), blank=True)
    measures = models.TextField(_("forslag til korrigerende tiltak"), blank=True)
    exemption = models.CharField(_("unntatt offentlighet etter"), max_length=100, blank=True)
    known_at = models.DateTimeField(_("kjent"))
    written_by = _person(_("skrevet av"))
    written_at = models.DateTimeField(_("skrevet"))
    state = models.CharField(_("status"), max_length=12, choices=State, default=State.DRAFT)
    reported_at = models.DateTimeField(_("meldt"), null=True, blank=True)
    reported_by = _person(_("meldt av"))
    entry = _entry(_("journalført melding"))
    acknowledged_at = models.DateTimeField(_("kvittert"), null=True, blank=True)
    acknowledged_by = _person(_("kvittert av"))
    reply = models.TextField(_("svar fra departementet"), blank=True)
    reply_entry = _entry(_("journalført svar"))
    closed_at = models.DateTimeField(_("lukket"), null=True, blank=True)
    closed_by = _person(_("lukket av"))
    outcome = models.TextField(_("hvordan det endte"), blank=True)

    objects = DeviationQuerySet.as_manager()

    class Meta:
        verbose_name = _("avvik")
        verbose_name_plural = _("avvik")
        ordering = ("-plan__year", "-number")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="deviation_number_once"),
            models.CheckConstraint(condition=Q(kind__in=DeviationKind.values), name="deviation_kind_known"),
            models.CheckConstraint(
                condition=Q(state="draft", reported_at=None, acknowledged_at=None, closed_at=None)
                | Q(state="reported", reported_at__isnull=False, acknowledged_at=None, closed_at=None)
                | Q(state="acknowledged", acknowledged_at__isnull=False, closed_at=None, reported_at__isnull=False)
                | Q(state="closed", closed_at__isnull=False, acknowledged_at__isnull=False, reported_at__isnull=False),
                name="deviation_state_by_its_days",
            ),
            models.CheckConstraint(
                condition=Q(reported_at=None) | Q(reported_at__gte=F("known_at")), name="deviation_known_then_reported"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(acknowledged_at__gte=F("reported_at")),
                name="deviation_reported_then_seen",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("acknowledged_at")), name="deviation_seen_then_closed"
            ),
            models.CheckConstraint(condition=_together("reported_at", "entry"), name="deviation_reported_is_journaled"),
        )

    def __str__(self) -> str:
        return gettext("Avvik %(number)s: %(title)s") % {"number": self.label, "title": self.title}

    @property
    def label(self) -> str:
        return f"{self.plan.year}-{self.number:02}"


class MatterKind(models.TextChoices):
    AUDIT_OFFICE = "audit_office", _("Riksrevisjonen")
    OMBUDSMAN = "ombudsman", _("Sivilombudet")
    SUPERVISION = "supervision", _("Annet tilsynsorgan")
    MEDIA = "media", _("Mediesak")
    PARLIAMENT = "parliament", _("Stortinget")
    GRANTS = "grants", _("Vedtak om tilskudd, før mottaker får brev")
    OTHER = "other", _("Annet")


class Side(models.TextChoices):
    AGENCY = "agency", _("Virksomheten")
    MINISTRY = "ministry", _("Departementet")


class MatterState(models.TextChoices):
    SENT = "sent", _("Sendt")
    ACKNOWLEDGED = "acknowledged", _("Mottatt")
    CLOSED = "closed", _("Avsluttet")


class MatterQuerySet(Shared):
    def open(self) -> MatterQuerySet:
        return self.exclude(state=MatterState.CLOSED)


class Matter(models.Model):
    """A matter that the other party should know of. What was sent is locked; all of it when it is closed."""

    plan = models.ForeignKey("steering.Plan", models.PROTECT, related_name="matters", verbose_name=_("plan"))
    sender = models.CharField(_("fra"), max_length=10, choices=Side)
    kind = models.CharField(_("type sak"), max_length=20, choices=MatterKind)
    title = models.CharField(_("hva saken gjelder"), max_length=200)
    summary = models.TextField(_("kort om saken"))
    may_grow = models.BooleanField(_("kan bli krevende"), default=False)
    link = models.URLField(_("lenke"), max_length=500, blank=True)
    document = models.ForeignKey(
        "archive.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dokument")
    )
    exemption = models.CharField(_("unntatt offentlighet etter"), max_length=100, blank=True)
    state = models.CharField(_("status"), max_length=12, choices=MatterState, default=MatterState.SENT)
    sent_at = models.DateTimeField(_("sendt"))
    sent_by = _person(_("sendt av"))
    entry = _entry(_("journalført"), always=True)
    acknowledged_at = models.DateTimeField(_("kvittert"), null=True, blank=True)
    acknowledged_by = _person(_("kvittert av"))
    reply = models.TextField(_("svar"), blank=True)
    closed_at = models.DateTimeField(_("avsluttet"), null=True, blank=True)
    closed_by = _person(_("avsluttet av"))
    outcome = models.TextField(_("hvordan det endte"), blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("sak av interesse")
        verbose_name_plural = _("saker av interesse")
        ordering = ("-sent_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=MatterKind.values), name="matter_kind_known"),
            models.CheckConstraint(condition=Q(sender__in=Side.values), name="matter_sender_known"),
            models.CheckConstraint(
                condition=Q(state="sent", acknowledged_at=None, closed_at=None)
                | Q(state="acknowledged", acknowledged_at__isnull=False, closed_at=None)
                | Q(state="closed", closed_at__isnull=False, acknowledged_at__isnull=False),
                name="matter_state_by_its_days",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(acknowledged_at__gte=F("sent_at")), name="matter_sent_then_seen"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("acknowledged_at")), name="matter_seen_then_closed"
            ),
        )

    def __str__(self) -> str:
        return self.title


class FollowUpKind(models.TextChoices):
    NOTE = "note", _("Merknad")
    CLOSE_ASKED = "close_asked", _("Ber om å lukke")
    CLOSE_AGREED = "close_agreed", _("Enig i å lukke")
    CLOSE_REFUSED = "close_refused", _("Vil ha mer før det lukkes")


class FollowUp(models.Model):
    """What a party said of a deviation or a matter, after it was sent. Append-only, and none after it is closed."""

    deviation = models.ForeignKey(Deviation, models.PROTECT, null=True, blank=True, related_name="follow_ups")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="follow_ups")
    kind = models.CharField(_("type"), max_length=15, choices=FollowUpKind, default=FollowUpKind.NOTE)
    side = models.CharField(_("fra"), max_length=10, choices=Side)
    text = models.TextField(_("tekst"))
    made_at = models.DateTimeField(_("tidspunkt"))
    made_by = _person(_("skrevet av"))

    class Meta:
        verbose_name = _("oppfølging")
        verbose_name_plural = _("oppfølginger")
        ordering = ("made_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(deviation=None, matter__isnull=False) | Q(deviation__isnull=False, matter=None),
                name="follow_up_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="follow_up_side_known"),
            models.CheckConstraint(
                condition=Q(kind="note")
                | Q(kind="close_asked", side="agency")
                | Q(kind__in=("close_agreed", "close_refused"), side="ministry"),
                name="follow_up_by_the_right_side",
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]


class PublicationKind(models.TextChoices):
    RESEARCH = "research", _("FoU-rapport")
    EVALUATION = "evaluation", _("Evaluering")
    STATISTICS = "statistics", _("Statistikk eller kartlegging")
    OTHER = "other", _("Annet")


class PublicationState(models.TextChoices):
    ANNOUNCED = "announced", _("Varslet")
    PUBLISHED = "published", _("Publisert")
    CANCELLED = "cancelled", _("Avlyst")


class Publication(models.Model):
    """A publication that the ministry is told of beforehand. ``notice_days`` is the rule as it stood that day."""

    plan = models.ForeignKey("steering.Plan", models.PROTECT, related_name="publications", verbose_name=_("plan"))
    kind = models.CharField(_("type"), max_length=12, choices=PublicationKind)
    title = models.CharField(_("tittel"), max_length=300)
    summary = models.TextField(_("kort om innholdet"))
    assignment = models.ForeignKey(
        "steering.Assignment", models.PROTECT, null=True, blank=True, related_name="publications"
    )
    planned_on = models.DateField(_("planlagt publisert"))
    notice_days = models.PositiveSmallIntegerField(_("varslingsfrist i dager"))
    announced_on = models.DateField(_("varslet"))
    announced_at = models.DateTimeField(_("varslet klokken"))
    announced_by = _person(_("varslet av"))
    entry = _entry(_("journalført varsel"), always=True)
    seen_at = models.DateTimeField(_("kvittert"), null=True, blank=True)
    seen_by = _person(_("kvittert av"))
    consent_at = models.DateTimeField(_("samtykke gitt"), null=True, blank=True)
    consent_by = _person(_("samtykke gitt av"))
    consent_from = models.DateField(_("kan publiseres fra"), null=True, blank=True)
    consent_words = models.TextField(_("samtykket"), blank=True)
    state = models.CharField(_("status"), max_length=12, choices=PublicationState, default=PublicationState.ANNOUNCED)
    published_on = models.DateField(_("publisert"), null=True, blank=True)
    published_by = _person(_("publisert av"))
    link = models.URLField(_("lenke"), max_length=500, blank=True)
    cancelled_why = models.TextField(_("hvorfor den er avlyst"), blank=True)

    objects = Shared.as_manager()

    class Meta:
        verbose_name = _("publisering")
        verbose_name_plural = _("publiseringer")
        ordering = ("planned_on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=PublicationKind.values), name="publication_kind_known"),
            models.CheckConstraint(
                condition=Q(state="published", published_on__isnull=False)
                | Q(state__in=("announced", "cancelled"), published_on=None),
                name="publication_published_on_a_day",
            ),
            models.CheckConstraint(
                condition=_together("consent_at", "consent_from"), name="publication_consent_from_a_day"
            ),
            models.CheckConstraint(
                condition=Q(published_on=None)
                | Q(published_on__gte=F("announced_on") + F("notice_days"))
                | Q(consent_from__isnull=False, published_on__gte=F("consent_from")),
                name="publication_not_too_early",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_why=""), name="publication_cancelled_with_reason"
            ),
        )

    def __str__(self) -> str:
        return self.title
