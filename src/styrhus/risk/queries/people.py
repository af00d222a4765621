"""Who is told about a risk."""

from __future__ import annotations

from styrhus.identity.models import Department, Organisation, RoleAssignment, User
from styrhus.identity.roles import Role
from styrhus.risk.models import Risk


def holders(organisation: Organisation, role: Role, department: Department | None = None) -> list[User]:
    """The active users who hold ``role`` in ``organisation`` today (in ``department``, where one is given)."""
    held = RoleAssignment.objects.current().filter(organisation=organisation, role=role)
    if department:
        held = held.filter(department=department)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk"))


def those_who_answer(risk: Risk) -> list[User]:
    """The risk's owner, else the head of its department, and the agency's controllers."""
    agency = risk.plan.agency
    found = holders(agency, Role.CONTROLLER)
    if risk.owner:
        found.append(risk.owner)
    elif risk.department:
        found += holders(agency, Role.DEPARTMENT_HEAD, risk.department)
    return found
