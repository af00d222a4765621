from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import PermissionEnum, grant
from styrhus.identity.roles import Role


class Permission(PermissionEnum):
    SEE_MONEY = "economy.see_money", _("Se kapitler, poster og bindinger")
    SEE_ALL_MONEY = (
        "economy.see_all_money",
        _("Se pengene i alle virksomheter"),
    )  # the auditor, who belongs to no agency
    MAKE_BUDGET = (
        "economy.make_budget",
        _("Legge inn og endre kapitler, poster og bindinger"),
    )  # chapters, posts, bindings, and their changes
    SEE_COMMITMENTS = "economy.see_commitments", _("Se disponeringer og delegerte budsjetter i egen virksomhet")
    COMMIT = "economy.commit", _("Disponere penger innenfor et delegert budsjett")
    OPEN_BUDGETS = "economy.open_budgets", _("Åpne, lukke og låse delegerte budsjetter")


AGENCY = (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER)

grant(
    {
        Permission.SEE_MONEY: (*AGENCY, Role.MINISTRY_OFFICIAL, Role.AUDITOR),
        Permission.SEE_ALL_MONEY: (Role.AUDITOR,),
        Permission.MAKE_BUDGET: (Role.CONTROLLER,),
        Permission.SEE_COMMITMENTS: (*AGENCY, Role.AUDITOR),
        Permission.COMMIT: (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD),
        Permission.OPEN_BUDGETS: (Role.CONTROLLER, Role.DIRECTOR),
    }
)
