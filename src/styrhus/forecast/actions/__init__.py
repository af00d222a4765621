"""Every change of this room: one function per act. Amounts are kroner and øre."""

from .estimates import copy_estimate, enter_estimate, return_submission, submit
from .versions import approve, change_version, freeze, open_version, share
from .watching import watch

__all__ = [
    "approve",
    "change_version",
    "copy_estimate",
    "enter_estimate",
    "freeze",
    "open_version",
    "return_submission",
    "share",
    "submit",
    "watch",
]
