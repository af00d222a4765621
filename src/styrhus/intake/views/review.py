"""Going through a letter: the text on one side, what was read out of it on the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from styrhus.common.spans import spans
from styrhus.identity.access import requires
from styrhus.intake import queries
from styrhus.intake.access import Permission
from styrhus.intake.models import Item, ItemKind, Reading
from styrhus.intake.pages import find_reading, page_of
from styrhus.intake.presentation import ONE_OF_KIND, Place, shown
from styrhus.intake.queries import PAGE, Mark

from .lines import ShownLine, ShownMark


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks to see."""

    kind: str
    unsure: bool
    page: int
    line: int  # 0: where the items are

    @classmethod
    def of(cls, request: HttpRequest, reading: Reading, kinds: list[queries.KindCount]) -> Asked:
        """Raises: Http404 for a kind, an item or a number that is none."""
        first = next((one.kind.value for one in kinds if one.standing), ItemKind.GOAL.value)
        kind = request.GET.get("art", first)
        if kind not in ItemKind.values:
            raise Http404
        unsure = request.GET.get("se-over") == "1"
        page, line = _number(request, "side", 1), _number(request, "linje", 0)
        if asked := _number(request, "punkt", 0):
            item = get_object_or_404(Item, pk=asked, reading=reading)
            page = queries.page_with(queries.items_of(reading, item.kind), item)
            return cls(item.kind, False, page, line or (item.lines[0] if item.lines else 0))
        return cls(kind, unsure, page, line)


def _number(request: HttpRequest, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Http404
    return int(text)


@requires(Permission.SEE_READING)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    reading = find_reading(request.user, pk)
    if reading.read_at is None:
        raise Http404
    kinds = queries.counts_by_kind(reading)
    asked = Asked.of(request, reading, kinds)
    listed = queries.items_of(reading, asked.kind, unsure=asked.unsure)
    paginator = Paginator(listed, PAGE)
    page = paginator.get_page(asked.page)
    begin = asked.line or _first_line(page)
    window = queries.window_of(reading, begin)
    base = reverse("intake:review", args=(pk,))
    items = [shown(item, _places(item, window, base, asked)) for item in page]
    here = {one.item.pk for one in items}
    context: dict[str, Any] = {
        "page": page_of(request.user, reading, "review"),
        "reading": reading,
        "kinds": [
            (
                one,
                ItemKind(one.kind).label,
                f"{base}?{urlencode({'art': one.kind.value})}",
                one.kind.value == asked.kind,
            )
            for one in kinds
        ],
        "kind": asked.kind,
        "kind_label": ItemKind(asked.kind).label,
        "one_of_kind": ONE_OF_KIND[asked.kind],
        "asked": asked,
        "unsure_here": next(one.unsure for one in kinds if one.kind.value == asked.kind),
        "unsure_url": f"{base}?{urlencode({'art': asked.kind, 'se-over': 1})}",
        "all_url": f"{base}?{urlencode({'art': asked.kind})}",
        "items": items,
        "pages": _pages(page, base, asked),
        "lines": [ShownLine(line, [_mark(mark, here, base, pk) for mark in line.marks]) for line in window.lines],
        "window": window,
        "begin": begin,
        "window_urls": _window_urls(window, base, asked),
        "sections": _sections(reading, window, base, asked),
    }
    return render(request, "intake/review.html", context)


def _first_line(items: Iterable[Item]) -> int:
    return min((item.lines[0] for item in items if item.lines), default=1)


def _places(item: Item, window: queries.Window, base: str, asked: Asked) -> list[Place]:
    """An anchor where the lines are on the page, else the address of this page with the lines in view."""

    def address(line: int) -> str:
        inside = window.first <= line <= window.last
        return "" if inside else f"{base}?{urlencode(_state(asked, linje=line))}"

    return [(span, address(span[0])) for span in spans(item.lines)]


def _state(asked: Asked, **changes: Any) -> dict[str, Any]:
    state = {"art": asked.kind, "se-over": 1 if asked.unsure else None, "side": asked.page if asked.page > 1 else None}
    return {name: value for name, value in (state | changes).items() if value is not None}


def _mark(mark: Mark, here: set[int], base: str, pk: int) -> ShownMark:
    """From a line back to what was read there: on this page an anchor, else the page that shows it."""
    if mark.kind == "finding":
        return ShownMark(mark.label, f"{reverse('intake:findings', args=(pk,))}#funn-{mark.pk}", True)
    label = mark.label if mark.label and mark.kind != ItemKind.DUTY else str(ONE_OF_KIND[mark.kind])
    anchor = f"#punkt-{mark.pk}"
    return ShownMark(label, anchor if mark.pk in here else f"{base}?punkt={mark.pk}{anchor}", False)


def _pages(page: Page[Item], base: str, asked: Asked) -> dict[str, Any]:
    def url(number: int) -> str:
        return f"{base}?{urlencode(_state(asked, side=number if number > 1 else None))}"

    return {
        "number": page.number,
        "count": page.paginator.num_pages,
        "total": page.paginator.count,
        "first": page.start_index(),
        "last": page.end_index(),
        "previous": url(page.number - 1) if page.has_previous() else "",
        "next": url(page.number + 1) if page.has_next() else "",
    }


def _window_urls(window: queries.Window, base: str, asked: Asked) -> dict[str, str]:
    return {
        name: f"{base}?{urlencode(_state(asked, linje=line))}#l{line}" if line else ""
        for name, line in (("before", window.before), ("after", window.after))
    }


def _sections(reading: Reading, window: queries.Window, base: str, asked: Asked) -> list[tuple[str, str, int]]:
    """The letter's headings to jump to: (words, address, level)."""
    found = []
    for one in reading.sections:
        inside = window.first <= one["line"] <= window.last
        url = "" if inside else f"{base}?{urlencode(_state(asked, linje=one['line']))}"
        words = " ".join(filter(None, (one["number"], one["title"])))
        found.append((words, f"{url}#l{one['line']}", one["level"]))
    return found
