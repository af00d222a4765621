"""What is used of each post, the trial balance, the specification of an account, and the chart of accounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.ledger import forms, queries
from styrhus.ledger.access import Permission
from styrhus.ledger.queries import PostUse
from styrhus.ledger.rules import account_of, accounts_on, chart
from styrhus.ledger.tables import AccountTable, BalanceRow, PostingTable, TrialBalanceTable, UseTable
from styrhus.ui.charts import Bar, BarChart, Stack, StackedChart
from styrhus.ui.formats import millions, percent
from styrhus.ui.tables import table_response

from .parts import Shown, sections, shown_ledger, shown_of


@requires(Permission.SEE_SUMS)
def front(request: HttpRequest, agency: int | None = None, year: int | None = None) -> HttpResponseBase:
    """Used per post against what is at disposal, and month by month, in the cash view or the SRS view."""
    ledger, ledgers = queries.chosen_ledger(request.user, agency, year)
    if ledger is None:
        if agency is not None:
            raise Http404
        return render(request, "ledger/none.html")
    shown = shown_of(request, ledger.agency, ledger.year)
    uses = queries.post_uses(shown.agency, shown.year, as_at=shown.as_at, view=shown.view)
    at_disposal, used = queries.sum_of_uses(uses)
    months = queries.expense_by_month(shown.agency, shown.year, as_at=shown.as_at, view=shown.view)
    context = {
        "shown": shown,
        "sections": sections(request.user, shown, "front"),
        "switches": shown.switches("front"),
        "day_form": forms.DayForm(initial={"dato": shown.as_at}),
        "others": [one for one in ledgers if one != ledger],
        "at_disposal": at_disposal,
        "used": used,
        "left": at_disposal - used,
        "share": used / at_disposal if at_disposal else None,
        "over": [one for one in uses if not one.is_income and one.left < 0],
        "use_chart": _use_chart(uses, shown),
        "month_chart": _month_chart(months, shown) if months else None,
        "locked": queries.locked_months(shown.agency, shown.year),
        "has_entries": queries.has_entries(shown.agency, shown.year),
        "may_post": request.user.may(Permission.POST_ENTRIES, shown.agency),
    }
    return table_response(request, UseTable(uses, request), "ledger/front.html", context)


def _use_chart(uses: list[PostUse], shown: Shown) -> StackedChart | None:
    expense = [one for one in uses if not one.is_income and (one.used or one.at_disposal)]
    if not any(one.used for one in expense):
        return None
    at_disposal, used = queries.sum_of_uses(expense)
    over = [one for one in expense if one.left < 0]
    if over:
        finding = _("Det er brukt mer enn det som er til disposisjon på %(posts)s.") % {
            "posts": ", ".join(one.code for one in over)
        }
    else:
        finding = _("%(share)s av det som er til disposisjon, er brukt.") % {
            "share": percent(used / at_disposal) if at_disposal else percent(0)
        }
    return StackedChart(
        _("Brukt og igjen per post"), finding, "uses",
        parts=[_("Brukt"), _("Igjen")],
        stacks=[
            Stack(f"{one.code} {one.post.name}", (float(max(one.used, Decimal(0))), float(max(one.left, Decimal(0)))))
            for one in expense
        ],
        format=millions, label_heading=_("Post"),
    )  # fmt: skip


def _month_chart(months: dict[int, Decimal], shown: Shown) -> BarChart:
    top = max(months, key=lambda month: months[month])
    finding = _("Mest er brukt i %(month)s: %(amount)s.") % {
        "month": str(MONTHS[top]).lower(),
        "amount": millions(months[top]),
    }
    last = max(*months, shown.as_at.month)
    return BarChart(
        _("Brukt hver måned"), finding, "months",
        bars=[Bar(str(MONTHS[month]).capitalize(), float(months.get(month, 0))) for month in range(1, last + 1)],
        format=millions, label_heading=_("Måned"), value_heading=_("Brukt"),
    )  # fmt: skip


@requires(Permission.SEE_ENTRIES)
def trial_balance(request: HttpRequest, agency: int, year: int) -> HttpResponseBase:
    shown = shown_ledger(request, agency, year)
    if not queries.sees_entries(request.user, shown.agency):
        raise Http404
    rows = [
        BalanceRow(row, agency, year, shown.query)
        for row in queries.trial_balance(shown.agency, shown.year, as_at=shown.as_at, view=shown.view)
    ]
    context = {
        "shown": shown,
        "sections": sections(request.user, shown, "trial_balance"),
        "switches": shown.switches("trial_balance"),
        "day_form": forms.DayForm(initial={"dato": shown.as_at}),
    }
    return table_response(request, TrialBalanceTable(rows, request), "ledger/trial_balance.html", context)


@requires(Permission.SEE_ENTRIES, Permission.SEE_OWN_ENTRIES)
def account(request: HttpRequest, agency: int, year: int, account: str) -> HttpResponseBase:
    """The account specification: every posting on an account up to a day."""
    shown = shown_ledger(request, agency, year)
    known = account_of(account, shown.as_at)
    if known is None or not queries.sees_some_entries(request.user, shown.agency):
        raise Http404
    rows = queries.postings_on(request.user, shown.agency, year, account, as_at=shown.as_at, view=shown.view)
    context = {
        "shown": shown,
        "number": account,
        "name": known.name_in(get_language() or "nb"),
        "sections": sections(request.user, shown, "trial_balance"),
        "switches": shown.switches("account", account),
        "whole": queries.sees_entries(request.user, shown.agency),
    }
    return table_response(request, PostingTable(rows, request), "ledger/account.html", context)


@requires(Permission.SEE_SUMS)
def chart_of_accounts(request: HttpRequest) -> HttpResponseBase:
    """The chart that holds today, each account with where it was read."""
    ledger, _ledgers = queries.chosen_ledger(request.user, None, None)
    accounts = list(accounts_on(clock.today()).values())
    context: dict[str, Any] = {
        "sections": sections(request.user, shown_of(request, ledger.agency, ledger.year), "chart") if ledger else [],
        "count": len(accounts),
        "verified": sum(one.verified for one in accounts),
        "changes": len(chart()) - len(accounts),
        "today": clock.today(),
    }
    return table_response(request, AccountTable(accounts, request), "ledger/chart.html", context)
