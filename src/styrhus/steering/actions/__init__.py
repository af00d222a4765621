"""Every change to a plan: one function per act, each in one transaction with its event."""

from .assignments import add_assignment, add_funding, add_part, bind_to_assignment, withdraw_assignment
from .deadlines import add_deadline, change_deadline
from .demands import (
    add_directive,
    add_duty,
    add_meeting,
    add_reporting_demand,
    set_duty_routine,
    set_meeting_date,
)
from .oral_orders import confirm_oral_order, enter_oral_order
from .owners import set_owner
from .plans import add_goal, add_parameter, make_plan

__all__ = (
    "add_assignment",
    "add_deadline",
    "add_directive",
    "add_duty",
    "add_funding",
    "add_goal",
    "add_meeting",
    "add_parameter",
    "add_part",
    "add_reporting_demand",
    "bind_to_assignment",
    "change_deadline",
    "confirm_oral_order",
    "enter_oral_order",
    "make_plan",
    "set_duty_routine",
    "set_meeting_date",
    "set_owner",
    "withdraw_assignment",
)
