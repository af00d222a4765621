"""Handing work over to the ministry, and the ministry's answers. Both are journaled, and neither is ever changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from styrhus.archive.access import Permission as ArchivePermission
from styrhus.archive.actions import register_document, share_document
from styrhus.archive.formal import file_record, open_case
from styrhus.archive.models import CaseFile, Direction, Document, JournalEntry
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.access import TABLE
from styrhus.identity.models import Organisation, RoleAssignment, User
from styrhus.notices.actions import notify
from styrhus.steering.access import Permission, require_in
from styrhus.steering.models import (
    Answer,
    Assignment,
    AssignmentState,
    Deadline,
    DeadlineKind,
    Delivery,
    DeliveryFile,
    DeliveryReply,
    Plan,
    ReportingDemand,
    ReportKind,
)
from styrhus.steering.rules_followup import DeliveryState, answers_open, delivery_state
from styrhus.ui.formats import date_long

from .followup import known_part, require_answer

MOST_FILES = 20
MOST_LINKS = 20
CONTINUING = (DeadlineKind.CONTINUOUS, DeadlineKind.RECURRING)
REPEATED_REPORTS = (ReportKind.MONTHLY, ReportKind.TERTIAL)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody hands in: its name, its media type, its bytes, and the text in it where it can be read."""

    name: str
    media_type: str
    content: bytes
    text: str = ""


@transaction.atomic
def deliver(
    *,
    plan: Plan,
    item: Assignment | ReportingDemand,
    message: str,
    by: User | None,
    part: str = "",
    deadline: Deadline | None = None,
    documents: Iterable[Document] = (),
    uploads: Iterable[Upload] = (),
    links: Sequence[str] = (),
) -> Delivery:
    """Hand work over to the ministry of ``plan``: files, links or both, with a message. Locked from that moment.

    ``deadline`` says which of the assignment's standing deadlines it meets; where the part has just one, it is that.
    The delivery follows (and so replaces) the one before it for the same thing that is not accepted.

    Raises: AccessDenied, ValidationError (nothing handed over, accepted already, withdrawn, another agency's document).
    """
    require_answer(by, item, plan.agency_id)
    item = type(item)._default_manager.select_for_update(of=("self",)).get(pk=item.pk)
    target = _target(plan, item, part, deadline)
    links = [link.strip() for link in links if link.strip()]
    files = [*documents, *(_kept(upload, plan, by) for upload in uploads)]
    files = list({document.pk: document for document in files}.values())
    _enough(message, files, links)
    if any(document.organisation_id != plan.agency_id for document in files):
        raise ValidationError(_("Du kan bare levere dokumenter som virksomheten selv eier."))
    before = _last(item, target)
    if before and state_of(before) is DeliveryState.ACCEPTED:
        if not _goes_on(item, target):
            raise ValidationError(_("Departementet har godtatt leveransen. Da leveres den ikke på nytt."))
        before = None
    for document in files:
        share_document(document=document, organisation=plan.ministry, by=None)
    delivery = Delivery(
        plan=plan, message=message, links=links, file_count=len(files), follows=before, delivered_by=by,
        delivered_at=clock.now(), entry=_journal_delivery(plan, item, target, message, links, files, by), **target,
    )  # fmt: skip
    save_checked(delivery)
    for position, document in enumerate(files, start=1):
        save_checked(DeliveryFile(delivery=delivery, document=document, position=position))
    new = snapshot(delivery, "assignment", "demand", "part", "deadline", "message", "links", "follows")
    record(act="steering.deliver", subject=delivery, by=by, new=new | {"documents": files})
    notify(
        users=holders(Permission.REPLY_TO_DELIVERY, plan.ministry),
        kind="steering.delivered",
        text=lambda: _("%(agency)s har levert: %(what)s") % {"agency": plan.agency.label, "what": title_of(item)},
        url=reverse("steering:delivery", args=(delivery.pk,)),
        key=f"steering.delivery-{delivery.pk}",
    )
    return delivery


