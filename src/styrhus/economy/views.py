"""Money by chapter and post, and the page of one post."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.audit.history import entries
from styrhus.identity.access import requires
from styrhus.ui.charts import Stack, StackedChart
from styrhus.ui.formats import millions
from styrhus.ui.tables import EXPORT_FORMATS, table_response

from . import queries, upper
from .access import Permission
from .rules import Amounts, bar_parts, differs_from_stated, total
from .tables import AppropriationTable, BindingRow, BindingTable, GrantTable, PostTable, keywords

HISTORY_WORDS = {
    "name": gettext_lazy("Navn"),
    "appropriated": gettext_lazy("Bevilgning i kroner"),
    "at_disposal": gettext_lazy("Til disposisjon i kroner"),
    "decided_on": gettext_lazy("Dato"),
}


@requires(Permission.SEE_MONEY)
def money(request: HttpRequest, agency: int | None = None, year: int | None = None) -> HttpResponseBase:
    budget, budgets = queries.chosen_budget(request.user, agency, year)
    if budget is None:
        if agency is not None:
            raise Http404
        return render(request, "economy/no_money.html")
    rows = queries.posts_of(request.user, budget)
    chapters = queries.by_chapter(rows)
    context = {
        "budget": budget,
        "others": [other for other in budgets if other != budget],
        "pages": upper.pages_of(budget.agency, budget.year, request.user),
        "chapters": [(one, differs_from_stated(one.chapter.stated_sum, one.amounts)) for one in chapters],
        "amounts": total(one.amounts for one in chapters),
        "chart": _chart(chapters) if chapters else None,
    }
    return table_response(request, PostTable(rows, request), "economy/money.html", context)


@requires(Permission.SEE_MONEY)
def post(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A post: its appropriations in order, what is bound, and the grants that the letter names."""
    found = queries.visible_posts(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    groups = queries.bindings_by_group(found)
    bindings = [binding for group in groups for binding in group.bindings]
    purposes = upper.purposes_of(bindings, request.user)
    rows = [BindingRow(binding, purposes.get(binding.pk)) for binding in bindings]
    asked = request.GET.get("format", "")
    if asked in EXPORT_FORMATS:
        return BindingTable(rows, request).export(asked)
    agency, year = found.chapter.agency, found.chapter.year
    context = {
        "post": found,
        "keywords": keywords(found),
        "amounts": queries.amounts_of(found),
        "pages": upper.pages_of(agency, year, request.user),
        "appropriations": AppropriationTable(list(queries.appropriations_of(found)), request, prefix="appropriations"),
        "groups": _tables(groups, rows, request),
        "export": BindingTable(rows, request),
        "grants": GrantTable(
            list(found.named_grants.select_related("document").order_by("pk")), request, prefix="grants"
        ),
        "history": entries(queries.history_of_post(found), HISTORY_WORDS),
    }
    return render(request, "economy/post.html", context)


def _tables(
    groups: Sequence[queries.BindingGroup], rows: Sequence[BindingRow], request: HttpRequest
) -> list[tuple[queries.BindingGroup, BindingTable]]:
    found = []
    for number, group in enumerate(groups):
        table = BindingTable([row for row in rows if row.binding.group == group.name], request, prefix=f"group{number}")
        table.caption = group.name or _("Budsjettbindinger")
        table.exports = False
        found.append((group, table))
    return found


def _chart(chapters: Sequence[queries.ChapterSum]) -> StackedChart:
    stacks = [
        Stack(
            label=f"{one.chapter.number}.{row.number} {row.name}",
            values=bar_parts(queries.amounts_of(row)),
            url=reverse("economy:post", args=(row.pk,)),
        )
        for one in chapters
        for row in one.posts
    ]
    return StackedChart(
        title=_("Hvordan hver post er disponert"),
        finding=_finding(total(one.amounts for one in chapters)),
        id="money-chart",
        parts=[_("Bundet"), _("Udisponert"), _("Ikke til virksomhetens disposisjon")],
        stacks=stacks,
        format=millions,
        label_heading=_("Post"),
        each_full=True,
    )


def _finding(amounts: Amounts) -> str:
    values = {
        "disposal": millions(amounts.at_disposal),
        "given": millions(amounts.appropriated),
        "bound": millions(amounts.bound),
    }
    return _("%(disposal)s av %(given)s står til disposisjon, og %(bound)s av det er bundet.") % values
