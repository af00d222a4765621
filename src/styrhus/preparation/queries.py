"""Reads of preparation notes: the list, a note with its points by goal, what is missing, and proposals of passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from styrhus.archive.models import Document
from styrhus.archive.queries import documents_visible_to
from styrhus.identity.models import User
from styrhus.steering.models import Judgement, Plan, ProgressNote
from styrhus.steering.queries import visible_plans

from .access import Permission
from .models import Assessment, NotePoint, Passage, PreparationNote
from .rules import Proposal, propose, read_report
from .words import Words, judgements_for, progress_for, words_of_points

SHOWN_LINES = 40  # of a proposal on the page; the rest stands in the document


def notes_for(user: User) -> QuerySet[PreparationNote]:
    """Notes that ``user`` may see, with ``point_count``, ``without_words`` and ``raised``."""
    unsaid = Q(~Exists(Passage.objects.filter(point=OuterRef("points"))), points__isnull=False)
    return (
        PreparationNote.objects.visible_to(user)
        .select_related("plan__agency", "plan__ministry", "meeting", "made_by", "finished_by", "based_on")
        .annotate(
            point_count=Count("points", distinct=True),
            without_words=Count("points", distinct=True, filter=unsaid),
            raised=Count("points", distinct=True, filter=Q(points__assessment=Assessment.RAISE)),
        )
    )


def plans_to_prepare(user: User) -> QuerySet[Plan]:
    """Plans of agencies under the ministries where ``user`` writes notes, newest first."""
    return visible_plans(user).filter(ministry__in=user.organisations_with(Permission.WRITE_NOTES))


def documents_of(user: User, plan: Plan) -> QuerySet[Document]:
    """The agency's documents that the ministry may read and that have a text, newest first; never the letter itself."""
    rows = documents_visible_to(user).filter(organisation=plan.agency_id).exclude(text="").exclude(pk=plan.letter_id)
    return rows.order_by("-document_date", "-journal_date", "-pk")


@dataclass(frozen=True, slots=True)
class ShownPoint:
    point: NotePoint
    words: Sequence[Words]

    @property
    def missing(self) -> bool:
        return not self.words


@dataclass(frozen=True, slots=True)
class Group:
    """The points under one heading of the note: a goal, the reports, the directives."""

    heading: str
    points: Sequence[ShownPoint]


@dataclass(frozen=True, slots=True)
class Completeness:
    points: int
    with_words: int
    with_comment: int
    raised: int

    @property
    def missing(self) -> int:
        return self.points - self.with_words


def groups_of(note: PreparationNote) -> list[Group]:
    """Every point of the note with the agency's words, under its heading, in the note's order."""
    points = list(note.points.order_by("order", "pk"))
    words = words_of_points(points)
    found: list[tuple[str, list[ShownPoint]]] = []
    for point in points:
        if not found or found[-1][0] != point.heading:
            found.append((point.heading, []))
        found[-1][1].append(ShownPoint(point, words.get(point.pk, [])))
    return [Group(heading, rows) for heading, rows in found]


def completeness_of(groups: Sequence[Group]) -> Completeness:
    rows = [row for group in groups for row in group.points]
    return Completeness(
        points=len(rows),
        with_words=sum(not row.missing for row in rows),
        with_comment=sum(bool(row.point.comment or row.point.question) for row in rows),
        raised=sum(row.point.assessment == Assessment.RAISE for row in rows),
    )


def point_for(user: User, pk: int) -> NotePoint | None:
    notes = PreparationNote.objects.visible_to(user)
    rows = NotePoint.objects.filter(pk=pk, note__in=notes)
    return rows.select_related("note__plan__agency", "note__plan__ministry", "note__based_on").first()


@dataclass(frozen=True, slots=True)
class Proposed:
    """Lines of a document that may be about the point. ``more`` says how many lines are not shown."""

    document: Document
    proposal: Proposal
    lines: Sequence[tuple[int, str]]
    more: int

    @property
    def text(self) -> str:
        return "\n".join(text for _number, text in self.lines)


def proposals_for(user: User, point: NotePoint) -> list[Proposed]:
    """The best places of the note's documents, best first, without those whose lines are chosen already."""
    taken = set(point.passages.exclude(document=None).values_list("document", "first_line", "last_line"))
    chosen = point.note.documents.order_by("pk").values("pk")
    documents = documents_visible_to(user).defer(None).defer("search").filter(pk__in=chosen)
    found = []
    for document in documents.order_by("-document_date", "-pk"):
        lines = document.text.split("\n")
        for one in propose(read_report(lines), label=point.label, title=point.title):
            if (document.pk, one.first, one.last) not in taken:
                shown = list(enumerate(lines[one.first - 1 : one.last], one.first))
                found.append(Proposed(document, one, shown[:SHOWN_LINES], max(0, len(shown) - SHOWN_LINES)))
    return sorted(found, key=lambda row: -row.proposal.score)


def plan_words_for(user: User, point: NotePoint) -> list[ProgressNote | Judgement]:
    """What the agency wrote for the ministry about the point and that is not chosen yet, newest first."""
    used = point.passages.values_list("progress", "judgement")
    notes, judgements = {one for one, _two in used}, {two for _one, two in used}
    rows: list[ProgressNote | Judgement] = [
        *(row for row in progress_for(user, point)[:20] if row.pk not in notes),
        *(row for row in judgements_for(user, point)[:20] if row.pk not in judgements),
    ]
    return sorted(rows, key=lambda row: row.made_at, reverse=True)


def earlier_words(user: User, point: NotePoint) -> tuple[NotePoint, list[Words]] | None:
    """The same point in the note that this one is based on, with its words; None where there is none."""
    if not point.note.based_on_id:
        return None
    notes = PreparationNote.objects.visible_to(user).filter(pk=point.note.based_on_id)
    points = list(NotePoint.objects.filter(note__in=notes).select_related("note"))
    same = next((one for one in points if one.key == point.key), None) or next(
        (one for one in points if one.label and (one.kind, one.label) == (point.kind, point.label)), None
    )
    return (same, words_of_points([same]).get(same.pk, [])) if same else None


def neighbours(point: NotePoint) -> tuple[NotePoint | None, NotePoint | None]:
    """The point before and the point after in the note."""
    rows = list(point.note.points.order_by("order", "pk"))
    place = next(number for number, row in enumerate(rows) if row.pk == point.pk)
    return (rows[place - 1] if place else None), (rows[place + 1] if place + 1 < len(rows) else None)
