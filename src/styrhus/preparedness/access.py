from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import PermissionEnum, grant
from styrhus.identity.roles import Role


class Permission(PermissionEnum):
    SEE_PREPAREDNESS = "preparedness.see", _("Se beredskapen i egen virksomhet")
    SEE_ALL_PREPAREDNESS = "preparedness.see_all", _("Se beredskapen i alle virksomheter")
    KEEP_PREPAREDNESS = "preparedness.keep", _("Føre oversikter, planer, øvelser og hendelser")
    APPROVE_PLAN = "preparedness.approve", _("Godkjenne beredskapsplaner og lukke læringspunkter")
    REPORT_INCIDENT = "preparedness.report_incident", _("Melde en hendelse")
    RECEIVE_INCIDENT = "preparedness.receive_incident", _("Motta varsler om beredskapshendelser")


AGENCY = (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER)

grant(
    {
        Permission.SEE_PREPAREDNESS: (*AGENCY, Role.AUDITOR),
        Permission.SEE_ALL_PREPAREDNESS: (Role.AUDITOR,),
        Permission.KEEP_PREPAREDNESS: (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD),
        Permission.APPROVE_PLAN: (Role.DIRECTOR,),
        Permission.REPORT_INCIDENT: AGENCY,
        Permission.RECEIVE_INCIDENT: (Role.MINISTRY_OFFICIAL,),
    }
)
