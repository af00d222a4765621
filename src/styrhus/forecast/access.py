"""Who may do what with forecasts. Heads enter and submit for their own departments, the controller for all."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import AccessDenied, PermissionEnum, grant, require
from styrhus.identity.models import Department, Organisation, User
from styrhus.identity.roles import Role


class Permission(PermissionEnum):
    SEE = "forecast.see", _("Se prognosene i egen virksomhet")
    SEE_SHARED = "forecast.see_shared", _("Se prognoser som er delt med departementet")
    SEE_ALL = "forecast.see_all", _("Se prognosene i alle virksomheter")  # the auditor
    ENTER = "forecast.enter", _("Føre og levere prognosen for egen avdeling")
    ENTER_ALL = "forecast.enter_all", _("Føre og levere prognosen for alle avdelinger")
    GATHER = "forecast.gather", _("Åpne, samle og fryse en prognose")
    APPROVE = "forecast.approve", _("Godkjenne en prognose")
    SHARE = "forecast.share", _("Dele en prognose med departementet")


AGENCY = (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER)

grant(
    {
        Permission.SEE: AGENCY,
        Permission.SEE_SHARED: (Role.MINISTRY_OFFICIAL,),
        Permission.SEE_ALL: (Role.AUDITOR,),
        Permission.ENTER: (Role.CONTROLLER, Role.DEPARTMENT_HEAD),
        Permission.ENTER_ALL: (Role.CONTROLLER,),
        Permission.GATHER: (Role.CONTROLLER,),
        Permission.APPROVE: (Role.DIRECTOR,),
        Permission.SHARE: (Role.CONTROLLER, Role.DIRECTOR),
    }
)

SEEING = (Permission.SEE, Permission.SEE_SHARED, Permission.SEE_ALL)


def departments_in(user: User, agency: int) -> set[int]:
    """Keys of the departments of ``agency`` in which ``user`` may enter the forecast today."""
    held = (one for one in user.current_roles if one.organisation_id == agency and one.department_id)
    return {one.department_id for one in held if one.role == Role.DEPARTMENT_HEAD and one.department_id}


def may_enter(user: User, agency: int, department: int | None) -> bool:
    """Whether ``user`` enters for the department (None: what lies on no department, which is the controller's)."""
    if not user.is_active or not user.may(Permission.ENTER, agency):
        return False
    return user.may(Permission.ENTER_ALL, agency) or department in departments_in(user, agency)


def require_enter(by: User | None, agency: Organisation | int, department: Department | None) -> None:
    """Raises: AccessDenied, also for another department."""
    if by is None:
        return
    key = agency.pk if isinstance(agency, Organisation) else agency
    require(by, Permission.ENTER, key)
    if not may_enter(by, key, department.pk if department else None):
        raise AccessDenied(_("Prognosen hører til en annen avdeling. Spør lederen der eller controlleren."))


def require_in(by: User | None, permission: PermissionEnum, agency: int) -> None:
    """Raises: AccessDenied. None is the program itself."""
    if by is not None:
        require(by, permission, agency)
