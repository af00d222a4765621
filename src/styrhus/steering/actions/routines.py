"""The system for standing duties: approved routines, and the log of each time a duty was done.

Instruks for virksomhetsstyring demands that the agency documents how it follows its standing duties. Both routines
and log are append-only, so nothing here changes or removes a row.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.archive.models import Document
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import User
from styrhus.steering.access import Permission, may_follow_up, require_in
from styrhus.steering.models import Assignment, Duty, DutyEntry, RoutineVersion
from styrhus.steering.rules_periods import periods

from .owners import works_in


@transaction.atomic
def approve_routine(
    *, duty: Duty, text: str, document: Document | None, valid_from: date, by: User | None
) -> RoutineVersion:
    """Add a version of the duty's routine: the text, the document that holds it, or both.

    Raises: AccessDenied, ValidationError (neither text nor document, or older than the version before).
    """
    require_in(by, Permission.DESCRIBE_DUTY, duty.plan.agency_id)
    duty = Duty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    if not text.strip() and document is None:
        raise ValidationError(_("Skriv rutinen, eller velg dokumentet som den står i."))
    last = duty.routines.order_by("-version").first()
    if last and valid_from < last.valid_from:
        raise ValidationError(
            _("Versjon %(number)s gjelder fra %(date)s. En ny versjon kan ikke gjelde fra en tidligere dag.")
            % {"number": last.version, "date": f"{last.valid_from:%d.%m.%Y}"}
        )
    made = RoutineVersion(
        duty=duty,
        version=last.version + 1 if last else 1,
        text=text,
        document=document,
        valid_from=valid_from,
        approved_by=by,
        approved_at=clock.now(),
    )
    save_checked(made)
    duty.routine = made.text  # what search finds is the newest version
    save_checked(duty, only=("routine",))
    new = snapshot(made, "version", "text", "document", "valid_from")
    record(act="steering.approve_routine", subject=duty, by=by, new=new)
    return made


def carry_over(before: Duty, duty: Duty) -> None:
    """Let a duty that stood in the year before keep the newest version of its routine, with who approved it."""
    last = before.routines.order_by("-version").first()
    if last:
        RoutineVersion.objects.create(
            duty=duty,
            version=1,
            text=last.text,
            document=last.document,
            valid_from=last.valid_from,
            approved_by=last.approved_by,
            approved_at=last.approved_at,
            carried_from=last,
        )


@transaction.atomic
def log_duty(
    *,
    duty: Duty,
    period: str,
    done_on: date,
    by: User,
    done_by: User | None = None,
    note: str = "",
    document: Document | None = None,
) -> DutyEntry:
    """Note that the duty was done. ``period``: a code of rules_periods; empty for a duty without periods.

    ``done_by`` None: ``by``. Raises: AccessDenied (answers for other work), ValidationError.
    """
    require_answering(by, duty)
    duty = Duty.objects.select_for_update(of=("self",)).select_related("plan").get(pk=duty.pk)
    who = done_by or by
    check_done(done_on, who, duty.plan.agency_id)
    known = {one.code: one for one in periods(duty.frequency, duty.plan.year)}
    if known and period not in known:
        raise ValidationError(_("Velg hvilken periode plikten er gjort for."))
    if not known and period:
        raise ValidationError(_("Plikten har ingen perioder; la feltet stå tomt."))
    if known and done_on < known[period].start:
        raise ValidationError(_("Datoen ligger før perioden begynner. Velg en senere dato eller en annen periode."))
    entry = DutyEntry(
        duty=duty,
        period=period,
        done_on=done_on,
        done_by=who,
        note=note,
        document=document,
        entered_by=by,
        entered_at=clock.now(),
    )
    save_checked(entry)
    new = snapshot(entry, "period", "done_on", "note", "document") | {"done_by_name": who.name}
    record(act="steering.log_duty", subject=duty, by=by, new=new)
    return entry


@transaction.atomic
def cancel_duty_entry(*, entry: DutyEntry, why: str, by: User) -> DutyEntry:
    """Strike an entry that was wrong, with a line that says why; both stay in the log.

    Raises: AccessDenied, ValidationError (no reason, struck already, or itself a line that strikes).
    """
    require_answering(by, entry.duty)
    Duty.objects.select_for_update(of=("self",)).get(pk=entry.duty_id)
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor linjen strykes."))
    if entry.cancels_id or DutyEntry.objects.filter(cancels=entry).exists():
        raise ValidationError(_("Linjen er allerede strøket."))
    struck = DutyEntry(
        duty=entry.duty,
        period=entry.period,
        done_on=entry.done_on,
        done_by=entry.done_by,
        note=why,
        cancels=entry,
        entered_by=by,
        entered_at=clock.now(),
    )
    save_checked(struck)
    old = snapshot(entry, "period", "done_on", "note", "document")
    record(act="steering.cancel_duty_entry", subject=entry.duty, by=by, old=old, why=why)
    return struck


def agency_of(item: Duty | Assignment) -> int:
    """The key of the agency that the work belongs to."""
    return item.agency_id if isinstance(item, Assignment) else item.plan.agency_id


def require_answering(by: User, item: Duty | Assignment) -> None:
    """Raise AccessDenied unless ``by`` may say that the work is done."""
    if not may_follow_up(by, item, agency_of(item)):
        raise AccessDenied(
            _("Bare den ansvarlige, den ansvarlige avdelingen, controller og direktør kan føre at dette er gjort.")
        )


def check_done(done_on: date, done_by: User, agency: int) -> None:
    """Raise ValidationError unless the day has come and ``done_by`` works in the agency."""
    if done_on > clock.today():
        raise ValidationError(_("Datoen ligger fram i tid. Før arbeidet når det er gjort."))
    if not works_in(done_by, agency):
        raise ValidationError(_("%(name)s har ingen rolle i virksomheten.") % {"name": done_by.name})