@transaction.atomic
def reply_to_delivery(
    *, delivery: Delivery, kind: Answer | str, by: User | None, text: str = "", due: date | None = None
) -> DeliveryReply:
    """The ministry's answer: received, more (what, and by ``due``), accepted, or returned with the reason.

    Raises: AccessDenied, ValidationError (decided or replaced already, no words, no day or one that has passed).
    """
    require_in(by, Permission.REPLY_TO_DELIVERY, delivery.plan.ministry_id)
    held = delivery.item
    type(held)._default_manager.select_for_update(of=("self",)).get(pk=held.pk)  # the delivery itself can't be locked
    kind = Answer(kind)
    if kind not in answers_open(_answers(delivery), replaced=_replaced(delivery)):
        raise ValidationError(_not_open(delivery, kind))
    if kind is Answer.MORE and due is None:
        raise ValidationError(_("Skriv når dere trenger det dere ber om."))
    if due and (kind is not Answer.MORE or due < clock.today()):
        raise ValidationError(_("Fristen må ligge fram i tid, og hører bare til når dere ber om mer."))
    if kind in (Answer.MORE, Answer.RETURNED) and not text.strip():
        raise ValidationError(_("Skriv hva som mangler eller skal gjøres om."))
    reply = DeliveryReply(
        delivery=delivery, kind=kind.value, text=text, due=due, made_by=by, made_at=clock.now(),
        entry=_journal_reply(delivery, kind, text, due, by),
    )  # fmt: skip
    save_checked(reply)
    new = snapshot(reply, "kind", "text", "due")
    record(act="steering.reply_to_delivery", subject=delivery, by=by, new=new)
    notify(
        users=_to_be_told(delivery, held),
        kind="steering.reply",
        text=lambda: (
            _("%(ministry)s svarte på %(what)s: %(answer)s")
            % {
                "ministry": delivery.plan.ministry.label,
                "what": title_of(held),
                "answer": str(kind.label).lower(),
            }
        ),
        url=reverse("steering:delivery", args=(delivery.pk,)),
        key=f"steering.reply-{reply.pk}",
        urgent=kind in (Answer.MORE, Answer.RETURNED),
    )
    return reply


def state_of(delivery: Delivery) -> DeliveryState:
    """Where the delivery stands, from the ministry's answers and whether a newer one has taken its place."""
    return delivery_state(_answers(delivery), replaced=_replaced(delivery))


def holders(permission: Permission, organisation: Organisation) -> list[User]:
    """Those who have ``permission`` in ``organisation`` today."""
    roles = [role for role, held in TABLE.items() if permission in held]
    current = RoleAssignment.objects.current().filter(organisation=organisation, role__in=roles)
    return list(User.objects.filter(is_active=True, pk__in=current.values("user")).order_by("pk"))


def title_of(item: Assignment | ReportingDemand) -> str:
    return str(item)[:200]


def _answers(delivery: Delivery) -> list[str]:
    return [reply.kind for reply in delivery.replies.all()]


def _replaced(delivery: Delivery) -> bool:
    return Delivery.objects.filter(follows=delivery).exists()


def _not_open(delivery: Delivery, kind: Answer) -> str:
    if _replaced(delivery):
        return _("Virksomheten har levert på nytt. Svar på den nyeste leveransen.")
    if kind is Answer.RECEIVED:
        return _("Dere har allerede svart på leveransen.")
    return _("Leveransen er avgjort. Svaret kan ikke endres.")


def _target(plan: Plan, item: Assignment | ReportingDemand, part: str, deadline: Deadline | None) -> dict[str, object]:
    """The fields that say what is delivered. Raises: ValidationError."""
    if isinstance(item, ReportingDemand):
        if item.plan_id != plan.pk:
            raise ValidationError(_("Rapporteringen hører til en annen plan."))
        return {"demand": item}
    if item.agency_id != plan.agency_id or not item.listings.filter(plan=plan).exists():
        raise ValidationError(_("Oppdraget står ikke i planen."))
    if item.state == AssignmentState.WITHDRAWN:
        raise ValidationError(_("Oppdraget er trukket. Det er ingenting å levere."))
    part = known_part(item, part)
    standing = list(item.deadlines.filter(replaced_by=None, part=part).order_by("pk"))
    if deadline and deadline.pk not in {row.pk for row in standing}:
        raise ValidationError(_("Fristen gjelder ikke denne delen av oppdraget."))
    if deadline is None and len(standing) > 1:
        raise ValidationError(_("Velg hvilken frist leveransen gjelder."))
    return {"assignment": item, "part": part, "deadline": deadline or (standing[0] if standing else None)}


def _enough(message: str, files: Sequence[Document], links: Sequence[str]) -> None:
    if not message.strip():
        raise ValidationError(_("Skriv en melding til departementet om hva som leveres."))
    if not files and not links:
        raise ValidationError(_("Legg ved minst én fil eller en lenke til det som leveres."))
    if len(files) > MOST_FILES or len(links) > MOST_LINKS:
        raise ValidationError(_("En leveranse kan ha høyst 20 filer og 20 lenker."))


