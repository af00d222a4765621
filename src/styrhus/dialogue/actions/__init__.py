"""Every change to the steering dialogue: one function per act, each in one transaction with its event."""

from .agenda import (
    add_item,
    add_paper,
    change_item,
    draft_agenda,
    include_item,
    move_item,
    remove_paper,
    reopen_agenda,
    send_agenda,
    write_note,
)
from .approval import approve_minutes, comment_minutes, send_minutes, start_addendum, take_back_minutes
from .decisions import close_resolution, register_signal, reopen_resolution, set_resolution_owner
from .meetings import call_meeting, cancel_meeting, change_meeting, hold_meeting, plan_meeting
from .minutes import WrittenMeanwhile, add_part, add_point, change_point, remove_point, write_part
from .participants import add_participant, remove_participant
from .written_acts import carry_out_amount, carry_out_assignment, carry_out_deadline

__all__ = (
    "WrittenMeanwhile",
    "add_item",
    "add_paper",
    "add_part",
    "add_participant",
    "add_point",
    "approve_minutes",
    "call_meeting",
    "cancel_meeting",
    "carry_out_amount",
    "carry_out_assignment",
    "carry_out_deadline",
    "change_item",
    "change_meeting",
    "change_point",
    "close_resolution",
    "comment_minutes",
    "draft_agenda",
    "hold_meeting",
    "include_item",
    "move_item",
    "plan_meeting",
    "register_signal",
    "remove_paper",
    "remove_participant",
    "remove_point",
    "reopen_agenda",
    "reopen_resolution",
    "send_agenda",
    "send_minutes",
    "set_resolution_owner",
    "start_addendum",
    "take_back_minutes",
    "write_note",
    "write_part",
)
