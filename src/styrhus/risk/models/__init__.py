"""Risks: events that threaten what the agency is to reach, how they are judged, and what is done about them."""

from .assessments import Acceptance, Assessment, MinistryAssessment, Then
from .risks import Measure, MeasureState, Risk
from .scales import Axis, BandKind, Colour, Decider, Scale, ScaleBand, ScaleCell, ScaleStep
from .snapshots import Snapshot, SnapshotRow

__all__ = (
    "Acceptance",
    "Assessment",
    "Axis",
    "BandKind",
    "Colour",
    "Decider",
    "Measure",
    "MeasureState",
    "MinistryAssessment",
    "Risk",
    "Scale",
    "ScaleBand",
    "ScaleCell",
    "ScaleStep",
    "Snapshot",
    "SnapshotRow",
    "Then",
)
