"""The follow-up of audits: a finding, its measures and evidence, its closing by four eyes, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.archive.actions import share_document
from styrhus.archive.formal import journal, open_case
from styrhus.archive.models import Direction, Document
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.control.access import Permission, require_in
from styrhus.control.models import (
    AuditCase,
    AuditReply,
    Evidence,
    Finding,
    FindingMeasure,
    FindingState,
    Priority,
)
from styrhus.control.queries.people import leaders_of, officials_of
from styrhus.control.rules import is_high_priority
from styrhus.identity import clock
from styrhus.identity.models import Department, Organisation, User
from styrhus.notices.actions import notify

from .controls import check_document, check_not_future, check_owner


@transaction.atomic
def open_audit_case(
    *,
    agency: Organisation,
    body: str,
    title: str,
    received_on: date,
    document: Document,
    by: User | None,
    body_name: str = "",
    reference: str = "",
    reply_due: date | None = None,
) -> AuditCase:
    """Enter a letter or report from an auditor. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.MANAGE_FINDINGS, agency.pk)
    check_document(agency.pk, document)
    check_not_future(received_on)
    if reply_due and reply_due < received_on:
        raise ValidationError(_("Svarfristen ligger før brevet ble mottatt."))
    if body == "other" and not body_name.strip():
        raise ValidationError(_("Skriv navnet på tilsynet."))
    case = AuditCase(
        agency=agency, body=body, body_name=body_name, title=title, reference=reference, received_on=received_on,
        reply_due=reply_due, document=document, made_by=by, made_at=clock.now(),
    )  # fmt: skip
    save_checked(case)
    new = snapshot(case, "body", "title", "received_on", "reply_due", "document")
    record(act="control.open_audit_case", subject=case, by=by, new=new)
    return case


@transaction.atomic
def add_finding(
    *,
    case: AuditCase,
    title: str,
    owner: User,
    deadline: date,
    by: User | None,
    text: str = "",
    department: Department | None = None,
    priority: Priority | str = Priority.NORMAL,
    lines: Sequence[int] = (),
) -> Finding:
    """Enter a remark of the case with its owner and deadline. Riksrevisjonen's always have high priority.

    ``lines`` are those of the case's document. Raises: AccessDenied, ValidationError.
    """
    require_in(by, Permission.MANAGE_FINDINGS, case.agency_id)
    check_owner(case.agency_id, owner, department)
    if deadline < case.received_on:
        raise ValidationError(_("Fristen ligger før saken ble mottatt."))
    AuditCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    finding = Finding(
        case=case, number=(case.findings.aggregate(last=Max("number"))["last"] or 0) + 1, title=title, text=text,
        priority=Priority.HIGH if is_high_priority(case.body) else str(priority), deadline=deadline, owner=owner,
        department=department or owner.department, document=case.document, lines=list(lines), made_at=clock.now(),
    )  # fmt: skip
    save_checked(finding)
    new = snapshot(finding, "title", "priority", "owner", "department", "deadline")
    record(act="control.add_finding", subject=finding, by=by, new=new)
    _tell_owner(finding, by)
    return finding


def locked_finding(finding: Finding) -> Finding:
    """The row as it stands, held for the rest of the transaction. Raises: ValidationError when it is closed."""
    row: Finding = (
        Finding.objects.select_for_update(of=("self",)).select_related("case__agency", "owner").get(pk=finding.pk)
    )
    if row.is_closed:
        raise ValidationError(_("Merknaden er lukket og kan ikke endres."))
    return row


