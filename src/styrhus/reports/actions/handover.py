"""Sending an approved report, and what the ministry answers. Each step is journaled and none is ever changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from styrhus.archive.access import Permission as ArchivePermission
from styrhus.archive.actions import register_document, share_document
from styrhus.archive.models import Direction, Document, JournalEntry
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import Organisation, User
from styrhus.identity.queries import holders_of
from styrhus.identity.roles import OrganisationKind
from styrhus.notices.actions import notify
from styrhus.reports.access import Permission, require_in
from styrhus.reports.document import from_json
from styrhus.reports.files import files_of
from styrhus.reports.letters import journal_answer, journal_sending
from styrhus.reports.models import Comment, Copy, Report, ReportPart, Step, StepKind
from styrhus.reports.rules import WITH_MINISTRY, Act
from styrhus.steering.actions import Upload, deliver, reply_to_delivery
from styrhus.steering.models import Answer, Delivery
from styrhus.steering.rules_followup import answers_open

from .approval import new_version
from .shared import held, state_after


@transaction.atomic
def send_report(*, report: Report, message: str, by: User | None) -> Step:
    """Send the frozen report to the ministry, and at the same moment to the audit office where its kind asks for it.

    Where the report answers a reporting demand of the plan, that is delivered by it. Sent once: a report that was sent
    before is given back with its receipt. Raises: AccessDenied, ValidationError (not approved, no message, no audit
    office to send the copy to, or a demand that the ministry has accepted an answer to).
    """
    report = held(report)
    require_in(by, Permission.LEAD_REPORTS, report.agency_id)
    known = report.steps.filter(kind=StepKind.SENT).first()
    if known:
        return known
    after = state_after(report, Act.SEND)
    if not message.strip():
        raise ValidationError(_("Skriv en melding til departementet som følger rapporten."))
    recipients = [report.plan.ministry, *_auditors(report)]
    now = clock.now()
    files = [_kept(upload, report, by) for upload in files_of(from_json(report.frozen.content))]
    for document in files:
        for recipient in recipients:
            share_document(document=document, organisation=recipient, by=None)
    delivery, entry = _deliver(report, message, files, recipients, by)
    step = Step(
        report=report, kind=StepKind.SENT, text=message, entry=entry, delivery=delivery, made_by=by, made_at=now
    )
    save_checked(step)
    for recipient in recipients:
        for document in files:
            Copy.objects.create(step=step, recipient=recipient, document=document, sent_at=now)
    old = snapshot(report, "state")
    report.state = after
    save_checked(report, only=("state",))
    new = snapshot(report, "state") | {"copies": [one.name for one in recipients], "documents": files}
    record(act="reports.send_report", subject=report, by=by, old=old, new=new)
    _tell_recipients(report, recipients)
    return step


@transaction.atomic
def receive_report(*, report: Report, by: User | None) -> Step:
    """The ministry acknowledges that it has the report. Raises: AccessDenied, ValidationError (not sent)."""
    report = _answerable(report, by)
    known = report.steps.filter(kind=StepKind.RECEIVED).first()
    if known:
        return known
    return _answer(report, Act.RECEIVE, StepKind.RECEIVED, "", by)


@transaction.atomic
def comment_report(*, report: Report, text: str, by: User | None, part: ReportPart | None = None) -> Comment:
    """The ministry remarks on the report or on one of its sections.

    Raises: AccessDenied, ValidationError (not received yet or decided already, no words, a section of another report).
    """
    report = _answerable(report, by)
    after = state_after(report, Act.COMMENT)
    if not text.strip():
        raise ValidationError(_("Skriv merknaden først."))
    if part is not None and part.report_id != report.pk:
        raise ValidationError(_("Delen hører til en annen rapport."))
    about = str(part) if part else _("Hele rapporten")
    with translation.override(settings.LANGUAGE_CODE):
        what = _("Merknad til rapport")
    entry = journal_answer(report, what, [(about, text)], by)
    comment = Comment(report=report, part=part, text=text, entry=entry, written_by=by, written_at=clock.now())
    save_checked(comment)
    old = snapshot(report, "state")
    report.state = after
    save_checked(report, only=("state",))
    new = snapshot(report, "state") | {"part": about, "text": text}
    record(act="reports.comment_report", subject=report, by=by, old=old, new=new)
    title = str(report)
    _tell_agency(
        report, lambda: _("Departementet har en merknad til «%(report)s».") % {"report": title}, f"comment-{comment.pk}"
    )
    return comment


@transaction.atomic
def return_report(*, report: Report, why: str, by: User | None) -> Report:
    """The ministry sends the report back. It stays locked; a new version is open at the agency, which is given.

    Raises: AccessDenied, ValidationError (no reason, not received yet or decided already).
    """
    report = _answerable(report, by)
    if not why.strip():
        raise ValidationError(_("Skriv hva virksomheten må gjøre om."))
    _answer(report, Act.RETURN, StepKind.RETURNED, why, by)
    return new_version(report, None)


@transaction.atomic
def accept_report(*, report: Report, by: User | None, text: str = "") -> Step:
    """The ministry accepts the report. Raises: AccessDenied, ValidationError (not received yet or decided already)."""
    report = _answerable(report, by)
    return _answer(report, Act.ACCEPT, StepKind.ACCEPTED, text, by)


STEERING_ANSWER = {
    StepKind.RECEIVED: Answer.RECEIVED,
    StepKind.RETURNED: Answer.RETURNED,
    StepKind.ACCEPTED: Answer.ACCEPTED,
}


def _answerable(report: Report, by: User | None) -> Report:
    report = held(report)
    require_in(by, Permission.ANSWER_REPORTS, report.plan.ministry_id)
    if report.state not in WITH_MINISTRY and not report.steps.filter(kind=StepKind.SENT).exists():
        raise ValidationError(_("Rapporten er ikke sendt til departementet."))
    return report


def _answer(report: Report, act: Act, kind: StepKind, text: str, by: User | None) -> Step:
    after = state_after(report, act)
    with translation.override(settings.LANGUAGE_CODE):
        what = str(kind.label)
        heading = _("Melding")
    entry = _replied(report, kind, text, by) or journal_answer(report, what, [(heading, text)], by)
    step = Step(report=report, kind=kind, text=text, entry=entry, made_by=by, made_at=clock.now())
    save_checked(step)
    old = snapshot(report, "state")
    report.state = after
    save_checked(report, only=("state",))
    new = snapshot(report, "state") | {"text": text}
    record(act=f"reports.{act}_report", subject=report, by=by, old=old, new=new)
    title = str(report)
    _tell_agency(
        report,
        lambda: _("%(report)s: %(what)s") % {"report": title, "what": kind.label},
        f"{kind}",
        urgent=act is Act.RETURN,
    )
    return step


def _replied(report: Report, kind: StepKind, text: str, by: User | None) -> JournalEntry | None:
    """The same answer to the delivery in the plan, which journals it. None where that can't be answered so any more."""
    sent = report.steps.filter(kind=StepKind.SENT).select_related("delivery").first()
    if sent is None or sent.delivery is None:
        return None
    answer, delivery = STEERING_ANSWER[kind], sent.delivery
    replaced = Delivery.objects.filter(follows=delivery).exists()
    if answer not in answers_open([reply.kind for reply in delivery.replies.all()], replaced=replaced):
        return None
    return reply_to_delivery(delivery=delivery, kind=answer, by=by, text=text).entry


