"""The letters: the list, the upload, the page of one while and after it is read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from styrhus.identity.access import requires
from styrhus.identity.models import Organisation, User
from styrhus.intake import actions, queries
from styrhus.intake.access import Permission
from styrhus.intake.forms import HeadForm, ReasonForm, UploadForm
from styrhus.intake.models import FindingState, Reading, ReadingState, Severity
from styrhus.intake.pages import find_reading, page_of, tell
from styrhus.intake.presentation import language, refusal, title_of_reading
from styrhus.intake.tables import ReadingTable
from styrhus.intake.tasks import read_in_background
from styrhus.intake.uploads import SizeLimit
from styrhus.letters.model import UnreadableLetter
from styrhus.letters.texts import render as render_text
from styrhus.ui.formats import date_long
from styrhus.ui.parts import Progress
from styrhus.ui.tables import table_response


@requires(Permission.SEE_READING)
def letters(request: HttpRequest) -> HttpResponseBase:
    table = ReadingTable(queries.readings_visible_to(request.user), request)
    none = not table.is_filtered and not table.count
    may_upload = request.user.may(Permission.UPLOAD_LETTER)
    return table_response(request, table, "intake/letters.html", {"may_upload": may_upload, "none": none})


@requires(Permission.UPLOAD_LETTER)
@csrf_exempt  # only until the limit on size is set: _upload checks the token
def upload(request: HttpRequest) -> HttpResponse:
    request.upload_handlers.insert(0, SizeLimit(request))
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    agencies = queries.uploaders_agencies(request.user)
    if request.method != "POST":
        return render(request, "intake/upload.html", {"form": UploadForm(agencies=agencies)})
    form = UploadForm(request.POST, request.FILES, agencies=agencies)
    valid = form.is_valid()
    if refused := getattr(request, "too_large", None):
        form.errors.pop("file", None)
        form.add_error("file", render_text(refused.code, refused.values, language()))
    elif valid and (reading := _take_in(request, form)):
        return redirect("intake:letter", reading.pk)
    return render(request, "intake/upload.html", {"form": form}, status=422)


def _take_in(request: HttpRequest, form: UploadForm) -> Reading | None:
    """The reading of the uploaded file, queued; or None, with the reason in the form."""
    agency, file = form.cleaned_data["agency"], form.cleaned_data["file"]
    try:
        with transaction.atomic():
            reading, new = actions.upload_letter(
                agency=agency,
                ministry=agency.parent,
                owner=owner_of(request.user, agency),
                content=file.read(),
                filename=file.name,
                by=request.user,
            )
            if reading.state == ReadingState.QUEUED:
                read_in_background(reading)
    except UnreadableLetter as refused:
        form.add_error("file", render_text(refused.code, refused.values, language()))
    except ValidationError as error:
        form.add_error(None, error)
    else:
        if not new and reading.state != ReadingState.QUEUED:
            messages.info(request, _("Dette brevet er lastet opp før. Her er lesingen av det."))
        return reading
    return None


def owner_of(user: User, agency: Organisation) -> Organisation:
    """The body that uploads: the agency where the user may upload there, else its ministry."""
    mine = user.organisations_with(Permission.UPLOAD_LETTER)
    if agency.pk not in mine and agency.parent is not None:
        return agency.parent
    return agency


@requires(Permission.SEE_READING)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    reading = find_reading(request.user, pk)
    may_upload = request.user.may(Permission.UPLOAD_LETTER, reading.document.organisation_id)
    page = page_of(request.user, reading, "letter")
    context: dict[str, Any] = {"page": page, "reading": reading, "may_upload": may_upload}
    if reading.running or reading.state == ReadingState.FAILED:
        context["progress"] = progress_of(reading)
        return render(request, "intake/reading.html", context)
    return render(request, "intake/letter.html", context | _overview(reading))


def _overview(reading: Reading) -> dict[str, Any]:
    counts = queries.counts_by_kind(reading)
    findings = reading.findings.all()
    head = reading.head
    return {
        "counts": [one for one in counts if one.standing],
        "unsure": sum(one.unsure for one in counts),
        "items": sum(one.standing for one in counts),
        "errors": sum(f.severity == Severity.ERROR for f in findings),
        "open": sum(f.state == FindingState.OPEN for f in findings),
        "to_tell": sum(f.state == FindingState.TELL_MINISTRY for f in findings),
        "findings": len(findings),
        "other_agency": _other_agency(reading),
        "facts": [
            (_("Tittel"), title_of_reading(reading)),
            (_("Type brev"), reading.get_kind_display()),
            (_("Fra"), head.get("ministry") or reading.ministry.name),
            (_("Til"), head.get("agency") or reading.agency.name),
            (_("Budsjettår"), str(reading.year or "")),
            (_("Dato"), date_long(reading.letter_date)),
            (_("Referanse"), reading.reference),
            (_("Kopi til"), ", ".join(head.get("copy_to") or ())),
        ],
    }


def _other_agency(reading: Reading) -> str:
    """The agency that the letter names, when it is clearly not the one it was uploaded for."""
    named = str(reading.head.get("agency") or "")
    known = {reading.agency.name.casefold(), reading.agency.short_name.casefold()}
    return "" if not named or named.casefold() in known else named


def progress_of(reading: Reading) -> Progress:
    state = ReadingState(reading.state)
    title, text = {
        ReadingState.FAILED: (_("Brevet kunne ikke leses"), refusal(reading) if reading.error_code else ""),
        ReadingState.ADOPTING: (_("Planen lages"), _("Brevet er stort, så dette kan ta noen minutter.")),
        ReadingState.QUEUED: (_("Brevet leses"), reading.get_step_display()),
        ReadingState.RUNNING: (_("Brevet leses"), reading.get_step_display()),
    }.get(state, (_("Ferdig"), state.label))
    return Progress(
        title=title,
        text=text,
        value=50 if state == ReadingState.ADOPTING else reading.progress,
        poll_url=reverse("intake:status", args=(reading.pk,)) if reading.running else "",
        failed=state == ReadingState.FAILED,
        next_url=""
        if reading.running or state == ReadingState.FAILED
        else reverse("intake:letter", args=(reading.pk,)),
        next_text=_("Gå videre"),
    )


@requires(Permission.SEE_READING)
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading has come: what the progress bar asks for each second. When it is done, the page is loaded."""
    reading = find_reading(request.user, pk)
    response = render(request, "ui/parts/progress.html", {"progress": progress_of(reading)})
    if not reading.running:
        response["HX-Redirect"] = reverse("intake:letter", args=(reading.pk,))
    return response


