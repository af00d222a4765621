"""Reads of the dialogue. What a person may see is decided in the models' query sets."""

from .decisions import due_resolutions, effects_of, resolutions_of, sources_of
from .meetings import (
    MissingMeeting,
    calendar_of,
    meeting_for,
    meetings_of,
    missing_of,
    next_meeting,
    people_of_parties,
)
from .minutes import awaiting_approval, may_approve_as, minutes_for, overdue_minutes

__all__ = (
    "MissingMeeting",
    "awaiting_approval",
    "calendar_of",
    "due_resolutions",
    "effects_of",
    "may_approve_as",
    "meeting_for",
    "meetings_of",
    "minutes_for",
    "missing_of",
    "next_meeting",
    "overdue_minutes",
    "people_of_parties",
    "resolutions_of",
    "sources_of",
)
