"""Forecasts: what a department plans to use, and the versions in which the controller gathers and freezes it.

A version is open until it is frozen. While it is open its estimates are written over; when it is frozen they are
locked, and ``VersionRow`` keeps every number as it stood, so that the hit rate can be seen when the year is over.
Amounts are kroner and øre; those of income posts are turned, so that income is positive.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styrhus.economy.models import Post
from styrhus.identity.models import Department, Organisation, User

from .access import Permission

LONGEST_TITLE = 200


def amount(label: Any, **options: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(label, max_digits=18, decimal_places=2, **options)


def whole(label: Any, **options: Any) -> models.BigIntegerField[Any, Any]:
    return models.BigIntegerField(label, null=True, blank=True, **options)


def person() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, user: User) -> VersionQuerySet:
        """The agency's own; for its ministry those that are shared with it; for the auditor all."""
        if user.may(Permission.SEE_ALL):
            return self
        return self.filter(
            Q(agency__in=user.organisations_with(Permission.SEE))
            | Q(sharing__organisation__in=user.organisations_with(Permission.SEE_SHARED))
        )

    def frozen(self) -> VersionQuerySet:
        return self.exclude(frozen_at=None)


class Version(models.Model):
    """A forecast of the agency's year as at ``cut_off``, the last day of a month. Open, frozen, approved, shared."""

    agency = models.ForeignKey(
        Organisation, models.PROTECT, related_name="forecast_versions", verbose_name=_("virksomhet")
    )
    year = models.PositiveSmallIntegerField(_("budsjettår"))
    number = models.PositiveSmallIntegerField(_("nummer"))
    title = models.CharField(_("tittel"), max_length=LONGEST_TITLE)
    cut_off = models.DateField(_("per dato"))
    due_on = models.DateField(_("frist for avdelingene"))
    opened_by = person()
    opened_at = models.DateTimeField(_("åpnet"))
    frozen_by = person()
    frozen_at = models.DateTimeField(_("frosset"), null=True, blank=True)
    frozen_why = models.TextField(_("hvorfor uten alle avdelinger"), blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("prognose")
        verbose_name_plural = _("prognoser")
        ordering = ("-year", "-number")
        constraints = (
            models.UniqueConstraint(fields=("agency", "year", "number"), name="forecast_version_number_once"),
            models.UniqueConstraint(
                fields=("agency", "year"), condition=Q(frozen_at=None), name="forecast_one_open_version"
            ),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=False) | Q(frozen_by=None, frozen_why=""),
                name="forecast_version_frozen_by_and_when",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None) | Q(frozen_at__gte=F("opened_at")), name="forecast_version_opened_first"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.frozen_at is None


