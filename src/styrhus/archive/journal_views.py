"""The journal, the public journal, cases with their entries, and handing cases over to an archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from styrhus.audit.actions import record
from styrhus.audit.history import entries as timeline_of
from styrhus.audit.queries import history_of, version_of
from styrhus.identity import clock
from styrhus.identity.access import require, requires
from styrhus.ui.tables import table_response

from . import corrections, exports, formal, journal_queries, queries
from .access import Permission
from .forms import CorrectCaseForm, CorrectEntryForm, EnterForm, ExportForm, NewCaseForm
from .models import CaseFile, Direction, Document, JournalEntry
from .tables import CaseTable, EntriesOfCaseTable, JournalTable, PublicJournalTable

MOST_ENTRIES = 5_000  # in one message: a year of a large agency's dialogue
WORDS = {
    "title": gettext_lazy("tittel"),
    "public_title": gettext_lazy("offentlig tittel"),
    "exemption": gettext_lazy("unntatt offentlighet etter"),
    "class_code": gettext_lazy("arkivkode"),
    "closed_on": gettext_lazy("avsluttet"),
}


@requires(Permission.SEE_DOCUMENTS)
def journal(request: HttpRequest) -> HttpResponseBase:
    table = JournalTable(journal_queries.entries_for(request.user), request)
    context = {"may_export": request.user.may(Permission.EXPORT_ARCHIVE)}
    return table_response(request, table, "archive/journal.html", context)


@requires(Permission.SEE_DOCUMENTS)
def public_journal(request: HttpRequest) -> HttpResponseBase:
    table = PublicJournalTable(journal_queries.public_journal(request.user), request)
    return table_response(request, table, "archive/public_journal.html")


@requires(Permission.SEE_DOCUMENTS)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(journal_queries.entries_for(request.user), pk=pk)
    seen = queries.documents_visible_to(request.user)
    own = _is_own(request, shown.case_file)
    context = {
        "entry": shown,
        "document": seen.filter(pk=shown.document_id).first(),
        "attachments": seen.filter(pk__in=shown.attachments.values("pk")).order_by("pk"),
        "history": timeline_of(history_of(shown).order_by("-number")[:50], WORDS) if own else [],
        "may_correct": request.user.may(Permission.KEEP_JOURNAL, shown.case_file.organisation_id),
    }
    return render(request, "archive/entry.html", context)


@requires(Permission.KEEP_JOURNAL)
def correct_entry(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(journal_queries.entries_for(request.user), pk=pk)
    require(request.user, Permission.KEEP_JOURNAL, shown.case_file.organisation_id)
    fields = {name: getattr(shown, name) for name in ("title", "public_title", "exemption")}
    form = CorrectEntryForm(request.POST or None, initial=fields | {"version": version_of(shown)})
    done = _done(
        request,
        form,
        lambda values: corrections.correct_entry(entry=shown, by=request.user, **values),
        _("Journalposten er rettet."),
    )
    if done:
        return redirect("archive:entry", pk)
    return render(request, "archive/correct_entry.html", {"form": form, "entry": shown})


@requires(Permission.SEE_DOCUMENTS)
def cases(request: HttpRequest) -> HttpResponseBase:
    table = CaseTable(journal_queries.cases_for(request.user), request)
    context = {
        "may_keep": request.user.may(Permission.KEEP_JOURNAL),
        "may_export": request.user.may(Permission.EXPORT_ARCHIVE),
    }
    return table_response(request, table, "archive/cases.html", context)


@requires(Permission.KEEP_JOURNAL)
def new_case(request: HttpRequest) -> HttpResponse:
    own = request.user.organisations_with(Permission.KEEP_JOURNAL)
    form = NewCaseForm(request.POST or None, organisations=own)
    made = _done(
        request,
        form,
        lambda values: formal.start_case(by=request.user, **values),
        _("Saken er opprettet."),
    )
    if made:
        return redirect("archive:case", made.pk)
    return render(request, "archive/new_case.html", {"form": form})


@requires(Permission.SEE_DOCUMENTS)
def case(request: HttpRequest, pk: int) -> HttpResponseBase:
    shown = get_object_or_404(journal_queries.cases_for(request.user), pk=pk)
    rows = journal_queries.entries_for(request.user).filter(case_file=shown)
    own = _is_own(request, shown)
    context = {
        "case": shown,
        "own": own,
        "history": timeline_of(journal_queries.history_of_case(shown), WORDS) if own else [],
        "may_keep": request.user.may(Permission.KEEP_JOURNAL, shown.organisation_id),
        "may_export": exports.cases_to_export(request.user).filter(pk=shown.pk).exists(),
    }
    return table_response(request, EntriesOfCaseTable(rows, request), "archive/case.html", context)


@requires(Permission.KEEP_JOURNAL)
def correct_case(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _own_case(request, pk)
    fields = {name: getattr(shown, name) for name in ("title", "public_title", "exemption", "class_code")}
    form = CorrectCaseForm(request.POST or None, initial=fields | {"version": version_of(shown)})
    done = _done(
        request,
        form,
        lambda values: corrections.correct_case(case=shown, by=request.user, **values),
        _("Saken er rettet."),
    )
    if done:
        return redirect("archive:case", pk)
    return render(request, "archive/correct_case.html", {"form": form, "case": shown})


@requires(Permission.KEEP_JOURNAL)
def close_case(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _own_case(request, pk)
    if request.method == "POST":
        try:
            corrections.close_case(case=shown, by=request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            messages.success(request, _("Saken er avsluttet."))
        return redirect("archive:case", pk)
    return render(request, "archive/close_case.html", {"case": shown})


@requires(Permission.KEEP_JOURNAL)
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Journal a document that lies in the archive already."""
    shown = _own_case(request, pk)
    form = EnterForm(
        request.POST or None,
        documents=journal_queries.documents_to_journal(request.user, shown),
        initial={"direction": Direction.IN, "exemption": "", "recipient": shown.organisation.name},
    )

    def act(values: dict[str, Any]) -> JournalEntry:
        document: Document = values.pop("document")
        values["title"] = values["title"] or document.title
        values["direction"] = Direction(values["direction"])
        return formal.enter_by_hand(case=shown, document=document, by=request.user, **values)

    made = _done(request, form, act, _("Dokumentet er ført i journalen."))
    if made:
        return redirect("archive:entry", made.pk)
    return render(request, "archive/enter.html", {"form": form, "case": shown})


