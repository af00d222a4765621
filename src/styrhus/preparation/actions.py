"""Every change of a preparation note. Only officials of the note's own ministry write in it, until it is finished."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from styrhus.archive.models import Document
from styrhus.archive.queries import documents_visible_to
from styrhus.audit.actions import record, snapshot
from styrhus.audit.queries import version_of
from styrhus.audit.rows import save_checked
from styrhus.dialogue.models import CalledMeeting
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied, require
from styrhus.identity.models import User
from styrhus.steering.models import Judgement, Plan, ProgressNote

from .access import Permission
from .models import NotePoint, Passage, PreparationNote
from .points import Available, available_points
from .rules import MOST_LINES, fingerprint, sliced
from .words import judgements_for, progress_for

POINT_FIELDS = ("kind", "goal", "parameter", "assignment", "report", "directive", "heading", "label", "title")


@transaction.atomic
def make_note(
    *,
    plan: Plan,
    title: str,
    by: User,
    meeting: CalledMeeting | None = None,
    meeting_date: date | None = None,
    based_on: PreparationNote | None = None,
    documents: Iterable[Document] = (),
) -> PreparationNote:
    """A new note before a meeting with the agency of ``plan``.

    With ``based_on`` the points of an earlier note are copied, never its words: those stay readable beside. A point
    of an earlier year's plan is left out when this year's plan does not have it.
    Raises: AccessDenied, ValidationError (no title, a meeting or note of another agency).
    """
    require(by, Permission.WRITE_NOTES, plan.ministry_id)
    if not title.strip():
        raise ValidationError(_("Gi notatet en tittel."))
    if meeting and meeting.plan_id != plan.pk:
        raise ValidationError(_("Møtet hører til en annen plan."))
    if based_on and (based_on.plan.agency_id, based_on.plan.ministry_id) != (plan.agency_id, plan.ministry_id):
        raise ValidationError(_("Notatet som det bygges på, gjelder en annen virksomhet."))
    note = PreparationNote(
        plan=plan,
        title=title[:300],
        meeting=meeting,
        meeting_date=meeting_date,
        based_on=based_on,
        made_by=by,
        made_at=clock.now(),
    )
    save_checked(note)
    record(act="preparation.make_note", subject=note, by=by, new=snapshot(note, "title", "plan", "based_on"))
    if based_on:
        _add(note, _points_again(based_on, plan))
    choose_documents(note=note, documents=documents, by=by)
    return note


@transaction.atomic
def change_note(*, note: PreparationNote, title: str, meeting_date: date | None, summary: str, by: User) -> None:
    """Change the note's title, day and main message. Raises: AccessDenied, ValidationError (finished, no title)."""
    note = _open(note, by)
    if not title.strip():
        raise ValidationError(_("Gi notatet en tittel."))
    fields = ("title", "meeting_date", "summary")
    old = snapshot(note, *fields)
    note.title, note.meeting_date, note.summary = title[:300], meeting_date, summary
    save_checked(note, only=fields)
    new = snapshot(note, *fields)
    if new != old:
        record(act="preparation.change_note", subject=note, by=by, old=old, new=new)


@transaction.atomic
def choose_documents(*, note: PreparationNote, documents: Iterable[Document], by: User) -> None:
    """Which of the agency's documents are searched for words. Raises: AccessDenied, ValidationError (finished)."""
    note = _open(note, by)
    chosen = {document.pk for document in documents}
    seen = set(documents_visible_to(by).filter(pk__in=chosen).values_list("pk", flat=True))
    if chosen - seen:
        raise AccessDenied(_("Du har ikke tilgang til dokumentet."))
    old = set(note.documents.values_list("pk", flat=True))
    if old != chosen:
        note.documents.set(chosen)
        record(
            act="preparation.choose_documents",
            subject=note,
            by=by,
            old={"documents": sorted(old)},
            new={"documents": sorted(chosen)},
        )


