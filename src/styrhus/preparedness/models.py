"""Security and preparedness: what must not stop, what it leans on, the plans, the exercises, the incidents and what
was learnt of them.

The agency's own overview is its own. The ministry sees the incidents that it was notified of, and nothing else.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.steering.models import Owned

from .access import Permission


class OfAgencyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> OfAgencyQuerySet:
        """Rows of the agencies where a role of ``user`` lets them see the preparedness; the auditor sees all."""
        if user.may(Permission.SEE_ALL_PREPAREDNESS):
            return self
        return self.filter(agency__in=user.organisations_with(Permission.SEE_PREPAREDNESS))


class OfAgency(models.Model):
    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("virksomhet"))

    objects = OfAgencyQuerySet.as_manager()

    class Meta:
        abstract = True


class Level(models.IntegerChoices):
    """How likely, or how grave. The room's own three steps: the instruction prescribes none."""

    LOW = 1, _("Lav")
    MIDDLE = 2, _("Middels")
    HIGH = 3, _("Høy")


class CriticalFunction(OfAgency, Owned):
    """Something that the agency must be able to do also when much else fails (kritisk funksjon)."""

    name = models.CharField(_("funksjon"), max_length=200)
    why = models.TextField(_("hvorfor den er kritisk"), max_length=4000)
    roles = models.TextField(_("roller og ansvar"), max_length=4000, blank=True)
    tolerated_hours = models.PositiveIntegerField(
        _("kan være borte i timer"), help_text=_("Hvor lenge funksjonen kan være nede før følgene blir alvorlige.")
    )
    fallback = models.TextField(_("slik løses den uten vanlige systemer"), max_length=4000, blank=True)
    reviewed_on = models.DateField(_("sist vurdert"))
    ended_on = models.DateField(_("tatt ut av oversikten"), null=True, blank=True)

    class Meta:
        verbose_name = _("kritisk funksjon")
        verbose_name_plural = _("kritiske funksjoner")
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("agency", "name"), name="critical_function_once"),)

    def __str__(self) -> str:
        return self.name


class DependencyKind(models.TextChoices):
    POWER = "power", _("Strøm")
    TELECOM = "telecom", _("Nett og telefoni")
    SERVICE = "service", _("IT-tjeneste eller fellesløsning")
    REGISTER = "register", _("Register eller data")
    SUPPLIER = "supplier", _("Leverandør")
    PEOPLE = "people", _("Nøkkelpersonell")
    PREMISES = "premises", _("Lokaler")
    PAYMENT = "payment", _("Betaling")
    OTHER = "other", _("Annet")


class Dependency(OfAgency):
    """What a critical function leans on, and what happens when it is gone (avhengighet til kritisk infrastruktur)."""

    function = models.ForeignKey(
        CriticalFunction, models.PROTECT, related_name="dependencies", verbose_name=_("kritisk funksjon")
    )
    kind = models.CharField(_("type"), max_length=20, choices=DependencyKind)
    name = models.CharField(_("avhengig av"), max_length=200)
    provider = models.CharField(_("hvem som leverer"), max_length=200, blank=True)
    critical_infrastructure = models.BooleanField(_("kritisk infrastruktur"), default=False)
    tolerated_hours = models.PositiveIntegerField(_("tåler bortfall i timer"))
    alternative = models.TextField(_("reserveløsning"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("avhengighet")
        verbose_name_plural = _("avhengigheter")
        ordering = ("function", "name", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=DependencyKind.values), name="dependency_kind_known"),
        )

    def __str__(self) -> str:
        return self.name


class Vulnerability(OfAgency, Owned):
    """An event that could stop a function: how likely, how grave, what stands against it and what is missing."""

    function = models.ForeignKey(
        CriticalFunction, models.PROTECT, related_name="vulnerabilities", verbose_name=_("kritisk funksjon")
    )
    event = models.CharField(_("uønsket hendelse"), max_length=300)
    cause = models.TextField(_("årsaker og sårbarheter"), max_length=4000, blank=True)
    consequence_text = models.TextField(_("følger"), max_length=4000, blank=True)
    likelihood = models.PositiveSmallIntegerField(_("sannsynlighet"), choices=Level)
    consequence = models.PositiveSmallIntegerField(_("konsekvens"), choices=Level)
    standing_measures = models.TextField(_("tiltak som finnes"), max_length=4000, blank=True)
    missing_measures = models.TextField(_("tiltak som mangler"), max_length=4000, blank=True)
    reviewed_on = models.DateField(_("sist vurdert"))

    class Meta:
        verbose_name = _("sårbarhet")
        verbose_name_plural = _("sårbarheter")
        ordering = ((F("likelihood") * F("consequence")).desc(), "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(likelihood__in=Level.values) & Q(consequence__in=Level.values),
                name="vulnerability_levels_known",
            ),
        )

    def __str__(self) -> str:
        return self.event


