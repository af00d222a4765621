"""Posting and reversing. An entry is never changed: what is wrong is reversed, and posted again as it should be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.access import require
from styrhus.identity.models import Organisation, User
from styrhus.ledger import queries
from styrhus.ledger.access import Permission
from styrhus.ledger.models import CauseKind, Entry, EntryKind, Posting
from styrhus.ledger.rules import LARGEST, Cause, Line, account_of, debit_of, imbalance, in_ore, mirrored, sum_of
from styrhus.ledger.texts import VIEW_NAMES, kroner

FEWEST = 2  # double entry: what goes to one account comes from another


@transaction.atomic
def post_entry(
    *,
    agency: Organisation,
    on: date,
    text: str,
    lines: Sequence[Line],
    cause: Cause,
    key: str,
    by: User | None,
    kind: str = EntryKind.MANUAL,
) -> Entry:
    """Post an entry on the day ``on``. Amounts are kroner and øre, debit + and credit −.

    Posted again with the same ``key`` and the same content, it is the entry that stands already. Raises: AccessDenied,
    ValidationError (unbalanced, closed month, unknown account, another agency's post, a key used for something else).
    """
    _require(by, agency)
    if kind == EntryKind.REVERSAL:
        raise ValidationError(_("Et bilag reverseres fra bilaget selv."))
    hold_entries(agency)
    if standing := Entry.objects.filter(agency=agency, key=key).first():
        return _the_same(standing, on, text, lines)
    _check_lines(agency, on, lines)
    _check_open(agency, on)
    entry = Entry(
        agency=agency, number=0, kind=kind, on=on, entered_at=clock.now(), text=text, lines=len(lines),
        cause_kind=cause.kind, cause_ref=cause.ref, cause_label=cause.label, cause_url=cause.url, key=key, made_by=by,
    )  # fmt: skip
    return _post(entry, lines, by, why="")


@transaction.atomic
def reverse_entry(*, entry: Entry, on: date, why: str, by: User | None) -> Entry:
    """Post the mirror of ``entry`` on ``on``: the same lines with debit and credit exchanged, once.

    Raises: AccessDenied, ValidationError (no reason, reversed already, before the entry, another year, closed month).
    """
    _require(by, entry.agency)
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor bilaget reverseres."))
    hold_entries(entry.agency)
    if entry.reverses_id:
        raise ValidationError(_("Bilag %(number)s er selv en reversering. Før et nytt bilag i stedet.") % _named(entry))
    if Entry.objects.filter(reverses=entry).exists():
        raise ValidationError(_("Bilag %(number)s er allerede reversert.") % _named(entry))
    if on < entry.on:
        raise ValidationError(
            _("Reverseringen kan ikke dateres før bilaget, som er fra %(day)s.") % {"day": date_format(entry.on)}
        )
    if on.year != entry.on.year:
        raise ValidationError(
            _("Bilag %(number)s hører til regnskapet for %(year)s og reverseres med en dato i det året.")
            % (_named(entry) | {"year": entry.on.year})
        )
    _check_open(entry.agency, on)
    mirror = Entry(
        agency=entry.agency, number=0, kind=EntryKind.REVERSAL, on=on, entered_at=clock.now(),
        text=(_("Reversering av bilag %(number)s") % _named(entry))[:300], lines=entry.lines,
        cause_kind=CauseKind.CORRECTION, cause_ref=f"ledger.entry:{entry.pk}", cause_label=why.strip()[:300],
        cause_url=entry.get_absolute_url(), key=f"reversal-{entry.pk}", reverses=entry, made_by=by,
    )  # fmt: skip
    return _post(mirror, mirrored(queries.lines_of(entry)), by, why=why)


def hold_entries(agency: Organisation) -> None:
    """Wait until nobody is posting for the agency, and let nobody post until this transaction ends.

    Who freezes figures calls this before the moment they are known at: what is entered before it is then committed.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('ledger_entry'), %s)", [agency.pk])


def _post(entry: Entry, lines: Sequence[Line], by: User | None, why: str) -> Entry:
    save_checked(entry)
    Posting.objects.bulk_create(
        [
            Posting(
                entry=entry, line=number, account=one.account, post=one.post, department=one.department,
                amount=one.amount, basis=one.basis, text=one.text.replace("\x00", "").strip()[:300],
            )
            for number, one in enumerate(lines, 1)
        ]
    )  # fmt: skip
    entry.refresh_from_db()
    turnover = max(debit_of(lines, "cash"), debit_of(lines, "accrual"))
    record(
        act="ledger.reverse_entry" if entry.reverses_id else "ledger.post_entry",
        subject=entry,
        by=by,
        new={"number": entry.label, "on": entry.on, "kind": entry.kind, "lines": entry.lines, "turnover": turnover},
        why=why,
    )
    return entry


def _require(by: User | None, agency: Organisation) -> None:
    if by is not None:
        require(by, Permission.POST_ENTRIES, agency)


def _named(entry: Entry) -> dict[str, object]:
    return {"number": entry.label}


def _the_same(standing: Entry, on: date, text: str, lines: Sequence[Line]) -> Entry:
    """The entry that has the key already, when it says what is posted now."""
    now = [_content(one) for one in lines]
    if standing.on != on or standing.text != text.strip() or [_content(o) for o in queries.lines_of(standing)] != now:
        raise ValidationError(
            _("Bilaget er allerede ført som %(number)s, med et annet innhold. Reverser det før det føres på nytt.")
            % _named(standing)
        )
    return standing


def _content(line: Line) -> tuple[object, ...]:
    post, department = line.post and line.post.pk, line.department and line.department.pk
    return line.account, line.amount, post, department, line.basis


def _check_open(agency: Organisation, on: date) -> None:
    if queries.is_locked(agency, on):
        raise ValidationError(
            _("%(month)s er låst. Velg en dato i en åpen måned, eller be direktøren åpne måneden.")
            % {"month": date_format(on, "F Y").capitalize()}
        )


def _check_lines(agency: Organisation, on: date, lines: Sequence[Line]) -> None:
    if len(lines) < FEWEST:
        raise ValidationError(_("Et bilag har minst to linjer: én i debet og én i kredit."))
    for number, one in enumerate(lines, 1):
        if not one.amount or not in_ore(one.amount):
            raise ValidationError(
                _("Linje %(line)s: skriv et beløp i kroner og øre, mellom 0,01 og %(largest)s.")
                % {"line": number, "largest": kroner(LARGEST - Decimal("0.01"))}
            )
        if account_of(one.account, on) is None:
            raise ValidationError(
                _("Linje %(line)s: kontoen «%(account)s» finnes ikke i standard kontoplan %(day)s.")
                % {"line": number, "account": one.account, "day": date_format(on)}
            )
        if one.post and (one.post.chapter.agency_id, one.post.chapter.year) != (agency.pk, on.year):
            raise ValidationError(
                _("Linje %(line)s: posten hører ikke til budsjettet for %(year)s.") % {"line": number, "year": on.year}
            )
        if one.department and one.department.organisation_id != agency.pk:
            raise ValidationError(_("Linje %(line)s: avdelingen hører til en annen virksomhet.") % {"line": number})
    for view, amount in imbalance(lines).items():
        debit = debit_of(lines, view)
        raise ValidationError(
            _(
                "Bilaget balanserer ikke i %(view)s: debet er %(debit)s og kredit %(credit)s, en forskjell på %(off)s kroner."
            )
            % {
                "view": VIEW_NAMES[view],
                "debit": kroner(debit),
                "credit": kroner(debit - sum_of(lines, view)),
                "off": kroner(abs(amount)),
            }
        )
