from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import PermissionEnum, grant, require
from styrhus.identity.models import User
from styrhus.identity.roles import Role


class Permission(PermissionEnum):
    SEE_PLAN = "steering.see_plan", _("Se årets plan")
    SEE_ALL_PLANS = (
        "steering.see_all_plans",
        _("Se planene i alle virksomheter"),
    )  # the auditor, who belongs to no agency
    MAKE_PLAN = "steering.make_plan", _("Vedta planen og endre den")  # adopt, add, withdraw, change
    ASSIGN_OWNERS = "steering.assign_owners", _("Gi oppdrag og plikter en ansvarlig")
    DESCRIBE_DUTY = "steering.describe_duty", _("Sette frekvens og rutine for faste plikter")  # frequency and routine
    ENTER_ORAL_ORDER = "steering.enter_oral_order", _("Føre inn muntlige bestillinger")


AGENCY = (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER)

grant(
    {
        Permission.SEE_PLAN: (*AGENCY, Role.MINISTRY_OFFICIAL, Role.AUDITOR),
        Permission.SEE_ALL_PLANS: (Role.AUDITOR,),
        Permission.MAKE_PLAN: (Role.CONTROLLER,),
        Permission.ASSIGN_OWNERS: (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD),
        Permission.DESCRIBE_DUTY: (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD),
        Permission.ENTER_ORAL_ORDER: (Role.CONTROLLER, Role.DIRECTOR, Role.MINISTRY_OFFICIAL),
    }
)


def require_in(by: User | None, permission: Permission, *organisations: int) -> None:
    """Raise AccessDenied unless ``by`` has ``permission`` in one of ``organisations``. None is the program itself."""
    if by is None:
        return
    held = next((one for one in organisations if by.may(permission, one)), organisations[0])
    require(by, permission, held)
