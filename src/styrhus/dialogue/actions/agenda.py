"""The agenda: drafted from the state of the plan, arranged by people, sent out, and its papers."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from styrhus.archive.access import Permission as Archive
from styrhus.archive.actions import share_document
from styrhus.archive.models import Document
from styrhus.archive.queries import documents_visible_to
from styrhus.audit.actions import record, snapshot
from styrhus.audit.rows import save_checked
from styrhus.dialogue import invitations, letters
from styrhus.dialogue.access import Permission, require_in
from styrhus.dialogue.models import AgendaItem, CalledMeeting, MeetingPaper, MeetingState, PrivateNote, Resolution, Side
from styrhus.identity import clock
from styrhus.identity.models import Organisation, User
from styrhus.steering.agenda import points

from .shared import held_meeting_row, require_before_meeting, require_party, side_of

FIELDS = ("title", "note", "side")
INCLUDED_FROM = 2  # the weight from which a drafted point is on the agenda until somebody takes it out


@transaction.atomic
def draft_agenda(*, meeting: CalledMeeting, by: User | None) -> int:
    """Add what the plan's state says the meeting should take up, and the reports it builds on. Gives how many are new.

    What is there already is left as people arranged it. Raises: AccessDenied, ValidationError (sent, or held).
    """
    meeting = _open_agenda(meeting, by)
    known = set(meeting.items.exclude(key="").values_list("key", flat=True))
    order = _last_order(meeting)
    new = []
    with translation.override(settings.LANGUAGE_CODE):
        for item in _drafted(meeting):
            if item.key and item.key in known:
                continue
            known.add(item.key)
            order += 1
            item.order = order
            save_checked(item)
            new.append(item.title)
    if new:
        record(act="dialogue.draft_agenda", subject=meeting, by=by, new={"items": new})
    return len(new)


def _drafted(meeting: CalledMeeting) -> list[AgendaItem]:
    found = [
        AgendaItem(
            meeting=meeting,
            heading=_("Rapportering"),
            title=report.title,
            url=f"/rapportering/{report.pk}/",
            key=f"report-{report.pk}",
            weight=3,
        )
        for report in meeting.builds_on.all()
    ]
    sides = {f"resolution-{pk}": side for pk, side in Resolution.objects.open().values_list("pk", "side")}
    for point in points(meeting.plan):
        found.append(
            AgendaItem(
                meeting=meeting,
                heading=str(point.heading)[:200],
                title=point.text[:500],
                note=point.note,
                url=point.url[:300],
                key=(point.key or f"{point.kind}:{point.url}")[:200],
                weight=point.weight,
                side=sides.get(point.key, Side.AGENCY),
                included=point.weight >= INCLUDED_FROM,
            )
        )
    return found


@transaction.atomic
def add_item(
    *, meeting: CalledMeeting, title: str, by: User | None, note: str = "", side: Side | str = ""
) -> AgendaItem:
    """Add an item of one's own, last on the agenda. Raises: AccessDenied, ValidationError (sent, or held)."""
    meeting = _open_agenda(meeting, by)
    item = AgendaItem(
        meeting=meeting,
        title=title,
        note=note,
        side=str(side) or side_of(by, meeting.plan),
        order=_last_order(meeting) + 1,
    )
    save_checked(item)
    record(act="dialogue.add_item", subject=meeting, by=by, new=snapshot(item, *FIELDS))
    return item


@transaction.atomic
def change_item(*, item: AgendaItem, title: str, note: str, side: Side | str, by: User | None) -> AgendaItem:
    """Change an item's words or who answers for it. Raises: AccessDenied, ValidationError (sent, or held)."""
    meeting = _open_agenda(item.meeting, by)
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    old = snapshot(item, *FIELDS)
    item.title, item.note, item.side = title, note, str(side)
    save_checked(item, only=FIELDS)
    new = snapshot(item, *FIELDS)
    if new != old:
        record(act="dialogue.change_item", subject=meeting, by=by, old=old, new=new)
    return item


