from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import PermissionEnum, grant
from styrhus.identity.roles import Role


class Permission(PermissionEnum):
    """The notes hold the ministry's own comments before a meeting: no role of an agency has any of these."""

    SEE_NOTES = "preparation.see_notes", _("Se departementets forberedelsesnotater")
    SEE_ALL_NOTES = "preparation.see_all_notes", _("Se forberedelsesnotatene i alle departementer")
    WRITE_NOTES = "preparation.write_notes", _("Lage forberedelsesnotater før møter med virksomheten")


grant(
    {
        Permission.SEE_NOTES: (Role.MINISTRY_OFFICIAL, Role.AUDITOR),
        Permission.SEE_ALL_NOTES: (Role.AUDITOR,),
        Permission.WRITE_NOTES: (Role.MINISTRY_OFFICIAL,),
    }
)
