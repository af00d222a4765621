"""Internal control: its year, the controls, what shows that they were done, and the assessments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styrhus.steering.models import Frequency, Owned

from .scopes import OfAgency, OfControl, OfCycle


class TextKind(models.TextChoices):
    ROLES = "roles", _("Roller og ansvar")
    SYSTEM = "system", _("Styringssystem og internkontroll")
    GUIDELINES = "guidelines", _("Retningslinjer for budsjettdisponeringsmyndighet")


class SystemText(models.Model):
    """A version of the agency's own description of its system. Append-only: a change is a new version."""

    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("virksomhet"))
    kind = models.CharField(_("beskrivelse"), max_length=20, choices=TextKind)
    version = models.PositiveSmallIntegerField(_("versjon"))
    text = models.TextField(_("tekst"))
    document = models.ForeignKey(
        "archive.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dokument")
    )
    valid_from = models.DateField(_("gjelder fra"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("skrevet"))

    objects = OfAgency.as_manager()

    class Meta:
        verbose_name = _("beskrivelse")
        verbose_name_plural = _("beskrivelser")
        ordering = ("agency", "kind", "-version")
        constraints = (
            models.UniqueConstraint(fields=("agency", "kind", "version"), name="system_text_version_once"),
            models.CheckConstraint(condition=Q(kind__in=TextKind.values), name="system_text_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"


class Nature(models.TextChoices):
    PREVENTIVE = "preventive", _("Forebyggende")
    DETECTIVE = "detective", _("Avdekkende")


class Level(models.TextChoices):
    """What a control looks at (Bestemmelser 2.5.2, 2.5.4 and 2.5.5); the page shows the paragraph with its source."""

    TRANSACTION = "transaction", _("Transaksjonskontroll")
    AGGREGATE = "aggregate", _("Kontroll på aggregert nivå")
    AFTERWARDS = "afterwards", _("Etterkontroll")
    OTHER = "other", _("Annen kontroll")


class Control(Owned):
    """A control: what it answers, who does it, how often. ``owner`` and ``department`` do it."""

    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("virksomhet"))
    title = models.CharField(_("kontroll"), max_length=200)
    answers = models.TextField(_("risiko eller regel"))
    procedure = models.TextField(_("slik utføres den"), blank=True)
    nature = models.CharField(_("virkemåte"), max_length=20, choices=Nature)
    level = models.CharField(_("type kontroll"), max_length=20, choices=Level)
    frequency = models.CharField(_("hvor ofte"), max_length=20, choices=Frequency.choices[1:])
    duty = models.ForeignKey(
        "steering.Duty", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("fast plikt")
    )
    made_at = models.DateTimeField(_("opprettet"))
    ended_on = models.DateField(_("avsluttet"), null=True, blank=True)
    ended_why = models.TextField(_("hvorfor"), blank=True)

    objects = OfAgency.as_manager()

    class Meta:
        verbose_name = _("kontroll")
        verbose_name_plural = _("kontroller")
        ordering = ("title",)
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "title"), condition=Q(ended_on=None), name="control_title_once_while_it_runs"
            ),
            models.CheckConstraint(condition=Q(nature__in=Nature.values), name="control_nature_known"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="control_level_known"),
            models.CheckConstraint(condition=Q(ended_on=None) | ~Q(ended_why=""), name="control_ended_with_reason"),
        )

    def __str__(self) -> str:
        return self.title


class CycleState(models.TextChoices):
    PLANNED = "planned", _("Planlagt")
    CARRIED_OUT = "carried_out", _("Kontrollene er gjennomført")
    SELF_ASSESSED = "self_assessed", _("Avdelingene har egenvurdert")
    ASSESSED = "assessed", _("Samlet vurdert")
    APPROVED = "approved", _("Godkjent og låst")


class Grade(models.TextChoices):
    GOOD = "good", _("God")
    MOSTLY_GOOD = "mostly_good", _("Stort sett god, med enkelte svakheter")
    WEAK = "weak", _("Vesentlige svakheter")
    FAILING = "failing", _("Ikke tilfredsstillende")


