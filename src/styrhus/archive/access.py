from enum import StrEnum

from styrhus.identity.access import grant
from styrhus.identity.roles import Role


class Permission(StrEnum):
    SEE_DOCUMENTS = "archive.see_documents"
    REGISTER_DOCUMENT = "archive.register_document"


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
        Permission.REGISTER_DOCUMENT: (Role.CONTROLLER, Role.MINISTRY_OFFICIAL),
    }
)