class PreparednessPlan(OfAgency, Owned):
    """A plan with its versions (beredskapsplan). What holds is the newest approved version."""

    title = models.CharField(_("plan"), max_length=200)
    purpose = models.TextField(_("når den brukes"), max_length=4000)
    review_months = models.PositiveSmallIntegerField(_("gjennomgås hver … måned"), default=12)

    class Meta:
        verbose_name = _("beredskapsplan")
        verbose_name_plural = _("beredskapsplaner")
        ordering = ("title", "pk")
        constraints = (
            models.UniqueConstraint(fields=("agency", "title"), name="preparedness_plan_once"),
            models.CheckConstraint(condition=Q(review_months__range=(1, 60)), name="preparedness_plan_review_range"),
        )

    def __str__(self) -> str:
        return self.title


class PlanVersion(models.Model):
    """A version of a plan. Once approved it is never changed; the next version takes its place."""

    plan = models.ForeignKey(PreparednessPlan, models.PROTECT, related_name="versions", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("versjon"))
    text = models.TextField(_("planen"))
    changes = models.TextField(_("hva som er nytt"), max_length=4000, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_on = models.DateField(_("laget"))
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_on = models.DateField(_("godkjent"), null=True, blank=True)

    class Meta:
        verbose_name = _("versjon av beredskapsplan")
        verbose_name_plural = _("versjoner av beredskapsplaner")
        ordering = ("plan", "-number")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="plan_version_once"),
            models.CheckConstraint(
                condition=Q(approved_on=None) | Q(approved_on__gte=F("made_on")), name="plan_version_approved_after"
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan} {self.number}"


class Contact(OfAgency):
    """Who is called, in order. The list is printed, so that it is at hand when nothing runs."""

    plan = models.ForeignKey(
        PreparednessPlan, models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("plan")
    )
    order = models.PositiveSmallIntegerField(_("ringes som nummer"), default=1)
    function = models.CharField(_("funksjon"), max_length=200)
    name = models.CharField(_("navn"), max_length=200, blank=True)
    body = models.CharField(_("virksomhet"), max_length=200, blank=True)
    telephone = models.CharField(_("telefon"), max_length=60)
    other_channel = models.CharField(_("annen kanal"), max_length=200, blank=True)
    checked_on = models.DateField(_("sist kontrollert"))
    removed_on = models.DateField(_("tatt bort"), null=True, blank=True)

    class Meta:
        verbose_name = _("kontakt")
        verbose_name_plural = _("kontakter")
        ordering = ("order", "function", "pk")

    def __str__(self) -> str:
        return self.function


class ExerciseKind(models.TextChoices):
    DISCUSSION = "discussion", _("Diskusjonsøvelse")
    ALERT = "alert", _("Varslingsøvelse")
    GAME = "game", _("Spilløvelse")
    FULL = "full", _("Fullskalaøvelse")


class Exercise(OfAgency, Owned):
    title = models.CharField(_("øvelse"), max_length=200)
    kind = models.CharField(_("type"), max_length=20, choices=ExerciseKind)
    plan = models.ForeignKey(
        PreparednessPlan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exercises",
        verbose_name=_("plan som øves"),
    )
    goal = models.TextField(_("hva som skal øves"), max_length=4000)
    planned_on = models.DateField(_("planlagt"))
    held_on = models.DateField(_("gjennomført"), null=True, blank=True)
    participants = models.TextField(_("hvem som deltok"), max_length=4000, blank=True)
    evaluation = models.TextField(_("evaluering"), max_length=20_000, blank=True)
    evaluated_on = models.DateField(_("evaluert"), null=True, blank=True)

    class Meta:
        verbose_name = _("øvelse")
        verbose_name_plural = _("øvelser")
        ordering = ("-planned_on", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ExerciseKind.values), name="exercise_kind_known"),
            models.CheckConstraint(
                condition=Q(evaluated_on=None) | Q(held_on__isnull=False, evaluated_on__gte=F("held_on")),
                name="exercise_evaluated_after_held",
            ),
        )

    def __str__(self) -> str:
        return self.title


class IncidentKind(models.TextChoices):
    DIGITAL = "digital", _("Digital hendelse")
    SERVICE = "service", _("Bortfall av tjeneste eller infrastruktur")
    SECTOR = "sector", _("Hendelse i sektoren")
    PHYSICAL = "physical", _("Fysisk hendelse")
    PERSONAL_DATA = "personal_data", _("Brudd på personopplysningssikkerheten")
    OTHER = "other", _("Annet")


class IncidentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> IncidentQuerySet:
        """The agency's own; the ministry's those that it was notified of; the auditor's all."""
        if user.may(Permission.SEE_ALL_PREPAREDNESS):
            return self
        own = Q(agency__in=user.organisations_with(Permission.SEE_PREPAREDNESS))
        told = Q(notified_at__isnull=False, agency__parent__in=user.organisations_with(Permission.RECEIVE_INCIDENT))
        return self.filter(own | told)


