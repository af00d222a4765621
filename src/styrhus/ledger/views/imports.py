"""Bringing in accounts: the list, the upload, the check with its faults, the difference, the posting, the mappings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from styrhus.audit.history import entries as timeline
from styrhus.audit.queries import history_of
from styrhus.identity.access import requires
from styrhus.identity.models import User
from styrhus.ledger import actions, import_texts
from styrhus.ledger.access import Permission
from styrhus.ledger.actions.imports import LARGEST
from styrhus.ledger.forms_imports import MappingForm, MendedForm, UploadForm
from styrhus.ledger.models import AccountsImport, ImportMapping, ImportState, MonthState
from styrhus.ledger.queries import chosen_ledger
from styrhus.ledger.queries import imports as queries
from styrhus.ledger.tables_imports import (
    MONTH_COLOURS,
    STATE_COLOURS,
    DifferenceTable,
    FaultTable,
    ImportTable,
    LineTable,
    MappingTable,
)
from styrhus.ledger.tasks import check_in_background, confirm_in_background
from styrhus.ui.formats import date_time
from styrhus.ui.parts import Progress
from styrhus.ui.tables import table_response

from .parts import sections, shown_of

SEE = Permission.SEE_ENTRIES


class SizeLimit(FileUploadHandler):
    """Stands first among the handlers, so that what goes over the limit is never stored, not even for a moment."""

    received = 0

    def new_file(self, *args: Any, **options: Any) -> None:
        super().new_file(*args, **options)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > LARGEST:
            self.request.too_large = True  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None  # the handlers after this one keep the file


def _find(user: User, pk: int) -> AccountsImport:
    return get_object_or_404(queries.imports_visible_to(user), pk=pk)


def _own(user: User, accounts: AccountsImport) -> bool:
    return user.may(Permission.IMPORT_ACCOUNTS, accounts.agency_id)


def _for_change(user: User, pk: int) -> AccountsImport:
    """The import, for one who may change it. Raises: Http404."""
    accounts = _find(user, pk)
    if not _own(user, accounts):
        raise Http404
    return accounts


def _sections(request: HttpRequest) -> list[tuple[Any, str, bool]]:
    ledger, _others = chosen_ledger(request.user, None, None)
    return sections(request.user, shown_of(request, ledger.agency, ledger.year), "imports") if ledger else []


@requires(SEE)
def imports(request: HttpRequest) -> HttpResponseBase:
    table = ImportTable(queries.imports_visible_to(request.user), request)
    context = {
        "sections": _sections(request),
        "none": not table.is_filtered and not table.count,
        "may_import": request.user.may(Permission.IMPORT_ACCOUNTS),
    }
    return table_response(request, table, "ledger/imports.html", context)


@requires(Permission.IMPORT_ACCOUNTS)
@csrf_exempt  # only until the limit on size is set: _upload checks the token
def upload(request: HttpRequest) -> HttpResponse:
    request.upload_handlers.insert(0, SizeLimit(request))
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    asked = (request.POST, request.FILES) if request.method == "POST" else (None,)
    form = UploadForm(
        *asked,
        agencies=queries.importers_agencies(request.user),
        mappings=queries.mappings_visible_to(request.user),
        limit=LARGEST,
    )
    if request.method == "POST":
        valid = form.is_valid()
        if getattr(request, "too_large", False):
            form.errors.pop("file", None)
            form.add_error("file", _too_large())
        elif valid:
            given = dict(form.cleaned_data)
            file = given.pop("file")
            try:
                with transaction.atomic():
                    accounts = actions.upload_accounts(file=file, filename=file.name, by=request.user, **given)
                    check_in_background(accounts)
            except ValidationError as error:
                form.add_error("file", error)
            else:
                return redirect(accounts)
    return render(request, "ledger/import_upload.html", {"form": form}, status=422 if form.errors else 200)


def _too_large() -> str:
    return _("Filen er større enn %(limit)s MB. Del den i flere, for eksempel en per måned.") % {"limit": LARGEST >> 20}


@requires(SEE)
def accounts_import(request: HttpRequest, pk: int) -> HttpResponse:
    accounts = _find(request.user, pk)
    months = list(accounts.months.select_related("entry", "replaces__entry"))
    changing = [one for one in months if one.state in (MonthState.NEW, MonthState.CHANGED)]
    context: dict[str, Any] = {
        "accounts": accounts,
        "file": accounts.first_file,
        "state_kind": STATE_COLOURS[ImportState(accounts.state)],
        "may_import": _own(request.user, accounts),
        "progress": progress_of(accounts) if accounts.running else None,
        "refusal": import_texts.refusal(accounts.refusal, accounts.refusal_values) if accounts.refusal else "",
        "checked": accounts.state in (ImportState.CHECKED, ImportState.CONFIRMING, ImportState.CONFIRMED),
        "months": [(month, MONTH_COLOURS[month.state]) for month in months],
        "changing": changing,
        "locked": [one for one in months if one.state == MonthState.LOCKED],
        "kinds": queries.fault_kinds(accounts) if accounts.checked_at else [],
        "can_be_mended": queries.can_be_mended(accounts),
        "earlier": queries.same_file_posted(accounts) if accounts.state == ImportState.CHECKED else None,
        "total": sum((one.amount for one in months), start=0),
        "facts": _facts(accounts),
        "history": timeline(history_of(accounts).order_by("-number")[:50], {}),
    }
    context["ready"] = bool(
        accounts.state == ImportState.CHECKED and not accounts.wrong_lines and changing and context["may_import"]
    )
    return render(request, "ledger/import.html", context)


def _facts(accounts: AccountsImport) -> list[tuple[str, Any]]:
    facts = [
        (_("Virksomhet"), accounts.agency.name),
        (_("Regnskapsprinsipp"), accounts.get_basis_display()),
        (_("Lastet opp"), f"{date_time(accounts.uploaded_at)} {accounts.uploaded_by.name if accounts.uploaded_by else ''}"),
        (_("Kolonneoppsett"), accounts.mapping.name if accounts.mapping else ""),
        (_("Ført"), f"{date_time(accounts.confirmed_at)} {accounts.confirmed_by.name if accounts.confirmed_by else ''}"
         if accounts.confirmed_at else ""),
        ("SHA-256", accounts.first_file.sha256),
    ]  # fmt: skip
    return [(name, value) for name, value in facts if value]


def progress_of(accounts: AccountsImport) -> Progress:
    confirming = accounts.state == ImportState.CONFIRMING
    return Progress(
        title=_("Regnskapet føres") if confirming else _("Filen kontrolleres"),
        text=_("Hver måned blir ett bilag.") if confirming else _("Alle linjer leses og sammenlignes med regnskapet."),
        value=50 if confirming else accounts.progress,
        poll_url=reverse("ledger:import_status", args=(accounts.pk,)) if accounts.running else "",
        next_url="" if accounts.running else accounts.get_absolute_url(),
        next_text=_("Se resultatet"),
    )


@requires(SEE)
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work has come: what the progress bar asks for each second. When it is done, the page is loaded."""
    accounts = _find(request.user, pk)
    response = render(request, "ui/parts/progress.html", {"progress": progress_of(accounts)})
    if not accounts.running:
        response["HX-Redirect"] = accounts.get_absolute_url()
    return response