@transaction.atomic
def set_finding_owner(
    *, finding: Finding, owner: User, department: Department | None, deadline: date, why: str, by: User | None
) -> Finding:
    """Give a finding another owner, department or deadline, with the reason. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.MANAGE_FINDINGS, finding.case.agency_id)
    check_owner(finding.case.agency_id, owner, department)
    finding = locked_finding(finding)
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor du endrer."))
    fields = ("owner", "department", "deadline")
    old = snapshot(finding, *fields)
    finding.owner, finding.department, finding.deadline = owner, department, deadline
    save_checked(finding, only=fields)
    new = snapshot(finding, *fields)
    if new != old:
        record(act="control.set_finding_owner", subject=finding, by=by, old=old, new=new, why=why)
        _tell_owner(finding, by)
    return finding


def may_work_on(user: User, finding: Finding) -> bool:
    """Its owner, the owner of one of its measures, somebody of its department, or who manages the findings."""
    agency = finding.case.agency_id
    if user.may(Permission.MANAGE_FINDINGS, agency):
        return True
    if not user.may(Permission.WORK_ON_FINDINGS, agency):
        return False
    own = {held.department_id for held in user.current_roles}
    return (
        finding.owner_id == user.pk
        or (finding.department_id is not None and finding.department_id in own)
        or finding.measures.filter(owner=user).exists()
    )


def _worked_on(finding: Finding, by: User) -> Finding:
    require_in(by, Permission.WORK_ON_FINDINGS, finding.case.agency_id)
    if not may_work_on(by, finding):
        raise ValidationError(_("Merknaden følges opp av den som har ansvaret, avdelingen eller controller."))
    return locked_finding(finding)


@transaction.atomic
def add_finding_measure(
    *, finding: Finding, text: str, owner: User, deadline: date, by: User, department: Department | None = None
) -> FindingMeasure:
    """Plan what is to be done about a finding. Raises: AccessDenied, ValidationError."""
    finding = _worked_on(finding, by)
    check_owner(finding.case.agency_id, owner, department)
    if finding.state != FindingState.OPEN:
        raise ValidationError(_("Merknaden er foreslått lukket. Vent på svaret før du legger til tiltak."))
    measure = FindingMeasure(
        finding=finding, text=text, owner=owner, department=department or owner.department, deadline=deadline,
        made_at=clock.now(),
    )  # fmt: skip
    save_checked(measure)
    record(
        act="control.add_finding_measure", subject=finding, by=by, new=snapshot(measure, "text", "owner", "deadline")
    )
    notify(
        users=[owner] if owner != by else [],
        kind="control.finding_measure",
        text=lambda: _("Du har fått et tiltak mot merknaden «%(title)s».") % {"title": finding.title},
        url=reverse("control:finding", args=(finding.pk,)),
        key=f"control.finding_measure-{measure.pk}",
    )
    return measure


@transaction.atomic
def finish_finding_measure(*, measure: FindingMeasure, done_on: date, by: User) -> FindingMeasure:
    """Say that a measure is done. Raises: AccessDenied, ValidationError."""
    finding = _worked_on(measure.finding, by)
    measure = FindingMeasure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    if measure.done_on:
        raise ValidationError(_("Tiltaket er alt gjennomført."))
    check_not_future(done_on)
    measure.done_on, measure.done_by = done_on, by
    save_checked(measure, only=("done_on", "done_by"))
    record(act="control.finish_finding_measure", subject=finding, by=by, new=snapshot(measure, "text", "done_on"))
    return measure


@transaction.atomic
def add_evidence(
    *, finding: Finding, text: str, by: User, measure: FindingMeasure | None = None, document: Document | None = None
) -> Evidence:
    """Attach what shows that something was done. Raises: AccessDenied, ValidationError."""
    finding = _worked_on(finding, by)
    check_document(finding.case.agency_id, document)
    if measure and measure.finding_id != finding.pk:
        raise ValidationError(_("Tiltaket hører til en annen merknad."))
    row = Evidence(finding=finding, measure=measure, text=text, document=document, made_by=by, made_at=clock.now())
    save_checked(row)
    record(act="control.add_evidence", subject=finding, by=by, new=snapshot(row, "text", "document", "measure"))
    return row


@transaction.atomic
def propose_closing(*, finding: Finding, why: str, by: User) -> Finding:
    """Say that a finding can be closed: all measures done, something that shows it. Raises: AccessDenied, ValidationError."""
    finding = _worked_on(finding, by)
    if finding.state != FindingState.OPEN:
        raise ValidationError(_("Merknaden er alt foreslått lukket."))
    if not finding.measures.exists():
        raise ValidationError(_("Legg inn tiltaket som ble gjort, før merknaden foreslås lukket."))
    if finding.measures.filter(done_on=None).exists():
        raise ValidationError(_("Et tiltak gjenstår. Før det som gjennomført først."))
    if not finding.evidence.exists():
        raise ValidationError(_("Legg ved dokumentasjon før merknaden foreslås lukket."))
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor merknaden kan lukkes."))
    finding.state, finding.proposed_by = FindingState.PROPOSED, by
    finding.proposed_at, finding.proposed_text = clock.now(), why
    save_checked(finding, only=("state", "proposed_by", "proposed_at", "proposed_text"))
    record(act="control.propose_closing", subject=finding, by=by, new=snapshot(finding, "state"), why=why)
    title = finding.title
    notify(
        users=[user for user in leaders_of(finding.case.agency) if user.pk not in (by.pk, finding.owner_id)],
        kind="control.proposed",
        text=lambda: _("Merknaden «%(title)s» er foreslått lukket og venter på bekreftelse.") % {"title": title},
        url=reverse("control:finding", args=(finding.pk,)),
        key=f"control.proposed-{finding.pk}-{finding.proposed_at:%Y%m%d%H%M%S}",
    )
    return finding


def may_verify(user: User, finding: Finding) -> bool:
    """Somebody other than the owner and than who proposed it."""
    return user.may(Permission.VERIFY_FINDINGS, finding.case.agency_id) and user.pk not in (
        finding.owner_id,
        finding.proposed_by_id,
    )


@transaction.atomic
def verify_closed(*, finding: Finding, words: str, by: User) -> Finding:
    """Verify that a finding is closed, which locks it. Raises: AccessDenied, ValidationError (four eyes)."""
    finding = _verified_by(finding, by, words)
    finding.state, finding.closed_by, finding.closed_at = FindingState.CLOSED, by, clock.now()
    finding.closed_text = words
    save_checked(finding, only=("state", "closed_by", "closed_at", "closed_text"))
    record(act="control.verify_closed", subject=finding, by=by, new=snapshot(finding, "state"), why=words)
    return finding


@transaction.atomic
def return_finding(*, finding: Finding, words: str, by: User) -> Finding:
    """Say what is lacking before a finding can be closed; it is open again. Raises: AccessDenied, ValidationError."""
    finding = _verified_by(finding, by, words)
    finding.state, finding.proposed_by, finding.proposed_at = FindingState.OPEN, None, None
    save_checked(finding, only=("state", "proposed_by", "proposed_at"))
    record(act="control.return_finding", subject=finding, by=by, new=snapshot(finding, "state"), why=words)
    title = finding.title
    notify(
        users=[finding.owner] if finding.owner else [],
        kind="control.returned",
        text=lambda: _("Merknaden «%(title)s» ble ikke lukket. Se hva som mangler.") % {"title": title},
        url=reverse("control:finding", args=(finding.pk,)),
        key=f"control.returned-{finding.pk}-{clock.now():%Y%m%d%H%M%S}",
    )
    return finding


def _verified_by(finding: Finding, by: User, words: str) -> Finding:
    require_in(by, Permission.VERIFY_FINDINGS, finding.case.agency_id)
    finding = locked_finding(finding)
    if finding.state != FindingState.PROPOSED:
        raise ValidationError(_("Merknaden er ikke foreslått lukket."))
    if not may_verify(by, finding):
        raise ValidationError(_("En annen enn den som har ansvaret eller foreslo det, må bekrefte at den er lukket."))
    if not words.strip():
        raise ValidationError(_("Skriv hva du har sett på, og hva du fant."))
    return finding


@transaction.atomic
def draft_reply(*, case: AuditCase, title: str, document: Document, by: User) -> AuditReply:
    """Keep the agency's answer to the auditor, ready to be sent. Raises: AccessDenied, ValidationError."""
    require_in(by, Permission.MANAGE_FINDINGS, case.agency_id)
    check_document(case.agency_id, document)
    reply = AuditReply(case=case, title=title, document=document, made_by=by, made_at=clock.now())
    save_checked(reply)
    record(act="control.draft_reply", subject=case, by=by, new=snapshot(reply, "title", "document"))
    return reply


