"""Templates that an agency makes for itself in the browser. Each change is a new version; reports keep the one they began with."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.reports.access import Permission


class OwnTemplateQuerySet(models.QuerySet["OwnTemplate"]):
    def visible_to(self, user: User) -> OwnTemplateQuerySet:
        """The templates of the user's own agency; the auditor sees all, the ministry none."""
        if user.may(Permission.SEE_ALL_REPORTS):
            return self
        return self.filter(agency__in=user.organisations_with(Permission.WRITE_REPORTS))


class OwnTemplate(models.Model):
    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("virksomhet"))
    name = models.CharField(_("navn"), max_length=200)
    in_use = models.BooleanField(_("i bruk"), default=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("opprettet"))

    objects = OwnTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("egen mal")
        verbose_name_plural = _("egne maler")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("agency", "name"), name="own_template_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="own_template_named"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reports:template", args=(self.pk,))

    @property
    def key(self) -> str:
        """What a report made from it keeps as its kind."""
        return f"own-{self.pk}"

    @property
    def latest(self) -> OwnTemplateVersion | None:
        return self.versions.order_by("-number").first()


class OwnTemplateVersion(models.Model):
    """A version of an agency's template, in the shape that `kinds.kind_from` reads. Append-only."""

    template = models.ForeignKey(OwnTemplate, models.PROTECT, related_name="versions", verbose_name=_("egen mal"))
    number = models.PositiveIntegerField(_("versjon"))
    outline = models.JSONField(_("mal"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("laget"))

    class Meta:
        verbose_name = _("versjon av egen mal")
        verbose_name_plural = _("versjoner av egne maler")
        ordering = ("template", "-number")
        constraints = (models.UniqueConstraint(fields=("template", "number"), name="own_template_version_once"),)

    def __str__(self) -> str:
        return f"{self.template} {self.number}"