@transaction.atomic
def include_item(*, item: AgendaItem, included: bool, by: User | None) -> None:
    """Take an item onto the agenda or out of it. Raises: AccessDenied, ValidationError (sent, or held)."""
    meeting = _open_agenda(item.meeting, by)
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.included == included:
        return
    item.included = included
    save_checked(item, only=("included",))
    old, new = {"included": not included}, {"included": included, "item": item.title}
    record(act="dialogue.include_item", subject=meeting, by=by, old=old, new=new)


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, by: User | None) -> None:
    """Move an item one place among those on the agenda. Raises: AccessDenied, ValidationError (sent, or held)."""
    meeting = _open_agenda(item.meeting, by)
    rows = list(meeting.items.filter(included=item.included).order_by("order", "pk"))
    keys = [row.pk for row in rows]
    here = keys.index(item.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    orders = sorted(row.order for row in rows)
    if len(set(orders)) < len(orders):
        orders = list(range(1, len(rows) + 1))
    for row, order in zip(rows, orders, strict=True):
        if row.order != order:
            row.order = order
            save_checked(row, only=("order",))
    record(act="dialogue.move_item", subject=meeting, by=by, new={"item": item.title, "order": there + 1})


@transaction.atomic
def send_agenda(*, meeting: CalledMeeting, by: User | None) -> CalledMeeting:
    """Send the agenda to everyone who is called, and lock it. Raises: AccessDenied, ValidationError (nothing on it)."""
    meeting = _open_agenda(meeting, by)
    if meeting.state != MeetingState.CALLED:
        raise ValidationError(_("Møtet er ikke kalt inn. Sakslisten sendes sammen med innkallingen."))
    if not meeting.items.filter(included=True).exists():
        raise ValidationError(_("Sakslisten er tom. Ta inn minst én sak før du sender den."))
    meeting.agenda_sent_by, meeting.agenda_sent_at = by, clock.now()
    meeting.sequence += 1
    save_checked(meeting, only=("agenda_sent_by", "agenda_sent_at", "sequence"))
    new = snapshot(meeting, "agenda_sent_at")
    record(act="dialogue.send_agenda", subject=meeting, by=by, new=new)
    invitations.send(meeting, invitations.AGENDA, by=by)
    letters.journal_call(meeting, from_ministry=side_of(by, meeting.plan) == Side.MINISTRY, by=by)
    return meeting


@transaction.atomic
def reopen_agenda(*, meeting: CalledMeeting, by: User | None) -> CalledMeeting:
    """Open a sent agenda for changes; it is to be sent anew. Raises: AccessDenied, ValidationError."""
    require_party(by, Permission.LEAD_DIALOGUE, meeting.plan)
    meeting = held_meeting_row(meeting)
    require_before_meeting(meeting)
    if meeting.agenda_sent_at is None:
        raise ValidationError(_("Sakslisten er ikke sendt og kan endres som den er."))
    old = snapshot(meeting, "agenda_sent_at")
    meeting.agenda_sent_by = meeting.agenda_sent_at = None
    save_checked(meeting, only=("agenda_sent_by", "agenda_sent_at"))
    record(act="dialogue.reopen_agenda", subject=meeting, by=by, old=old, new={"agenda_sent_at": None})
    return meeting


@transaction.atomic
def write_note(*, item: AgendaItem, organisation: Organisation, text: str, by: User) -> None:
    """Write what one's own side keeps for itself on an item. The event doesn't tell what it says.

    Raises: AccessDenied, ValidationError (no party of the meeting).
    """
    plan = item.meeting.plan
    require_in(by, Permission.KEEP_NOTES, organisation.pk)
    if organisation.pk not in (plan.agency_id, plan.ministry_id):
        raise ValidationError(_("Bare partene i møtet kan ha egne notater."))
    AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    note = PrivateNote.objects.filter(item=item, organisation=organisation).first()
    if (note.text if note else "") == text.strip():
        return
    if not text.strip() and note:
        note.delete()
    else:
        note = note or PrivateNote(item=item, organisation=organisation)
        note.text, note.edited_by, note.edited_at = text, by, clock.now()
        save_checked(note)
    new = {"organisation": organisation.label, "characters": len(text.strip())}
    record(act="dialogue.write_note", subject=item.meeting, by=by, new=new)


@transaction.atomic
def add_paper(
    *, meeting: CalledMeeting, document: Document, by: User | None, item: AgendaItem | None = None
) -> MeetingPaper:
    """Put a document before the meeting; the other party may read it from then on.

    Raises: AccessDenied, ValidationError (a document the user can't see or may not share, there already, or held).
    """
    require_party(by, Permission.LEAD_DIALOGUE, meeting.plan)
    meeting = held_meeting_row(meeting)
    require_before_meeting(meeting)
    plan = meeting.plan
    if item and item.meeting_id != meeting.pk:
        raise ValidationError(_("Saken hører til et annet møte."))
    if document.organisation_id not in (plan.agency_id, plan.ministry_id):
        raise ValidationError(_("Dokumentet hører verken til virksomheten eller departementet."))
    if by and not documents_visible_to(by).filter(pk=document.pk).exists():
        raise ValidationError(_("Dokumentet finnes ikke, eller du har ikke tilgang til det."))
    if meeting.papers.filter(document=document, item=item).exists():
        raise ValidationError(_("Dokumentet er allerede lagt ved."))
    if by and not by.may(Archive.SEE_DOCUMENTS, document.organisation_id):
        other_reads = document.shared_with.filter(pk__in=(plan.agency_id, plan.ministry_id)).exists()
        if not other_reads:
            raise ValidationError(_("Dokumentet er den andre partens og er ikke delt med dere."))
    paper = MeetingPaper(meeting=meeting, item=item, document=document, added_by=by)
    save_checked(paper)
    new = {"document": document, "document_title": document.title, "item": item.title if item else ""}
    record(act="dialogue.add_paper", subject=meeting, by=by, new=new)
    for party in (plan.agency, plan.ministry):
        share_document(document=document, organisation=party, by=None)
    return paper


@transaction.atomic
def remove_paper(*, paper: MeetingPaper, by: User | None) -> None:
    """Take a paper back from the meeting. What was shared stays readable. Raises: AccessDenied, ValidationError."""
    require_party(by, Permission.LEAD_DIALOGUE, paper.meeting.plan)
    meeting = held_meeting_row(paper.meeting)
    require_before_meeting(meeting)
    old = {"document": paper.document_id, "document_title": paper.document.title}
    paper.delete()
    record(act="dialogue.remove_paper", subject=meeting, by=by, old=old, new={})


def _open_agenda(meeting: CalledMeeting, by: User | None) -> CalledMeeting:
    require_party(by, Permission.LEAD_DIALOGUE, meeting.plan)
    meeting = held_meeting_row(meeting)
    require_before_meeting(meeting)
    if meeting.agenda_sent_at:
        raise ValidationError(
            _("Sakslisten er sendt og låst. Åpne den igjen for å endre den; da må den sendes på nytt.")
        )
    return meeting


def _last_order(meeting: CalledMeeting) -> int:
    return meeting.items.aggregate(last=Max("order"))["last"] or 0