def _last(item: Assignment | ReportingDemand, target: dict[str, object]) -> Delivery | None:
    """The newest delivery for the same thing. One for a deadline that was replaced counts for the one that holds."""
    rows = Delivery.objects.filter(followed_by=None).order_by("-delivered_at", "-pk")
    if isinstance(item, ReportingDemand):
        return rows.filter(demand=item).first()
    rows = rows.filter(assignment=item, part=target["part"])
    deadline = target["deadline"]
    if not isinstance(deadline, Deadline):
        return rows.first()
    return rows.filter(deadline__in=_lineage(deadline)).first() or rows.filter(deadline=None).first()


def _lineage(deadline: Deadline) -> list[int]:
    """The deadline and those that it has replaced."""
    found, current = [deadline.pk], deadline
    while earlier := Deadline.objects.filter(replaced_by=current).first():
        found.append(earlier.pk)
        current = earlier
    return found


def _goes_on(item: Assignment | ReportingDemand, target: dict[str, object]) -> bool:
    """Whether more is to come after what is accepted: recurring work, or a report that is made several times."""
    if isinstance(item, ReportingDemand):
        return item.kind in REPEATED_REPORTS
    deadline = target["deadline"]
    return isinstance(deadline, Deadline) and deadline.kind in CONTINUING


def _kept(upload: Upload, plan: Plan, by: User | None) -> Document:
    """The file in the archive. Who may deliver may also keep what is delivered, whatever they may do there else."""
    registers = by if by and by.may(ArchivePermission.REGISTER_DOCUMENT, plan.agency_id) else None
    return register_document(
        organisation=plan.agency,
        content=upload.content,
        filename=upload.name,
        media_type=upload.media_type,
        title=upload.name,
        by=registers,
        direction=Direction.OUT,
        document_date=clock.today(),
        sender=plan.agency.name,
        recipient=plan.ministry.name,
        text=upload.text,
    )


def _case(plan: Plan, by: User | None) -> CaseFile:
    title = _("Styringsdialog %(year)s – %(agency)s") % {"year": plan.year, "agency": plan.agency.label}
    return open_case(organisation=plan.agency, key=f"styringsdialog-{plan.year}", title=title, by=by)


def _journal_delivery(  # noqa: PLR0917 - the parts of one letter
    plan: Plan,
    item: Assignment | ReportingDemand,
    target: dict[str, object],
    message: str,
    links: Sequence[str],
    files: Sequence[Document],
    by: User | None,
) -> JournalEntry:
    deadline = target.get("deadline")
    with translation.override(settings.LANGUAGE_CODE):  # the archive is kept in bokmål
        return file_record(
            case=_case(plan, by),
            title=_("Leveranse: %(what)s") % {"what": title_of(item)},
            facts=[
                (_("Del"), str(target.get("part", ""))),
                (_("Frist"), deadline.text if isinstance(deadline, Deadline) else ""),
                (_("Levert"), clock.now().strftime("%d.%m.%Y %H:%M")),
                (_("Levert av"), by.name if by else ""),
            ],
            sections=[
                (_("Melding"), message),
                (_("Lenker"), "\n".join(links)),
                (_("Filer"), "\n".join(f"{one.title} (SHA-256 {one.sha256})" for one in files)),
            ],
            direction=Direction.OUT,
            sender=plan.agency.name,
            recipient=plan.ministry.name,
            by=by,
            attachments=files,
            shared_with=[plan.ministry],
        )


def _journal_reply(delivery: Delivery, kind: Answer, text: str, due: date | None, by: User | None) -> JournalEntry:
    plan = delivery.plan
    with translation.override(settings.LANGUAGE_CODE):
        what = title_of(delivery.item)
        return file_record(
            case=_case(plan, by),
            title=_("Svar på leveranse: %(answer)s – %(what)s") % {"answer": kind.label, "what": what},
            facts=[
                (_("Leveransen"), f"{delivery.entry.case_file.number}-{delivery.entry.number}"),
                (_("Frist"), date_long(due) if due else ""),
                (_("Dato"), clock.now().strftime("%d.%m.%Y %H:%M")),
                (_("Svart av"), by.name if by else ""),
            ],
            sections=[(_("Melding"), text)],
            direction=Direction.IN,
            sender=plan.ministry.name,
            recipient=plan.agency.name,
            by=by,
            shared_with=[plan.ministry],
        )


def _to_be_told(delivery: Delivery, item: Assignment | ReportingDemand) -> list[User]:
    """Who delivered, who answers for it, and the agency's controllers."""
    people = [delivery.delivered_by, item.owner, *holders(Permission.MAKE_PLAN, delivery.plan.agency)]
    return [one for one in people if one]
