"""Every change to a plan: one function per act, each in one transaction with its event."""

from .assignments import add_assignment, add_funding, add_part, bind_to_assignment, withdraw_assignment
from .deadlines import add_deadline, change_deadline
from .deliveries import (
    Upload,
    deliver,
    reply_to_delivery,
    state_of,
)
from .demands import (
    add_directive,
    add_duty,
    add_meeting,
    add_reporting_demand,
    set_duty_routine,
    set_meeting_date,
)
from .followup import (
    add_milestone,
    change_milestone,
    correct_note,
    describe_partner,
    drop_milestone,
    finish_milestone,
    judge,
    reopen_milestone,
    write_note,
)
from .oral_orders import confirm_oral_order, enter_oral_order
from .owners import set_owner
from .plans import add_goal, add_parameter, make_plan

__all__ = (
    "Upload",
    "add_assignment",
    "add_deadline",
    "add_directive",
    "add_duty",
    "add_funding",
    "add_goal",
    "add_meeting",
    "add_milestone",
    "add_parameter",
    "add_part",
    "add_reporting_demand",
    "bind_to_assignment",
    "change_deadline",
    "change_milestone",
    "confirm_oral_order",
    "correct_note",
    "deliver",
    "describe_partner",
    "drop_milestone",
    "enter_oral_order",
    "finish_milestone",
    "judge",
    "make_plan",
    "reopen_milestone",
    "reply_to_delivery",
    "set_duty_routine",
    "set_meeting_date",
    "set_owner",
    "state_of",
    "withdraw_assignment",
    "write_note",
)
