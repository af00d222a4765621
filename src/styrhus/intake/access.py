from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import PermissionEnum, grant
from styrhus.identity.roles import Role


class Permission(PermissionEnum):
    SEE_READING = "intake.see_reading", _("Se lesingen av et brev")
    UPLOAD_LETTER = "intake.upload_letter", _("Laste opp brev")
    REVIEW_LETTER = (
        "intake.review_letter",
        _("Rette, legge til, slå sammen og avvise det som er lest"),
    )  # correct, add, merge, reject; decide findings
    ADOPT_LETTER = "intake.adopt_letter", _("Ta brevet inn i planen")


grant(
    {
        Permission.SEE_READING: (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.MINISTRY_OFFICIAL),
        Permission.UPLOAD_LETTER: (Role.CONTROLLER, Role.MINISTRY_OFFICIAL),
        Permission.REVIEW_LETTER: (Role.CONTROLLER,),
        Permission.ADOPT_LETTER: (Role.CONTROLLER,),
    }
)
