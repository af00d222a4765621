"""Who keeps the agency's registers, who approves, and what the ministry takes part in.

The registers are the agency's own. The ministry sees what is meant for it: claims that are sent to it, enquiries from
the Storting that it is to clear, the joint routines, and how the duties of the instruction are served.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import AccessDenied, PermissionEnum, grant, require
from styrhus.identity.models import User
from styrhus.identity.roles import Role


class Permission(PermissionEnum):
    SEE_REGISTERS = "obligations.see_registers", _("Se virksomhetens registre over andre krav")
    SEE_ALL_REGISTERS = "obligations.see_all_registers", _("Se registrene i alle virksomheter")
    KEEP_REGISTERS = "obligations.keep_registers", _("Føre virksomhetens registre, i egen avdeling")
    MANAGE_REGISTERS = "obligations.manage_registers", _("Føre registrene for hele virksomheten og godkjenne")
    SEE_CLAIMS = "obligations.see_claims", _("Se erstatningskrav")
    HANDLE_CLAIMS = "obligations.handle_claims", _("Behandle erstatningskrav")
    DECIDE_CLAIMS = "obligations.decide_claims", _("Avgjøre erstatningskrav som er oversendt departementet")
    SEE_JOINT = "obligations.see_joint", _("Se felles rutiner, henvendelser fra Stortinget og dekningen av instruksen")
    CLEAR_CONTACT = "obligations.clear_contact", _("Avklare kontakt med Stortinget")
    ANCHOR_ROUTINE = "obligations.anchor_routine", _("Forankre felles rutiner på ledernivå")


AGENCY = (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER)

grant(
    {
        Permission.SEE_REGISTERS: (*AGENCY, Role.AUDITOR),
        Permission.SEE_ALL_REGISTERS: (Role.AUDITOR,),
        Permission.KEEP_REGISTERS: AGENCY,
        Permission.MANAGE_REGISTERS: (Role.CONTROLLER, Role.DIRECTOR),
        Permission.SEE_CLAIMS: (Role.CONTROLLER, Role.DIRECTOR, Role.MINISTRY_OFFICIAL, Role.AUDITOR),
        Permission.HANDLE_CLAIMS: (Role.CONTROLLER, Role.DIRECTOR),
        Permission.DECIDE_CLAIMS: (Role.MINISTRY_OFFICIAL,),
        Permission.SEE_JOINT: (*AGENCY, Role.MINISTRY_OFFICIAL, Role.AUDITOR),
        Permission.CLEAR_CONTACT: (Role.MINISTRY_OFFICIAL,),
        Permission.ANCHOR_ROUTINE: (Role.DIRECTOR, Role.MINISTRY_OFFICIAL),
    }
)


def require_keeper(by: User | None, agency: int, department: int | None = None) -> None:
    """Raise AccessDenied unless ``by`` keeps the agency's registers: all of them, or what is of their own department.

    What belongs to no department is kept by everyone who keeps registers. None is the program itself.
    """
    if by is None or by.may(Permission.MANAGE_REGISTERS, agency):
        return
    require(by, Permission.KEEP_REGISTERS, agency)
    if department is not None and department not in departments_of(by, agency):
        raise AccessDenied(_("Raden hører til en annen avdeling. Be avdelingen eller controlleren om å gjøre det."))


def require_manager(by: User | None, agency: int) -> None:
    """Raise AccessDenied unless ``by`` approves on behalf of the whole agency."""
    if by is not None:
        require(by, Permission.MANAGE_REGISTERS, agency)


def require_in(by: User | None, permission: Permission, organisation: int) -> None:
    if by is not None:
        require(by, permission, organisation)


def departments_of(user: User, agency: int) -> set[int]:
    """Keys of the departments that ``user`` has a role in."""
    return {held.department_id for held in user.current_roles if held.organisation_id == agency and held.department_id}


def may_keep(user: User, agency: int, department: int | None = None) -> bool:
    """Whether the page should offer it; the act checks again."""
    try:
        require_keeper(user, agency, department)
    except AccessDenied:
        return False
    return True
