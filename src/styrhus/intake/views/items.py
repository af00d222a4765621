"""One item: correct it, add one, merge, reject, take back, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from styrhus.audit.history import entries
from styrhus.audit.queries import history_of
from styrhus.identity.access import requires
from styrhus.intake import actions, queries
from styrhus.intake.access import Permission
from styrhus.intake.forms import FORMS, ItemForm, ReasonForm
from styrhus.intake.models import Item, ItemKind, Reading
from styrhus.intake.pages import LetterPage, find_reading, page_of, tell, whole_number
from styrhus.intake.presentation import ONE_OF_KIND, heading, shown
from styrhus.intake.row_forms import ROW_SETS, ROW_TITLES, rows_from
from styrhus.intake.rules.lines import NotLines, from_text

HISTORY_WORDS = {"title": lazy("Tittel"), "key": lazy("Nummer"), "lines": lazy("Linjer")}
AROUND = 3  # lines shown before and after those of an item


def _open(request: HttpRequest, pk: int) -> tuple[Reading, LetterPage]:
    """The letter, when the user may change what was read of it. Raises: Http404."""
    reading = find_reading(request.user, pk)
    page = page_of(request.user, reading, "review")
    if not page.may_review:
        raise Http404
    return reading, page


def back_to(item: Item) -> str:
    return f"{reverse('intake:review', args=(item.reading_id,))}?punkt={item.pk}#punkt-{item.pk}"


class Filling:
    """The forms of an item: its fields, and for an assignment the sets of rows inside it."""

    def __init__(
        self, request: HttpRequest, reading: Reading, kind: str, values: dict[str, Any], lines: list[int]
    ) -> None:
        data = request.POST if request.method == "POST" else None
        self.form: ItemForm = FORMS[kind](data, reading=reading, initial={**values, "lines": lines})
        names = ROW_SETS if kind == ItemKind.ASSIGNMENT else {}
        self.row_sets = {
            name: row_set(data, initial=[dict(row) for row in values.get(name) or ()], prefix=name)
            for name, row_set in names.items()
        }
        self._given = values

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(row_set.is_valid() for row_set in self.row_sets.values())])

    def values(self) -> dict[str, Any]:
        rows = {name: rows_from(row_set) for name, row_set in self.row_sets.items()}
        return {**self._given, **self.form.values(), **rows}

    @property
    def titled_rows(self) -> list[tuple[Any, str, Any]]:
        return [(ROW_TITLES[name], name, row_set) for name, row_set in self.row_sets.items()]


@requires(Permission.REVIEW_LETTER)
def edit(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    reading, page = _open(request, pk)
    found = get_object_or_404(Item, pk=item, reading=reading)
    values = {**found.values, "version": found.version}
    filling = Filling(request, reading, found.kind, values, found.lines)
    if request.method == "POST" and filling.is_valid():
        cleaned = {name: value for name, value in filling.values().items() if name != "version"}
        try:
            changed = actions.edit_item(
                item=found,
                values=cleaned,
                lines=filling.form.cleaned_data["lines"],
                version=filling.form.cleaned_data["version"] or 0,
                by=request.user,
            )
        except ValidationError as error:
            filling.form.add_error(None, error)
        else:
            messages.success(request, _("Punktet er rettet."))
            return redirect(back_to(changed))
    context = {
        "page": page,
        "reading": reading,
        "item": found,
        "shown": shown(found),
        "heading": heading(found) or ONE_OF_KIND[found.kind],
        "one_of_kind": ONE_OF_KIND[found.kind],
        "filling": filling,
        "lines": _text_around(reading, found.lines),
        "back": back_to(found),
        "history": entries(history_of(found)[:20], HISTORY_WORDS),
    }
    return render(request, "intake/item.html", context, status=422 if request.method == "POST" else 200)


def _text_around(reading: Reading, lines: list[int]) -> list[tuple[int, str, bool]]:
    """The item's lines with a few around each of its printings: (number, text, is the item's own)."""
    own = set(lines)
    wanted = {line + step for line in own for step in range(-AROUND, AROUND + 1)}
    return [(number, text, number in own) for number, text in queries.text_at(reading, wanted)]


@requires(Permission.REVIEW_LETTER)
def add(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Add what the reader missed. ``linjer`` in the address names the lines that it stands on."""
    reading, page = _open(request, pk)
    if kind not in ItemKind.values:
        raise Http404
    try:
        lines = from_text(request.GET.get("linjer", ""))
    except NotLines:
        lines = []
    empty: dict[str, Any] = {"unit": "kroner"} if kind == ItemKind.CHAPTER else {}
    texts = [text for _number, text in queries.text_at(reading, lines)]
    filling = Filling(request, reading, kind, {**empty, **_suggested(kind, texts)}, lines)
    if request.method == "POST" and filling.is_valid():
        lines = filling.form.cleaned_data["lines"]
        values = {**empty, **filling.values()}
        try:
            added = actions.add_item(reading=reading, kind=kind, values=values, lines=lines, by=request.user)
        except ValidationError as error:
            filling.form.add_error(None, error)
        else:
            messages.success(request, _("Punktet er lagt til."))
            return redirect(back_to(added))
    context = {
        "page": page,
        "reading": reading,
        "one_of_kind": ONE_OF_KIND[kind],
        "filling": filling,
        "lines": _text_around(reading, lines),
        "back": f"{reverse('intake:review', args=(pk,))}?art={kind}",
    }
    return render(request, "intake/add_item.html", context, status=422 if request.method == "POST" else 200)


