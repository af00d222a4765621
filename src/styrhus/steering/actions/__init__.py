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
from .drops import answer_drop, apply_granted, ask_to_drop, recall_drop
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
from .occurrences import finish_occurrence, make_occurrences, reopen_occurrence
from .oral_orders import confirm_oral_order, enter_oral_order
from .owners import set_owner
from .plans import add_goal, add_parameter, make_plan
from .routines import approve_routine, cancel_duty_entry, log_duty

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
    "answer_drop",
    "apply_granted",
    "approve_routine",
    "ask_to_drop",
    "bind_to_assignment",
    "cancel_duty_entry",
    "change_deadline",
    "change_milestone",
    "confirm_oral_order",
    "correct_note",
    "deliver",
    "describe_partner",
    "drop_milestone",
    "enter_oral_order",
    "finish_milestone",
    "finish_occurrence",
    "judge",
    "log_duty",
    "make_occurrences",
    "make_plan",
    "recall_drop",
    "reopen_milestone",
    "reopen_occurrence",
    "reply_to_delivery",
    "set_duty_routine",
    "set_meeting_date",
    "set_owner",
    "state_of",
    "withdraw_assignment",
    "write_note",
)