class Estimate(models.Model):
    """What a department expects of a post: planned use by month after the cut-off, or a stated total with its reason.

    ``department`` None: what lies on no department; the controller enters it.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="estimates")
    post = models.ForeignKey(Post, models.PROTECT, related_name="estimates", verbose_name=_("post"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="estimates", verbose_name=_("avdeling")
    )
    stated_total = amount(_("eget anslag for året"), null=True, blank=True)
    reason = models.TextField(_("begrunnelse"), blank=True)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = person()
    entered_at = models.DateTimeField(_("ført"))

    class Meta:
        verbose_name = _("anslag")
        verbose_name_plural = _("anslag")
        ordering = ("post__chapter__number", "post__number", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "post", "department"), nulls_distinct=False, name="forecast_estimate_once"
            ),
            models.CheckConstraint(
                condition=Q(stated_total=None) | ~Q(reason=""), name="forecast_stated_total_has_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.post}, {self.department}" if self.department else str(self.post)


class EstimateMonth(models.Model):
    """Planned use in one month."""

    estimate = models.ForeignKey(Estimate, models.CASCADE, related_name="months")
    month = models.PositiveSmallIntegerField(_("måned"))
    amount = amount(_("planlagt"))

    class Meta:
        verbose_name = _("planlagt forbruk")
        verbose_name_plural = _("planlagt forbruk")
        ordering = ("estimate", "month")
        constraints = (
            models.UniqueConstraint(fields=("estimate", "month"), name="forecast_month_once"),
            models.CheckConstraint(condition=Q(month__range=(1, 12)), name="forecast_month_of_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.estimate} {self.month}"


class Step(models.TextChoices):
    SUBMITTED = "submitted", _("Levert")
    RETURNED = "returned", _("Sendt tilbake")


class Submission(models.Model):
    """A department's delivery, or the controller's return of it. Append-only: the newest is what holds."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="submissions")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+", verbose_name=_("avdeling"))
    step = models.CharField(_("steg"), max_length=10, choices=Step)
    words = models.TextField(_("merknad"), blank=True)
    made_by = person()
    made_at = models.DateTimeField(_("tidspunkt"))

    class Meta:
        verbose_name = _("levering")
        verbose_name_plural = _("leveringer")
        ordering = ("version", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(step__in=Step.values), name="forecast_submission_step_known"),
            models.CheckConstraint(
                condition=~Q(step=Step.RETURNED) | ~Q(words=""), name="forecast_return_has_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.version}: {self.department or '–'} {self.get_step_display()}"


class VersionRow(models.Model):
    """A post of a frozen version (``is_post``), or one department's part of it. Append-only.

    What is at disposal stands on the post alone. ``months`` is how many months of the year had ended. A method that
    had nothing to compute from is None, and so is the department's own estimate when it had given none.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="rows")
    post = models.ForeignKey(Post, models.PROTECT, related_name="forecast_rows", verbose_name=_("post"))
    is_post = models.BooleanField(_("hele posten"))
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+", verbose_name=_("avdeling"))
    months = models.PositiveSmallIntegerField(_("måneder"))
    used_months = ArrayField(amount(_("brukt")), size=12, verbose_name=_("brukt per måned"))
    planned_months = ArrayField(
        amount(_("planlagt")), size=12, null=True, blank=True, verbose_name=_("planlagt per måned")
    )
    used = amount(_("brukt"))
    planned_rest = amount(_("planlagt resten av året"), null=True, blank=True)
    straight_line = amount(_("lineær"), null=True, blank=True)
    profile = amount(_("fjorårets profil"), null=True, blank=True)
    own_estimate = amount(_("eget anslag"), null=True, blank=True)
    reason = models.TextField(_("begrunnelse"), blank=True)
    appropriated = whole(_("bevilgning"))
    at_disposal = whole(_("til disposisjon"))
    committed = whole(_("bundet"))

    class Meta:
        verbose_name = _("prognoserad")
        verbose_name_plural = _("prognoserader")
        ordering = ("version", "post__chapter__number", "post__number", "-is_post", "department__name")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "post", "department"),
                condition=Q(is_post=False),
                nulls_distinct=False,
                name="forecast_part_once",
            ),
            models.UniqueConstraint(fields=("version", "post"), condition=Q(is_post=True), name="forecast_post_once"),
            models.CheckConstraint(
                condition=Q(is_post=False) | Q(department=None, at_disposal__isnull=False),
                name="forecast_post_has_its_money",
            ),
            models.CheckConstraint(
                condition=Q(own_estimate=None, planned_rest=None)
                | Q(own_estimate__isnull=False, planned_rest__isnull=False, own_estimate=F("used") + F("planned_rest")),
                name="forecast_own_is_used_and_rest",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version}: {self.post}"


class Approval(models.Model):
    """The director's approval of a frozen version. Append-only."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="approval")
    words = models.TextField(_("merknad"), blank=True)
    approved_by = person()
    approved_at = models.DateTimeField(_("godkjent"))

    class Meta:
        verbose_name = _("godkjenning")
        verbose_name_plural = _("godkjenninger")

    def __str__(self) -> str:
        return str(self.version)


class Sharing(models.Model):
    """An approved version as it was shared with the ministry, with its entry in the journal. Append-only."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="sharing")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("departement"))
    words = models.TextField(_("følgebrev"), blank=True)
    entry = models.ForeignKey("archive.JournalEntry", models.PROTECT, related_name="+", verbose_name=_("journalpost"))
    shared_by = person()
    shared_at = models.DateTimeField(_("delt"))

    class Meta:
        verbose_name = _("deling")
        verbose_name_plural = _("delinger")

    def __str__(self) -> str:
        return str(self.version)


class CrossingKind(models.TextChoices):
    COMMITTED = "committed", _("Bundet")
    FORECAST = "forecast", _("Prognose")


class Crossing(models.Model):
    """From a day to a day a post had more bound, or a forecast of more, than it has at disposal."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="crossings", verbose_name=_("post"))
    kind = models.CharField(_("hva"), max_length=10, choices=CrossingKind)
    over = amount(_("over til disposisjon"))
    began_on = models.DateField(_("fra"))
    ended_on = models.DateField(_("til"), null=True, blank=True)

    class Meta:
        verbose_name = _("overskridelse")
        verbose_name_plural = _("overskridelser")
        ordering = ("-began_on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=CrossingKind.values), name="forecast_crossing_kind_known"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")), name="forecast_crossing_ends_after"
            ),
            models.UniqueConstraint(
                fields=("post", "kind"), condition=Q(ended_on=None), name="forecast_one_running_crossing"
            ),
            models.CheckConstraint(condition=Q(over__gt=0), name="forecast_crossing_is_over"),
        )

    def __str__(self) -> str:
        return f"{self.post}: {self.get_kind_display()}"
