"""Invitations as calendar objects (iCalendar, RFC 5545 and iTIP, RFC 5546), and the mail that carries them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Event, vCalAddress, vText

from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.notices import mail
from styrhus.notices.actions import notify

from .models import CalledMeeting, MeetingState, Participant


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a message goes out. ``method`` is that of iTIP, ``subject`` takes the meeting's title."""

    name: str
    method: str
    subject: Any


CALLED = Occasion("called", "REQUEST", gettext_lazy("Innkalling: %(title)s"))
CHANGED = Occasion("changed", "REQUEST", gettext_lazy("Endret innkalling: %(title)s"))
AGENDA = Occasion("agenda", "REQUEST", gettext_lazy("Saksliste: %(title)s"))
CANCELLED = Occasion("cancelled", "CANCEL", gettext_lazy("Avlyst: %(title)s"))
WITHDRAWN = Occasion("withdrawn", "CANCEL", gettext_lazy("Du er ikke lenger innkalt: %(title)s"))


def as_calendar(
    meeting: CalledMeeting, method: str = "REQUEST", participants: Iterable[Participant] | None = None
) -> bytes:
    """The meeting as one calendar object: the same UID through its life, SEQUENCE one higher for each change."""
    asked = list(meeting.participants.all() if participants is None else participants)
    calendar = Calendar()
    calendar.add("prodid", "-//Styrhus//nb")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", f"{meeting.title} – {meeting.plan.agency.label}")
    place = " · ".join(part for part in (meeting.venue, meeting.video) if part)
    if place:
        event.add("location", place)
    event.add("description", agenda_text(meeting))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    organizer = meeting.chair or meeting.called_by or meeting.entered_by
    if organizer:
        event.add("organizer", _address(organizer.email, organizer.name))
    for participant in asked:
        address = _address(participant.email, participant.name)
        address.params["ROLE"] = vText("REQ-PARTICIPANT")
        address.params["PARTSTAT"] = vText("NEEDS-ACTION")
        address.params["RSVP"] = vText("TRUE")
        event.add("attendee", address, encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def agenda_text(meeting: CalledMeeting) -> str:
    """The agenda as numbered lines; empty until it is sent."""
    if meeting.agenda_sent_at is None:
        return ""
    titles = meeting.items.filter(included=True).values_list("title", flat=True)
    return "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))


def send(
    meeting: CalledMeeting, occasion: Occasion, *, by: User | None, to: Iterable[Participant] | None = None
) -> None:
    """Queue the mail to each participant (or those in ``to``), in the user's language, and tell users in the program."""
    everyone = list(meeting.participants.select_related("user"))
    for participant in everyone if to is None else to:
        language = participant.user.language if participant.user else settings.LANGUAGE_CODE
        with translation.override(language):
            method = occasion.method
            attendees = [participant] if occasion is WITHDRAWN else everyone
            file = as_calendar(meeting, method, attendees)
            mail.queue(
                to=participant.user or participant.email,
                subject=occasion.subject % {"title": meeting.title},
                body=_body(meeting, occasion),
                attachments=((f"{_('innkalling')}.ics", file, f"text/calendar; method={method}; charset=utf-8"),),
                by=by,
            )
        if occasion is not WITHDRAWN and participant.invited_at is None:
            participant.invited_at = clock.now()
            if meeting.state != MeetingState.CANCELLED:
                save_checked(participant, only=("invited_at",))
        if participant.user:
            _tell(participant.user, meeting, occasion)


def _tell(user: User, meeting: CalledMeeting, occasion: Occasion) -> None:
    notify(
        users=[user],
        kind=f"dialogue.{occasion.name}",
        text=lambda: f"{occasion.subject % {'title': meeting.title}}, {_when(meeting)}",
        url=reverse("dialogue:meeting", args=(meeting.pk,)),
        key=f"dialogue.{occasion.name}-{meeting.pk}-{meeting.sequence}",
    )


def _when(meeting: CalledMeeting) -> str:
    begins, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return f"{begins:%d.%m.%Y} {_('kl.')} {begins:%H.%M}–{ends:%H.%M}"


def _body(meeting: CalledMeeting, occasion: Occasion) -> str:
    lines = [
        meeting.title,
        f"{_('Tid')}: {_when(meeting)}",
        *([f"{_('Sted')}: {meeting.venue}"] if meeting.venue else []),
        *([f"{_('Video')}: {meeting.video}"] if meeting.video else []),
        *([f"{_('Møteleder')}: {meeting.chair.name}"] if meeting.chair else []),
    ]
    if occasion is CANCELLED:
        lines += ["", f"{_('Møtet er avlyst.')} {meeting.cancelled_why}"]
    elif occasion is WITHDRAWN:
        lines += ["", _("Du er tatt ut av listen over deltakere.")]
    elif agenda := agenda_text(meeting):
        lines += ["", f"{_('Saksliste')}:", agenda, "", _("Sakspapirene ligger i Styrhus.")]
    else:
        lines += ["", _("Sakslisten kommer senere.")]
    return "\n".join(lines) + "\n"


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"MAILTO:{email}")
    address.params["CN"] = vText(name)
    return address
