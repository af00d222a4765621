from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import PermissionEnum, grant, require
from styrhus.identity.models import User
from styrhus.identity.roles import Role


class Permission(PermissionEnum):
    SEE_REPORTS = "reports.see_reports", _("Se rapporter, frister og kvitteringer")
    SEE_ALL_REPORTS = "reports.see_all_reports", _("Se rapportene fra alle virksomheter")
    WRITE_REPORTS = "reports.write_reports", _("Skrive i deler av en rapport som en selv eller avdelingen har fått")
    LEAD_REPORTS = "reports.lead_reports", _("Opprette rapporter, fordele deler, skrive i alle og sende")
    APPROVE_REPORTS = "reports.approve_reports", _("Godkjenne en rapport, som fryser tall og tekst")
    MAKE_TEMPLATES = "reports.make_templates", _("Lage egne maler for rapporter")
    ANSWER_REPORTS = "reports.answer_reports", _("Ta imot, kommentere, godta eller sende tilbake rapporter")


AGENCY = (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER)

grant(
    {
        Permission.SEE_REPORTS: (*AGENCY, Role.MINISTRY_OFFICIAL, Role.AUDITOR),
        Permission.SEE_ALL_REPORTS: (Role.AUDITOR,),  # who belongs to no agency
        Permission.WRITE_REPORTS: AGENCY,
        Permission.LEAD_REPORTS: (Role.CONTROLLER, Role.DIRECTOR),
        Permission.APPROVE_REPORTS: (Role.DIRECTOR,),
        Permission.MAKE_TEMPLATES: (Role.CONTROLLER, Role.DIRECTOR),
        Permission.ANSWER_REPORTS: (Role.MINISTRY_OFFICIAL,),
    }
)


def require_in(by: User | None, permission: Permission, organisation: int) -> None:
    """Raise AccessDenied unless ``by`` has ``permission`` in ``organisation``. None is the program itself."""
    if by is not None:
        require(by, permission, organisation)
