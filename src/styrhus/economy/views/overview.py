"""Money by chapter and post at a day, the changes of the year, and the page of one post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from styrhus.audit.history import entries
from styrhus.economy import cover, queries, upper
from styrhus.economy.access import Permission
from styrhus.economy.forms import DayForm
from styrhus.economy.models import Post
from styrhus.economy.queries import PostRow
from styrhus.economy.rules import Amounts, bar_parts, differs_from_stated, is_income, post_group, total
from styrhus.economy.tables import (
    AppropriationTable,
    AuthorisationTable,
    BindingRow,
    BindingTable,
    BookedPostTable,
    ChangeTable,
    ChargeTable,
    GrantTable,
    PostCommitmentTable,
    PostTable,
    keywords,
    steps,
)
from styrhus.identity.access import requires
from styrhus.ui.charts import Stack, StackedChart
from styrhus.ui.formats import millions
from styrhus.ui.tables import EXPORT_FORMATS, table_response

from .parts import budget_for, day_of, of_post, sections

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
    day = day_of(request)
    rows = queries.shown_budgets(request.user, budget, day)
    chapters = queries.chapter_sums(rows)
    spent = [(one, group) for one, group in chapters if not is_income(one.chapter.number)]
    booked = any(row.used is not None for row in rows)
    changes = queries.changes_of(request.user, budget)
    letter = queries.letter_sums(changes)
    amounts = total(one.amounts for one, _group in spent)
    context = {
        "budget": budget,
        "day": day,
        "form": DayForm(initial={"dato": day}),
        "others": [other for other in budgets if other != budget],
        "pages": upper.pages_of(budget.agency, budget.year, request.user),
        "sections": sections(request.user, budget, "money"),
        "chapters": [_chapter(one, group, letter) for one, group in chapters],
        "amounts": amounts,
        "not_at_disposal": sum(row.budget.not_at_disposal for row in rows if not row.budget.is_income),
        "carried_in": sum(row.budget.carried_in for row in rows),
        "used": sum(row.used or 0 for row in rows if not row.budget.is_income) if booked else None,
        "exceeded": [row for row in rows if row.budget.overbound],
        "later": changes.filter(decided_on__gt=day).count(),
        "last_day": date(budget.year, 12, 31),
        "has_income": any(row.budget.is_income for row in rows),
        "makes": request.user.may(Permission.MAKE_BUDGET, budget.agency),
        "commits": request.user.may(Permission.COMMIT, budget.agency),
        "chart": _chart(spent) if spent else None,
    }
    table = (BookedPostTable if booked else PostTable)(rows, request)
    return table_response(request, table, "economy/money.html", context)


def _chapter(one: queries.ChapterSum, group: Sequence[PostRow], letter: Mapping[int, int]) -> dict[str, Any]:
    """A chapter's sums, and what the letter's own sum differs by: it speaks of the letter alone."""
    stated = Amounts(sum(letter.get(row.pk, 0) for row in group), 0, 0)
    return {
        "chapter": one.chapter,
        "amounts": one.amounts,
        "income": is_income(one.chapter.number),
        "difference": differs_from_stated(one.chapter.stated_sum, stated),
    }


@requires(Permission.SEE_MONEY)
def changes(request: HttpRequest, agency: int, year: int) -> HttpResponseBase:
    """Every change of the year in order, up to a day where one is asked for."""
    budget = budget_for(request.user, agency, year)
    rows = queries.changes_of(request.user, budget)
    day = day_of(request) if request.GET.get("dato") else None
    if day:
        rows = rows.filter(decided_on__lte=day)
    context = {
        "budget": budget,
        "day": day,
        "sections": sections(request.user, budget, "changes"),
        "makes": request.user.may(Permission.MAKE_BUDGET, budget.agency),
    }
    return table_response(request, ChangeTable(rows, request), "economy/changes.html", context)


@requires(Permission.SEE_MONEY)
def post(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A post at a day: its changes in order, what binds it, the authorisations on it, and the grants it names."""
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
    budget, day, user = of_post(found), day_of(request), request.user
    inside = queries.sees_commitments(user, budget.agency)
    standing = queries.budgets_of([found], as_at=day, letter_alone=not inside)[0]
    used = upper.used(budget.agency, budget.year, as_at=day) if inside else None
    every = list(queries.appropriations_of(found))
    made = queries.commitments_of(user, budget).filter(post=found, decided_on__lte=day)
    context = {
        "post": found,
        "budget": budget,
        "group": post_group(found.number).name(get_language() or "nb"),
        "income": is_income(found.chapter.number),
        "keywords": keywords(found),
        "standing": standing,
        "used": used.get(found.pk, 0) if used is not None else None,
        "cover": cover.reach(found, day) if standing.overbound else None,
        "day": day,
        "form": DayForm(initial={"dato": day}),
        "later": sum(1 for row in every if row.decided_on > day),
        "last_day": date(budget.year, 12, 31),
        "inside": inside,
        "sections": sections(user, budget, ""),
        "appropriations": AppropriationTable(
            steps(row for row in every if row.decided_on <= day), request, prefix="appropriations"
        ),
        "groups": _tables(groups, rows, request),
        "export": BindingTable(rows, request),
        "commitments": PostCommitmentTable(queries.with_what_is_left(made), request, prefix="commitments"),
        "authorisations": _plain(
            AuthorisationTable(
                queries.authorisations_of(user, budget).filter(post=found), request, prefix="authorisations"
            )
        ),
        "charges": _plain(ChargeTable(queries.charges_of(user, budget).filter(post=found), request, prefix="charges")),
        "commit_url": _commit_url(request, found),
        "grants": GrantTable(
            list(found.named_grants.select_related("document").order_by("pk")), request, prefix="grants"
        ),
        "history": entries(queries.history_of_post(found), HISTORY_WORDS),
    }
    return render(request, "economy/post.html", context)


def _commit_url(request: HttpRequest, found: Post) -> str:
    """Where money is bound on the post; empty for those who may not, and for income."""
    agency, year = found.chapter.agency, found.chapter.year
    if is_income(found.chapter.number) or not request.user.may(Permission.COMMIT, agency):
        return ""
    return f"{reverse('economy:commit', args=(agency.pk, year))}?post={found.pk}"


def _plain(table: Any) -> Any:
    """A table within a page: no filters and no export of its own."""
    table.exports = False
    table.filters = {}
    return table


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


def _chart(chapters: Sequence[tuple[queries.ChapterSum, Sequence[PostRow]]]) -> StackedChart:
    stacks = [
        Stack(
            label=f"{row.budget.code} {row.post.name}",
            values=bar_parts(row.budget.amounts),
            url=reverse("economy:post", args=(row.pk,)),
        )
        for _one, group in chapters
        for row in group
    ]
    return StackedChart(
        title=_("Hvordan hver post er disponert"),
        finding=_finding(total(one.amounts for one, _group in chapters)),
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
