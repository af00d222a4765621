"""One point of a note: the agency's words, proposals of more, and the ministry's own words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.audit.queries import version_of
from styrhus.identity.access import require, requires
from styrhus.steering.models import Judgement, ProgressNote

from . import actions, queries
from .access import Permission
from .forms import PassageForm, WordsForm
from .models import NotePoint, Passage, PreparationNote
from .words import words_of_points


@requires(Permission.SEE_NOTES)
def point(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a point; a POST saves the ministry's own words."""
    shown = _point(request, pk)
    form = WordsForm(request.POST or None, initial=_standing(shown))
    if request.method == "POST":
        require(request.user, Permission.WRITE_NOTES, shown.note.plan.ministry_id)
        if form.is_valid():
            try:
                actions.write_words(point=shown, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, ValidationError(refusal.messages))
                typed = request.POST.copy()
                typed["version"] = str(version_of(shown))  # what the other one wrote stands on the page now
                form.data = typed
            else:
                messages.success(request, _("Lagret."))
                return redirect("preparation:point", pk)
    return _page(request, shown, form)


@requires(Permission.WRITE_NOTES)
@require_POST
def choose_lines(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _point(request, pk)
    require(request.user, Permission.WRITE_NOTES, shown.note.plan.ministry_id)
    form = PassageForm(request.POST, documents=queries.documents_of(request.user, shown.note.plan))
    if form.is_valid():
        try:
            actions.choose_passage(point=shown, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            messages.success(request, _("Virksomhetens ord er hentet inn."))
            return redirect("preparation:point", pk)
    return _page(request, shown, WordsForm(initial=_standing(shown)), form)


@requires(Permission.WRITE_NOTES)
@require_POST
def choose_plan_words(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _point(request, pk)
    require(request.user, Permission.WRITE_NOTES, shown.note.plan.ministry_id)
    kind, _dash, key = request.POST.get("source", "").partition("-")
    wanted = int(key) if key.isdigit() and len(key) < 18 else 0
    source: ProgressNote | Judgement
    if kind == "progress":
        source = get_object_or_404(ProgressNote, pk=wanted)
    else:
        source = get_object_or_404(Judgement, pk=wanted)
    try:
        actions.choose_plan_words(point=shown, source=source, by=request.user)
    except PermissionDenied as refusal:
        raise Http404 from refusal
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Virksomhetens ord er hentet inn."))
    return redirect("preparation:point", pk)


@requires(Permission.WRITE_NOTES)
@require_POST
def drop_passage(request: HttpRequest, pk: int) -> HttpResponse:
    notes = PreparationNote.objects.visible_to(request.user)
    passage = get_object_or_404(
        Passage.objects.filter(point__note__in=notes).select_related("point__note__plan"), pk=pk
    )
    require(request.user, Permission.WRITE_NOTES, passage.point.note.plan.ministry_id)
    back = passage.point_id
    try:
        actions.drop_passage(passage=passage, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Ordene er tatt ut av notatet. De står fortsatt i dokumentet."))
    return redirect("preparation:point", back)


def _point(request: HttpRequest, pk: int) -> NotePoint:
    shown = queries.point_for(request.user, pk)
    if shown is None:
        raise Http404
    return shown


def _standing(shown: NotePoint) -> dict[str, Any]:
    fields = {name: getattr(shown, name) for name in ("assessment", "comment", "question")}
    return fields | {"version": version_of(shown)}


def _page(request: HttpRequest, shown: NotePoint, form: WordsForm, lines: PassageForm | None = None) -> HttpResponse:
    note = shown.note
    may_write = note.finished_at is None and request.user.may(Permission.WRITE_NOTES, note.plan.ministry_id)
    before, after = queries.neighbours(shown)
    documents = queries.documents_of(request.user, note.plan)
    context = {
        "point": shown,
        "note": note,
        "standing": NotePoint.objects.get(pk=shown.pk) if form.errors else None,
        "words": words_of_points([shown]).get(shown.pk, []),
        "earlier": queries.earlier_words(request.user, shown),
        "form": form,
        "lines": lines or PassageForm(documents=documents, initial={"document": note.documents.first()}),
        "lines_open": lines is not None,
        "proposals": queries.proposals_for(request.user, shown) if may_write else [],
        "plan_words": queries.plan_words_for(request.user, shown) if may_write else [],
        "has_documents": note.documents.exists(),
        "may_write": may_write,
        "before": before,
        "after": after,
    }
    return render(request, "preparation/point.html", context)
