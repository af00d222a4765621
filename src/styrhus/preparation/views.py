"""Preparation notes: the list, a note, its points and documents, finishing it and taking it out as DOCX."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from styrhus.identity.access import require, requires
from styrhus.ui.tables import table_response

from . import actions, queries
from .access import Permission
from .document import write_note
from .forms import ChangeNoteForm, DocumentsForm, NoteForm
from .models import PreparationNote
from .points import available_points
from .tables import NoteTable, PointTable

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@requires(Permission.SEE_NOTES)
def notes(request: HttpRequest) -> HttpResponseBase:
    table = NoteTable(queries.notes_for(request.user), request)
    return table_response(
        request, table, "preparation/notes.html", {"plans": queries.plans_to_prepare(request.user)[:6]}
    )


@requires(Permission.WRITE_NOTES)
def new_note(request: HttpRequest, plan: int) -> HttpResponse:
    chosen = get_object_or_404(queries.plans_to_prepare(request.user), pk=plan)
    earlier = PreparationNote.objects.visible_to(request.user).filter(
        plan__agency=chosen.agency_id, plan__ministry=chosen.ministry_id
    )
    form = NoteForm(
        request.POST or None,
        plan=chosen,
        notes=earlier.order_by("-made_at", "-pk"),
        documents=queries.documents_of(request.user, chosen),
        initial={
            "title": _("Forberedelse til etatsstyringsmøte med %(agency)s") % {"agency": chosen.agency.label},
            "based_on": earlier.order_by("-made_at", "-pk").first(),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_note(plan=chosen, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            messages.success(request, _("Notatet er opprettet."))
            return redirect("preparation:note" if made.points.exists() else "preparation:points", made.pk)
    return render(request, "preparation/new_note.html", {"form": form, "plan": chosen})


@requires(Permission.SEE_NOTES)
def note(request: HttpRequest, pk: int) -> HttpResponseBase:
    shown = get_object_or_404(queries.notes_for(request.user), pk=pk)
    groups = queries.groups_of(shown)
    table = PointTable([row for group in groups for row in group.points], request)
    context = {
        "note": shown,
        "groups": groups,
        "completeness": queries.completeness_of(groups),
        "missing": [row.point for group in groups for row in group.points if row.missing],
        "documents": shown.documents.defer("text", "search").order_by("-document_date", "-pk"),
        "may_write": _may_write(request, shown),
    }
    return table_response(request, table, "preparation/note.html", context)


@requires(Permission.WRITE_NOTES)
def change_note(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _to_write(request, pk)
    initial = {"title": shown.title, "meeting_date": shown.meeting_date, "summary": shown.summary}
    form = ChangeNoteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_note(note=shown, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            messages.success(request, _("Notatet er lagret."))
            return redirect("preparation:note", pk)
    return render(request, "preparation/change_note.html", {"form": form, "note": shown})


@requires(Permission.WRITE_NOTES)
def points(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose which reporting points of the plan the note takes up."""
    shown = _to_write(request, pk)
    chosen = {point.key for point in shown.points.all()}
    error = ""
    if request.method == "POST":
        chosen = set(request.POST.getlist("points"))
        try:
            actions.choose_points(note=shown, keys=chosen, by=request.user)
        except ValidationError as refusal:
            error = refusal.messages[0]
        else:
            messages.success(request, _("Punktene er valgt."))
            return redirect("preparation:note", pk)
    offered: list[tuple[str, list[tuple[object, bool]]]] = []
    for one in available_points(shown.plan):
        if not offered or offered[-1][0] != one.heading:
            offered.append((one.heading, []))
        offered[-1][1].append((one, one.key in chosen))
    return render(request, "preparation/points.html", {"note": shown, "offered": offered, "error": error})


@requires(Permission.WRITE_NOTES)
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _to_write(request, pk)
    form = DocumentsForm(
        request.POST if request.method == "POST" else None,
        documents=queries.documents_of(request.user, shown.plan),
        initial={"documents": list(shown.documents.values_list("pk", flat=True))},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_documents(note=shown, documents=form.cleaned_data["documents"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            messages.success(request, _("Dokumentene er valgt."))
            return redirect("preparation:note", pk)
    return render(request, "preparation/documents.html", {"form": form, "note": shown})


@requires(Permission.WRITE_NOTES)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _to_write(request, pk)
    if request.method == "POST":
        try:
            actions.finish_note(note=shown, by=request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            messages.success(request, _("Notatet er ferdigstilt og låst."))
        return redirect("preparation:note", pk)
    completeness = queries.completeness_of(queries.groups_of(shown))
    return render(request, "preparation/finish.html", {"note": shown, "completeness": completeness})


@requires(Permission.SEE_NOTES)
def docx(request: HttpRequest, pk: int) -> HttpResponseBase:
    shown = get_object_or_404(queries.notes_for(request.user), pk=pk)
    file = write_note(shown, queries.groups_of(shown))
    name = slugify(f"{shown.title} {shown.meeting_date or ''}", allow_unicode=True) or "forberedelsesnotat"
    return FileResponse(file, as_attachment=True, filename=f"{name}.docx", content_type=DOCX)


def _to_write(request: HttpRequest, pk: int) -> PreparationNote:
    shown = get_object_or_404(queries.notes_for(request.user), pk=pk)
    require(request.user, Permission.WRITE_NOTES, shown.plan.ministry_id)
    return shown


def _may_write(request: HttpRequest, shown: PreparationNote) -> bool:
    return shown.finished_at is None and request.user.may(Permission.WRITE_NOTES, shown.plan.ministry_id)
