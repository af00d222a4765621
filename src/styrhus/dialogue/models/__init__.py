"""The steering dialogue: meetings, minutes, and the decisions and signals that come of them."""

from .decisions import Effect, EffectKind, Resolution, ResolutionKind, ResolutionState
from .meetings import AgendaItem, CalledMeeting, MeetingPaper, MeetingState, Participant, PrivateNote, Side
from .minutes import Comment, EarlierText, Minutes, MinutesPart, MinutesState, Point, PointKind

__all__ = (
    "AgendaItem",
    "CalledMeeting",
    "Comment",
    "EarlierText",
    "Effect",
    "EffectKind",
    "MeetingPaper",
    "MeetingState",
    "Minutes",
    "MinutesPart",
    "MinutesState",
    "Participant",
    "Point",
    "PointKind",
    "PrivateNote",
    "Resolution",
    "ResolutionKind",
    "ResolutionState",
    "Side",
)
