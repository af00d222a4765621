"""The budget's changes through the year: revised budget, new balance, moves between posts, and what is carried over."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.sourced import Place
from styrhus.economy.models import Appropriation, AppropriationKind, Post
from styrhus.identity.models import User

from .parts import (
    appropriate,
    document_or_reason,
    in_its_year,
    locked_posts,
    not_below_zero,
    positive,
    post_place,
    refuse_exceeded,
    require_budget,
    tell_if_exceeded,
)

STORTING = (AppropriationKind.REVISED, AppropriationKind.BALANCED, AppropriationKind.SUPPLEMENT)


@dataclass(frozen=True, slots=True)
class Change:
    """Differences in kroner for one post: what is appropriated, and what of it is at the agency's disposal."""

    post: Post
    appropriated: int
    at_disposal: int


@transaction.atomic
def revise(
    *,
    kind: AppropriationKind,
    changes: Sequence[Change],
    decided_on: date,
    place: Place,
    why: str,
    by: User | None,
) -> list[Appropriation]:
    """Enter one decision that changes several posts of one agency's year: RNB, new balance or a supplement.

    What the Storting and the ministry decide is entered even where it leaves a post bound for more than it has; then
    those who make the budget are told. Raises: AccessDenied, ValidationError (no change, twice the same post, below 0).
    """
    if kind not in STORTING:
        raise ValidationError(_("Velg revidert nasjonalbudsjett, nysaldering eller supplerende tildelingsbrev."))
    wanted = [one for one in changes if one.appropriated or one.at_disposal]
    if not wanted:
        raise ValidationError(_("Skriv endringen for minst én post."))
    posts = locked_posts(one.post for one in wanted)
    budgets = {(post.chapter.agency_id, post.chapter.year) for post in posts.values()}
    if len(posts) < len(wanted) or len(budgets) > 1:
        raise ValidationError(_("Hver post endres én gang, og alle må høre til samme budsjett."))
    agency, year = budgets.pop()
    require_budget(by, agency)
    in_its_year(decided_on, year)
    document_or_reason(place, why)
    act = uuid.uuid4()
    rows = []
    for one in wanted:
        post = posts[one.post.pk]
        try:
            not_below_zero(post, one.at_disposal, one.appropriated)
        except ValidationError as error:
            raise ValidationError(f"{post_place(post).capitalize()}: {error.messages[0]}") from error
        amounts = (one.appropriated, one.at_disposal)
        rows.append(appropriate(post, kind, amounts, decided_on, place=place, by=by, why=why, act=act))
    for post in posts.values():
        tell_if_exceeded(post, decided_on)
    return rows


@transaction.atomic
def move(
    *,
    source: Post,
    target: Post,
    amount: int,
    decided_on: date,
    place: Place,
    why: str,
    by: User | None,
    of_appropriation: bool = True,
) -> tuple[Appropriation, Appropriation]:
    """Move kroner from one post to another: a pair of rows that sums to zero, in one act.

    ``of_appropriation`` False moves only what is at disposal, as the agency itself may under R-110. Refused when the
    source would be bound for more than it has left. Raises: AccessDenied, ValidationError.
    """
    positive(amount)
    if source.pk == target.pk:
        raise ValidationError(_("Velg to ulike poster."))
    posts = locked_posts((source, target))
    source, target = posts[source.pk], posts[target.pk]
    if (source.chapter.agency_id, source.chapter.year) != (target.chapter.agency_id, target.chapter.year):
        raise ValidationError(_("Postene må høre til samme budsjett."))
    require_budget(by, source.chapter.agency_id)
    in_its_year(decided_on, source.chapter.year)
    document_or_reason(place, why)
    given = amount if of_appropriation else 0
    not_below_zero(source, -amount, -given)
    act = uuid.uuid4()
    kind = AppropriationKind.MOVE
    taken = appropriate(source, kind, (-given, -amount), decided_on, place=place, by=by, why=why, act=act)
    added = appropriate(target, kind, (given, amount), decided_on, place=place, by=by, why=why, act=act)
    refuse_exceeded(source, decided_on)
    return taken, added


@transaction.atomic
def carry_over(*, post: Post, amount: int, decided_on: date, place: Place, why: str, by: User | None) -> Appropriation:
    """Enter what was carried over from last year: at disposal this year, and no part of this year's appropriation.

    Raises: AccessDenied, ValidationError (no document and no reason, not above 0).
    """
    positive(amount)
    post = locked_posts([post])[post.pk]
    require_budget(by, post.chapter.agency_id)
    in_its_year(decided_on, post.chapter.year)
    document_or_reason(place, why)
    return appropriate(post, AppropriationKind.CARRIED_OVER, (0, amount), decided_on, place=place, by=by, why=why)
