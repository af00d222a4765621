"""Authorisations to charge another's post, and to go beyond a post. Entered once, and withdrawn once."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.sourced import Place
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.economy.models import (
    AuthorisationKind,
    BudgetAuthorisation,
    Chapter,
    ChargeAuthorisation,
    Direction,
    Post,
)
from styrhus.economy.rules import is_chapter_number, is_income, is_post_number
from styrhus.identity import clock
from styrhus.identity.models import Organisation, User

from .entry import add_post
from .parts import in_its_year, locked_posts, positive, refuse_exceeded, require_budget, tell_if_exceeded

NO_LIMIT = (AuthorisationKind.EXTRA_INCOME, AuthorisationKind.BEYOND_YEAR)


@transaction.atomic
def add_charge(
    *,
    post: Post,
    direction: Direction,
    counterpart: str,
    amount: int,
    decided_on: date,
    text: str,
    place: Place,
    by: User | None,
) -> ChargeAuthorisation:
    """Enter an authorisation to charge a post (belastningsfullmakt), given to another or received on ``post``.

    Given, it takes from what the agency itself may bind, and is refused where that is bound already.
    Raises: AccessDenied, ValidationError.
    """
    positive(amount)
    post = locked_posts([post])[post.pk]
    require_budget(by, post.chapter.agency_id)
    in_its_year(decided_on, post.chapter.year)
    if not counterpart.strip():
        raise ValidationError(_("Skriv hvem fullmakten er gitt til eller mottatt fra."))
    if direction == Direction.GIVEN and post.chapter.belongs_to:
        raise ValidationError(_("Posten hører til en annen. Bare den som har posten, kan la andre belaste den."))
    charge = ChargeAuthorisation(
        post=post, direction=direction, counterpart=counterpart, amount=amount, decided_on=decided_on, text=text,
        entered_by=by, entered_at=clock.now(), document=place.document, lines=list(place.lines),
    )  # fmt: skip
    save_checked(charge)
    new = snapshot(charge, "post", "direction", "counterpart", "amount", "decided_on", "text", "document")
    record(act="economy.add_charge", subject=charge, by=by, new=new)
    if direction == Direction.GIVEN:
        refuse_exceeded(post, decided_on)
    return charge


@transaction.atomic
def receive_charge(
    *,
    agency: Organisation,
    year: int,
    chapter_number: str,
    post_number: str,
    post_name: str,
    counterpart: str,
    amount: int,
    decided_on: date,
    text: str,
    place: Place,
    by: User | None,
) -> ChargeAuthorisation:
    """Enter an authorisation received on another's chapter and post, which are then listed as another's.

    Raises: AccessDenied, ValidationError (no chapter or post number, or the agency's own post).
    """
    require_budget(by, agency.pk)
    if not is_chapter_number(chapter_number) or not is_post_number(post_number):
        raise ValidationError(_("Skriv kapittelet med tre eller fire siffer og posten med to, for eksempel 440 og 01."))
    if not counterpart.strip():
        raise ValidationError(_("Skriv hvem fullmakten er gitt til eller mottatt fra."))
    chapter = Chapter.objects.select_for_update().filter(agency=agency, year=year, number=chapter_number).first()
    if chapter is None:
        chapter = Chapter(
            agency=agency, year=year, number=chapter_number, name=_("Andres kapittel"), belongs_to=counterpart,
            document=place.document, lines=list(place.lines),
        )  # fmt: skip
        save_checked(chapter)
        new = snapshot(chapter, "agency", "year", "number", "name", "belongs_to")
        record(act="economy.add_chapter", subject=chapter, by=by, new=new)
    post = Post.objects.filter(chapter=chapter, number=post_number).first()
    if post is None:
        if not chapter.belongs_to:
            raise ValidationError(
                _("Kapittel %(chapter)s er virksomhetens eget. Velg posten i listen.") % {"chapter": chapter_number}
            )
        post = add_post(
            chapter=chapter, number=post_number, name=post_name or counterpart, appropriated=None, at_disposal=None,
            carry_over=False, estimate=False, place=place, by=by,
        )  # fmt: skip
    return add_charge(
        post=post, direction=Direction.RECEIVED, counterpart=counterpart, amount=amount, decided_on=decided_on,
        text=text, place=place, by=by,
    )  # fmt: skip


@transaction.atomic
def withdraw_charge(*, charge: ChargeAuthorisation, on: date, why: str, by: User | None) -> ChargeAuthorisation:
    """End a belastningsfullmakt from a day. Raises: AccessDenied, ValidationError (already, too early, no reason)."""
    charge = (
        ChargeAuthorisation.objects.select_for_update(of=("self",)).select_related("post__chapter").get(pk=charge.pk)
    )
    locked_posts([charge.post])
    _withdraw(charge, on, why, by, act="economy.withdraw_charge")
    tell_if_exceeded(charge.post, on)
    return charge


@transaction.atomic
def authorise(
    *,
    post: Post,
    kind: AuthorisationKind,
    amount: int | None,
    legal_basis: str,
    decided_on: date,
    place: Place,
    by: User | None,
    income_post: Post | None = None,
    delegated: bool = True,
) -> BudgetAuthorisation:
    """Enter a budget authorisation. Extra income is a pair of an expense post and an income post.

    Raises: AccessDenied, ValidationError (no legal basis, no amount where there must be one, not a pair).
    """
    post = locked_posts([post])[post.pk]
    require_budget(by, post.chapter.agency_id)
    in_its_year(decided_on, post.chapter.year)
    if is_income(post.chapter.number):
        raise ValidationError(_("Velg en utgiftspost. Inntektsposten velges for seg."))
    if amount is not None:
        positive(amount)
    elif kind not in NO_LIMIT:
        raise ValidationError(_("Skriv beløpet fullmakten gjelder."))
    if not legal_basis.strip():
        raise ValidationError(_("Skriv hjemmelen, for eksempel vedtaket eller rundskrivet fullmakten står i."))
    if kind == AuthorisationKind.EXTRA_INCOME:
        if income_post is None or not is_income(income_post.chapter.number):
            raise ValidationError(_("En merinntektsfullmakt trenger inntektsposten der merinntekten kommer."))
        if (income_post.chapter.agency_id, income_post.chapter.year) != (post.chapter.agency_id, post.chapter.year):
            raise ValidationError(_("Postene må høre til samme budsjett."))
    elif income_post is not None:
        raise ValidationError(_("Bare en merinntektsfullmakt har inntektspost."))
    row = BudgetAuthorisation(
        post=post, kind=kind, income_post=income_post, amount=amount, legal_basis=legal_basis, delegated=delegated,
        decided_on=decided_on, entered_by=by, entered_at=clock.now(), document=place.document, lines=list(place.lines),
    )  # fmt: skip
    save_checked(row)
    new = snapshot(
        row, "post", "kind", "income_post", "amount", "legal_basis", "delegated", "decided_on", "document", "lines"
    )
    record(act="economy.authorise", subject=row, by=by, new=new)
    return row


@transaction.atomic
def withdraw_authorisation(
    *, authorisation: BudgetAuthorisation, on: date, why: str, by: User | None
) -> BudgetAuthorisation:
    """End a budget authorisation from a day. Raises: AccessDenied, ValidationError (already, too early, no reason)."""
    rows = BudgetAuthorisation.objects.select_for_update(of=("self",)).select_related("post__chapter")
    row: BudgetAuthorisation = rows.get(pk=authorisation.pk)
    locked_posts([row.post])
    _withdraw(row, on, why, by, act="economy.withdraw_authorisation")
    tell_if_exceeded(row.post, on)
    return row


def _withdraw(row: ChargeAuthorisation | BudgetAuthorisation, on: date, why: str, by: User | None, *, act: str) -> None:
    require_budget(by, row.post.chapter.agency_id)
    if row.withdrawn_on is not None:
        raise ValidationError(_("Fullmakten er allerede trukket."))
    if on < row.decided_on:
        raise ValidationError(_("Fullmakten kan ikke trekkes fra en dag før den ble gitt."))
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor fullmakten trekkes."))
    row.withdrawn_on, row.withdrawn_by, row.withdrawn_at, row.withdrawn_why = on, by, clock.now(), why
    save_checked(row, only=("withdrawn_on", "withdrawn_by", "withdrawn_at", "withdrawn_why"))
    record(act=act, subject=row, by=by, old={"withdrawn_on": None}, new=snapshot(row, "withdrawn_on"), why=why)
