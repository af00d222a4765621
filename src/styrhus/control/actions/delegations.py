"""Delegating the authority to commit the budget, withdrawing it, substitutes, and logging its use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.archive.models import Document
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.control.access import Permission, require_in
from styrhus.control.models import Delegation, DelegationUse, Substitution, SystemText, TextKind
from styrhus.control.queries import delegations as queries
from styrhus.control.rules import Holding, excess, overlap
from styrhus.control.texts import EXCESSES
from styrhus.economy.models import Chapter, Post
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import Department, Organisation, User
from styrhus.notices.actions import notify
from styrhus.steering.actions.owners import works_in

from .controls import check_document, check_owner

FIELDS = (
    "giver",
    "receiver",
    "parent",
    "department",
    "posts",
    "per_commitment",
    "per_year",
    "valid_from",
    "valid_to",
    "may_delegate",
    "conditions",
    "document",
)


def may_write_for(user: User, giver: User, agency: int) -> bool:
    """Givers act for themselves; who keeps the register enters what others have decided in writing."""
    if user.may(Permission.REGISTER_DELEGATIONS, agency):
        return True
    return user.pk == giver.pk and user.may(Permission.DELEGATE, agency)


@transaction.atomic
def delegate(
    *,
    agency: Organisation,
    giver: User,
    receiver: User,
    parent: Delegation | None,
    posts: Iterable[str],
    per_commitment: int | None,
    per_year: int | None,
    valid_from: date,
    valid_to: date | None,
    document: Document,
    by: User | None,
    department: Department | None = None,
    may_delegate: bool = False,
    conditions: str = "",
) -> Delegation:
    """Give ``receiver`` authority over ``posts`` ("671", "671.21"; none: all), in whole kroner, within the giver's own.

    ``parent`` is the delegation that the giver holds it by, None for the director. Raises: AccessDenied (also to who
    would enter their own delegation), ValidationError (more than the giver holds, overlap, another body's people).
    """
    _check_writer(by, giver, receiver, agency)
    Organisation.objects.select_for_update(of=("self",)).get(
        pk=agency.pk
    )  # chains and overlaps are judged one at a time
    check_owner(agency.pk, receiver, department)
    check_document(agency.pk, document)
    wanted = _known_posts(agency, posts)
    holding = Holding(frozenset(wanted), per_commitment, per_year, valid_from, valid_to)
    _check_source(agency, giver, receiver, parent, holding)
    _check_overlap(agency, receiver, holding)
    row = Delegation(
        agency=agency, parent=parent, giver=giver, receiver=receiver, department=department, posts=wanted,
        per_commitment=per_commitment, per_year=per_year, valid_from=valid_from, valid_to=valid_to,
        may_delegate=may_delegate, conditions=conditions, document=document, made_by=by, made_at=clock.now(),
        guidelines=SystemText.objects.filter(agency=agency, kind=TextKind.GUIDELINES, valid_from__lte=valid_from)
        .order_by("-version").first(),
    )  # fmt: skip
    save_checked(row)
    record(act="control.delegate", subject=row, by=by, new=snapshot(row, *FIELDS))
    _tell(row, receiver, "delegated", lambda: _("Du har fått budsjettfullmakt fra %(name)s.") % {"name": giver.name})
    return row


def _check_writer(by: User | None, giver: User, receiver: User, agency: Organisation) -> None:
    if by is None:
        return
    if not may_write_for(by, giver, agency.pk) or not by.is_active:
        raise AccessDenied(_("Bare giveren selv eller den som fører registeret, kan delegere budsjettfullmakt."))
    if by.pk == receiver.pk:
        raise AccessDenied(_("Ingen kan føre inn en fullmakt til seg selv."))


def _known_posts(agency: Organisation, posts: Iterable[str]) -> list[str]:
    wanted = sorted({code.strip() for code in posts if code.strip()})
    for code in wanted:
        chapter, dot, post = code.partition(".")
        known = Chapter.objects.filter(agency=agency, number=chapter)
        if not (known.filter(posts__number=post) if dot else known).exists():
            raise ValidationError(_("Virksomheten har ingen post «%(code)s».") % {"code": code})
    return wanted


def _check_source(
    agency: Organisation, giver: User, receiver: User, parent: Delegation | None, holding: Holding
) -> None:
    if giver.pk == receiver.pk:
        raise ValidationError(_("Giver og mottaker må være to personer."))
    if holding.end and holding.end < holding.begin:
        raise ValidationError(_("Siste dag ligger før første."))
    if any(limit is not None and limit <= 0 for limit in (holding.per_commitment, holding.per_year)):
        raise ValidationError(_("En grense må være større enn null. La feltet stå tomt når det ikke er noen."))
    if parent is None:
        if not queries.is_director(giver, agency.pk, max(holding.begin, clock.today())):
            raise ValidationError(
                _("Bare direktøren kan delegere uten selv å ha en fullmakt. Velg fullmakten det gis fra.")
            )
        return
    parent = Delegation.objects.select_related("receiver").get(pk=parent.pk)
    if parent.agency_id != agency.pk or parent.receiver_id != giver.pk:
        raise ValidationError(_("Fullmakten det gis fra, er ikke giverens egen."))
    if not parent.may_delegate:
        raise ValidationError(_("Giverens fullmakt kan ikke delegeres videre."))
    chain = queries.chain_of(parent)
    if receiver.pk in {link.giver_id for link in chain}:
        raise ValidationError(_("%(name)s har selv gitt fullmakten som dette bygger på.") % {"name": receiver.name})
    for link in chain:
        found = excess(holding, link.holding)
        if found:
            raise ValidationError(str(EXCESSES[found]))


def _check_overlap(agency: Organisation, receiver: User, holding: Holding) -> None:
    """One delegation for each post and day: two would give twice what their givers meant."""
    for other in Delegation.objects.filter(agency=agency, receiver=receiver).select_related("giver").order_by("pk"):
        last = other.last_day
        if (last is None or last >= other.valid_from) and overlap(holding, other.holding):
            raise ValidationError(
                _("%(name)s har alt en fullmakt fra %(giver)s for samme post og periode. Trekk den først.")
                % {"name": receiver.name, "giver": other.giver.name}
            )


@transaction.atomic
def withdraw_delegation(*, delegation: Delegation, from_day: date, why: str, by: User) -> Delegation:
    """End a delegation from ``from_day``, and with it all that was given from it. Raises: AccessDenied, ValidationError."""
    if not may_withdraw(by, delegation):
        raise AccessDenied(_("Fullmakten trekkes av giveren, direktøren eller den som fører registeret."))
    Organisation.objects.select_for_update(of=("self",)).get(pk=delegation.agency_id)
    delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    if delegation.withdrawn_on:
        raise ValidationError(_("Fullmakten er alt trukket."))
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor fullmakten trekkes."))
    if from_day < clock.today():
        raise ValidationError(_("En fullmakt trekkes tidligst fra i dag."))
    delegation.withdrawn_on, delegation.withdrawn_by, delegation.withdrawn_why = from_day, by, why
    save_checked(delegation, only=("withdrawn_on", "withdrawn_by", "withdrawn_why"))
    record(act="control.withdraw_delegation", subject=delegation, by=by, new={"withdrawn_on": from_day}, why=why)
    text = lambda: _("Budsjettfullmakten du har fra %(name)s, er trukket.") % {"name": delegation.giver.name}  # noqa: E731
    _tell(delegation, delegation.receiver, "withdrawn", text)
    return delegation


def may_withdraw(user: User, delegation: Delegation) -> bool:
    agency = delegation.agency_id
    if not user.is_active:
        return False
    if user.may(Permission.REGISTER_DELEGATIONS, agency) or user.may(Permission.APPROVE_CYCLE, agency):
        return True
    return user.pk == delegation.giver_id and user.may(Permission.DELEGATE, agency)


@transaction.atomic
def set_substitute(
    *, delegation: Delegation, substitute: User, begin: date, end: date, by: User | None
) -> Substitution:
    """Let somebody act under the delegation from ``begin`` to ``end``, both included. Raises: AccessDenied, ValidationError."""
    _check_writer(by, delegation.giver, substitute, delegation.agency)
    delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    if not works_in(substitute, delegation.agency_id):
        raise ValidationError(_("%(name)s har ingen rolle i virksomheten i dag.") % {"name": substitute.name})
    if substitute.pk in (delegation.receiver_id, delegation.giver_id):
        raise ValidationError(_("Vikaren må være en annen enn giveren og mottakeren."))
    if end < begin:
        raise ValidationError(_("Siste dag ligger før første."))
    last = delegation.last_day
    if begin < delegation.valid_from or (last is not None and end > last):
        raise ValidationError(_("Vikariatet må ligge innenfor fullmaktens egen periode."))
    if delegation.substitutions.filter(begin__lte=end, end__gte=begin).exists():
        raise ValidationError(_("Fullmakten har alt en vikar i perioden."))
    row = Substitution(
        delegation=delegation, substitute=substitute, begin=begin, end=end, made_by=by, made_at=clock.now()
    )
    save_checked(row)
    record(act="control.set_substitute", subject=delegation, by=by, new=snapshot(row, "substitute", "begin", "end"))
    text = lambda: _("Du er vikar for budsjettfullmakten til %(name)s.") % {"name": delegation.receiver.name}  # noqa: E731
    _tell(delegation, substitute, f"substitute-{row.pk}", text)
    return row


@transaction.atomic
def use_delegation(
    *, user: User, post: Post, amount: int, on: date, purpose: str, by: User
) -> tuple[queries.Verdict, DelegationUse]:
    """Hold a commitment against the delegations and log the answer, allowed or not. Gives the verdict and its entry.

    Others' commitments wait meanwhile, so that two together can't pass a year's limit. Raises: AccessDenied,
    ValidationError (no purpose, no amount).
    """
    agency = post.chapter.agency
    require_in(by, Permission.USE_DELEGATION, agency.pk)
    if user.pk != by.pk and not by.may(Permission.REGISTER_DELEGATIONS, agency.pk):
        raise AccessDenied(_("Du kan bare føre bruk av egen fullmakt."))
    if not purpose.strip():
        raise ValidationError(_("Skriv hva pengene skal brukes til."))
    if amount <= 0:
        raise ValidationError(_("Beløpet må være større enn null."))
    Organisation.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    verdict = queries.may_commit(user=user, post=post, amount=amount, on=on)
    row = DelegationUse(
        agency=agency, delegation=verdict.delegation, user=user, as_substitute=verdict.as_substitute,
        post=queries.code_of(post), amount=amount, on=on, purpose=purpose, allowed=verdict.allowed,
        why=verdict.why[:500], made_at=clock.now(),
    )  # fmt: skip
    save_checked(row)
    record(
        act="control.use_delegation",
        subject=row,
        by=by,
        new=snapshot(row, "user", "post", "amount", "on", "purpose", "allowed", "delegation"),
    )
    return verdict, row


def _tell(delegation: Delegation, user: User, what: str, text: object) -> None:
    notify(
        users=[user],
        kind=f"control.{what.split('-', maxsplit=1)[0]}",
        text=text,  # type: ignore[arg-type]
        url=reverse("control:delegation", args=(delegation.pk,)),
        key=f"control.{what}-{delegation.pk}",
    )
