"""Delegated budgets: giving a department its share of the posts, and opening, closing and locking it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.queries import history_of
from styrhus.audit.rows import save_checked
from styrhus.economy import cover
from styrhus.economy.access import Permission
from styrhus.economy.models import BudgetHolder, HolderShare, HolderState, Post
from styrhus.economy.queries.holders import bound_by
from styrhus.identity import clock
from styrhus.identity.access import require
from styrhus.identity.models import Department, Organisation, User
from styrhus.identity.queries import holders_of
from styrhus.notices.actions import notify
from styrhus.ui.formats import date_long, kroner

from .parts import in_its_year, locked_posts, post_place, require_budget


@transaction.atomic
def make_holder(*, agency: Organisation, department: Department, year: int, by: User | None) -> BudgetHolder:
    """Give a department a budget of its own, still without money. Raises: AccessDenied, ValidationError."""
    require_budget(by, agency.pk)
    if department.organisation_id != agency.pk:
        raise ValidationError(_("Avdelingen hører ikke til virksomheten."))
    if BudgetHolder.objects.filter(department=department, year=year).exists():
        raise ValidationError(
            _("%(department)s har allerede et delegert budsjett for %(year)s.")
            % {"department": department.name, "year": year}
        )
    holder = BudgetHolder(agency=agency, department=department, year=year, made_by=by, made_at=clock.now())
    save_checked(holder)
    record(act="economy.make_holder", subject=holder, by=by, new=snapshot(holder, "agency", "department", "year"))
    return holder


@transaction.atomic
def give_share(*, holder: BudgetHolder, post: Post, amount: int, on: date, why: str, by: User | None) -> HolderShare:
    """Give a holder kroner of a post, or take some back (below 0), but never what it has bound.

    Raises: AccessDenied, ValidationError (more than the post has, another's post, no reason for taking back).
    """
    require_budget(by, holder.agency_id)
    post = locked_posts([post])[post.pk]
    if (post.chapter.agency_id, post.chapter.year) != (holder.agency_id, holder.year):
        raise ValidationError(_("Posten hører ikke til budsjettet som delegeres."))
    in_its_year(on, holder.year)
    if not amount:
        raise ValidationError(_("Skriv beløpet som gis eller tas tilbake."))
    if amount < 0 and not why.strip():
        raise ValidationError(_("Skriv hvorfor beløpet tas tilbake."))
    has = HolderShare.objects.filter(holder=holder, post=post).aggregate(sum=Sum("amount", default=0))["sum"]
    bound = bound_by(holder.department, post)
    if has + amount < bound:
        raise ValidationError(
            _("Avdelingen har %(has)s på posten og har bundet %(bound)s. Mer enn resten kan ikke tas tilbake.")
            % {"has": kroner(has), "bound": kroner(bound)}
        )
    given = HolderShare.objects.filter(post=post).aggregate(sum=Sum("amount", default=0))["sum"]
    spendable = cover.standing(post).spendable
    if amount > 0 and given + amount > spendable:
        raise ValidationError(
            _("%(post)s har %(spendable)s, og %(given)s av det er delegert allerede.")
            % {"post": post_place(post).capitalize(), "spendable": kroner(spendable), "given": kroner(given)}
        )
    share = HolderShare(holder=holder, post=post, amount=amount, on=on, why=why, entered_by=by, entered_at=clock.now())
    save_checked(share)
    record(act="economy.give_share", subject=holder, by=by, new=snapshot(share, "post", "amount", "on"), why=why)
    return share


@transaction.atomic
def set_state(
    *, holder: BudgetHolder, state: HolderState, locked_from: date | None, why: str, by: User | None
) -> BudgetHolder:
    """Open or close a delegated budget, or lock it from a day (None: no lock). The department is told.

    Raises: AccessDenied, ValidationError (nothing changed, or no reason).
    """
    if by is not None:
        require(by, Permission.OPEN_BUDGETS, holder.agency_id)
    holder = BudgetHolder.objects.select_for_update(of=("self",)).select_related("department").get(pk=holder.pk)
    if (holder.state, holder.locked_from) == (state, locked_from):
        raise ValidationError(_("Budsjettet har allerede denne tilstanden."))
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor budsjettet åpnes, lukkes eller låses."))
    old = snapshot(holder, "state", "locked_from")
    holder.state, holder.locked_from = state, locked_from
    save_checked(holder, only=("state", "locked_from"))
    new = snapshot(holder, "state", "locked_from")
    record(act="economy.set_state", subject=holder, by=by, old=old, new=new, why=why)
    users = [
        user
        for user in holders_of(Permission.COMMIT, holder.agency_id)
        if user.department and user.department.pk == holder.department_id and user != by
    ]
    notify(
        users=users,
        kind="economy.state",
        text=lambda: _told(holder),
        url=reverse("economy:holder", args=(holder.pk,)),
        key=f"economy.state-{holder.pk}-{history_of(holder).count()}",
    )
    return holder


def _told(holder: BudgetHolder) -> str:
    names = {"department": holder.department.name, "year": holder.year}
    if holder.state == HolderState.CLOSED:
        return _("Budsjettet til %(department)s for %(year)s er lukket.") % names
    if holder.locked_from:
        return _("Budsjettet til %(department)s for %(year)s er låst fra %(day)s.") % {
            **names,
            "day": date_long(holder.locked_from),
        }
    return _("Budsjettet til %(department)s for %(year)s er åpent.") % names
