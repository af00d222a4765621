"""What the history of a meeting, of minutes and of a decision tells of, by the fields of their events."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

HISTORY_WORDS: dict[str, Any] = {
    "title": _("Tittel"),
    "starts_at": _("Begynner"),
    "ends_at": _("Slutter"),
    "venue": _("Sted"),
    "participant": _("Deltaker"),
    "item": _("Sak"),
    "text": _("Tekst"),
    "document_title": _("Dokument"),
    "outcome": _("Hva det ble til"),
    "owner_name": _("Ansvarlig"),
    "due": _("Frist"),
    "number": _("Nummer"),
}
