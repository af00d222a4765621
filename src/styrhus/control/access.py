from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import PermissionEnum, grant, require
from styrhus.identity.models import User
from styrhus.identity.roles import Role


class Permission(PermissionEnum):
    SEE_CONTROL = "control.see_control", _("Se internkontrollen og budsjettfullmaktene")
    SEE_ALL_CONTROL = "control.see_all_control", _("Se internkontroll og revisjonsmerknader i alle virksomheter")
    PLAN_CONTROLS = "control.plan_controls", _("Planlegge internkontrollens år og bestemme kontrollene")
    PERFORM_CONTROLS = "control.perform_controls", _("Føre gjennomførte kontroller og tiltak")
    ASSESS_DEPARTMENT = "control.assess_department", _("Svare på avdelingens egenvurdering")
    APPROVE_CYCLE = "control.approve_cycle", _("Godkjenne og låse internkontrollens år")
    DESCRIBE_SYSTEM = "control.describe_system", _("Beskrive styringssystem, roller og retningslinjer")
    DELEGATE = "control.delegate", _("Delegere egen budsjettdisponeringsmyndighet")
    REGISTER_DELEGATIONS = "control.register_delegations", _("Føre inn og trekke andres budsjettfullmakter")
    USE_DELEGATION = "control.use_delegation", _("Sjekke og føre bruk av egen budsjettfullmakt")
    SEE_FINDINGS = "control.see_findings", _("Se merknader fra revisjon og tilsyn, og svarene på dem")
    MANAGE_FINDINGS = "control.manage_findings", _("Føre inn merknader, sette ansvarlig og sende svar")
    WORK_ON_FINDINGS = "control.work_on_findings", _("Føre tiltak og dokumentasjon på merknader en har ansvar for")
    VERIFY_FINDINGS = "control.verify_findings", _("Bekrefte at en annens merknad er lukket")


AGENCY = (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER)
LEADERS = (Role.CONTROLLER, Role.DIRECTOR)

grant(
    {
        Permission.SEE_CONTROL: (*AGENCY, Role.AUDITOR),
        Permission.SEE_ALL_CONTROL: (Role.AUDITOR,),
        Permission.PLAN_CONTROLS: (Role.CONTROLLER,),
        Permission.PERFORM_CONTROLS: AGENCY,
        Permission.ASSESS_DEPARTMENT: (Role.CONTROLLER, Role.DEPARTMENT_HEAD),
        Permission.APPROVE_CYCLE: (Role.DIRECTOR,),
        Permission.DESCRIBE_SYSTEM: LEADERS,
        Permission.DELEGATE: (Role.DIRECTOR, Role.DEPARTMENT_HEAD),
        Permission.REGISTER_DELEGATIONS: (Role.CONTROLLER,),
        Permission.USE_DELEGATION: AGENCY,
        Permission.SEE_FINDINGS: (*AGENCY, Role.MINISTRY_OFFICIAL, Role.AUDITOR),
        Permission.MANAGE_FINDINGS: LEADERS,
        Permission.WORK_ON_FINDINGS: AGENCY,
        Permission.VERIFY_FINDINGS: LEADERS,
    }
)


def require_in(by: User | None, permission: StrEnum, agency: int) -> None:
    """Raise AccessDenied unless ``by`` has ``permission`` in the agency. None is the program itself."""
    if by is not None:
        require(by, permission, agency)
