"""The answer that rooms below ask for before money is committed: whether the person has the authority to."""

from __future__ import annotations

from datetime import date

from styrhus.economy.models import Post
from styrhus.economy.upper import Answer
from styrhus.identity.models import User

from .actions import use_delegation


def check_and_note(*, user: User, post: Post, amount: int, on: date, purpose: str, by: User) -> Answer:
    """Hold the commitment against the delegations of ``user`` and log the answer, allowed or not.

    ``by`` enters it. Raises: AccessDenied, ValidationError.
    """
    verdict, _use = use_delegation(user=user, post=post, amount=amount, on=on, purpose=purpose, by=by)
    return Answer(verdict.allowed, verdict.why)
