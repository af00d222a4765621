"""Whom rows are visible to, held in one place for all tables of the room."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from styrhus.control.access import Permission
from styrhus.identity.models import User


class OfAgency(models.QuerySet[Any]):
    """Rows of an agency's internal control: its own roles and the auditor see them, the ministry does not."""

    path = "agency"

    def visible_to(self, user: User) -> Any:
        if user.may(Permission.SEE_ALL_CONTROL):
            return self
        return self.filter(**{f"{self.path}__in": user.organisations_with(Permission.SEE_CONTROL)})


class OfCycle(OfAgency):
    path = "cycle__agency"


class OfControl(OfAgency):
    path = "control__agency"


class OfDelegation(OfAgency):
    path = "delegation__agency"


class OfAudit(models.QuerySet[Any]):
    """Rows of the audit follow-up: the agency, the ministry above it, and the auditor see them."""

    path = "agency"

    def visible_to(self, user: User) -> Any:
        if user.may(Permission.SEE_ALL_CONTROL):
            return self
        own = user.organisations_with(Permission.SEE_FINDINGS)
        return self.filter(Q(**{f"{self.path}__in": own}) | Q(**{f"{self.path}__parent__in": own}))


class OfCase(OfAudit):
    path = "case__agency"


class OfFinding(OfAudit):
    path = "finding__case__agency"


class Replies(OfCase):
    """The ministry sees what was sent; a draft is the agency's own."""

    def visible_to(self, user: User) -> Any:
        rows = super().visible_to(user)
        if user.may(Permission.SEE_ALL_CONTROL):
            return rows.exclude(sent_at=None)
        own = user.organisations_with(Permission.SEE_FINDINGS)
        return rows.filter(Q(case__agency__in=own) | ~Q(sent_at=None))
