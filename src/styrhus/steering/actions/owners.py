"""Who answers for what."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity.models import Department, RoleAssignment, User
from styrhus.steering.access import Permission, require_in
from styrhus.steering.models import Assignment, Directive, Duty, Parameter, ReportingDemand

OwnedItem = Assignment | Parameter | Duty | ReportingDemand | Directive


@transaction.atomic
def set_owner(*, item: OwnedItem, owner: User | None, department: Department | None, by: User | None) -> OwnedItem:
    """Say which person and which department answer for ``item``; None takes the answer away.

    Raises: AccessDenied, ValidationError (a person or a department from another organisation).
    """
    agency = item.agency_id if isinstance(item, Assignment) else item.plan.agency_id
    require_in(by, Permission.ASSIGN_OWNERS, agency)
    if department and department.organisation_id != agency:
        raise ValidationError(_("Avdelingen hører til en annen virksomhet."))
    if owner and not works_in(owner, agency):
        raise ValidationError(_("%(name)s har ingen rolle i virksomheten.") % {"name": owner.name})
    item = type(item)._default_manager.select_for_update(of=("self",)).get(pk=item.pk)
    old = snapshot(item, "owner", "department")
    if old == {"owner": owner and owner.pk, "department": department and department.pk}:
        return item
    item.owner, item.department = owner, department
    save_checked(item, only=("owner", "department"))
    new = snapshot(item, "owner", "department")
    names = {"owner_name": owner.name if owner else "", "department_name": department.name if department else ""}
    record(act="steering.set_owner", subject=item, by=by, old=old, new=new | names)
    return item


def works_in(user: User, agency: int) -> bool:
    """Whether ``user`` is active and has a role in the agency today."""
    return user.is_active and RoleAssignment.objects.current().filter(user=user, organisation=agency).exists()
