"""What the acts on the money share."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.archive.sourced import Place
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.economy import cover
from styrhus.economy.access import Permission
from styrhus.economy.models import Appropriation, AppropriationKind, Post
from styrhus.identity import clock
from styrhus.identity.access import require
from styrhus.identity.models import User
from styrhus.identity.queries import holders_of
from styrhus.notices.actions import notify
from styrhus.ui.formats import date_long, kroner


def require_budget(by: User | None, agency: int) -> None:
    """Raise AccessDenied unless ``by`` makes the agency's budget. None is the program itself."""
    if by is not None:
        require(by, Permission.MAKE_BUDGET, agency)


def document_or_reason(place: Place, why: str) -> None:
    if place.document is None and not why.strip():
        raise ValidationError(_("Velg dokumentet som bestemmer det, eller skriv hvorfor."))


def in_its_year(day: date, year: int) -> None:
    """A change of a year's money is decided in the year or the one before (the letter), or when it is closed after."""
    if not year - 1 <= day.year <= year + 1:
        raise ValidationError(_("Datoen hører ikke til budsjettåret %(year)s.") % {"year": year})


def positive(amount: int) -> None:
    if amount <= 0:
        raise ValidationError(_("Beløpet må være større enn null."))


def locked_posts(posts: Iterable[Post]) -> dict[int, Post]:
    """The posts, locked in one order, so that two acts at once are summed one after the other and never wait in a ring."""
    rows = Post.objects.select_for_update(of=("self",)).filter(pk__in={post.pk for post in posts}).order_by("pk")
    return {post.pk: post for post in rows.select_related("chapter__agency")}


def appropriate(
    post: Post,
    kind: AppropriationKind,
    amounts: tuple[int, int],
    decided_on: date | None,
    *,
    place: Place,
    by: User | None,
    why: str = "",
    act: uuid.UUID | None = None,
) -> Appropriation:
    """Write one row of appropriation and its event. ``amounts``: what is appropriated, what is at disposal."""
    fields: dict[str, Any] = place.as_fields()
    row = Appropriation(
        post=post,
        kind=kind,
        appropriated=amounts[0],
        at_disposal=amounts[1],
        decided_on=decided_on or clock.today(),
        why=why,
        act=act or uuid.uuid4(),
        entered_by=by,
        entered_at=clock.now(),
        **fields,
    )
    save_checked(row)
    new = snapshot(row, "kind", "appropriated", "at_disposal", "decided_on", "document", "lines")
    record(act="economy.appropriate", subject=post, by=by, new=new, why=why)
    return row


def not_below_zero(post: Post, share: int, given: int = 0) -> None:
    """Refuse a change that takes more from a post than it has. Differences in kroner."""
    sums = cover.standing(post)
    if sums.appropriated + given < 0 or sums.at_disposal + share < 0:
        raise ValidationError(_("Endringen er større enn det posten har. Se etter om beløpet er riktig."))


def refuse_exceeded(post: Post, since: date) -> None:
    """Refuse what the agency itself has just done when a post is bound for more than it has. Call it last.

    Raises: ValidationError with the day, the amount that is short, and that no authorisation covers it.
    """
    found = cover.tightest(post, since)
    if found.short > 0:
        raise ValidationError(
            _(
                "Det går ikke: %(post)s er bundet for mer enn det som er til disposisjon %(day)s. Det mangler %(amount)s."
            )
            % {"post": post_place(post), "day": date_long(found.day), "amount": kroner(found.short)}
        )


def tell_if_exceeded(post: Post, since: date) -> None:
    """Tell those who make the budget when others' decision has left a post bound for more than it has."""
    found = cover.tightest(post, since)
    if found.short > 0:
        notify(
            users=holders_of(Permission.MAKE_BUDGET, post.chapter.agency_id),
            kind="economy.exceeded",
            text=lambda: (
                _("%(post)s er bundet for %(amount)s mer enn det som er til disposisjon.")
                % {"post": post_place(post), "amount": kroner(found.short)}
            ),
            url=reverse("economy:post", args=(post.pk,)),
            key=f"economy.exceeded-{post.pk}-{found.short}-{clock.today():%Y%m%d}",
            urgent=True,
        )


def post_place(post: Post) -> str:
    return _("kap. %(chapter)s post %(post)s") % {"chapter": post.chapter.number, "post": post.number}