@transaction.atomic
def choose_points(*, note: PreparationNote, keys: Iterable[str], by: User) -> None:
    """Make the note hold the points of the plan that ``keys`` name ("goal-3"). Points that go take their words along.

    Raises: AccessDenied, ValidationError (finished, an unknown point, a point that already has words or comments goes).
    """
    note = _open(note, by)
    wanted = set(keys)
    offered = {one.key: one for one in available_points(note.plan)}
    present = {point.key: point for point in note.points.all()}
    if wanted - set(offered) - set(present):
        raise ValidationError(_("Et av punktene finnes ikke i planen lenger. Last siden på nytt."))
    going = [point for key, point in present.items() if key not in wanted]
    written = next((p for p in going if p.comment or p.question or p.assessment or p.passages.exists()), None)
    if written:
        raise ValidationError(
            _("«%(point)s» har allerede innhold. Ta ut kommentaren og virksomhetens ord før punktet tas ut.")
            % {"point": str(written)[:100]}
        )
    new = [one for key, one in offered.items() if key in wanted and key not in present]
    NotePoint.objects.filter(pk__in=[point.pk for point in going]).delete()
    _add(note, new)
    if going or new:
        record(
            act="preparation.choose_points",
            subject=note,
            by=by,
            new={"chosen": [one.key for one in new], "dropped": [point.key for point in going]},
        )


@transaction.atomic
def write_words(
    *, point: NotePoint, comment: str, question: str, assessment: str, by: User, version: int | None = None
) -> None:
    """Write the ministry's own comment, question and assessment. ``version`` is the last event that the user saw.

    Raises: AccessDenied, ValidationError (finished; somebody else wrote meanwhile).
    """
    _open(point.note, by)
    point = NotePoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    if version is not None and version_of(point) != version:
        raise ValidationError(
            _("Noen andre har skrevet på dette punktet. Det du skrev står nedenfor; les det nye, og lagre igjen.")
        )
    fields = ("comment", "question", "assessment")
    old = snapshot(point, *fields)
    point.comment, point.question, point.assessment = comment, question, assessment
    save_checked(point, only=fields)
    new = snapshot(point, *fields)
    if new != old:
        record(act="preparation.write_words", subject=point, by=by, old=old, new=new)


@transaction.atomic
def choose_passage(*, point: NotePoint, document: Document, first_line: int, last_line: int, by: User) -> Passage:
    """Put lines of one of the agency's documents beside the point, verbatim.

    Raises: AccessDenied (a document that ``by`` may not see), ValidationError (finished, lines that the document does
    not have, too many lines, empty lines, chosen already).
    """
    _open(point.note, by)
    document = _seen(document, by)
    lines = document.text.split("\n") if document.text else []
    if not 1 <= first_line <= last_line <= len(lines):
        raise ValidationError(_("Skriv linjer fra 1 til %(last)s, den første før den siste.") % {"last": len(lines)})
    if last_line - first_line >= MOST_LINES:
        raise ValidationError(_("Velg høyst %(most)s linjer om gangen.") % {"most": MOST_LINES})
    words = sliced(lines, first_line, last_line)
    if not words.strip():
        raise ValidationError(_("Linjene er tomme."))
    where = {"document": document, "first_line": first_line, "last_line": last_line}
    return _keep(point, by, words, **where)


@transaction.atomic
def choose_plan_words(*, point: NotePoint, source: ProgressNote | Judgement, by: User) -> Passage:
    """Put what the agency wrote for the ministry in the plan beside the point: a progress note or a judgement.

    Raises: AccessDenied (not marked for the ministry, or of another point), ValidationError (finished, chosen already).
    """
    _open(point.note, by)
    if isinstance(source, ProgressNote):
        if not progress_for(by, point).filter(pk=source.pk).exists():
            raise AccessDenied(_("Notatet er ikke merket for departementet."))
        return _keep(point, by, source.text, progress=source)
    if not judgements_for(by, point).filter(pk=source.pk).exists():
        raise AccessDenied(_("Vurderingen er ikke merket for departementet."))
    return _keep(point, by, source.reason, judgement=source)


