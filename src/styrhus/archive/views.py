"""The list of documents, a document with its lines, its original bytes, and its journal."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from styrhus.audit.queries import history_of, version_of
from styrhus.identity.access import require, requires
from styrhus.letters import texts
from styrhus.letters.model import UnreadableLetter
from styrhus.letters.sources import guard, read_in_child
from styrhus.ui.tables import table_response

from . import actions, queries
from .access import Permission
from .forms import EditJournalForm, RegisterForm
from .models import Direction, Document
from .tables import DocumentTable

MEDIA_TYPES = {
    guard.FileKind.TEXT: "text/plain",
    guard.FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    guard.FileKind.PDF: "application/pdf",
}


@requires(Permission.SEE_DOCUMENTS)
def documents(request: HttpRequest) -> HttpResponseBase:
    table = DocumentTable(queries.documents_visible_to(request.user), request)
    context = {"may_register": request.user.may(Permission.REGISTER_DOCUMENT)}
    return table_response(request, table, "archive/documents.html", context)


@requires(Permission.SEE_DOCUMENTS)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The journal's data and the text with numbered lines; ``?linjer=88,721`` marks lines."""
    shown = get_object_or_404(queries.documents_visible_to(request.user).defer("search"), pk=pk)
    context = {
        "document": shown,
        "lines": queries.lines_of(shown, queries.line_numbers(request.GET.get("linjer", ""))),
        "events": history_of(shown)[:50],
        "may_edit": request.user.may(Permission.REGISTER_DOCUMENT, shown.organisation_id),
    }
    return render(request, "archive/document.html", context)


@requires(Permission.SEE_DOCUMENTS)
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The original bytes as an attachment. Bytes that no longer give their checksum are not handed out."""
    wanted = get_object_or_404(queries.documents_visible_to(request.user), pk=pk)
    if queries.fault_of(wanted):
        return render(request, "archive/broken.html", {"document": wanted}, status=409)
    known = wanted.media_type if wanted.media_type in MEDIA_TYPES.values() else "application/octet-stream"
    response = FileResponse(wanted.file.open("rb"), as_attachment=True, filename=wanted.filename, content_type=known)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(Permission.REGISTER_DOCUMENT)
def register(request: HttpRequest) -> HttpResponse:
    """Keep a file as it came, read the text out of it, and enter it in the journal."""
    own = request.user.organisations_with(Permission.REGISTER_DOCUMENT)
    form = RegisterForm(request.POST or None, request.FILES or None, organisations=own)
    if request.method == "POST" and form.is_valid():
        made = _registered(request, form)
        if made:
            messages.success(request, _("Dokumentet er registrert."))
            return redirect("archive:document", made.pk)
    return render(request, "archive/register.html", {"form": form})


def _registered(request: HttpRequest, form: RegisterForm) -> Document | None:
    values = dict(form.cleaned_data)
    file = values.pop("file")
    content = file.read()
    try:
        kind = guard.kind_of(content, file.name)
        source = read_in_child(content, file.name)
        return actions.register_document(
            content=content,
            filename=file.name,
            media_type=MEDIA_TYPES[kind],
            text="\n".join(source.lines),
            by=request.user,
            **values | {"direction": Direction(values["direction"])},
        )
    except UnreadableLetter as refusal:
        form.add_error("file", texts.render(refusal.code, refusal.values, get_language() or "nb"))
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return None


@requires(Permission.REGISTER_DOCUMENT)
def edit_journal(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.documents_visible_to(request.user), pk=pk)
    require(request.user, Permission.REGISTER_DOCUMENT, shown.organisation_id)
    initial = {name: getattr(shown, name) for name in actions.JOURNAL} | {"version": version_of(shown)}
    form = EditJournalForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        version, why = values.pop("version"), values.pop("why")
        try:
            actions.edit_journal(document=shown, values=values, version=version, by=request.user, why=why)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            messages.success(request, _("Journaldataene er lagret."))
            return redirect("archive:document", pk)
    return render(request, "archive/edit_journal.html", {"form": form, "document": shown})
