"""What every row of the registers has: the agency, and who entered it when."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import User
from styrhus.obligations.access import Permission


class AgencyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Rows of the agencies whose registers a role of ``user`` lets them see; the auditor sees all."""
        if user.may(Permission.SEE_ALL_REGISTERS):
            return self
        return self.filter(agency__in=user.organisations_with(Permission.SEE_REGISTERS))


class JointQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Rows that agency and ministry share: of the user's own agencies, and of those under their ministries."""
        if user.may(Permission.SEE_ALL_REGISTERS):
            return self
        own = user.organisations_with(Permission.SEE_JOINT)
        return self.filter(Q(agency__in=own) | Q(agency__parent__in=own))


class Row(models.Model):
    """A row of an agency's register. ``struck_why`` says why a row that was entered by mistake counts no more."""

    agency = models.ForeignKey("identity.Organisation", models.PROTECT, related_name="+", verbose_name=_("virksomhet"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ført av")
    )
    made_at = models.DateTimeField(_("ført"))

    FIELDS: ClassVar[tuple[str, ...]] = ()  # what a person fills in, in order

    class Meta:
        abstract = True


class Strikeable(models.Model):
    """A row that is struck out when it was entered by mistake; it is never removed."""

    struck_on = models.DateField(_("strøket"), null=True, blank=True)
    struck_why = models.CharField(_("hvorfor den er strøket"), max_length=500, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(struck_on=None, struck_why="") | (Q(struck_on__isnull=False) & ~Q(struck_why="")),
                name="%(class)s_struck_when_and_why",
            ),
        )
