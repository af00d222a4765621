"""What forms offer to choose from."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import QuerySet

from styrhus.archive.models import Document
from styrhus.archive.queries import documents_visible_to
from styrhus.identity.models import Organisation, User
from styrhus.identity.ordering import NorwegianOrder
from styrhus.steering.models import Duty


def agencies_with(user: User, permission: StrEnum) -> QuerySet[Organisation]:
    """The agencies in which ``user`` may do it."""
    return Organisation.objects.filter(pk__in=user.organisations_with(permission)).order_by(NorwegianOrder("name"))


def documents_of(user: User, agency: Organisation) -> QuerySet[Document]:
    """The agency's own documents that ``user`` may see, newest first."""
    return documents_visible_to(user).filter(organisation=agency).order_by("-journal_date", "-pk")


def duties_of(agency: Organisation) -> QuerySet[Duty]:
    """The duties of the agency's newest plan."""
    newest = agency.plans.order_by("-year").values("pk")[:1]
    return Duty.objects.filter(plan__in=newest).order_by("section", "pk")
