from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import PermissionEnum, grant
from styrhus.identity.roles import Role


class Permission(PermissionEnum):
    SEE_DOCUMENTS = "archive.see_documents", _("Se dokumenter som virksomheten eier")
    SEE_ALL_DOCUMENTS = "archive.see_all_documents", _("Se dokumentene i alle virksomheter")
    REGISTER_DOCUMENT = "archive.register_document", _("Registrere dokumenter og endre journaldata")
    KEEP_JOURNAL = "archive.keep_journal", _("Opprette og avslutte saker, føre og rette journalen")
    EXPORT_ARCHIVE = "archive.export_archive", _("Ta ut saker med filer for overføring til arkivet (Noark 5)")


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
        Permission.KEEP_JOURNAL: (Role.CONTROLLER, Role.MINISTRY_OFFICIAL),
        Permission.EXPORT_ARCHIVE: (Role.CONTROLLER, Role.MINISTRY_OFFICIAL, Role.AUDITOR),
    }
)