def _suggested(kind: str, texts: list[str]) -> dict[str, Any]:
    """The chosen lines' own words, in the field that holds the item's title."""
    name = {
        ItemKind.PARAMETER: "text",
        ItemKind.CHAPTER: "name",
        ItemKind.POST: "name",
        ItemKind.BUDGET_LINE: "text",
        ItemKind.GRANT: "recipient",
        ItemKind.DUTY: "text",
    }.get(ItemKind(kind), "title")
    words = " ".join(" ".join(texts).split())
    return {name: words} if words else {}


@requires(Permission.REVIEW_LETTER)
def merge(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Choose the item that this one is the same as, and make one of the two."""
    reading, page = _open(request, pk)
    found = get_object_or_404(Item, pk=item, reading=reading)
    text = request.GET.get("q", "").strip()[:200]
    if request.method == "POST":
        into = reading.items.filter(pk=whole_number(request.POST.get("into")), kind=found.kind).first()
        try:
            if into is None:
                raise ValidationError(_("Velg punktet som dette skal slås sammen med."))
            merged = actions.merge_items(item=found, into=into, by=request.user)
        except ValidationError as error:
            tell(request, error)
        else:
            messages.success(request, _("Punktene er slått sammen."))
            return redirect(back_to(merged))
    context = {
        "page": page,
        "reading": reading,
        "item": found,
        "shown": shown(found),
        "one_of_kind": ONE_OF_KIND[found.kind],
        "candidates": [shown(one) for one in queries.merge_candidates(found, text)],
        "text": text,
        "back": back_to(found),
    }
    return render(request, "intake/merge.html", context)


def _act(request: HttpRequest, pk: int, item: int, act: Callable[[Item], Item], done: str) -> HttpResponse:
    reading, _page = _open(request, pk)
    found = get_object_or_404(Item, pk=item, reading=reading)
    try:
        act(found)
    except ValidationError as error:
        tell(request, error)
    else:
        messages.success(request, done)
    return redirect(back_to(found))


@requires(Permission.REVIEW_LETTER)
@require_POST
def reject(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    form = ReasonForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    done = _("Punktet er avvist og kommer ikke med i planen.")
    return _act(request, pk, item, lambda one: actions.reject_item(item=one, why=why, by=request.user), done)


@requires(Permission.REVIEW_LETTER)
@require_POST
def restore(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    done = _("Punktet er tatt tilbake.")
    return _act(request, pk, item, lambda one: actions.restore_item(item=one, by=request.user), done)


@requires(Permission.REVIEW_LETTER)
@require_POST
def undo(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    done = _("Siste endring er angret.")
    return _act(request, pk, item, lambda one: actions.undo_item(item=one, by=request.user), done)
