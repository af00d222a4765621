"""The entries: the list, one entry with its cause and its reversal, a new one, and reversing."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Greatest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.audit.history import entries as timeline
from styrhus.audit.queries import history_of
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.ledger import actions, forms, queries
from styrhus.ledger.access import Permission
from styrhus.ledger.models import Entry, EntrySum
from styrhus.ledger.models.entries import counted_in
from styrhus.ledger.rules import Cause, account_of
from styrhus.ledger.tables import EntryTable, LineTable
from styrhus.ui.tables import EXPORT_FORMATS, table_response

from .parts import sections, shown_ledger, shown_of

LISTED = 500  # lines shown on an entry's page; an import's entry may have a hundred thousand, and they are exported


def _visible(request: HttpRequest) -> QuerySet[Entry]:
    """The entries that the user may see, each with ``turnover``: what is debited in the one view or the other."""
    sums = EntrySum.objects.filter(entry=OuterRef("pk")).order_by().values("entry")

    def debited(view: str) -> Subquery:
        return Subquery(sums.filter(basis__in=counted_in(view)).annotate(s=Sum("debit")).values("s"))

    rows: QuerySet[Entry] = Entry.objects.visible_to(request.user).select_related("agency")
    return rows.annotate(turnover=Greatest(debited("cash"), debited("accrual")))  # greatest leaves out what is null


@requires(Permission.SEE_ENTRIES, Permission.SEE_OWN_ENTRIES)
def entries(request: HttpRequest) -> HttpResponseBase:
    ledger, _others = queries.chosen_ledger(request.user, None, None)
    may_post = bool(ledger and request.user.may(Permission.POST_ENTRIES, ledger.agency))
    context = {
        "ledger": ledger,
        "sections": sections(request.user, shown_of(request, ledger.agency, ledger.year), "entries") if ledger else [],
        "may_post": may_post,
        "whole": bool(ledger and queries.sees_entries(request.user, ledger.agency)),
    }
    return table_response(request, EntryTable(_visible(request), request), "ledger/entries.html", context)


@requires(Permission.SEE_ENTRIES, Permission.SEE_OWN_ENTRIES)
def entry(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One entry. A department head sees the lines of the own department; the rest is counted."""
    shown = get_object_or_404(_visible(request).select_related("made_by", "reverses"), pk=pk)
    visible = shown.postings.visible_to(request.user).select_related("post__chapter", "department").order_by("line")
    asked = request.GET.get("format", "")
    listed = list(visible if asked in EXPORT_FORMATS else visible[:LISTED])
    for row in listed:
        row.account_row = account_of(row.account, shown.on)
    if asked in EXPORT_FORMATS:
        return LineTable(listed, request).export(asked)
    seen = visible.count() if shown.lines > LISTED else len(listed)
    reversal = Entry.objects.filter(reverses=shown).first()
    context = {
        "entry": shown,
        "table": LineTable(listed, request),
        "hidden": shown.lines - seen,
        "cut": seen - len(listed),
        "reversal": reversal,
        "locked": queries.is_locked(shown.agency, shown.on),
        "may_reverse": _may_reverse(request, shown, reversal),
        "history": timeline(history_of(shown)[:20], {}),
    }
    return render(request, "ledger/entry.html", context)


def _may_reverse(request: HttpRequest, shown: Entry, reversal: Entry | None) -> bool:
    return reversal is None and not shown.reverses_id and request.user.may(Permission.POST_ENTRIES, shown.agency)


@requires(Permission.POST_ENTRIES)
def new_entry(request: HttpRequest, agency: int, year: int) -> HttpResponse:
    """An entry by hand. Its lines must balance in both views; what does not is said in one sentence."""
    shown = shown_ledger(request, agency, year)
    if not request.user.may(Permission.POST_ENTRIES, shown.agency):
        raise Http404
    data = request.POST.copy() if request.method == "POST" else None
    more = data is not None and "more" in data
    if data is not None and more and re.fullmatch(r"[0-9]{1,3}", data.get("form-TOTAL_FORMS", "")):
        data["form-TOTAL_FORMS"] = str(min(int(data["form-TOTAL_FORMS"]) + forms.LINES, forms.MOST))
    initial = {"on": shown.as_at, "key": f"manual-{uuid.uuid4()}"}
    form = forms.EntryForm(None if more else data, initial=initial | (_typed(data) if more and data else {}))
    lines = forms.LineForms(data, form_kwargs={"agency": shown.agency, "year": shown.year})
    if data is not None and not more and _valid(form, lines):
        values = form.cleaned_data
        try:
            made = actions.post_entry(
                agency=shown.agency, on=values["on"], text=values["text"], kind=values["kind"], key=values["key"],
                lines=[row.line() for row in lines if row.has_changed()], by=request.user,
                cause=Cause(values["cause_kind"], "", values["cause_label"]),
            )  # fmt: skip
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
        else:
            messages.success(request, _("Bilag %(number)s er ført.") % {"number": made.label})
            return redirect(made)
    context = {"shown": shown, "form": form, "lines": lines, "back": reverse("ledger:front", args=(agency, year))}
    return render(request, "ledger/new_entry.html", context)


def _typed(data: Any) -> dict[str, str]:
    return {name: data[name] for name in forms.EntryForm.base_fields if name in data}


def _valid(form: forms.EntryForm, lines: Any) -> bool:
    """Both are asked, so that every mistake is shown at once."""
    first, second = form.is_valid(), lines.is_valid()
    return bool(first and second)


@requires(Permission.POST_ENTRIES)
def reverse_entry(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(_visible(request), pk=pk)
    if not _may_reverse(request, shown, Entry.objects.filter(reverses=shown).first()):
        raise Http404
    form = forms.ReversalForm(
        request.POST or None, initial={"on": max(shown.on, min(clock.today(), shown.on.replace(month=12, day=31)))}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.reverse_entry(entry=shown, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
        else:
            messages.success(request, _("Bilag %(number)s er reversert.") % {"number": shown.label})
            return redirect(made)
    context = {
        "form": form,
        "heading": _("Reverser bilag %(number)s") % {"number": shown.label},
        "over": shown.text,
        "intro": _(
            "Et bilag endres aldri. Reverseringen er et nytt bilag med debet og kredit byttet om; før deretter det riktige bilaget."
        ),
        "back": shown.get_absolute_url(),
        "button_text": _("Reverser bilaget"),
    }
    return render(request, "ledger/form.html", context)
