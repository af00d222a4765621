"""Every change to the year's money."""

from .entry import (
    add_binding,
    add_chapter,
    add_named_grant,
    add_post,
    change_appropriation,
    change_binding,
    change_named_grant,
    withdraw_binding,
)

__all__ = [
    "add_binding",
    "add_chapter",
    "add_named_grant",
    "add_post",
    "change_appropriation",
    "change_binding",
    "change_named_grant",
    "withdraw_binding",
]