@requires(SEE)
def faults(request: HttpRequest, pk: int) -> HttpResponseBase:
    accounts = _find(request.user, pk)
    context = {"accounts": accounts, "file": accounts.first_file, "can_be_mended": queries.can_be_mended(accounts)}
    return table_response(
        request, FaultTable(queries.faults_of(accounts), request), "ledger/import_faults.html", context
    )


@requires(SEE)
def faults_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The wrong lines as a CSV file that one can mend and upload again."""
    accounts = _find(request.user, pk)
    if not queries.can_be_mended(accounts):
        raise Http404
    response = StreamingHttpResponse(_csv(queries.lines_to_mend(accounts)), content_type="text/csv; charset=utf-8")
    name = f"linjer-med-feil-{accounts.pk}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(rows: Iterator[list[str]]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"  # so that spreadsheets read the letters rightly
    for row in rows:
        text = io.StringIO()
        csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerow(row)
        yield text.getvalue().encode()


@requires(Permission.IMPORT_ACCOUNTS)
@csrf_exempt  # only until the limit on size is set: _mend checks the token
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    request.upload_handlers.insert(0, SizeLimit(request))
    return _mend(request, pk)


@csrf_protect
def _mend(request: HttpRequest, pk: int) -> HttpResponse:
    accounts = _for_change(request.user, pk)
    if accounts.state != ImportState.CHECKED or not queries.can_be_mended(accounts):
        raise Http404
    form = MendedForm(request.POST, request.FILES) if request.method == "POST" else MendedForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            with transaction.atomic():
                check_in_background(
                    actions.upload_mended(accounts=accounts, file=file, filename=file.name, by=request.user)
                )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect(accounts)
    context = {"accounts": accounts, "form": form}
    return render(request, "ledger/import_mend.html", context, status=422 if form.errors else 200)


@requires(SEE)
def difference(request: HttpRequest, pk: int) -> HttpResponseBase:
    accounts = _find(request.user, pk)
    everything = request.GET.get("alt") == "1"
    table = DifferenceTable(queries.differences(accounts, with_same=everything), request)
    context = {"accounts": accounts, "file": accounts.first_file, "everything": everything}
    return table_response(request, table, "ledger/import_difference.html", context)


@requires(SEE)
def lines(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The lines of the file as they stand behind the entries. Of one month with ``?maned=3``."""
    accounts = _find(request.user, pk)
    rows = accounts.imported_lines.select_related("post__chapter", "department")
    if (month := request.GET.get("maned", "")).isdigit():
        rows = rows.filter(month=int(month[:2]))
    context = {"accounts": accounts, "file": accounts.first_file}
    return table_response(request, LineTable(rows, request), "ledger/import_lines.html", context)


