"""Reporting demands, meetings, joint directives and standing duties."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styrhus.archive.search import searchable
from styrhus.archive.sourced import Sourced

from .plan import Owned, Plan


class ReportKind(models.TextChoices):
    ANNUAL = "annual", _("Årsrapport")
    HALF_YEAR = "half_year", _("Halvårsrapport")
    TERTIAL = "tertial", _("Tertialrapport")
    MONTHLY = "monthly", _("Månedsrapport")
    ACCOUNTS = "accounts", _("Regnskap")
    GRANTS = "grants", _("Tilskuddsrapport")
    OTHER = "other", _("Annen rapportering")


class ReportingDemand(Sourced, Owned):
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reporting_demands")
    kind = models.CharField(_("type"), max_length=20, choices=ReportKind)
    title = models.CharField(_("rapportering"), max_length=500)
    cut_off = models.DateField(_("telletidspunkt"), null=True, blank=True)
    deadline = models.DateField(_("frist"), null=True, blank=True)
    search = searchable(("title", "A"))

    class Meta:
        verbose_name = _("rapporteringskrav")
        verbose_name_plural = _("rapporteringskrav")
        ordering = (F("deadline").asc(nulls_last=True), "pk")
        indexes = (GinIndex(fields=("search",), name="reporting_search"),)

    def __str__(self) -> str:
        return self.title


class MeetingKind(models.TextChoices):
    STEERING = "steering", _("Etatsstyringsmøte")
    SPECIAL = "special", _("Særmøte")
    PROFESSIONAL = "professional", _("Fagmøte")
    STRATEGY = "strategy", _("Strategimøte")
    LEADERS = "leaders", _("Ledersamling")
    CONTACT = "contact", _("Kontaktmøte med politisk ledelse")
    OTHER = "other", _("Annet møte")


class Meeting(Sourced):
    """A kind of meeting that the letter announces; ``date`` is set when it is called."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="meetings")
    kind = models.CharField(_("type"), max_length=20, choices=MeetingKind)
    title = models.CharField(_("møte"), max_length=500)
    count = models.PositiveSmallIntegerField(_("antall i året"), null=True, blank=True)
    when = models.CharField(_("tidspunkt slik brevet skriver det"), max_length=200, blank=True)
    date = models.DateField(_("dato"), null=True, blank=True)
    search = searchable(("title", "A"))

    class Meta:
        verbose_name = _("møte")
        verbose_name_plural = _("møter")
        ordering = (F("date").asc(nulls_last=True), "pk")
        indexes = (GinIndex(fields=("search",), name="meeting_search"),)

    def __str__(self) -> str:
        return self.title


class Directive(Sourced, Owned):
    """A joint directive to all state agencies (fellesføring)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="directives")
    title = models.CharField(_("fellesføring"), max_length=500)
    text = models.TextField(_("tekst"), blank=True)
    search = searchable(("title", "A"), ("text", "C"))

    class Meta:
        verbose_name = _("fellesføring")
        verbose_name_plural = _("fellesføringer")
        ordering = ("plan", "pk")
        indexes = (GinIndex(fields=("search",), name="directive_search"),)

    def __str__(self) -> str:
        return self.title


class Frequency(models.TextChoices):
    NOT_SET = "", _("Ikke satt")
    CONTINUOUS = "continuous", _("Løpende")
    MONTHLY = "monthly", _("Hver måned")
    QUARTERLY = "quarterly", _("Hvert kvartal")
    HALF_YEARLY = "half_yearly", _("Hvert halvår")
    YEARLY = "yearly", _("Hvert år")
    WHEN_NEEDED = "when_needed", _("Ved behov")


class DutyState(models.TextChoices):
    RUNNING = "running", _("Løper")
    PAUSED = "paused", _("Stilt i bero")
    ENDED = "ended", _("Avsluttet")


class Duty(Sourced, Owned):
    """A standing duty that the instruction lays on the agency.

    Only the ministry's approval of a request pauses or ends it (``DropRequest``), from ``state_from``.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="duties")
    section = models.CharField(_("avsnitt"), max_length=300)
    text = models.TextField(_("plikt"))
    frequency = models.CharField(
        _("hvor ofte"), max_length=20, choices=Frequency, default=Frequency.NOT_SET, blank=True
    )
    # the text of the routine that holds now, to be searched; the versions are ``RoutineVersion``
    routine = models.TextField(_("rutine"), blank=True)
    # periods that ended before this day are not asked for; None: the whole of the plan's year
    followed_from = models.DateField(_("følges opp fra"), null=True, blank=True)
    state = models.CharField(_("tilstand"), max_length=10, choices=DutyState, default=DutyState.RUNNING)
    state_from = models.DateField(_("tilstand fra"), null=True, blank=True)
    paused_until = models.DateField(_("i bero til"), null=True, blank=True)
    search = searchable(("text", "A"), ("section", "C"), ("routine", "B"))

    class Meta:
        verbose_name = _("fast plikt")
        verbose_name_plural = _("faste plikter")
        ordering = ("plan", "pk")
        indexes = (GinIndex(fields=("search",), name="duty_search"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="running", state_from=None, paused_until=None)
                | Q(state="paused", state_from__isnull=False)
                | Q(state="ended", state_from__isnull=False, paused_until=None),
                name="duty_state_since_when",
            ),
            models.CheckConstraint(
                condition=Q(paused_until=None) | Q(paused_until__gte=F("state_from")), name="duty_pause_ends_after"
            ),
        )

    def __str__(self) -> str:
        return self.text[:120]
