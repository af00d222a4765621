from enum import StrEnum

from styrhus.identity.access import grant
from styrhus.identity.roles import Role


class Permission(StrEnum):
    SEE_MONEY = "economy.see_money"
    SEE_ALL_MONEY = "economy.see_all_money"  # the auditor, who belongs to no agency
    MAKE_BUDGET = "economy.make_budget"  # chapters, posts, bindings, and their changes


AGENCY = (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER)

grant(
    {
        Permission.SEE_MONEY: (*AGENCY, Role.MINISTRY_OFFICIAL, Role.AUDITOR),
        Permission.SEE_ALL_MONEY: (Role.AUDITOR,),
        Permission.MAKE_BUDGET: (Role.CONTROLLER,),
    }
)