@transaction.atomic
def drop_passage(*, passage: Passage, by: User) -> None:
    """Take the agency's words off a point again. Raises: AccessDenied, ValidationError (finished)."""
    _open(passage.point.note, by)
    old = snapshot(passage, "document", "first_line", "last_line", "progress", "judgement")
    point = passage.point
    passage.delete()
    record(act="preparation.drop_passage", subject=point, by=by, old=old)


@transaction.atomic
def finish_note(*, note: PreparationNote, by: User) -> None:
    """Mark the note as finished: from now on nothing in it can be changed. Raises: AccessDenied, ValidationError."""
    note = _open(note, by)
    if not note.points.exists():
        raise ValidationError(_("Notatet har ingen punkter. Velg punkter fra planen først."))
    note.finished_by, note.finished_at = by, clock.now()
    save_checked(note, only=("finished_by", "finished_at"))
    record(act="preparation.finish_note", subject=note, by=by, new=snapshot(note, "finished_at"))


def _open(note: PreparationNote, by: User) -> PreparationNote:
    """The note, held for this transaction. Raises: AccessDenied, ValidationError (finished)."""
    held = (
        PreparationNote.objects.select_for_update(of=("self",))
        .select_related("plan__agency", "plan__ministry")
        .get(pk=note.pk)
    )
    require(by, Permission.WRITE_NOTES, held.plan.ministry_id)
    if held.finished_at:
        raise ValidationError(_("Notatet er ferdigstilt og kan ikke endres. Lag et nytt notat som bygger på det."))
    return held


def _seen(document: Document, by: User) -> Document:
    seen = documents_visible_to(by).defer(None).defer("search").filter(pk=document.pk).first()
    if seen is None:
        raise AccessDenied(_("Du har ikke tilgang til dokumentet."))
    return seen


def _keep(point: NotePoint, by: User, words: str, **source: object) -> Passage:
    if Passage.objects.filter(point=point, **source).exists():
        raise ValidationError(_("Disse ordene står allerede på punktet."))
    passage = Passage(point=point, fingerprint=fingerprint(words), chosen_by=by, **source)
    save_checked(passage)
    new = snapshot(passage, "document", "first_line", "last_line", "progress", "judgement")
    record(act="preparation.choose_passage", subject=point, by=by, new=new)
    return passage


def _points_again(earlier: PreparationNote, plan: Plan) -> list[Available]:
    """The points of ``earlier`` that ``plan`` has too. In another year's plan they are known by kind and number."""
    points = list(earlier.points.all())
    keys = {point.key for point in points}
    numbers = {(point.kind, point.label) for point in points if point.label} if earlier.plan_id != plan.pk else set()
    return [one for one in available_points(plan) if one.key in keys or (str(one.kind), one.label) in numbers]


def _add(note: PreparationNote, new: Iterable[Available]) -> None:
    """Add points in the plan's order, after those that stand."""
    last = note.points.aggregate(last=Max("order"))["last"] or 0
    rows = []
    for order, one in enumerate(new, last + 1):
        rows.append(
            NotePoint(
                note=note,
                order=order,
                kind=one.kind,
                heading=one.heading[:600],
                label=one.label[:60],
                title=one.title,
                **{f"{one.kind}_id": one.item_id},
            )
        )
    NotePoint.objects.bulk_create(rows)
    _reorder(note)


def _reorder(note: PreparationNote) -> None:
    """Set the order of the points to the plan's own."""
    place = {one.key: number for number, one in enumerate(available_points(note.plan), 1)}
    points = list(note.points.all())
    points.sort(key=lambda point: (place.get(point.key, len(place) + 1), point.order))
    for number, point in enumerate(points, 1):
        point.order = number
    NotePoint.objects.bulk_update(points, ["order"])
