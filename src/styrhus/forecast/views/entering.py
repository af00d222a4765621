"""What a department does: sees what is missing, enters its posts, delivers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styrhus.audit.history import entries
from styrhus.audit.queries import history_of
from styrhus.economy.models import Post
from styrhus.forecast import actions, queries
from styrhus.forecast.access import Permission, may_enter
from styrhus.forecast.acts import FIELDS
from styrhus.forecast.charts import months_chart
from styrhus.forecast.forms import EstimateForm, WordsForm, initial_of
from styrhus.forecast.models import Version
from styrhus.forecast.pages import choose, department_of, find_inside, refuse
from styrhus.forecast.reckoning import ForecastRow
from styrhus.forecast.tables import EntryRow, EntryTable, TaskTable, task_state
from styrhus.forecast.texts import METHODS
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.identity.models import Department
from styrhus.ui.formats import month_short
from styrhus.ui.tables import table_response

HISTORY = ("months", "stated_total", "reason", "copied_from")


@requires(Permission.ENTER)
def mine(request: HttpRequest, agency: int, year: int) -> HttpResponseBase:
    """What the user's departments have to enter in the open version: straight to it where there is one only."""
    chosen = choose(request.user, agency, year, "mine")
    if chosen is None or not request.user.may(Permission.ENTER, agency):
        raise Http404
    version = queries.open_version(chosen.agency, year)
    tasks = queries.tasks_for(request.user, version) if version else []
    context = {"chosen": chosen, "version": version, "tasks": tasks, "today": clock.today()}
    return table_response(request, TaskTable(tasks, request), "forecast/mine.html", context)


@requires(Permission.SEE, Permission.SEE_ALL)
def task(request: HttpRequest, pk: int, department: int) -> HttpResponseBase:
    version = find_inside(request.user, pk)
    place_of = department_of(version, department)
    found = queries.task_of(version, place_of)
    enters = version.is_open and may_enter(request.user, version.agency_id, place_of.pk if place_of else None)
    editable = enters and not found.submitted
    rows = [
        EntryRow(row, reverse("forecast:enter", args=(pk, department, row.post.pk)) if editable else "")
        for row in found.rows
    ]
    context = {
        "version": version,
        "task": found,
        "name": _name(place_of),
        "state": task_state(found),
        "editable": editable,
        "may_return": version.is_open and found.submitted and request.user.may(Permission.GATHER, version.agency_id),
        "form": _submit_form() if editable and not found.missing and found.rows else None,
        "steps": version.submissions.filter(department=place_of).select_related("made_by").order_by("-pk"),
        "chart": months_chart([row for row in found.rows if not row.income], id="maaneder"),
        "today": clock.today(),
    }
    return table_response(request, EntryTable(rows, request), "forecast/task.html", context)


@requires(Permission.ENTER)
def enter(request: HttpRequest, pk: int, department: int, post: int) -> HttpResponse:
    """The month grid of one post and department."""
    version, place_of = _enterable(request, pk, department)
    target = _post(version, post)
    standing = queries.estimate_of(version, target, place_of)
    form = EstimateForm(request.POST or None, version=version, initial=initial_of(standing))
    if request.method == "POST" and form.is_valid() and "fill" not in request.POST:
        try:
            actions.enter_estimate(version=version, post=target, department=place_of, by=request.user, **form.values())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Anslaget for post %(post)s er lagret.") % {"post": _code(target)})
            return redirect("forecast:task", pk, department)
    before = queries.version_before(version)
    row = _row(version, target, place_of)
    context = {
        "version": version,
        "department": department,
        "name": _name(place_of),
        "post": target,
        "code": _code(target),
        "form": form,
        "row": row,
        "months": [(month_short(month), row.used_months[month - 1]) for month in range(1, row.months + 1)]
        if row
        else [],
        "before": before if before and queries.estimate_of(before, target, place_of) else None,
        "history": entries(history_of(standing).order_by("-number")[:20], {name: FIELDS[name] for name in HISTORY})
        if standing
        else [],
        "methods": METHODS,
    }
    return render(request, "forecast/enter.html", context)


@requires(Permission.ENTER)
@require_POST
def copy(request: HttpRequest, pk: int, department: int, post: int) -> HttpResponse:
    version, place_of = _enterable(request, pk, department)
    target = _post(version, post)
    try:
        actions.copy_estimate(version=version, post=target, department=place_of, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Planen fra forrige prognose er hentet. Se over tallene."))
    return redirect("forecast:enter", pk, department, post)


@requires(Permission.ENTER)
@require_POST
def submit(request: HttpRequest, pk: int, department: int) -> HttpResponse:
    version, place_of = _enterable(request, pk, department)
    form = _submit_form(request)
    try:
        if form.is_valid():
            words = form.cleaned_data["words"]
            actions.submit(version=version, department=place_of, words=words, by=request.user)
            messages.success(request, _("Prognosen er levert. Controlleren har fått beskjed."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("forecast:task", pk, department)


@requires(Permission.GATHER)
def send_back(request: HttpRequest, pk: int, department: int) -> HttpResponse:
    version = find_inside(request.user, pk)
    if not request.user.may(Permission.GATHER, version.agency_id):
        raise Http404
    place_of = department_of(version, department)
    form = WordsForm(
        request.POST or None, label=_("Hva skal avdelingen se på?"), required=True,
        help_text=_("Avdelingen får teksten som varsel, og kan føre og levere på nytt."),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            why = form.cleaned_data["words"]
            actions.return_submission(version=version, department=place_of, why=why, by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Prognosen er sendt tilbake."))
            return redirect("forecast:task", pk, department)
    context = {
        "form": form,
        "version": version,
        "heading": _("Send tilbake til avdelingen"),
        "lead": _name(place_of),
        "act": _("Send tilbake"),
        "back": reverse("forecast:task", args=(pk, department)),
    }
    return render(request, "forecast/act.html", context)


def _submit_form(request: HttpRequest | None = None) -> WordsForm:
    return WordsForm(request.POST if request else None, label=_("Merknad til controlleren"))


def _enterable(request: HttpRequest, pk: int, department: int) -> tuple[Version, Department | None]:
    """Raises: Http404 (not theirs to see), PermissionDenied (another department's)."""
    version = find_inside(request.user, pk)
    if not request.user.may(Permission.ENTER, version.agency_id):
        raise Http404
    place_of = department_of(version, department)
    if not may_enter(request.user, version.agency_id, place_of.pk if place_of else None):
        raise PermissionDenied(_("Prognosen hører til en annen avdeling. Spør lederen der eller controlleren."))
    return version, place_of


def _post(version: Version, key: int) -> Post:
    posts = Post.objects.select_related("chapter__agency")
    found = posts.filter(pk=key, chapter__agency=version.agency_id, chapter__year=version.year).first()
    if found is None:
        raise Http404
    return found


def _row(version: Version, post: Post, department: Department | None) -> ForecastRow | None:
    task = queries.task_of(version, department)
    return next((row for row in task.rows if row.post.pk == post.pk), None)


def _name(department: Department | None) -> str:
    return department.name if department else _("Ikke fordelt på avdeling")


def _code(post: Post) -> str:
    return f"{post.chapter.number}.{post.number}"
