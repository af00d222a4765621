"""What is journaled of the dialogue: the call with its agenda, and minutes that both parties have approved.

The archive is written in bokmål, whatever language the one who acts reads.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from styrhus.archive.formal import file_record, open_case
from styrhus.archive.models import CaseFile, Direction, JournalEntry
from styrhus.identity.models import User

from .models import CalledMeeting, Minutes, PointKind

if TYPE_CHECKING:
    from collections.abc import Callable


def _in_bokmal(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def written(*args: Any, **options: Any) -> Any:
        with translation.override(settings.LANGUAGE_CODE):
            return function(*args, **options)

    return written


@_in_bokmal
def journal_call(meeting: CalledMeeting, *, from_ministry: bool, by: User | None) -> JournalEntry:
    """The call to the meeting, with its agenda and papers, in the agency's case and open to the ministry."""
    plan = meeting.plan
    sender, recipient = (plan.ministry, plan.agency) if from_ministry else (plan.agency, plan.ministry)
    asked = ", ".join(str(participant) for participant in meeting.participants.all())
    items = "\n".join(
        f"{number}. {item.title}" + (f"\n   {item.note}" if item.note else "")
        for number, item in enumerate(meeting.items.filter(included=True), 1)
    )
    papers = [paper.document for paper in meeting.papers.select_related("document")]
    title = _("Innkalling til %(meeting)s") % {"meeting": meeting}
    return file_record(
        case=_case(meeting, by),
        title=title,
        facts=[*_facts(meeting), (_("Deltakere"), asked), (_("Endring nr."), str(meeting.sequence or ""))],
        sections=[(_("Saksliste"), items), (_("Sakspapirer"), "\n".join(document.title for document in papers))],
        direction=Direction.IN if from_ministry else Direction.OUT,
        sender=sender.name,
        recipient=recipient.name,
        by=by,
        attachments=papers,
        shared_with=[plan.ministry],
    )


@_in_bokmal
def journal_minutes(minutes: Minutes, *, by: User | None) -> JournalEntry:
    """Approved minutes or an approved addendum, word for word, with who approved it for each party and when."""
    meeting = minutes.meeting
    plan = meeting.plan
    came = [str(one) for one in meeting.participants.filter(attended=True)]
    absent = [str(one) for one in meeting.participants.exclude(attended=True)]
    facts = [
        *_facts(meeting),
        (_("Til stede"), ", ".join(came)),
        (_("Forfall"), ", ".join(absent)),
        (_("Retter"), minutes.why),
        (_("Godkjent for virksomheten"), _approval(minutes.agency_approved_by, minutes.agency_approved_at)),
        (_("Godkjent for departementet"), _approval(minutes.ministry_approved_by, minutes.ministry_approved_at)),
    ]
    return file_record(
        case=_case(meeting, by),
        title=str(minutes),
        facts=facts,
        sections=[(f"{number}. {part.title}", _part_text(part)) for number, part in enumerate(minutes.parts.all(), 1)],
        direction=Direction.OUT,
        sender=plan.agency.name,
        recipient=plan.ministry.name,
        by=by,
        public_title=minutes.public_title,
        exemption=minutes.exemption,
        attachments=[paper.document for paper in meeting.papers.select_related("document")]
        if not minutes.number
        else (),
        shared_with=[plan.ministry],
    )


def _case(meeting: CalledMeeting, by: User | None) -> CaseFile:
    plan = meeting.plan
    title = _("Styringsdialog %(year)s: %(agency)s og %(ministry)s") % {
        "year": plan.year,
        "agency": plan.agency.name,
        "ministry": plan.ministry.name,
    }
    return open_case(organisation=plan.agency, key=f"styringsdialog-{plan.year}", title=title, by=by)


def _facts(meeting: CalledMeeting) -> list[tuple[str, str]]:
    begins, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return [
        (_("Møte"), f"{meeting.title} ({meeting.get_kind_display()})"),
        (_("Tid"), f"{begins:%d.%m.%Y %H.%M}–{ends:%H.%M}"),
        (_("Sted"), " · ".join(part for part in (meeting.venue, meeting.video) if part)),
        (_("Møteleder"), meeting.chair.name if meeting.chair else ""),
        (_("Bygger på"), ", ".join(report.title for report in meeting.builds_on.all())),
    ]


def _approval(user: User | None, moment: Any) -> str:
    name = user.name if user else "Styrhus"
    return f"{name}, {timezone.localtime(moment):%d.%m.%Y}"


def _part_text(part: Any) -> str:
    points = []
    for point in part.points.select_related("owner"):
        who = point.owner.name if point.owner else point.get_side_display()
        due = f", {_('frist')} {point.due:%d.%m.%Y}" if point.due else ""
        tail = "" if point.kind == PointKind.INFORMATION else f" ({_('ansvar')}: {who}{due})"
        points.append(f"{point.get_kind_display()}: {point.text}{tail}")
    return "\n\n".join(piece for piece in (part.text, "\n".join(points)) if piece) or "–"
