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
from .deliveries import Answer, Delivery, DeliveryFile, DeliveryReply
from .demands import Directive, Duty, DutyState, Frequency, Meeting, MeetingKind, ReportingDemand, ReportKind
from .followup import Colour, Judgement, Milestone, Partner, ProgressNote
from .plan import Goal, Owned, Parameter, Plan
from .routines import DropKind, DropRequest, DropState, DutyEntry, Occurrence, Recurrence, RoutineVersion

__all__ = (
    "Answer",
    "Assignment",
    "AssignmentBinding",
    "AssignmentPart",
    "AssignmentState",
    "Colour",
    "Deadline",
    "DeadlineKind",
    "Delivery",
    "DeliveryFile",
    "DeliveryReply",
    "Directive",
    "DropKind",
    "DropRequest",
    "DropState",
    "Duty",
    "DutyEntry",
    "DutyState",
    "Frequency",
    "Funding",
    "Goal",
    "Judgement",
    "Listing",
    "Meeting",
    "MeetingKind",
    "Milestone",
    "Occurrence",
    "Owned",
    "Parameter",
    "Partner",
    "Plan",
    "ProgressNote",
    "Recurrence",
    "ReportKind",
    "ReportingDemand",
    "RoutineVersion",
)
