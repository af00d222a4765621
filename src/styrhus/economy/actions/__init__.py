"""Every change to the year's money."""

from .authorisations import add_charge, authorise, receive_charge, withdraw_authorisation, withdraw_charge
from .changes import STORTING, Change, carry_over, move, revise
from .commitments import commit, cover_text, release
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
from .holders import give_share, make_holder, set_state

__all__ = [
    "STORTING",
    "Change",
    "add_binding",
    "add_chapter",
    "add_charge",
    "add_named_grant",
    "add_post",
    "authorise",
    "carry_over",
    "change_appropriation",
    "change_binding",
    "change_named_grant",
    "commit",
    "cover_text",
    "give_share",
    "make_holder",
    "move",
    "receive_charge",
    "release",
    "revise",
    "set_state",
    "withdraw_authorisation",
    "withdraw_binding",
    "withdraw_charge",
]