@requires(Permission.UPLOAD_LETTER)
@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    reading = find_reading(request.user, pk)
    try:
        with transaction.atomic():
            read_in_background(actions.read_again(reading=reading, by=request.user))
    except ValidationError as error:
        tell(request, error)
    return redirect("intake:letter", pk)


@requires(Permission.REVIEW_LETTER)
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """What kind of letter it is, and of what year: where the reader erred or found nothing."""
    reading = find_reading(request.user, pk)
    page = page_of(request.user, reading)
    if not page.may_review:
        raise Http404
    initial = {
        "kind": reading.kind,
        "year": reading.year,
        "letter_date": reading.letter_date,
        "reference": reading.reference,
    }
    form = HeadForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_head(reading=reading, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Brevhodet er rettet."))
            return redirect("intake:letter", pk)
    return render(request, "intake/head.html", {"page": page, "reading": reading, "form": form})


@requires(Permission.UPLOAD_LETTER)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    reading = find_reading(request.user, pk)
    if reading.state in {ReadingState.ADOPTED, ReadingState.DISCARDED}:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.discard_letter(reading=reading, why=form.cleaned_data["why"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("«%(title)s» er forkastet.") % {"title": title_of_reading(reading)})
            return redirect("intake:letters")
    page = page_of(request.user, reading)
    return render(request, "intake/discard.html", {"page": page, "reading": reading, "form": form})
