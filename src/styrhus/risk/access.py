"""Who may do what with risks. Directors and controllers act on all of the agency's risks, others on those of their
own department and those that they own themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import AccessDenied, PermissionEnum, grant
from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.steering.access import AGENCY, require_in

if TYPE_CHECKING:
    from .models import Risk


class Permission(PermissionEnum):
    SEE = "risk.see", _("Se risikoene i egen virksomhet")
    SEE_RAISED = "risk.see_raised", _("Se risikoene som er løftet til styringsdialogen")
    SEE_ALL = "risk.see_all", _("Se risikoene i alle virksomheter")  # the auditor
    WORK = "risk.work", _("Melde inn, vurdere og følge opp risikoer")
    WORK_EVERYWHERE = "risk.work_everywhere", _("Arbeide med risikoer i alle avdelinger")
    DECIDE = "risk.decide", _("Godta eller ikke godta en risiko i eget område")
    RAISE = "risk.raise", _("Løfte en risiko til styringsdialogen")
    ASSESS_AS_MINISTRY = "risk.assess_as_ministry", _("Gi departementets vurdering av en risiko")
    TAKE_SNAPSHOT = "risk.take_snapshot", _("Ta et bilde av risikoene til et etatsstyringsmøte")
    SET_SCALE = "risk.set_scale", _("Bestemme skala og farger for risiko")


grant(
    {
        Permission.SEE: AGENCY,
        Permission.SEE_RAISED: (Role.MINISTRY_OFFICIAL,),
        Permission.SEE_ALL: (Role.AUDITOR,),
        Permission.WORK: AGENCY,
        Permission.WORK_EVERYWHERE: (Role.CONTROLLER, Role.DIRECTOR),
        Permission.DECIDE: (Role.DIRECTOR, Role.DEPARTMENT_HEAD),
        Permission.RAISE: (Role.CONTROLLER, Role.DIRECTOR),
        Permission.ASSESS_AS_MINISTRY: (Role.MINISTRY_OFFICIAL,),
        Permission.TAKE_SNAPSHOT: (Role.CONTROLLER, Role.DIRECTOR, Role.MINISTRY_OFFICIAL),
        Permission.SET_SCALE: (Role.CONTROLLER,),
    }
)

SEEING = (Permission.SEE, Permission.SEE_RAISED, Permission.SEE_ALL)


def departments_in(user: User, agency: int) -> set[int]:
    """Keys of the departments of ``agency`` in which ``user`` holds a role today."""
    return {held.department_id for held in user.current_roles if held.organisation_id == agency and held.department_id}


def in_area(user: User, risk: Risk) -> bool:
    """Whether the risk lies where ``user`` may work: everywhere, in their department, or owned by them."""
    agency = risk.plan.agency_id
    if user.may(Permission.WORK_EVERYWHERE, agency):
        return True
    return risk.owner_id == user.pk or risk.department_id in departments_in(user, agency)


def require_work(by: User | None, risk: Risk) -> None:
    """Raises: AccessDenied, also for a risk of another department."""
    if by is None:
        return
    require_in(by, Permission.WORK, risk.plan.agency_id)
    if not in_area(by, risk):
        raise AccessDenied(_("Risikoen hører til en annen avdeling. Spør avdelingen eller controlleren."))


def require_decide(by: User, risk: Risk) -> None:
    """A department head decides on the risks of the own department, the director on all. Raises: AccessDenied."""
    require_in(by, Permission.DECIDE, risk.plan.agency_id)
    if not may_decide(by, risk):
        raise AccessDenied(_("Risikoen ligger utenfor ditt område. Lederen for avdelingen eller direktøren beslutter."))


def may_decide(user: User, risk: Risk) -> bool:
    agency = risk.plan.agency_id
    if not user.may(Permission.DECIDE, agency):
        return False
    return is_director(user, agency) or risk.department_id in departments_in(user, agency)


def is_director(user: User, agency: int) -> bool:
    return any(held.role == Role.DIRECTOR and held.organisation_id == agency for held in user.current_roles)
