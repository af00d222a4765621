from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import PermissionEnum, grant
from styrhus.identity.roles import Role


class Permission(PermissionEnum):
    SEE_DOCUMENTS = "archive.see_documents", _("Se dokumenter som virksomheten eier")
    SEE_ALL_DOCUMENTS = "archive.see_all_documents", _("Se dokumentene i alle virksomheter")
    REGISTER_DOCUMENT = "archive.register_document", _("Registrere dokumenter og endre journaldata")


grant(
    {
        Permission.SEE_DOCUMENTS: (
            Role.CONTROLLER,
            Role.DIRECTOR,
            Role.DEPARTMENT_HEAD,
            Role.CASE_OFFICER,
            Role.MINISTRY_OFFICIAL,
            Role.AUDITOR,
        ),
        Permission.SEE_ALL_DOCUMENTS: (Role.AUDITOR,),
        Permission.REGISTER_DOCUMENT: (Role.CONTROLLER, Role.MINISTRY_OFFICIAL),
    }
)
