"""Binding money, and setting it free again. What the post, the holder or the person may not bear is refused."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.sourced import Place
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.economy import cover, upper
from styrhus.economy.access import Permission
from styrhus.economy.models import (
    AuthorisationKind,
    Binding,
    BudgetAuthorisation,
    BudgetHolder,
    Commitment,
    CommitmentKind,
    HolderShare,
    HolderState,
    Post,
    Release,
    ReleaseKind,
)
from styrhus.economy.queries.holders import bound_by
from styrhus.economy.rules import is_income
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied, require
from styrhus.identity.models import Department, User
from styrhus.ui.formats import date_long, kroner

from .parts import in_its_year, locked_posts, post_place

FIELDS = (
    "post", "binding", "department", "kind", "text", "counterpart", "amount", "later_amount", "last_year",
    "decided_on", "excess", "excess_cover", "later_cover", "decided_by", "document",
)  # fmt: skip


def commit(
    *,
    post: Post,
    amount: int,
    kind: CommitmentKind,
    text: str,
    decided_on: date,
    by: User | None,
    counterpart: str = "",
    binding: Binding | None = None,
    department: Department | None = None,
    later_amount: int = 0,
    last_year: int | None = None,
    decided_by: User | None = None,
    place: Place | None = None,
) -> Commitment:
    """Bind ``amount`` kroner of the post's year and ``later_amount`` of later years.

    Refused, with the reason in one sentence, when the department's budget is closed, locked or spent, when the post
    would be exceeded on any day from then on without an authorisation that covers it, or when ``decided_by`` (else
    ``by``) has no personal authority. That last answer is noted even when it is no.
    Raises: AccessDenied, ValidationError.
    """
    refusal = ""
    with transaction.atomic():
        _may(by, post.chapter.agency_id, department)
        _checked(amount, later_amount, text)
        post = locked_posts([post])[post.pk]
        in_its_year(decided_on, post.chapter.year)
        _checked_post(post, binding, last_year, later_amount)
        if department is not None:
            _within_holder(department, post, amount, decided_on)
        row = Commitment(
            post=post, binding=binding, department=department, kind=kind, text=text, counterpart=counterpart,
            amount=amount, later_amount=later_amount, last_year=last_year or post.chapter.year, decided_on=decided_on,
            decided_by=decided_by or by, entered_by=by, entered_at=clock.now(),
            document=place.document if place else None, lines=list(place.lines) if place else [],
        )  # fmt: skip
        _cover(row)
        refusal = _authority(row, by)
        if not refusal:
            save_checked(row)
            record(act="economy.commit", subject=row, by=by, new=snapshot(row, *FIELDS))
    if refusal:
        raise ValidationError(refusal)
    return row


@transaction.atomic
def release(
    *,
    commitment: Commitment,
    kind: ReleaseKind,
    on: date,
    why: str,
    by: User | None,
    amount: int = 0,
    later_amount: int = 0,
) -> Release:
    """Set a part free, or all that is left (REST, REVERSED: amounts are not asked for), by a row of its own.

    Raises: AccessDenied, ValidationError (more than is bound, before it was bound, no reason).
    """
    _may(by, commitment.post.chapter.agency_id, commitment.department)
    locked_posts([commitment.post])
    now, later = cover.open_amounts([commitment])[commitment.pk]
    if not now and not later:
        raise ValidationError(_("Disponeringen er avsluttet. Det er ikke mer å frigi."))
    if kind != ReleaseKind.PART:
        amount, later_amount = now, later
    if amount < 0 or later_amount < 0 or not (amount or later_amount):
        raise ValidationError(_("Skriv beløpet som frigis."))
    if amount > now or later_amount > later:
        raise ValidationError(
            _("Disponeringen binder %(now)s i år og %(later)s i senere år. Mer enn det kan ikke frigis.")
            % {"now": kroner(now), "later": kroner(later)}
        )
    if on < commitment.decided_on:
        raise ValidationError(_("Disponeringen kan ikke frigis før den ble gjort."))
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor beløpet frigis."))
    row = Release(
        commitment=commitment, kind=kind, amount=amount, later_amount=later_amount, on=on, why=why, entered_by=by,
        entered_at=clock.now(),
    )  # fmt: skip
    save_checked(row)
    new = snapshot(row, "kind", "amount", "later_amount", "on")
    record(act="economy.release", subject=commitment, by=by, new=new, why=why)
    return row


def cover_text(commitment: Commitment) -> str:
    """In one sentence, what allowed it to go beyond the post; empty when it stayed within."""
    sentences = []
    if commitment.excess_cover is not None:
        sentences.append(
            _("%(amount)s går utover posten og dekkes av %(authorisation)s.")
            % {"amount": kroner(commitment.excess), "authorisation": _named(commitment.excess_cover)}
        )
    if commitment.later_cover is not None:
        sentences.append(
            _("%(amount)s faller på senere år og dekkes av %(authorisation)s.")
            % {"amount": kroner(commitment.later_amount), "authorisation": _named(commitment.later_cover)}
        )
    return " ".join(sentences)


def _named(authorisation: BudgetAuthorisation) -> str:
    kind = str(AuthorisationKind(authorisation.kind).label)
    return f"{kind[:1].lower()}{kind[1:]} ({authorisation.legal_basis})"


def _may(by: User | None, agency: int, department: Department | None) -> None:
    """Those who make the budget or head the agency commit for all; others for the department where they have the role."""
    if by is None:
        return
    require(by, Permission.COMMIT, agency)
    if by.may(Permission.OPEN_BUDGETS, agency):
        return
    own = {held.department_id for held in by.current_roles if held.organisation_id == agency}
    if department is None or department.pk not in own:
        raise AccessDenied(_("Du kan bare disponere avdelingens eget budsjett."))


def _checked(amount: int, later_amount: int, text: str) -> None:
    if amount < 0 or later_amount < 0 or not (amount or later_amount):
        raise ValidationError(_("Beløpet må være større enn null."))
    if not text.strip():
        raise ValidationError(_("Skriv hva pengene skal brukes til."))


def _checked_post(post: Post, binding: Binding | None, last_year: int | None, later_amount: int) -> None:
    year = post.chapter.year
    if is_income(post.chapter.number):
        raise ValidationError(_("Penger disponeres på en utgiftspost, ikke på en inntektspost."))
    if binding is not None and (binding.post_id != post.pk or binding.withdrawn or binding.depth):
        raise ValidationError(_("Bindingen står ikke på posten, eller den er trukket."))
    if later_amount and (last_year is None or last_year <= year):
        raise ValidationError(_("Skriv siste år beløpet i senere år fordeler seg på."))
    if last_year is not None and not year <= last_year <= year + 50:
        raise ValidationError(_("Siste år må være budsjettåret eller senere."))


def _within_holder(department: Department, post: Post, amount: int, on: date) -> None:
    names = {"department": department.name, "year": post.chapter.year}
    rows = BudgetHolder.objects.select_for_update(of=("self",)).filter(agency=post.chapter.agency)
    holder = rows.filter(department=department, year=post.chapter.year).first()
    if holder is None:
        raise ValidationError(_("%(department)s har ikke noe delegert budsjett for %(year)s.") % names)
    if holder.state == HolderState.CLOSED:
        raise ValidationError(_("Budsjettet til %(department)s for %(year)s er lukket.") % names)
    if holder.locked_from and on >= holder.locked_from:
        day = {**names, "day": date_long(holder.locked_from)}
        raise ValidationError(_("Budsjettet til %(department)s for %(year)s er låst fra %(day)s.") % day)
    shares = HolderShare.objects.filter(holder=holder, post=post, on__lte=on).values_list("amount", flat=True)
    left = sum(shares) - bound_by(department, post)
    if amount > left:
        raise ValidationError(
            _("%(department)s har %(left)s igjen på %(post)s, og det er ikke nok til %(amount)s.")
            % {**names, "left": kroner(max(0, left)), "post": post_place(post), "amount": kroner(amount)}
        )


def _cover(row: Commitment) -> None:
    """Find what covers the commitment where it goes beyond the post. Raises: ValidationError where nothing does."""
    if row.later_amount:
        later = cover.later_years(row.post, row.decided_on, more=row.later_amount)
        if later.short or later.cover is None:
            raise ValidationError(
                _("%(amount)s faller på senere år, og ingen bestillings- eller tilsagnsfullmakt på posten dekker det.")
                % {"amount": kroner(later.short or row.later_amount)}
            )
        row.later_cover = later.cover
    before = cover.reaches(row.post, row.decided_on)
    after = _weighed(row)
    added = 0
    for earlier, later_on in zip(before, after, strict=True):
        if later_on.short > earlier.short:
            raise ValidationError(
                _("%(post)s har %(left)s udisponert %(day)s, og ingen fullmakt dekker de %(short)s som mangler.")
                % {
                    "post": post_place(row.post).capitalize(),
                    "left": kroner(max(0, earlier.budget.undisposed)),
                    "day": date_long(later_on.day),
                    "short": kroner(later_on.short),
                }
            )
        if later_on.excess - earlier.excess > added and later_on.cover is not None:
            added = later_on.excess - earlier.excess
            row.excess, row.excess_cover = added, later_on.cover


def _weighed(row: Commitment) -> list[cover.Reach]:
    """The post's days as they would be with the commitment, which is not kept."""
    names = [field.attname for field in Commitment._meta.concrete_fields if not field.primary_key]
    trial = Commitment(**{name: getattr(row, name) for name in names})
    with transaction.atomic():
        save_checked(trial)
        found = cover.reaches(row.post, row.decided_on)
        transaction.set_rollback(True)
    return found


def _authority(row: Commitment, by: User | None) -> str:
    """The refusal of the room that keeps the personal authorities; empty when it allows, or when none asks."""
    if by is None or row.decided_by is None:
        return ""
    answer = upper.check_authority(
        user=row.decided_by, post=row.post, amount=row.amount + row.later_amount, on=row.decided_on,
        purpose=row.text, by=by,
    )  # fmt: skip
    return "" if answer is None or answer.allowed else answer.why
