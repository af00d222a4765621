"""The agency's words as they stand now: read from the document or the plan each time, never from a copy."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from styrhus.archive.models import Document
from styrhus.identity.models import User
from styrhus.steering.models import Judgement, ProgressNote

from .models import NotePoint, Passage
from .rules import fingerprint, sliced


@dataclass(frozen=True, slots=True)
class Words:
    """A passage as it is shown. ``lines`` are (number, text); words out of the plan have no numbers."""

    passage: Passage
    text: str
    source: str  # "Halvårsrapport 2023, linje 120–134"
    url: str
    lines: tuple[tuple[int, str], ...]
    changed: bool  # the text there is not the one that was chosen


def words_of(passage: Passage, documents: dict[int, list[str]]) -> Words:
    """The words of ``passage``. ``documents`` holds the lines of each document that was read already."""
    if passage.document_id and passage.document and passage.first_line and passage.last_line:
        return _out_of_document(passage, passage.document, passage.first_line, passage.last_line, documents)
    if passage.progress:
        return _out_of_plan(passage, passage.progress, passage.progress.text, _("Framdriftsnotat %(day)s"))
    judgement = passage.judgement
    if judgement is None:  # the database holds that a passage has one source
        raise LookupError(passage.pk)
    return _out_of_plan(passage, judgement, judgement.reason, _("Virksomhetens vurdering %(day)s"))


def _out_of_plan(passage: Passage, source: ProgressNote | Judgement, text: str, named: str) -> Words:
    day = timezone.localtime(source.made_at).strftime("%d.%m.%Y")
    url = reverse("steering:assignment", args=[source.assignment_id]) if source.assignment_id else ""
    return Words(passage, text, named % {"day": day}, url, (), fingerprint(text) != passage.fingerprint)


def _out_of_document(
    passage: Passage, document: Document, first: int, last: int, documents: dict[int, list[str]]
) -> Words:
    if document.pk not in documents:
        documents[document.pk] = document.text.split("\n")
    lines = documents[document.pk]
    text = sliced(lines, first, last)
    span = str(first) if first == last else f"{first}–{last}"
    url = reverse("archive:document", args=[document.pk])
    marked = str(first) if first == last else f"{first}-{last}"
    return Words(
        passage,
        text,
        _("%(document)s, linje %(span)s") % {"document": document.title, "span": span},
        f"{url}?linjer={marked}#L{first}",
        tuple(enumerate(lines[first - 1 : last], first)),
        fingerprint(text) != passage.fingerprint,
    )


def words_of_points(points: list[NotePoint]) -> dict[int, list[Words]]:
    """The words on each of ``points``, by the point's key, in the order of document and line: two queries in all."""
    passages = (
        Passage.objects.filter(point__in=points)
        .select_related("document", "progress", "judgement")
        .defer("document__search")
        .order_by("document__document_date", "document", "first_line", "pk")
    )
    documents: dict[int, list[str]] = {}
    found: dict[int, list[Words]] = {}
    for passage in passages:
        found.setdefault(passage.point_id, []).append(words_of(passage, documents))
    return found


def progress_for(user: User, point: NotePoint) -> QuerySet[ProgressNote]:
    """The agency's progress notes on the point that are marked for the ministry, newest first."""
    rows = ProgressNote.objects.visible_to(user).filter(_about(point), shared=True)
    return rows.filter(corrected_by=None).order_by("-made_at", "-pk")


def judgements_for(user: User, point: NotePoint) -> QuerySet[Judgement]:
    """The agency's judgements of the point that are marked for the ministry and give a reason, newest first."""
    return (
        Judgement.objects.visible_to(user)
        .filter(_about(point), shared=True)
        .exclude(reason="")
        .order_by("-made_at", "-pk")
    )


def _about(point: NotePoint) -> Q:
    if point.assignment_id:
        return Q(assignment=point.assignment_id)
    return Q(parameter=point.parameter_id) if point.parameter_id else Q(pk=None)
