"""Words and colours that the pages and lists of reports share."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from .rules import Timing

STATE_KINDS = {
    "draft": "info",
    "ready": "warning",
    "approved": "success",
    "sent": "info",
    "received": "info",
    "commented": "warning",
    "returned": "danger",
    "accepted": "success",
    "replaced": "neutral",
    "not_begun": "neutral",
}
NOT_BEGUN = _("Ikke påbegynt")
TIMING_TEXTS: dict[Timing, Any] = {
    Timing.NO_DUE: _("Uten frist"),
    Timing.AHEAD: _("Har tid"),
    Timing.SOON: _("Frist snart"),
    Timing.LATE: _("Over fristen"),
    Timing.ON_TIME: _("Sendt i tide"),
    Timing.SENT_LATE: _("Sendt for sent"),
    Timing.NOT_NEEDED: _("Erstattet"),
}
TIMING_KINDS = {
    Timing.NO_DUE: "neutral",
    Timing.AHEAD: "neutral",
    Timing.SOON: "warning",
    Timing.LATE: "danger",
    Timing.ON_TIME: "success",
    Timing.SENT_LATE: "warning",
    Timing.NOT_NEEDED: "neutral",
}
HISTORY_WORDS: dict[str, Any] = {
    "part": _("Del"),
    "title": _("Tittel"),
    "begin": _("Perioden begynner"),
    "end": _("Perioden slutter"),
    "cut_off": _("Tall per"),
    "due": _("Frist"),
    "number": _("Utgave"),
    "demand": _("Krav"),
}
