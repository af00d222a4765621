"""Reads of risks. What a person may see is a scope on the query sets; what is hidden never leaves this place."""

from .lines import RiskLine, Standing, line_of, lines_for, lines_of
from .people import holders, those_who_answer
from .scales import scale_view, scales_of, standing_scale
from .snapshots import SnapshotLine, last_snapshot, snapshot_lines, snapshots_for

__all__ = (
    "RiskLine",
    "SnapshotLine",
    "Standing",
    "holders",
    "last_snapshot",
    "line_of",
    "lines_for",
    "lines_of",
    "scale_view",
    "scales_of",
    "snapshot_lines",
    "snapshots_for",
    "standing_scale",
    "those_who_answer",
)
