"""What waits for an official before a meeting: notes that are not finished, and points without the agency's words."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.models import Plan
from styrhus.ui.cards import Card, CardLine

from .access import Permission
from .queries import notes_for

SOON = 14  # days before the meeting


def cards(user: User, plan: Plan, sight: str) -> list[Card]:
    """One card with the unfinished notes of ``plan``, for those who write notes in its ministry."""
    if sight not in ("mine", "departementet") or not user.may(Permission.WRITE_NOTES, plan.ministry_id):
        return []
    notes = list(notes_for(user).filter(plan=plan, finished_at=None).order_by("meeting_date", "pk")[:5])
    if not notes:
        return []
    today = clock.today()
    lines, urgent = [], False
    for note in notes:
        soon = bool(note.meeting_date and 0 <= (note.meeting_date - today).days <= SOON)
        urgent = urgent or soon
        missing: int = note.without_words  # type: ignore[attr-defined]
        said = ngettext("%(n)s punkt uten ord", "%(n)s punkter uten ord", missing) % {"n": missing}
        lines.append(
            CardLine(
                text=note.title,
                url=reverse("preparation:note", args=[note.pk]),
                note=f"{note.meeting_date:%d.%m.%Y}" if note.meeting_date else _("uten møtedato"),
                tag=said if missing else _("Alle punkter har ord"),
                kind="warning" if missing and soon else "neutral",
            )
        )
    return [
        Card(
            title=gettext_lazy("Forberedelsesnotat"),
            url=reverse("preparation:notes"),
            count=len(notes),
            lines=lines,
            urgent=urgent,
            order=45,
        )
    ]
