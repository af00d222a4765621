"""Plans, goals and steering parameters."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.archive.search import searchable
from styrhus.archive.sourced import Sourced
from styrhus.identity.models import User
from styrhus.steering.access import Permission


class Owned(models.Model):
    """A row that a person and a department answer for."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ansvarlig")
    )
    department = models.ForeignKey(
        "identity.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avdeling")
    )

    class Meta:
        abstract = True


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> "PlanQuerySet":
        """Plans of the agencies and under the ministries where a role of ``user`` lets them see plans."""
        if user.may(Permission.SEE_ALL_PLANS):
            return self
        organisations = user.organisations_with(Permission.SEE_PLAN)
        return self.filter(models.Q(agency__in=organisations) | models.Q(ministry__in=organisations))


class Plan(models.Model):
    """One agency's year, made by adopting its allocation letter."""

    agency = models.ForeignKey(
        "identity.Organisation", models.PROTECT, related_name="plans", verbose_name=_("virksomhet")
    )
    ministry = models.ForeignKey(
        "identity.Organisation", models.PROTECT, related_name="steered_plans", verbose_name=_("departement")
    )
    year = models.PositiveSmallIntegerField(_("budsjettår"))
    letter = models.ForeignKey("archive.Document", models.PROTECT, related_name="+", verbose_name=_("tildelingsbrev"))
    letter_date = models.DateField(_("brevets dato"), null=True, blank=True)
    reference = models.CharField(_("departementets referanse"), max_length=100, blank=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(_("vedtatt"), auto_now_add=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("planer")
        ordering = ("-year", "agency")
        constraints = (models.UniqueConstraint(fields=("agency", "year"), name="plan_once_a_year"),)

    def __str__(self) -> str:
        return f"{self.agency.label} {self.year}"


class Goal(Sourced):
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    number = models.CharField(_("nummer"), max_length=20)
    title = models.CharField(_("mål"), max_length=500)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    search = searchable(("title", "A"))

    class Meta:
        verbose_name = _("mål")
        verbose_name_plural = _("mål")
        ordering = ("plan", "order")
        indexes = (GinIndex(fields=("search",), name="goal_search"),)
        constraints = (models.UniqueConstraint(fields=("plan", "number"), name="goal_number_once"),)

    def __str__(self) -> str:
        return gettext("Mål %(number)s: %(title)s") % {"number": self.number, "title": self.title}


class Parameter(Sourced, Owned):
    """A steering parameter (styringsparameter)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="parameters")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="parameters")
    label = models.CharField(_("nummer"), max_length=40)
    text = models.TextField(_("styringsparameter"))
    baseline = models.CharField(_("utgangspunkt"), max_length=200, blank=True)
    target = models.CharField(_("måltall"), max_length=200, blank=True)
    unit = models.CharField(_("enhet"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    search = searchable(("label", "A"), ("text", "B"))

    class Meta:
        verbose_name = _("styringsparameter")
        verbose_name_plural = _("styringsparametere")
        ordering = ("plan", "order")
        indexes = (GinIndex(fields=("search",), name="parameter_search"),)

    def __str__(self) -> str:
        return f"{self.label}: {self.text}"
