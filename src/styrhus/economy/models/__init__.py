"""The year's money. Amounts are whole kroner."""

from .authorisations import AuthorisationKind, BudgetAuthorisation, ChargeAuthorisation, Direction
from .commitments import Commitment, CommitmentKind, Release, ReleaseKind
from .holders import BudgetHolder, HolderShare, HolderState
from .structure import (
    Appropriation,
    AppropriationKind,
    Binding,
    BindingQuerySet,
    BindingVersion,
    Chapter,
    ChapterQuerySet,
    NamedGrant,
    Post,
    PostQuerySet,
)

__all__ = [
    "Appropriation",
    "AppropriationKind",
    "AuthorisationKind",
    "Binding",
    "BindingQuerySet",
    "BindingVersion",
    "BudgetAuthorisation",
    "BudgetHolder",
    "Chapter",
    "ChapterQuerySet",
    "ChargeAuthorisation",
    "Commitment",
    "CommitmentKind",
    "Direction",
    "HolderShare",
    "HolderState",
    "NamedGrant",
    "Post",
    "PostQuerySet",
    "Release",
    "ReleaseKind",
]
