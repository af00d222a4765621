from typing import Protocol

from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import PermissionEnum, grant, require
from styrhus.identity.models import User
from styrhus.identity.roles import Role


class Permission(PermissionEnum):
    SEE_PLAN = "steering.see_plan", _("Se årets plan")
    SEE_ALL_PLANS = (
        "steering.see_all_plans",
        _("Se planene i alle virksomheter"),
    )  # the auditor, who belongs to no agency
    MAKE_PLAN = "steering.make_plan", _("Vedta planen og endre den")  # adopt, add, withdraw, change
    ASSIGN_OWNERS = "steering.assign_owners", _("Gi oppdrag og plikter en ansvarlig")
    DESCRIBE_DUTY = "steering.describe_duty", _("Sette frekvens og rutine for faste plikter")  # frequency and routine
    ENTER_ORAL_ORDER = "steering.enter_oral_order", _("Føre inn muntlige bestillinger")
    SEE_DUTY_LOG = "steering.see_duty_log", _("Se rutiner og logg for faste plikter")
    ASK_TO_DROP = "steering.ask_to_drop", _("Be departementet om å avslutte eller nedprioritere arbeid")
    ANSWER_DROP = "steering.answer_drop", _("Svare på virksomhetens ønsker om nedprioritering")
    FOLLOW_UP = "steering.follow_up", _("Følge opp det en selv eller avdelingen har ansvar for")
    ANSWER_FOR = "steering.answer_for", _("Vurdere og levere det avdelingen har ansvar for")
    FOLLOW_UP_ALL = "steering.follow_up_all", _("Følge opp, vurdere og levere alt i virksomheten")
    REPLY_TO_DELIVERY = "steering.reply_to_delivery", _("Svare på leveranser fra virksomheten")


AGENCY = (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER)

grant(
    {
        Permission.SEE_PLAN: (*AGENCY, Role.MINISTRY_OFFICIAL, Role.AUDITOR),
        Permission.SEE_ALL_PLANS: (Role.AUDITOR,),
        Permission.MAKE_PLAN: (Role.CONTROLLER,),
        Permission.ASSIGN_OWNERS: (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD),
        Permission.DESCRIBE_DUTY: (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD),
        Permission.ENTER_ORAL_ORDER: (Role.CONTROLLER, Role.DIRECTOR, Role.MINISTRY_OFFICIAL),
        Permission.SEE_DUTY_LOG: (*AGENCY, Role.AUDITOR),
        Permission.ASK_TO_DROP: (Role.CONTROLLER, Role.DIRECTOR),
        Permission.ANSWER_DROP: (Role.MINISTRY_OFFICIAL,),
        Permission.FOLLOW_UP: AGENCY,
        Permission.ANSWER_FOR: (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD),
        Permission.FOLLOW_UP_ALL: (Role.CONTROLLER, Role.DIRECTOR),
        Permission.REPLY_TO_DELIVERY: (Role.MINISTRY_OFFICIAL,),
    }
)


def require_in(by: User | None, permission: PermissionEnum, *organisations: int) -> None:
    """Raise AccessDenied unless ``by`` has ``permission`` in one of ``organisations``. None is the program itself."""
    if by is None:
        return
    held = next((one for one in organisations if by.may(permission, one)), organisations[0])
    require(by, permission, held)


class HasOwner(Protocol):
    """An assignment, a parameter, a report: what a person and a department answer for."""

    owner_id: int | None
    department_id: int | None


def may_follow_up(user: User, item: HasOwner, agency: int) -> bool:
    """Milestones, notes and agreements: the controller and the director for all, others for what is theirs.

    Theirs is what they own themselves and what their own department answers for.
    """
    if not user.is_active or not user.may(Permission.FOLLOW_UP, agency):
        return False
    own = item.owner_id == user.pk or (item.department_id in departments_in(user, agency))
    return own or user.may(Permission.FOLLOW_UP_ALL, agency)


def may_answer_for(user: User, item: HasOwner, agency: int) -> bool:
    """Judgements and deliveries: the owner, the head of the department, the controller and the director."""
    if not user.is_active or not user.may(Permission.FOLLOW_UP, agency):
        return False
    heads = user.may(Permission.ANSWER_FOR, agency) and item.department_id in departments_in(user, agency)
    return item.owner_id == user.pk or heads or user.may(Permission.FOLLOW_UP_ALL, agency)


def departments_in(user: User, agency: int) -> set[int]:
    """The departments of the agency in which ``user`` has a role today."""
    return {h.department_id for h in user.current_roles if h.organisation_id == agency and h.department_id}
