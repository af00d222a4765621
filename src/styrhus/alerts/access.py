"""Who writes, reports, answers and publishes. Drafts are the agency's own; the ministry sees what is reported to it."""

from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import PermissionEnum, grant
from styrhus.identity.roles import Role
from styrhus.steering.access import AGENCY


class Permission(PermissionEnum):
    SEE = "alerts.see", _("Se avvik, saker av interesse og publiseringer i egen styringsrelasjon")
    SEE_ALL = "alerts.see_all", _("Se avvik og varsler i alle virksomheter")
    DRAFT = "alerts.draft", _("Skrive utkast til avviksmelding og følge opp avvik")
    REPORT = "alerts.report", _("Melde avvik til departementet og lukke dem")
    INFORM = "alerts.inform", _("Orientere den andre parten om en sak av interesse")
    ANNOUNCE = "alerts.announce", _("Varsle og registrere publiseringer")
    ANSWER = "alerts.answer", _("Kvittere for og svare på det virksomheten melder")


grant(
    {
        Permission.SEE: (*AGENCY, Role.MINISTRY_OFFICIAL, Role.AUDITOR),
        Permission.SEE_ALL: (Role.AUDITOR,),
        Permission.DRAFT: AGENCY,
        Permission.REPORT: (Role.CONTROLLER, Role.DIRECTOR),
        Permission.INFORM: (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.MINISTRY_OFFICIAL),
        Permission.ANNOUNCE: (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD),
        Permission.ANSWER: (Role.MINISTRY_OFFICIAL,),
    }
)
