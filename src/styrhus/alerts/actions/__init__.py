"""Every change of this room: one function per act."""

from .deviations import (
    acknowledge_deviation,
    close_deviation,
    discard_deviation,
    draft_deviation,
    edit_deviation,
    follow_up_deviation,
    report_deviation,
)
from .matters import acknowledge_matter, close_matter, follow_up_matter, send_matter
from .publications import (
    announce_publication,
    cancel_publication,
    consent_to_publication,
    move_publication,
    publish,
    see_publication,
)

__all__ = [
    "acknowledge_deviation",
    "acknowledge_matter",
    "announce_publication",
    "cancel_publication",
    "close_deviation",
    "close_matter",
    "consent_to_publication",
    "discard_deviation",
    "draft_deviation",
    "edit_deviation",
    "follow_up_deviation",
    "follow_up_matter",
    "move_publication",
    "publish",
    "report_deviation",
    "see_publication",
    "send_matter",
]