@requires(SEE)
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it came."""
    kept = _find(request.user, pk).first_file
    return FileResponse(
        kept.file.open("rb"), as_attachment=True, filename=kept.filename, content_type="application/octet-stream"
    )


@requires(Permission.IMPORT_ACCOUNTS)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    accounts = _for_change(request.user, pk)
    try:
        with transaction.atomic():
            confirm_in_background(actions.begin_confirm(accounts=accounts, by=request.user))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(accounts)


@requires(Permission.IMPORT_ACCOUNTS)
@require_POST
def check_again(request: HttpRequest, pk: int) -> HttpResponse:
    accounts = _for_change(request.user, pk)
    try:
        with transaction.atomic():
            check_in_background(actions.check_again(accounts=accounts, by=request.user))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(accounts)


@requires(Permission.IMPORT_ACCOUNTS)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    accounts = _for_change(request.user, pk)
    try:
        actions.discard_import(accounts=accounts, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(accounts)
    messages.success(request, _("«%(file)s» er forkastet.") % {"file": accounts.first_file.filename})
    return redirect("ledger:imports")


# -- mappings


@requires(Permission.IMPORT_ACCOUNTS)
def mappings(request: HttpRequest) -> HttpResponseBase:
    table = MappingTable(queries.mappings_visible_to(request.user), request)
    return table_response(request, table, "ledger/import_mappings.html", {"none": not table.count})


@requires(Permission.IMPORT_ACCOUNTS)
def mapping(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new mapping, or a change of one: saved under the same name it takes the old one's place."""
    standing = get_object_or_404(queries.mappings_visible_to(request.user), pk=pk) if pk else None
    if standing and not request.user.may(Permission.IMPORT_ACCOUNTS, standing.agency_id):
        raise Http404
    form = MappingForm(
        request.POST or None, agencies=queries.importers_agencies(request.user), initial=_initial(standing)
    )
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("agency", "name", "sheet", "heading_row")}
        try:
            saved = actions.save_mapping(columns=form.columns, by=request.user, **given)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Kolonneoppsettet «%(name)s» er lagret.") % {"name": saved.name})
            return redirect("ledger:import_mappings")
    context = {"form": form, "standing": standing}
    return render(request, "ledger/import_mapping.html", context, status=422 if form.errors else 200)


def _initial(standing: ImportMapping | None) -> dict[str, Any]:
    if standing is None:
        return {}
    columns = {f"column_{field}": heading for field, heading in standing.columns.items()}
    return {
        "agency": standing.agency_id,
        "name": standing.name,
        "sheet": standing.sheet,
        "heading_row": standing.heading_row,
    } | columns


@requires(Permission.IMPORT_ACCOUNTS)
@require_POST
def retire_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    standing = get_object_or_404(queries.mappings_visible_to(request.user), pk=pk)
    if not request.user.may(Permission.IMPORT_ACCOUNTS, standing.agency_id):
        raise Http404
    actions.retire_mapping(mapping=standing, by=request.user)
    messages.success(request, _("Kolonneoppsettet «%(name)s» er tatt ut av bruk.") % {"name": standing.name})
    return redirect("ledger:import_mappings")