class Incident(OfAgency, Owned):
    """What happened, from when it was known until it is evaluated and closed."""

    title = models.CharField(_("hva som har hendt"), max_length=200)
    kind = models.CharField(_("type"), max_length=20, choices=IncidentKind)
    severity = models.PositiveSmallIntegerField(_("alvor"), choices=Level)
    description = models.TextField(_("beskrivelse"), max_length=20_000)
    functions = models.ManyToManyField(
        CriticalFunction, blank=True, related_name="incidents", verbose_name=_("kritiske funksjoner som er berørt")
    )
    happened_at = models.DateTimeField(_("når det hendte"))
    known_at = models.DateTimeField(_("når det ble kjent"))
    notified_at = models.DateTimeField(_("departementet varslet"), null=True, blank=True)
    notice = models.ForeignKey("archive.JournalEntry", models.PROTECT, null=True, blank=True, related_name="+")
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(_("mottatt i departementet"), null=True, blank=True)
    evaluation = models.TextField(_("evaluering"), max_length=20_000, blank=True)
    closed_on = models.DateField(_("avsluttet"), null=True, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("hendelse")
        verbose_name_plural = _("hendelser")
        ordering = ("-happened_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=IncidentKind.values), name="incident_kind_known"),
            models.CheckConstraint(condition=Q(severity__in=Level.values), name="incident_severity_known"),
            models.CheckConstraint(
                condition=Q(known_at__gte=F("happened_at")), name="incident_known_after_it_happened"
            ),
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__isnull=False, received_by__isnull=False, notified_at__isnull=False),
                name="incident_received_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | ~Q(evaluation=""), name="incident_evaluated_before_closed"
            ),
        )

    def __str__(self) -> str:
        return self.title


class SharedInformation(models.Model):
    """What was told to whom about an incident: dealing out information on digital attacks is a duty, and is logged."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="shared", verbose_name=_("hendelse"))
    recipient = models.CharField(_("delt med"), max_length=200)
    what = models.TextField(_("hva som ble delt"), max_length=4000)
    marking = models.CharField(
        _("merking"), max_length=40, blank=True, help_text=_("For eksempel TLP:AMBER, når det gjelder.")
    )
    shared_at = models.DateTimeField(_("delt"))
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("delt informasjon")
        verbose_name_plural = _("delt informasjon")
        ordering = ("incident", "-shared_at", "-pk")

    def __str__(self) -> str:
        return self.recipient


class LearningPoint(OfAgency, Owned):
    """What an exercise, an incident or a supervision taught, followed until the head has seen it done and closed it."""

    exercise = models.ForeignKey(
        Exercise, models.PROTECT, null=True, blank=True, related_name="learning", verbose_name=_("øvelse")
    )
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="learning", verbose_name=_("hendelse")
    )
    source = models.CharField(_("annen kilde"), max_length=200, blank=True)
    text = models.TextField(_("læringspunkt"), max_length=4000)
    measure = models.TextField(_("tiltak"), max_length=4000)
    deadline = models.DateField(_("frist"))
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    done_text = models.TextField(_("hva som er gjort"), max_length=4000, blank=True)
    closed_on = models.DateField(_("lukket"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("læringspunkt")
        verbose_name_plural = _("læringspunkter")
        ordering = ("deadline", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(exercise__isnull=False, incident=None, source="")
                | Q(exercise=None, incident__isnull=False, source="")
                | (Q(exercise=None, incident=None) & ~Q(source="")),
                name="learning_point_one_source",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_by=None)
                | Q(closed_on__isnull=False, closed_by__isnull=False, done_on__isnull=False),
                name="learning_point_closed_who_and_when",
            ),
        )

    def __str__(self) -> str:
        return self.text[:120]


class ProcessingRecord(OfAgency, Owned):
    """A processing of personal data in the agency's record (GDPR article 30, behandlingsprotokoll)."""

    purpose = models.CharField(_("formål"), max_length=300)
    legal_basis = models.CharField(_("behandlingsgrunnlag"), max_length=300)
    subjects = models.TextField(_("hvem opplysningene gjelder"), max_length=4000)
    data = models.TextField(_("hvilke opplysninger"), max_length=4000)
    special_categories = models.BooleanField(_("særlige kategorier"), default=False)
    recipients = models.TextField(_("hvem som får dem"), max_length=4000, blank=True)
    processor = models.CharField(_("databehandler"), max_length=300, blank=True)
    transfers = models.CharField(_("overføres ut av EØS"), max_length=300, blank=True)
    retention = models.CharField(_("slettes eller arkiveres"), max_length=300)
    security = models.TextField(_("sikkerhetstiltak"), max_length=4000, blank=True)
    impact_assessed_on = models.DateField(_("personvernkonsekvenser vurdert"), null=True, blank=True)
    reviewed_on = models.DateField(_("sist gjennomgått"))
    ended_on = models.DateField(_("avsluttet"), null=True, blank=True)

    class Meta:
        verbose_name = _("behandling av personopplysninger")
        verbose_name_plural = _("behandlinger av personopplysninger")
        ordering = ("purpose", "pk")

    def __str__(self) -> str:
        return self.purpose