def _deliver(
    report: Report, message: str, files: list[Document], recipients: list[Organisation], by: User | None
) -> tuple[Delivery | None, JournalEntry]:
    """As the delivery of the demand that the report answers; where it answers none, as a letter of its own."""
    if report.demand is None:
        return None, journal_sending(report, message, files, recipients, by)
    delivery = deliver(plan=report.plan, item=report.demand, message=message, by=by, documents=files)
    for recipient in recipients:
        share_document(document=delivery.entry.document, organisation=recipient, by=None)
    return delivery, delivery.entry


def _auditors(report: Report) -> list[Organisation]:
    """Who gets a copy at the same moment. Raises: ValidationError when there is none to send to."""
    if not report.template.copy_to_auditor:
        return []
    found = list(Organisation.objects.filter(kind=OrganisationKind.AUDITOR).order_by("pk")[:1])
    if not found:
        raise ValidationError(
            _("Rapporten skal i kopi til Riksrevisjonen, som ikke er registrert. Be administratoren legge den inn.")
        )
    return found


def _kept(upload: Upload, report: Report, by: User | None) -> Document:
    """The file in the archive. Who may send may also keep what is sent, whatever they may do there else."""
    registers = by if by and by.may(ArchivePermission.REGISTER_DOCUMENT, report.agency_id) else None
    return register_document(
        organisation=report.agency,
        content=upload.content,
        filename=upload.name,
        media_type=upload.media_type,
        title=f"{report.title} ({upload.name.rpartition('.')[2].upper()})",
        by=registers,
        direction=Direction.OUT,
        document_date=clock.today(),
        sender=report.agency.name,
        recipient=report.plan.ministry.name,
        text=upload.text,
    )


def _tell_recipients(report: Report, recipients: list[Organisation]) -> None:
    """Those who answer for the ministry, and those who read for a body that got a copy."""
    title, agency = str(report), report.agency.label
    ministry, *others = recipients
    readers = [user for other in others for user in holders_of(Permission.SEE_ALL_REPORTS, other)]
    notify(
        users=[*holders_of(Permission.ANSWER_REPORTS, ministry), *readers],
        kind="reports.sent",
        text=lambda: _("%(agency)s har sendt «%(report)s».") % {"agency": agency, "report": title},
        url=report.get_absolute_url(),
        key=f"reports.sent-{report.pk}",
    )


def _tell_agency(report: Report, text: object, key: str, *, urgent: bool = False) -> None:
    people: Iterable[User] = holders_of(Permission.LEAD_REPORTS, report.agency)
    notify(
        users=people,
        kind="reports.answered",
        text=text,  # type: ignore[arg-type]
        url=report.get_absolute_url(),
        key=f"reports.answered-{report.pk}-{key}",
        urgent=urgent,
    )