@requires(Permission.EXPORT_ARCHIVE)
@require_POST
def export_case(request: HttpRequest, pk: int) -> HttpResponseBase:
    shown = get_object_or_404(exports.cases_to_export(request.user).select_related("organisation", "closed_by"), pk=pk)
    return _handed_over(request, [shown], f"arkivmelding-{shown.year}-{shown.sequence}") or redirect("archive:case", pk)


@requires(Permission.EXPORT_ARCHIVE)
def export_period(request: HttpRequest) -> HttpResponseBase:
    """All cases of an organisation with what was journaled in a period."""
    mine = exports.cases_to_export(request.user)
    form = ExportForm(
        request.POST or None, organisations=set(mine.order_by().values_list("organisation", flat=True).distinct())
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        found = mine.filter(organisation=values["organisation"]).select_related("organisation", "closed_by")
        name = f"arkivmelding-{clock.today():%Y-%m-%d}"
        response = _handed_over(request, list(found), name, values["begin"], values["end"])
        if response:
            return response
    return render(request, "archive/export.html", {"form": form})


def _handed_over(
    request: HttpRequest, found: list[CaseFile], name: str, begin: Any = None, end: Any = None
) -> HttpResponseBase | None:
    """The ZIP, or None with a message that says why there is none. What is taken out is an event of each case."""
    rows = exports.entries_to_export(found, begin, end)
    count = rows.count()
    if not count or count > MOST_ENTRIES:
        text = _("Det er ingen journalposter å ta ut.")
        if count:
            text = _("Uttrekket har %(count)s journalposter. Velg en kortere periode; grensen er %(most)s.")
        messages.error(request, text % {"count": count, "most": MOST_ENTRIES})
        return None
    entries = list(rows)
    broken = exports.broken_among(entries)
    if broken:
        document, fault = broken[0]
        messages.error(
            request,
            _("«%(title)s» kan ikke tas ut: %(fault)s Be den som drifter Styrhus, hente filen fra sikkerhetskopien.")
            % {"title": document.title[:100], "fault": fault},
        )
        return None
    with transaction.atomic():
        for one in {entry.case_file_id: entry.case_file for entry in entries}.values():
            taken = sum(entry.case_file_id == one.pk for entry in entries)
            record(act="archive.export", subject=one, by=request.user, new={"entries": taken})
    response = StreamingHttpResponse(exports.stream(entries), content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.zip") or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _is_own(request: HttpRequest, shown: CaseFile) -> bool:
    """Whether the case is the user's own organisation's: others read its entries, never its history."""
    may = request.user.may
    return may(Permission.SEE_ALL_DOCUMENTS) or may(Permission.SEE_DOCUMENTS, shown.organisation_id)


def _own_case(request: HttpRequest, pk: int) -> CaseFile:
    shown = get_object_or_404(journal_queries.cases_for(request.user), pk=pk)
    require(request.user, Permission.KEEP_JOURNAL, shown.organisation_id)
    return shown


def _done(request: HttpRequest, form: Form, act: Callable[[dict[str, Any]], Any], said: str) -> Any:
    """What ``act`` made of a sent form that holds; None where nothing was sent, or the form says what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        made = act(dict(form.cleaned_data))
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
        return None
    messages.success(request, said)
    return made
