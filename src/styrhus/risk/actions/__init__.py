"""Every change of risks: one function per act."""

from .assessments import assess, assess_as_ministry, decide
from .measures import add_measure, change_measure, set_measure_state
from .raising import raise_risk, share_assessment
from .risks import change_risk, close_risk, register_risk
from .scales import scale_in_force, set_scale
from .snapshots import take_snapshot

__all__ = (
    "add_measure",
    "assess",
    "assess_as_ministry",
    "change_measure",
    "change_risk",
    "close_risk",
    "decide",
    "raise_risk",
    "register_risk",
    "scale_in_force",
    "set_measure_state",
    "set_scale",
    "share_assessment",
    "take_snapshot",
)