@transaction.atomic
def send_reply(*, reply: AuditReply, sent_on: date, by: User) -> AuditReply:
    """Mark an answer as sent: it is journaled, and the ministry gets its copy in the same act.

    Raises: AccessDenied, ValidationError (sent already, or no ministry to give the copy to).
    """
    agency = reply.case.agency
    require_in(by, Permission.MANAGE_FINDINGS, agency.pk)
    reply = AuditReply.objects.select_for_update(of=("self",)).select_related("case", "document").get(pk=reply.pk)
    if reply.sent_at:
        raise ValidationError(_("Svaret er alt sendt."))
    check_not_future(sent_on)
    ministry = agency.parent
    if ministry is None:
        raise ValidationError(_("Virksomheten har ikke noe overordnet departement som kan få kopi av svaret."))
    case = open_case(
        organisation=agency,
        key=f"revisjon-{reply.case_id}",
        title=_("Oppfølging etter revisjon: %(title)s") % {"title": reply.case.title},
        by=by,
    )
    entry = journal(
        case=case,
        document=reply.document,
        direction=Direction.OUT,
        title=reply.title,
        sender=agency.name,
        recipient=f"{reply.case.sender}; {_('kopi')}: {ministry.name}",
        document_date=sent_on,
        by=by,
    )
    share_document(document=reply.document, organisation=ministry, by=None)
    reply.sent_on, reply.sent_at, reply.sent_by = sent_on, clock.now(), by
    reply.copied_to, reply.entry = ministry, entry
    save_checked(reply, only=("sent_on", "sent_at", "sent_by", "copied_to", "entry"))
    record(act="control.send_reply", subject=reply, by=by, new=snapshot(reply, "sent_on", "copied_to", "entry"))
    text = reply.title
    notify(
        users=officials_of(ministry),
        kind="control.reply_copied",
        text=lambda: _("Kopi av svar til revisor: %(title)s") % {"title": text},
        url=reverse("control:audit_case", args=(reply.case_id,)),
        key=f"control.reply-{reply.pk}",
    )
    return reply


def _tell_owner(finding: Finding, by: User | None) -> None:
    owner, title = finding.owner, finding.title
    if owner is None or owner == by:
        return
    notify(
        users=[owner],
        kind="control.finding",
        text=lambda: _("Du har ansvaret for merknaden «%(title)s».") % {"title": title},
        url=reverse("control:finding", args=(finding.pk,)),
        key=f"control.finding-{finding.pk}-{owner.pk}",
        urgent=finding.priority == Priority.HIGH,
    )
