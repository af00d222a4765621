"""Every change to a reading: one function per act, each in one transaction with its event."""

from .adoption import adopt_letter, begin_adoption, stop_adoption
from .decisions import adopt_change, confirm_by_letter, reject_change, reopen_change
from .findings import dismiss_finding, reopen_finding, take_proposal, tell_ministry
from .items import add_item, edit_item, merge_items, reject_item, restore_item, undo_item
from .letters import correct_head, discard_letter, read_again, upload_letter
from .running import run_reading

__all__ = (
    "add_item",
    "adopt_change",
    "adopt_letter",
    "begin_adoption",
    "confirm_by_letter",
    "correct_head",
    "discard_letter",
    "dismiss_finding",
    "edit_item",
    "merge_items",
    "read_again",
    "reject_change",
    "reject_item",
    "reopen_change",
    "reopen_finding",
    "restore_item",
    "run_reading",
    "stop_adoption",
    "take_proposal",
    "tell_ministry",
    "undo_item",
    "upload_letter",
)
