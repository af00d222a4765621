"""Procurements with their control points, and the assets that they bring. Amounts are whole kroner."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .base import AgencyQuerySet, Row


class Threshold(Row):
    """A threshold as the agency has set it, from a day on. What the program proposes holds until then."""

    level = models.CharField(_("terskel"), max_length=40)
    amount = models.BigIntegerField(_("beløp i kroner uten merverdiavgift"))
    valid_from = models.DateField(_("gjelder fra"))
    source = models.CharField(_("kilde"), max_length=300)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("terskelverdi")
        verbose_name_plural = _("terskelverdier")
        ordering = ("level", "-valid_from")
        constraints = (
            models.UniqueConstraint(fields=("agency", "level", "valid_from"), name="threshold_once_a_day"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="threshold_positive"),
        )

    def __str__(self) -> str:
        return f"{self.level} {self.amount}"


class Procedure(models.TextChoices):
    OPEN = "open", _("Åpen anbudskonkurranse")
    RESTRICTED = "restricted", _("Begrenset anbudskonkurranse")
    NEGOTIATED = "negotiated", _("Konkurranse med forhandling")
    FRAMEWORK = "framework", _("Avrop på rammeavtale")
    PART_ONE = "part_one", _("Konkurranse under nasjonal terskel")
    DIRECT = "direct", _("Direkte anskaffelse")


class Procurement(Row):
    number = models.CharField(_("saksnummer"), max_length=40)
    title = models.CharField(_("anskaffelse"), max_length=300)
    value = models.BigIntegerField(_("verdi i kroner uten merverdiavgift"))
    procedure = models.CharField(_("prosedyre"), max_length=20, choices=Procedure)
    supplier = models.CharField(_("leverandør"), max_length=200, blank=True)
    started_on = models.DateField(_("startet"))
    contract_on = models.DateField(_("kontrakt inngått"), null=True, blank=True)
    contract_until = models.DateField(_("kontrakt til"), null=True, blank=True)
    department = models.ForeignKey(
        "identity.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avdeling")
    )
    note = models.TextField(_("merknad"), blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = (
        "number", "title", "value", "procedure", "supplier", "started_on", "contract_on", "contract_until",
        "department", "note",
    )  # fmt: skip
    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("anskaffelse")
        verbose_name_plural = _("anskaffelser")
        ordering = ("-started_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("agency", "number"), name="procurement_number_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="procurement_value_not_negative"),
            models.CheckConstraint(condition=Q(procedure__in=Procedure.values), name="procurement_procedure_known"),
            models.CheckConstraint(
                condition=Q(contract_on=None) | Q(contract_on__gte=F("started_on")),
                name="procurement_contract_after_start",
            ),
            models.CheckConstraint(
                condition=Q(contract_until=None) | Q(contract_until__gte=F("contract_on")),
                name="procurement_contract_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Point(models.TextChoices):
    NEED = "need", _("Behov og beslutning")
    COMPETITION = "competition", _("Konkurranse")
    PROTOCOL = "protocol", _("Protokoll")
    CONTRACT = "contract", _("Kontrakt")
    EVALUATION = "evaluation", _("Evaluering etterpå")


class Outcome(models.TextChoices):
    IN_ORDER = "in_order", _("I orden")
    DEVIATION = "deviation", _("Avvik")
    NOT_RELEVANT = "not_relevant", _("Ikke aktuelt")


class ControlPoint(models.Model):
    """A control of one point of a procurement. Append-only: a new control stands beside the earlier ones."""

    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="controls", verbose_name=_("anskaffelse"))
    point = models.CharField(_("kontrollpunkt"), max_length=20, choices=Point)
    outcome = models.CharField(_("resultat"), max_length=20, choices=Outcome)
    deviation = models.TextField(_("avvik og hva som gjøres med det"), blank=True)
    document = models.ForeignKey(
        "archive.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dokumentasjon")
    )
    checked_on = models.DateField(_("kontrollert"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("kontrollert av"),
    )  # fmt: skip
    made_at = models.DateTimeField(_("ført"))

    class Meta:
        verbose_name = _("kontroll av anskaffelse")
        verbose_name_plural = _("kontroller av anskaffelser")
        ordering = ("procurement", "-made_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(point__in=Point.values), name="control_point_known"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="control_point_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="in_order") | ~Q(deviation=""), name="control_point_deviation_described"
            ),
        )

    def __str__(self) -> str:
        return f"{self.procurement}: {self.get_point_display()}"


class Disposal(models.TextChoices):
    SOLD = "sold", _("Solgt")
    SCRAPPED = "scrapped", _("Kassert")
    GIVEN = "given", _("Gitt bort")
    RETURNED = "returned", _("Levert tilbake")
    LOST = "lost", _("Tapt")


class Asset(Row):
    """A thing that is listed when it is bought and when it is disposed of. Never removed."""

    number = models.CharField(_("nummer"), max_length=40)
    title = models.CharField(_("eiendel"), max_length=300)
    cost = models.BigIntegerField(_("kostnad i kroner"))
    bought_on = models.DateField(_("anskaffet"))
    place = models.CharField(_("plassering"), max_length=200)
    department = models.ForeignKey(
        "identity.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avdeling")
    )
    note = models.TextField(_("merknad"), blank=True)
    disposed_on = models.DateField(_("avhendet"), null=True, blank=True)
    disposed_how = models.CharField(_("hvordan"), max_length=20, choices=Disposal, blank=True)
    disposed_note = models.CharField(_("begrunnelse for avhendingen"), max_length=500, blank=True)
    disposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("godkjent av")
    )

    FIELDS: ClassVar[tuple[str, ...]] = ("number", "title", "cost", "bought_on", "place", "department", "note")
    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("eiendel")
        verbose_name_plural = _("eiendeler")
        ordering = ("number", "pk")
        constraints = (
            models.UniqueConstraint(fields=("agency", "number"), name="asset_number_once"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="asset_cost_not_negative"),
            models.CheckConstraint(
                condition=Q(disposed_on=None, disposed_how="", disposed_note="")
                | (Q(disposed_on__gte=F("bought_on")) & Q(disposed_how__in=Disposal.values) & ~Q(disposed_note="")),
                name="asset_disposed_when_how_and_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class AssetCount(Row):
    """A count of all assets that stand. Append-only, as its lines."""

    counted_on = models.DateField(_("telt"))
    note = models.TextField(_("merknad"), blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("telling av eiendeler")
        verbose_name_plural = _("tellinger av eiendeler")
        ordering = ("-counted_on", "-pk")

    def __str__(self) -> str:
        return f"{self.counted_on:%d.%m.%Y}"


class AssetCountLine(models.Model):
    count = models.ForeignKey(AssetCount, models.PROTECT, related_name="lines", verbose_name=_("telling"))
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="count_lines", verbose_name=_("eiendel"))
    found = models.BooleanField(_("funnet"))

    class Meta:
        verbose_name = _("talt eiendel")
        verbose_name_plural = _("talte eiendeler")
        ordering = ("count", "asset")
        constraints = (models.UniqueConstraint(fields=("count", "asset"), name="asset_counted_once"),)

    def __str__(self) -> str:
        return f"{self.count}: {self.asset}"
