"""What is collected for the joint directives through the year. Amounts are whole kroner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.models import Document
from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import Department, Organisation, User
from styrhus.obligations.access import require_keeper, require_manager
from styrhus.obligations.models import (
    ApprenticeCount,
    ConsultantPurchase,
    DecentralisedCount,
    DirectiveAccount,
    DirectiveAnswer,
    DirectiveEntry,
    DirectiveKind,
)
from styrhus.obligations.rules import directive_kind
from styrhus.steering.models import Directive

from .rows import change, enter


class ApprenticeValues(TypedDict):
    counted_on: date
    employees: int
    apprentices: int
    trades: str
    training_office: str
    students: int
    note: str


class PurchaseValues(TypedDict):
    bought_on: date
    supplier: str
    supplier_kind: str
    field: str
    campaign: bool
    amount: int
    purpose: str
    why_not_own: str
    case_number: str
    department: Department | None


class DecentralisedValues(TypedDict):
    counted_on: date
    employees: int
    decentralised: int
    advertised: int
    advertised_open: int
    offices: str
    note: str


def count_apprentices(*, agency: Organisation, values: ApprenticeValues, by: User | None) -> ApprenticeCount:
    """Enter how many apprentices the agency has on a day. Raises: AccessDenied, ValidationError."""
    require_keeper(by, agency.pk)
    _check_apprentices(values)
    return enter(ApprenticeCount(agency=agency), "obligations.count_apprentices", by, **values)


def change_apprentice_count(*, row: ApprenticeCount, values: ApprenticeValues, by: User | None) -> ApprenticeCount:
    """Correct a count. Raises: AccessDenied, ValidationError."""
    require_keeper(by, row.agency_id)
    _check_apprentices(values)
    return change(row, "obligations.change_apprentice_count", by, **values)


def _check_apprentices(values: ApprenticeValues) -> None:
    _not_ahead(values["counted_on"])
    if values["apprentices"] > values["employees"]:
        raise ValidationError(_("Det kan ikke være flere lærlinger enn ansatte. Rett ett av tallene."))


def enter_purchase(*, agency: Organisation, values: PurchaseValues, by: User | None) -> ConsultantPurchase:
    """Enter a purchase of consultants. Raises: AccessDenied, ValidationError."""
    _check_purchase(values)
    require_keeper(by, agency.pk, _key(values["department"]))
    return enter(ConsultantPurchase(agency=agency), "obligations.enter_purchase", by, **values)


def change_purchase(*, row: ConsultantPurchase, values: PurchaseValues, by: User | None) -> ConsultantPurchase:
    """Correct a purchase. Raises: AccessDenied, ValidationError (struck out; see ``enter_purchase``)."""
    require_keeper(by, row.agency_id, row.department_id)
    require_keeper(by, row.agency_id, _key(values["department"]))
    if row.struck_on:
        raise ValidationError(_("Kjøpet er strøket og kan ikke endres."))
    _check_purchase(values)
    return change(row, "obligations.change_purchase", by, **values)


def strike_purchase(*, row: ConsultantPurchase, why: str, by: User | None) -> ConsultantPurchase:
    """Take a purchase that was entered by mistake out of the sums; it stays readable. Raises: AccessDenied, ValidationError."""
    require_keeper(by, row.agency_id, row.department_id)
    if row.struck_on:
        raise ValidationError(_("Kjøpet er alt strøket."))
    _need_reason(why)
    return change(row, "obligations.strike_purchase", by, why, struck_on=clock.today(), struck_why=why)


def _check_purchase(values: PurchaseValues) -> None:
    _not_ahead(values["bought_on"])
    if values["amount"] < 0:
        raise ValidationError(_("Beløpet kan ikke være negativt. Før en kreditnota som en retting av kjøpet."))
    if values["campaign"] and values["field"] != "communication":
        raise ValidationError(
            _("Bare kjøp av kommunikasjon kan være en kampanje. Velg fagområdet «Kommunikasjon», eller fjern krysset.")
        )


def count_decentralised(*, agency: Organisation, values: DecentralisedValues, by: User | None) -> DecentralisedCount:
    """Enter how much decentralised work there is on a day. Raises: AccessDenied, ValidationError."""
    require_keeper(by, agency.pk)
    _check_decentralised(values)
    return enter(DecentralisedCount(agency=agency), "obligations.count_decentralised", by, **values)


def change_decentralised_count(
    *, row: DecentralisedCount, values: DecentralisedValues, by: User | None
) -> DecentralisedCount:
    """Correct a count. Raises: AccessDenied, ValidationError."""
    require_keeper(by, row.agency_id)
    _check_decentralised(values)
    return change(row, "obligations.change_decentralised_count", by, **values)


def _check_decentralised(values: DecentralisedValues) -> None:
    _not_ahead(values["counted_on"])
    if values["decentralised"] > values["employees"]:
        raise ValidationError(_("Flere arbeider desentralisert enn det er ansatte. Rett ett av tallene."))
    if values["advertised_open"] > values["advertised"]:
        raise ValidationError(_("Flere stillinger har valgfritt arbeidssted enn det er lyst ut. Rett ett av tallene."))


# -- the account of one directive


@transaction.atomic
def account_of(*, directive: Directive, by: User | None) -> DirectiveAccount:
    """The account of a directive, opened where it is not yet there."""
    require_keeper(by, directive.plan.agency_id)
    Directive.objects.select_for_update(of=("self",)).get(pk=directive.pk)
    known = DirectiveAccount.objects.filter(directive=directive).first()
    if known:
        return known
    account = DirectiveAccount(directive=directive, kind=directive_kind(directive.title, directive.text))
    save_checked(account)
    record(act="obligations.open_account", subject=account, by=by, new={"kind": account.kind})
    return account


@transaction.atomic
def set_directive_kind(*, directive: Directive, kind: DirectiveKind | str, by: User | None) -> DirectiveAccount:
    """Say which collection serves a directive whose title did not tell. Raises: AccessDenied, ValidationError."""
    require_manager(by, directive.plan.agency_id)
    account = _open(account_of(directive=directive, by=by))
    return change(account, "obligations.set_directive_kind", by, kind=str(kind))


@transaction.atomic
def answer_directive(*, directive: Directive, answers: Mapping[str, str], by: User | None) -> DirectiveAccount:
    """Write the agency's words on the directive's questions; what is not in ``answers`` stays as it was.

    Raises: AccessDenied, ValidationError (approved).
    """
    require_keeper(by, directive.plan.agency_id, directive.department_id)
    account = _open(account_of(directive=directive, by=by))
    known = {answer.question: answer for answer in account.answers.select_for_update()}
    old, new = {}, {}
    for question, text in answers.items():
        answer = known.get(question) or DirectiveAnswer(account=account, question=question)
        if text.strip() == answer.text:
            continue
        old[question], answer.text = answer.text, text
        save_checked(answer)
        new[question] = answer.text
    if new:
        record(act="obligations.answer_directive", subject=account, by=by, old=old, new=new)
    return account


@transaction.atomic
def add_directive_entry(
    *, directive: Directive, happened_on: date, text: str, document: Document | None, by: User | None
) -> DirectiveEntry:
    """Write down what was done or learnt. Raises: AccessDenied, ValidationError (approved, in the future)."""
    require_keeper(by, directive.plan.agency_id, directive.department_id)
    _not_ahead(happened_on)
    account = _open(account_of(directive=directive, by=by))
    return enter(
        DirectiveEntry(account=account),
        "obligations.add_directive_entry",
        by,
        happened_on=happened_on,
        text=text,
        document=document,
    )


def strike_directive_entry(*, row: DirectiveEntry, why: str, by: User | None) -> DirectiveEntry:
    """Leave an entry out of the account; it stays readable. Raises: AccessDenied, ValidationError."""
    require_keeper(by, row.account.directive.plan.agency_id, row.account.directive.department_id)
    _open(row.account)
    _need_reason(why)
    if row.struck_on:
        raise ValidationError(_("Innslaget er alt strøket."))
    return change(row, "obligations.strike_directive_entry", by, why, struck_on=clock.today(), struck_why=why)


@transaction.atomic
def approve_account(*, directive: Directive, text: str, by: User | None) -> DirectiveAccount:
    """Approve the account for the annual report: ``text`` is what it then says. It can't be changed afterwards.

    Raises: AccessDenied, ValidationError (empty, or approved before).
    """
    require_manager(by, directive.plan.agency_id)
    account = _open(account_of(directive=directive, by=by))
    if not text.strip():
        raise ValidationError(_("Teksten er tom. Svar på spørsmålene eller før tall først."))
    account.approved_text, account.approved_by, account.approved_at = text, by, clock.now()
    save_checked(account)
    record(act="obligations.approve_account", subject=account, by=by, new={"approved_text": text})
    return account


def _open(account: DirectiveAccount) -> DirectiveAccount:
    account = DirectiveAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if account.approved_at:
        raise ValidationError(_("Teksten til årsrapporten er godkjent, og kan ikke lenger endres."))
    return account


def _not_ahead(day: date) -> None:
    if day > clock.today():
        raise ValidationError(_("Datoen ligger fram i tid. Før det når det har skjedd."))


def _need_reason(why: str) -> None:
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor."))


def _key(department: Department | None) -> int | None:
    return department.pk if department else None