class Cycle(models.Model):
    """One year of an agency's internal control. Once approved, nothing in it can be changed."""

    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("virksomhet"))
    year = models.PositiveSmallIntegerField(_("år"))
    state = models.CharField(_("tilstand"), max_length=20, choices=CycleState, default=CycleState.PLANNED)
    shortfall = models.TextField(_("kontroller som ikke ble gjennomført som planlagt"), blank=True)
    grade = models.CharField(_("karakter"), max_length=20, choices=Grade, blank=True)
    overall = models.TextField(_("overordnet vurdering"), blank=True)
    matters = models.TextField(_("vesentlige forhold"), blank=True)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vurdert av")
    )
    assessed_at = models.DateTimeField(_("vurdert"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("godkjent av")
    )
    approved_at = models.DateTimeField(_("godkjent"), null=True, blank=True)

    objects = OfAgency.as_manager()

    class Meta:
        verbose_name = _("internkontrollens år")
        verbose_name_plural = _("internkontrollens år")
        ordering = ("-year", "agency")
        constraints = (
            models.UniqueConstraint(fields=("agency", "year"), name="cycle_once_a_year"),
            models.CheckConstraint(condition=Q(state__in=CycleState.values), name="cycle_state_known"),
            models.CheckConstraint(condition=Q(grade__in=["", *Grade.values]), name="cycle_grade_known"),
            models.CheckConstraint(
                condition=Q(state=CycleState.APPROVED, approved_at__isnull=False, approved_by__isnull=False)
                | (~Q(state=CycleState.APPROVED) & Q(approved_at=None, approved_by=None)),
                name="cycle_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CycleState.ASSESSED, CycleState.APPROVED])
                | (~Q(grade="") & ~Q(overall="") & Q(assessed_at__isnull=False, assessed_by__isnull=False)),
                name="cycle_assessed_in_words",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("assessed_by")), name="cycle_approved_by_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency.label} {self.year}"

    @property
    def is_locked(self) -> bool:
        return self.state == CycleState.APPROVED


class PlannedControl(models.Model):
    """A control of the year, with the number of times that it is to be done."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="planned", verbose_name=_("år"))
    control = models.ForeignKey(Control, models.PROTECT, related_name="planned", verbose_name=_("kontroll"))
    times = models.PositiveSmallIntegerField(_("ganger i året"))

    objects = OfCycle.as_manager()

    class Meta:
        verbose_name = _("planlagt kontroll")
        verbose_name_plural = _("planlagte kontroller")
        ordering = ("cycle", "control__title")
        constraints = (models.UniqueConstraint(fields=("cycle", "control"), name="control_planned_once_a_year"),)

    def __str__(self) -> str:
        return str(self.control)


class Result(models.TextChoices):
    SATISFACTORY = "satisfactory", _("Uten avvik")
    DEVIATION = "deviation", _("Avvik")


class Performance(models.Model):
    """One time that a control was done. Append-only: a wrong entry is answered by a new one."""

    planned = models.ForeignKey(PlannedControl, models.PROTECT, related_name="performances", verbose_name=_("kontroll"))
    performed_on = models.DateField(_("utført"))
    performed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("utført av")
    )
    result = models.CharField(_("resultat"), max_length=20, choices=Result)
    evidence = models.TextField(_("hva som ble kontrollert"))
    document = models.ForeignKey(
        "archive.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dokumentasjon")
    )
    deviation = models.TextField(_("avviket"), blank=True)
    made_at = models.DateTimeField(_("ført"))

    class Meta:
        verbose_name = _("gjennomført kontroll")
        verbose_name_plural = _("gjennomførte kontroller")
        ordering = ("-performed_on", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(result__in=Result.values), name="performance_result_known"),
            models.CheckConstraint(
                condition=(Q(result=Result.DEVIATION) & ~Q(deviation=""))
                | (Q(result=Result.SATISFACTORY) & Q(deviation="")),
                name="performance_deviation_in_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.planned.control} {self.performed_on}"


class ControlMeasure(Owned):
    """What is done about a deviation that a control found. Owner and department answer for it."""

    control = models.ForeignKey(Control, models.PROTECT, related_name="measures", verbose_name=_("kontroll"))
    performance = models.ForeignKey(Performance, models.PROTECT, related_name="measures", verbose_name=_("avvik"))
    text = models.TextField(_("tiltak"))
    deadline = models.DateField(_("frist"))
    done_on = models.DateField(_("gjennomført"), null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    done_text = models.TextField(_("hva som ble gjort"), blank=True)
    made_at = models.DateTimeField(_("opprettet"))

    objects = OfControl.as_manager()

    class Meta:
        verbose_name = _("tiltak")
        verbose_name_plural = _("tiltak")
        ordering = ("deadline", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None, done_text="")
                | (Q(done_on__isnull=False, done_by__isnull=False) & ~Q(done_text="")),
                name="control_measure_done_in_words",
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]


class SelfAssessment(models.Model):
    """A department's own answers about its control in a year."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="assessments", verbose_name=_("år"))
    department = models.ForeignKey("identity.Department", models.PROTECT, related_name="+", verbose_name=_("avdeling"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("levert av")
    )
    submitted_at = models.DateTimeField(_("levert"), null=True, blank=True)

    objects = OfCycle.as_manager()

    class Meta:
        verbose_name = _("egenvurdering")
        verbose_name_plural = _("egenvurderinger")
        ordering = ("cycle", "department__name")
        constraints = (
            models.UniqueConstraint(fields=("cycle", "department"), name="self_assessment_once_a_year"),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="self_assessment_submitted_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.department} {self.cycle.year}"


class Reply(models.TextChoices):
    YES = "yes", _("Ja")
    PARTLY = "partly", _("Delvis")
    NO = "no", _("Nei")
    NOT_RELEVANT = "not_relevant", _("Ikke aktuelt")


class Answer(models.Model):
    """One answer, with the question as it was put that year."""

    assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="answers")
    question = models.CharField(_("nøkkel"), max_length=40)
    question_text = models.CharField(_("spørsmål"), max_length=500)
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    reply = models.CharField(_("svar"), max_length=20, choices=Reply)
    words = models.TextField(_("begrunnelse"), blank=True)

    class Meta:
        verbose_name = _("svar")
        verbose_name_plural = _("svar")
        ordering = ("assessment", "order")
        constraints = (
            models.UniqueConstraint(fields=("assessment", "question"), name="question_answered_once"),
            models.CheckConstraint(condition=Q(reply__in=Reply.values), name="answer_known"),
            models.CheckConstraint(condition=Q(reply=Reply.YES) | ~Q(words=""), name="answer_below_yes_in_words"),
        )

    def __str__(self) -> str:
        return self.question_text
