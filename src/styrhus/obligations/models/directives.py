"""The joint directives: what is collected through the year, and the account that goes into the annual report."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.obligations.access import Permission

from .base import AgencyQuerySet, Row, Strikeable


class DirectiveKind(models.TextChoices):
    APPRENTICES = "apprentices", _("Lærlinger")
    CONSULTANTS = "consultants", _("Konsulentbruk")
    DECENTRALISED = "decentralised", _("Desentralisert arbeid")
    OTHER = "other", _("Annen fellesføring")


class AccountQuerySet(models.QuerySet["DirectiveAccount"]):
    def visible_to(self, user: User) -> "AccountQuerySet":
        """Accounts of the agencies whose registers ``user`` sees; the ministry reads them in the annual report."""
        if user.may(Permission.SEE_ALL_REGISTERS):
            return self
        return self.filter(directive__plan__agency__in=user.organisations_with(Permission.SEE_REGISTERS))


class DirectiveAccount(models.Model):
    """The year's account of one joint directive. Once approved, its words and figures stand."""

    directive = models.OneToOneField(
        "steering.Directive", models.PROTECT, related_name="account", verbose_name=_("fellesføring")
    )
    kind = models.CharField(_("type"), max_length=20, choices=DirectiveKind)
    approved_text = models.TextField(_("godkjent tekst"), blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("godkjent av")
    )
    approved_at = models.DateTimeField(_("godkjent"), null=True, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("omtale av fellesføring")
        verbose_name_plural = _("omtaler av fellesføringer")
        ordering = ("directive",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=DirectiveKind.values), name="directive_account_kind_known"),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_text="") | (Q(approved_at__isnull=False) & ~Q(approved_text="")),
                name="directive_account_approved_with_text",
            ),
        )

    def __str__(self) -> str:
        return str(self.directive)


class DirectiveAnswer(models.Model):
    """The agency's own words on one of the questions that the directive asks."""

    account = models.ForeignKey(DirectiveAccount, models.PROTECT, related_name="answers", verbose_name=_("omtale"))
    question = models.CharField(_("spørsmål"), max_length=40)
    text = models.TextField(_("svar"), blank=True)

    class Meta:
        verbose_name = _("svar på fellesføring")
        verbose_name_plural = _("svar på fellesføringer")
        ordering = ("account", "question")
        constraints = (models.UniqueConstraint(fields=("account", "question"), name="directive_answered_once"),)

    def __str__(self) -> str:
        return f"{self.account}: {self.question}"


class DirectiveEntry(Strikeable):
    """A thing done or learnt for a directive, written down when it happened."""

    account = models.ForeignKey(DirectiveAccount, models.PROTECT, related_name="entries", verbose_name=_("omtale"))
    happened_on = models.DateField(_("dato"))
    text = models.TextField(_("hva som er gjort eller erfart"))
    document = models.ForeignKey(
        "archive.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dokument")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ført av")
    )
    made_at = models.DateTimeField(_("ført"))

    class Meta(Strikeable.Meta):
        verbose_name = _("innslag til fellesføring")
        verbose_name_plural = _("innslag til fellesføringer")
        ordering = ("happened_on", "pk")

    def __str__(self) -> str:
        return self.text[:120]


