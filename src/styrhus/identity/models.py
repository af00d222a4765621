"""Organisations, their departments, the people who use Styrhus, and the roles they hold.

How a person logs in (an account) is kept apart from what the person may do (roles in organisations), so that
single sign-on can come beside local accounts without touching a role.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .access import TABLE
from .roles import LanguageForm, OrganisationKind, Role


class Organisation(models.Model):
    kind = models.CharField(_("type"), max_length=20, choices=OrganisationKind)
    name = models.CharField(_("navn"), max_length=200)
    short_name = models.CharField(_("kortnavn"), max_length=40, blank=True)
    number = models.CharField(
        _("organisasjonsnummer"),
        max_length=9,
        blank=True,
        validators=[RegexValidator(r"^\d{9}$", _("Et organisasjonsnummer har ni siffer."))],
    )
    area_code = models.CharField(_("kommune- eller fylkesnummer"), max_length=4, blank=True)
    language_form = models.CharField(_("målform"), max_length=10, choices=LanguageForm, default=LanguageForm.NEUTRAL)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("overordnet")
    )

    class Meta:
        verbose_name = _("organisasjon")
        verbose_name_plural = _("organisasjoner")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"),
            models.UniqueConstraint(fields=("number",), condition=~Q(number=""), name="organisation_number_unique"),
            models.UniqueConstraint(fields=("kind", "name"), name="organisation_name_unique"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name that is used in lists and headings: the short one where there is one."""
        return self.short_name or self.name


class Department(models.Model):
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="departments")
    name = models.CharField(_("navn"), max_length=200)
    short_name = models.CharField(_("kortnavn"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("avdeling")
        verbose_name_plural = _("avdelinger")
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("organisation", "name"), name="department_name_unique"),)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    email = models.EmailField(_("e-post"), unique=True)
    name = models.CharField(_("navn"), max_length=200)
    language = models.CharField(
        _("språk"), max_length=2, choices=[("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")], default="nb"
    )
    is_active = models.BooleanField(_("aktiv"), default=True)
    feed_key = models.CharField(max_length=64, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("bruker")
        verbose_name_plural = _("brukere")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @cached_property
    def current_roles(self) -> list[RoleAssignment]:
        """The roles that hold today, with their organisations."""
        return list(self.roles.current().select_related("organisation", "department"))

    def may(self, permission: StrEnum, organisation: Organisation | int | None = None) -> bool:
        """Whether a role of this user gives ``permission`` (in ``organisation``, when one is named)."""
        wanted = organisation.pk if isinstance(organisation, Organisation) else organisation
        return any(
            permission in TABLE.get(Role(held.role), frozenset()) and wanted in (None, held.organisation_id)
            for held in self.current_roles
        )

    def organisations_with(self, permission: StrEnum) -> set[int]:
        """Keys of the organisations in which this user has ``permission``: what queries scope by."""
        return {h.organisation_id for h in self.current_roles if permission in TABLE.get(Role(h.role), frozenset())}

    def has_role(self, *roles: Role) -> bool:
        return any(held.role in roles for held in self.current_roles)

    @property
    def department(self) -> Department | None:
        return next((held.department for held in self.current_roles if held.department), None)

    def acting_for_text(self) -> str:
        """The roles and organisations that this user acts for, as the event log keeps them."""
        return "; ".join(f"{held.get_role_display()}, {held.organisation.label}" for held in self.current_roles)[:300]


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def current(self) -> RoleAssignmentQuerySet:
        today = timezone.localdate()
        return self.filter(valid_from__lte=today).filter(Q(valid_to=None) | Q(valid_to__gte=today))

    def overlapping(self, begin: date, end: date | None) -> RoleAssignmentQuerySet:
        """Those that hold on some day from ``begin`` to ``end`` (None: without end)."""
        open_or_later = self.filter(Q(valid_to=None) | Q(valid_to__gte=begin))
        return open_or_later if end is None else open_or_later.filter(valid_from__lte=end)


class RoleAssignment(models.Model):
    """A role that a user holds in an organisation, from a day to a day."""

    user = models.ForeignKey(User, models.PROTECT, related_name="roles", verbose_name=_("bruker"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="roles", verbose_name=_("organisasjon"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="roles", verbose_name=_("avdeling")
    )
    role = models.CharField(_("rolle"), max_length=30, choices=Role)
    valid_from = models.DateField(_("fra"), default=timezone.localdate)
    valid_to = models.DateField(_("til"), null=True, blank=True)
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("gitt av")
    )

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("rolle")
        verbose_name_plural = _("roller")
        ordering = ("user", "organisation", "role")
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_known"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="role_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=("user", "organisation", "department", "role"),
                condition=Q(valid_to=None),
                nulls_distinct=False,
                name="role_held_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.organisation.label}"
