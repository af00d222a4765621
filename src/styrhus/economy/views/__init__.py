"""The pages of the money."""

from .budget import (
    authorisations,
    carry,
    move,
    new_authorisation,
    new_charge,
    revise,
    withdraw_authorisation,
    withdraw_charge,
)
from .commitments import commit, commitment, commitments, holder, holders, new_holder, release, share, state
from .overview import changes, money, post

__all__ = [
    "authorisations",
    "carry",
    "changes",
    "commit",
    "commitment",
    "commitments",
    "holder",
    "holders",
    "money",
    "move",
    "new_authorisation",
    "new_charge",
    "new_holder",
    "post",
    "release",
    "revise",
    "share",
    "state",
    "withdraw_authorisation",
    "withdraw_charge",
]