class ApprenticeCount(Row):
    """How many apprentices the agency has on a day. The rule holds at any time, so each count stands."""

    counted_on = models.DateField(_("telt"))
    employees = models.PositiveIntegerField(_("ansatte"))
    apprentices = models.PositiveIntegerField(_("lærlinger"))
    trades = models.CharField(_("lærefag"), max_length=500, blank=True)
    training_office = models.CharField(_("opplæringskontor"), max_length=200, blank=True)
    students = models.PositiveIntegerField(_("studenter i praksis"), default=0)
    note = models.TextField(_("merknad"), blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = (
        "counted_on", "employees", "apprentices", "trades", "training_office", "students", "note",
    )  # fmt: skip
    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("telling av lærlinger")
        verbose_name_plural = _("tellinger av lærlinger")
        ordering = ("-counted_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("agency", "counted_on"), name="apprentices_counted_once_a_day"),
            models.CheckConstraint(condition=Q(apprentices__lte=F("employees")), name="apprentices_are_employees"),
        )

    def __str__(self) -> str:
        return f"{self.counted_on:%d.%m.%Y}: {self.apprentices}/{self.employees}"


class SupplierKind(models.TextChoices):
    CONSULTANCY = "consultancy", _("Konsulentselskap")
    COMMUNICATION = "communication", _("Kommunikasjonsbyrå")
    LAW = "law", _("Advokatfirma")
    RESEARCH = "research", _("Forsknings- eller utredningsmiljø")
    SOLE = "sole", _("Enkeltpersonforetak")
    PUBLIC = "public", _("Offentlig virksomhet")
    OTHER = "other", _("Annen leverandør")


class ConsultantField(models.TextChoices):
    ICT = "ict", _("IKT og digitalisering")
    MANAGEMENT = "management", _("Organisasjon og ledelse")
    PROJECT = "project", _("Prosjektledelse")
    ECONOMY = "economy", _("Økonomi og revisjon")
    LAW = "law", _("Juridisk bistand")
    ANALYSIS = "analysis", _("Utredning og analyse")
    PERSONNEL = "personnel", _("Rekruttering og personal")
    COMMUNICATION = "communication", _("Kommunikasjon")
    OTHER = "other", _("Annet")


class ConsultantPurchase(Row, Strikeable):
    """A purchase of consultants. Amounts are whole kroner, as paid in the year of ``bought_on``."""

    bought_on = models.DateField(_("dato"))
    supplier = models.CharField(_("leverandør"), max_length=200)
    supplier_kind = models.CharField(_("type leverandør"), max_length=20, choices=SupplierKind)
    field = models.CharField(_("fagområde"), max_length=20, choices=ConsultantField)
    campaign = models.BooleanField(_("informasjons- eller holdningskampanje"), default=False)
    amount = models.BigIntegerField(_("beløp i kroner"))
    purpose = models.TextField(_("formål"))
    why_not_own = models.TextField(_("hvorfor ikke egne ansatte"))
    case_number = models.CharField(_("saksnummer"), max_length=40, blank=True)
    department = models.ForeignKey(
        "identity.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avdeling")
    )

    FIELDS: ClassVar[tuple[str, ...]] = (
        "bought_on", "supplier", "supplier_kind", "field", "campaign", "amount", "purpose", "why_not_own",
        "case_number", "department",
    )  # fmt: skip
    objects = AgencyQuerySet.as_manager()

    class Meta(Strikeable.Meta):
        verbose_name = _("kjøp av konsulenter")
        verbose_name_plural = _("kjøp av konsulenter")
        ordering = ("-bought_on", "-pk")
        constraints = (
            *Strikeable.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gte=0), name="consultant_amount_not_negative"),
            models.CheckConstraint(condition=Q(field__in=ConsultantField.values), name="consultant_field_known"),
            models.CheckConstraint(
                condition=Q(campaign=False) | Q(field="communication"), name="consultant_campaign_is_communication"
            ),
        )

    def __str__(self) -> str:
        return f"{self.supplier}, {self.bought_on:%d.%m.%Y}"


class DecentralisedCount(Row):
    """How much decentralised work the agency has on a day, and what was advertised since the last count."""

    counted_on = models.DateField(_("telt"))
    employees = models.PositiveIntegerField(_("ansatte"))
    decentralised = models.PositiveIntegerField(_("ansatte som arbeider desentralisert"))
    advertised = models.PositiveIntegerField(_("stillinger lyst ut siden forrige telling"), default=0)
    advertised_open = models.PositiveIntegerField(_("av disse med valgfritt arbeidssted"), default=0)
    offices = models.CharField(_("kontorfellesskap i bruk"), max_length=500, blank=True)
    note = models.TextField(_("erfaringer"), blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = (
        "counted_on", "employees", "decentralised", "advertised", "advertised_open", "offices", "note",
    )  # fmt: skip
    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("telling av desentralisert arbeid")
        verbose_name_plural = _("tellinger av desentralisert arbeid")
        ordering = ("-counted_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("agency", "counted_on"), name="decentralised_counted_once_a_day"),
            models.CheckConstraint(condition=Q(decentralised__lte=F("employees")), name="decentralised_are_employees"),
            models.CheckConstraint(
                condition=Q(advertised_open__lte=F("advertised")), name="decentralised_open_are_advertised"
            ),
        )

    def __str__(self) -> str:
        return f"{self.counted_on:%d.%m.%Y}: {self.decentralised}/{self.employees}"
