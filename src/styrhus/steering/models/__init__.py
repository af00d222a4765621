"""The plan of a year: what the allocation letter and its instruction ask of an agency."""

from .assignments import (
    Assignment,
    AssignmentBinding,
    AssignmentPart,
    AssignmentState,
    Deadline,
    DeadlineKind,
    Funding,
    Listing,
)
from .demands import Directive, Duty, Frequency, Meeting, MeetingKind, ReportingDemand, ReportKind
from .plan import Goal, Owned, Parameter, Plan

__all__ = (
    "Assignment",
    "AssignmentBinding",
    "AssignmentPart",
    "AssignmentState",
    "Deadline",
    "DeadlineKind",
    "Directive",
    "Duty",
    "Frequency",
    "Funding",
    "Goal",
    "Listing",
    "Meeting",
    "MeetingKind",
    "Owned",
    "Parameter",
    "Plan",
    "ReportKind",
    "ReportingDemand",
)
