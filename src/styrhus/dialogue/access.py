from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import PermissionEnum, grant, require
from styrhus.identity.models import User
from styrhus.identity.roles import Role


class Permission(PermissionEnum):
    SEE_DIALOGUE = "dialogue.see_dialogue", _("Se møter, referater og beslutninger i styringsdialogen")
    SEE_ALL_DIALOGUES = "dialogue.see_all_dialogues", _("Se styringsdialogen i alle virksomheter")
    LEAD_DIALOGUE = "dialogue.lead_dialogue", _("Planlegge møter, lage saksliste og skrive referat")
    KEEP_NOTES = "dialogue.keep_notes", _("Skrive egen parts notater, som den andre parten aldri ser")
    APPROVE_MINUTES = "dialogue.approve_minutes", _("Godkjenne referat for egen part")
    CARRY_OUT = "dialogue.carry_out", _("Føre en beslutning inn i planen med et skriftlig vedtak")


AGENCY_LEADS = (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD)
BOTH_SIDES = (*AGENCY_LEADS, Role.MINISTRY_OFFICIAL)

grant(
    {
        Permission.SEE_DIALOGUE: (*BOTH_SIDES, Role.CASE_OFFICER, Role.AUDITOR),
        Permission.SEE_ALL_DIALOGUES: (Role.AUDITOR,),  # who belongs to no agency
        Permission.LEAD_DIALOGUE: BOTH_SIDES,
        Permission.KEEP_NOTES: BOTH_SIDES,
        Permission.APPROVE_MINUTES: (Role.CONTROLLER, Role.DIRECTOR, Role.MINISTRY_OFFICIAL),
        Permission.CARRY_OUT: (Role.CONTROLLER,),
    }
)


def require_in(by: User | None, permission: Permission, *organisations: int) -> None:
    """Raise AccessDenied unless ``by`` has ``permission`` in one of ``organisations``. None is the program itself."""
    if by is None:
        return
    held = next((one for one in organisations if by.may(permission, one)), organisations[0])
    require(by, permission, held)
