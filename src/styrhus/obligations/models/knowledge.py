"""Evaluations and R&D projects: planned, under way, published, registered in Kudos. Amounts are whole kroner."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styrhus.obligations.rules import EvaluationState, evaluation_state

from .base import AgencyQuerySet, Row


class KudosType(models.TextChoices):
    """The types of Kudos that an evaluation or R&D project can have, with Kudos' own names as texts."""

    EVALUATION = "Evaluering", _("Evaluering")
    PRELIMINARY = "Forhåndsutredning", _("Forhåndsutredning")
    MAPPING = "Kartlegging", _("Kartlegging")
    SUMMARY = "Kunnskapsoppsummering", _("Kunnskapsoppsummering")
    REVIEW = "Områdegjennomgang", _("Områdegjennomgang")
    STATUS = "Statusrapport", _("Statusrapport")
    STUDY = "Studie", _("Studie")
    GUIDE = "Veileder", _("Veileder")


class ReportLanguage(models.TextChoices):
    BOKMAL = "nb", _("Bokmål")
    NYNORSK = "nn", _("Nynorsk")
    ENGLISH = "en", _("Engelsk")
    SAMI = "se", _("Nordsamisk")


class Evaluation(Row):
    kind = models.CharField(_("type i Kudos"), max_length=40, choices=KudosType)
    title = models.CharField(_("tittel"), max_length=500)
    purpose = models.TextField(_("hva den skal svare på"))
    assignment = models.ForeignKey(
        "steering.Assignment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("svarer på oppdrag"),
    )
    parameter = models.ForeignKey(
        "steering.Parameter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("svarer på styringsparameter"),
    )
    supplier = models.CharField(_("utført av"), max_length=300, blank=True)
    department = models.ForeignKey(
        "identity.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avdeling")
    )
    contract_on = models.DateField(_("kontrakt inngått"), null=True, blank=True)
    due_on = models.DateField(_("rapport ventet"), null=True, blank=True)
    delivered_on = models.DateField(_("rapport mottatt"), null=True, blank=True)
    published_on = models.DateField(_("publisert"), null=True, blank=True)
    report = models.ForeignKey(
        "archive.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("rapporten")
    )
    link = models.URLField(_("adressen til rapporten"), max_length=500, blank=True)
    abstract = models.TextField(_("sammendrag"), blank=True)
    language = models.CharField(_("språk"), max_length=2, choices=ReportLanguage, default=ReportLanguage.BOKMAL)
    concerned_from = models.PositiveSmallIntegerField(_("gjelder fra år"), null=True, blank=True)
    concerned_to = models.PositiveSmallIntegerField(_("gjelder til år"), null=True, blank=True)
    authors = models.TextField(_("forfattere"), blank=True, help_text=_("Én på hver linje."))
    publishers = models.TextField(_("utgivere"), blank=True, help_text=_("Én på hver linje."))
    recipients = models.TextField(_("mottakere"), blank=True, help_text=_("Én på hver linje."))
    kudos_on = models.DateField(_("registrert i Kudos"), null=True, blank=True)
    kudos_link = models.URLField(_("adressen i Kudos"), max_length=500, blank=True)
    stopped_on = models.DateField(_("stanset"), null=True, blank=True)
    stopped_why = models.CharField(_("hvorfor den er stanset"), max_length=500, blank=True)

    FIELDS: ClassVar[tuple[str, ...]] = (
        "title", "kind", "purpose", "assignment", "parameter", "supplier", "department", "contract_on", "due_on",
        "delivered_on", "abstract", "language", "concerned_from", "concerned_to", "authors", "publishers",
        "recipients",
    )  # fmt: skip
    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluering eller FoU-prosjekt")
        verbose_name_plural = _("evalueringer og FoU-prosjekter")
        ordering = (F("published_on").desc(nulls_first=True), "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=KudosType.values), name="evaluation_kind_known"),
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(contract_on=None) | Q(published_on__gte=F("contract_on")),
                name="evaluation_published_after_contract",
            ),
            models.CheckConstraint(
                condition=Q(kudos_on=None) | Q(published_on__isnull=False), name="evaluation_in_kudos_when_published"
            ),
            models.CheckConstraint(
                condition=Q(concerned_from=None) | Q(concerned_to=None) | Q(concerned_to__gte=F("concerned_from")),
                name="evaluation_years_in_order",
            ),
            models.CheckConstraint(
                condition=Q(stopped_on=None, stopped_why="") | (Q(stopped_on__isnull=False) & ~Q(stopped_why="")),
                name="evaluation_stopped_when_and_why",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> EvaluationState:
        return evaluation_state(
            stopped=self.stopped_on is not None,
            kudos=self.kudos_on is not None,
            published=self.published_on is not None,
            delivered=self.delivered_on is not None,
            contract=self.contract_on is not None,
        )


class EvaluationCost(models.Model):
    """What an evaluation costs in one year on one post."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="costs", verbose_name=_("evaluering"))
    year = models.PositiveSmallIntegerField(_("år"))
    post = models.ForeignKey(
        "economy.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("post")
    )
    planned = models.BigIntegerField(_("planlagt i kroner"), default=0)
    spent = models.BigIntegerField(_("brukt i kroner"), default=0)

    class Meta:
        verbose_name = _("kostnad")
        verbose_name_plural = _("kostnader")
        ordering = ("evaluation", "year", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("evaluation", "year", "post"), nulls_distinct=False, name="evaluation_cost_once"
            ),
            models.CheckConstraint(condition=Q(planned__gte=0, spent__gte=0), name="evaluation_cost_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.evaluation} {self.year}"
