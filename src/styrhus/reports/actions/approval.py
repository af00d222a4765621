"""Laying a report before the director, approving it, and replacing one that was approved but not sent.

Approval freezes values and texts in one transaction: either all of it stands, or nothing.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.identity.queries import holders_of
from styrhus.notices.actions import notify
from styrhus.reports.access import Permission, require_in
from styrhus.reports.compose import assembled, problems_of
from styrhus.reports.document import Signature, sha256_of, to_json
from styrhus.reports.models import (
    FrozenReport,
    PartState,
    PartWriter,
    Report,
    ReportPart,
    ReportState,
    SectionSignature,
    Step,
    StepKind,
)
from styrhus.reports.rules import Act

from .shared import held, state_after


@transaction.atomic
def submit_report(*, report: Report, by: User | None) -> Report:
    """Lay a written report before the director. Raises: AccessDenied, ValidationError (sections that are not ready)."""
    report = held(report)
    require_in(by, Permission.LEAD_REPORTS, report.agency_id)
    after = state_after(report, Act.SUBMIT)
    waiting = [str(part) for part in report.parts.filter(state=PartState.OPEN)]
    if waiting:
        raise ValidationError(
            _("Disse delene er ikke merket ferdige: %(parts)s.")
            % {"parts": ", ".join(waiting[:5]) + (" …" if len(waiting) > 5 else "")}
        )
    _require_no_problems(report)
    old = snapshot(report, "state")
    report.state = after
    save_checked(report, only=("state",))
    record(act="reports.submit_report", subject=report, by=by, old=old, new=snapshot(report, "state"))
    title = str(report)
    notify(
        users=holders_of(Permission.APPROVE_REPORTS, report.agency),
        kind="reports.to_approve",
        text=lambda: _("«%(report)s» er klar for godkjenning.") % {"report": title},
        url=report.get_absolute_url(),
        key=f"reports.to_approve-{report.pk}-{clock.now():%Y%m%d%H%M%S}",
        due=report.due,
    )
    return report


@transaction.atomic
def take_back_report(*, report: Report, why: str, by: User | None) -> Report:
    """Write on in a report that waits for the director. Raises: AccessDenied, ValidationError (no reason)."""
    report = held(report)
    require_in(by, Permission.LEAD_REPORTS, report.agency_id)
    after = state_after(report, Act.TAKE_BACK)
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor rapporten tas tilbake."))
    old = snapshot(report, "state")
    report.state = after
    save_checked(report, only=("state",))
    record(act="reports.take_back_report", subject=report, by=by, old=old, new=snapshot(report, "state"), why=why)
    return report


@transaction.atomic
def approve_report(*, report: Report, by: User | None, place: str = "", position: str = "") -> FrozenReport:
    """Approve for the agency: values and texts are frozen, and the sections that the rules want signed are signed.

    Done once: a report that is approved already is given back as it was frozen. ``position`` is the signer's title,
    ``place`` where it is signed. Raises: AccessDenied, ValidationError (not laid before the director).
    """
    report = held(report)
    require_in(by, Permission.APPROVE_REPORTS, report.agency_id)
    known = FrozenReport.objects.filter(report=report).first()
    if known and report.approved_at and report.state != ReportState.REPLACED:
        return known
    after = state_after(report, Act.APPROVE)
    _require_no_problems(report)
    now = clock.now()
    signatures = _sign(report, by, place, position)
    document = assembled(report, known_at=now, final=True, signatures=signatures)
    frozen = FrozenReport(report=report, content=to_json(document), sha256=sha256_of(document), known_at=now)
    frozen.save()
    old = snapshot(report, "state")
    report.state, report.approved_by, report.approved_at = after, by, now
    save_checked(report, only=("state", "approved_by", "approved_at"))
    new = snapshot(report, "state", "approved_at") | {"sha256": frozen.sha256, "known_at": now}
    record(act="reports.approve_report", subject=report, by=by, old=old, new=new)
    title = str(report)
    notify(
        users=holders_of(Permission.LEAD_REPORTS, report.agency),
        kind="reports.approved",
        text=lambda: _("«%(report)s» er godkjent og låst. Nå kan den sendes.") % {"report": title},
        url=report.get_absolute_url(),
        key=f"reports.approved-{report.pk}",
        due=report.due,
    )
    return frozen


@transaction.atomic
def replace_report(*, report: Report, why: str, by: User | None) -> Report:
    """Open a new version of a report that is approved and not sent. The approved one stays locked.

    Raises: AccessDenied, ValidationError (sent already, or no reason).
    """
    report = held(report)
    require_in(by, Permission.LEAD_REPORTS, report.agency_id)
    after = state_after(report, Act.REPLACE)
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor rapporten må endres."))
    old = snapshot(report, "state")
    report.state = after
    save_checked(report, only=("state",))
    Step.objects.create(report=report, kind=StepKind.REPLACED, text=why, made_by=by, made_at=clock.now())
    record(act="reports.replace_report", subject=report, by=by, old=old, new=snapshot(report, "state"), why=why)
    return new_version(report, by)


def new_version(report: Report, by: User | None) -> Report:
    """A report that goes on where ``report`` was locked: the same outline, texts, writers and demand, open again."""
    made = Report(
        agency=report.agency, plan=report.plan, demand=report.demand, kind=report.kind, outline=report.outline,
        outline_version=report.outline_version, title=report.title, year=report.year, begin=report.begin,
        end=report.end, cut_off=report.cut_off, due=report.due, language=report.language, number=report.number + 1,
        follows=report, starts_from=report.starts_from, made_by=by, made_at=clock.now(),
    )  # fmt: skip
    save_checked(made)
    for part in report.parts.prefetch_related("writers"):
        copy = ReportPart(
            report=made, key=part.key, order=part.order, number=part.number, title=part.title, text=part.text,
            left_out=part.left_out, department_id=part.department_id, edited_by_id=part.edited_by_id,
            edited_at=part.edited_at,
        )  # fmt: skip
        save_checked(copy)
        PartWriter.objects.bulk_create(
            PartWriter(report=made, part=copy, user_id=writer.user_id) for writer in part.writers.all()
        )
    new = {"number": made.number, "follows": report.pk}
    record(act="reports.new_version", subject=made, by=by, new=new)
    return made


def _require_no_problems(report: Report) -> None:
    problems = problems_of(report)
    if problems:
        raise ValidationError(problems[0])


def _sign(report: Report, by: User | None, place: str, position: str) -> dict[str, Signature]:
    """Sign the sections that the outline says. Gives what the document prints, by the section's key."""
    wanted = [section.key for section in report.template.sections if section.signs]
    found, today = {}, clock.today()
    with translation.override(report.language):
        title = position.strip() or _("Direktør")
    for part in report.parts.filter(key__in=wanted):
        name = by.name if by else "Styrhus"
        row = SectionSignature(part=part, name=name, title=title, place=place.strip(), signed_on=today, signed_by=by)
        save_checked(row)
        found[part.key] = Signature(row.name, row.title, row.place, row.signed_on)
    return found
