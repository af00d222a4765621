"""Reading the year's forecast: all posts, one post, versions side by side, how they hit, what is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.economy.models import Post
from styrhus.forecast import queries, rules
from styrhus.forecast.access import SEEING, Permission
from styrhus.forecast.charts import months_chart
from styrhus.forecast.models import Crossing, Version
from styrhus.forecast.pages import Chosen, choose, month_asked, sees_inside
from styrhus.forecast.queries import Budget, VersionHits
from styrhus.forecast.reckoning import ForecastRow
from styrhus.forecast.rules import NOTHING, Method
from styrhus.forecast.tables import (
    Compared,
    CompareTable,
    CrossingTable,
    ForecastTable,
    HitRow,
    HitTable,
    IncomeTable,
    PartTable,
    SharedIncomeTable,
    SharedTable,
    TrendTable,
    Warning,
    WarningTable,
    posts_response,
    without_parts,
)
from styrhus.forecast.texts import EXPLAINED, METHODS, SILENT, department_name, deviation_text, kind_of, place, word_of
from styrhus.identity import clock
from styrhus.identity.access import requires
from styrhus.ui.formats import date_long
from styrhus.ui.tables import table_response


def nothing(request: HttpRequest) -> HttpResponse:
    return render(request, "forecast/nothing.html")


@requires(*SEEING)
def overview(request: HttpRequest, agency: int | None = None, year: int | None = None) -> HttpResponseBase:
    chosen = choose(request.user, agency, year, "overview")
    if chosen is None:
        return nothing(request)
    if not chosen.inside:
        return _shared(request, chosen)
    as_at, ended = month_asked(chosen.year, request.GET)
    rows = queries.live_rows(chosen.agency, chosen.year, as_at=as_at)
    months = rules.whole_months(chosen.year, as_at)
    context = {
        **_sums(rows),
        "chosen": chosen,
        "as_at": as_at,
        "month": months,
        "choices": [(month, date_long(rules.month_end(chosen.year, month))) for month in range(ended, -1, -1)],
        "running": queries.open_version(chosen.agency, chosen.year),
        "latest": queries.latest_version(chosen.agency, chosen.year),
        "warnings": list(warnings_of(rows)),
        "chart": months_chart([row for row in rows if not row.income], id="maaneder"),
        "income": IncomeTable([row for row in rows if row.income], request, prefix="income"),
        "methods": [(METHODS[one], EXPLAINED[one]) for one in Method],
        "may_open": request.user.may(Permission.GATHER, chosen.agency.pk),
    }
    return posts_response(request, ForecastTable, rows, "forecast/overview.html", context)


def _shared(request: HttpRequest, chosen: Chosen) -> HttpResponseBase:
    """The overview of the ministry: the newest version that is shared with it, by post."""
    version = queries.versions_of(request.user, chosen.agency, chosen.year).first()
    rows = without_parts(queries.rows_of(version)) if version else []
    context = {
        **_sums(rows),
        "chosen": chosen,
        "version": version,
        "chart": months_chart([row for row in rows if not row.income], id="maaneder") if rows else None,
        "income": SharedIncomeTable([row for row in rows if row.income], request, prefix="income"),
    }
    return posts_response(request, SharedTable, rows, "forecast/shared.html", context)


def _sums(rows: Sequence[ForecastRow]) -> dict[str, Any]:
    """The expense posts together; a forecast of them all only when every post has one."""
    posts = [row for row in rows if not row.income]
    forecasts = [row.forecast(row.leading) if row.leading else None for row in posts]
    total = None if None in forecasts else sum((one for one in forecasts if one is not None), NOTHING)
    disposal = sum(row.at_disposal or 0 for row in posts)
    difference = None if total is None else disposal - total
    return {
        "posts": len(rows),
        "disposal": disposal,
        "used": sum((row.used for row in posts), NOTHING),
        "forecast": total,
        "deviation": difference,
        "deviation_word": word_of(difference, income=False),
        "deviation_kind": kind_of(difference, income=False),
        "without_own": sum(1 for row in rows if row.parts and row.own_estimate is None),
    }


def warnings_of(rows: Sequence[ForecastRow]) -> Iterator[Warning]:
    """Each way in which a post is over: what is bound, and each method's forecast."""
    for row in rows:
        if row.overbound:
            yield Warning(row, _("Bundet"), rules.in_ore(NOTHING + row.overbound))
        for method in (Method.OWN, Method.PROFILE, Method.STRAIGHT_LINE):
            deviation = row.deviation_of(method)
            if deviation is not None and deviation < 0:
                word = word_of(deviation, income=row.income)
                yield Warning(row, f"{word} ({METHODS[method]})", -deviation)


@requires(Permission.SEE, Permission.SEE_ALL)
def warnings(request: HttpRequest, agency: int, year: int) -> HttpResponseBase:
    chosen = _inside(request, agency, year, "warnings")
    rows = queries.live_rows(chosen.agency, chosen.year, as_at=clock.today())
    past = Crossing.objects.filter(post__chapter__agency=chosen.agency, post__chapter__year=chosen.year)
    history = CrossingTable(past.select_related("post__chapter").order_by("-began_on", "pk"), request, prefix="history")
    context = {"chosen": chosen, "history": history}
    return table_response(request, WarningTable(list(warnings_of(rows)), request), "forecast/warnings.html", context)


@requires(Permission.SEE, Permission.SEE_ALL)
def post(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A post: the three methods beside each other, its months, its departments, what the versions said."""
    found = Post.objects.select_related("chapter__agency").filter(pk=pk).first()
    if found is None or not sees_inside(request.user, found.chapter.agency_id):
        raise Http404
    agency, year = found.chapter.agency, found.chapter.year
    chosen = choose(request.user, agency.pk, year, "overview")
    if chosen is None:
        raise Http404
    as_at, _ended = month_asked(year, request.GET)
    row = next(one for one in queries.live_rows(agency, year, as_at=as_at) if one.post.pk == pk)
    table = PartTable(list(row.parts), request)
    table.file_name = f"prognose-{place(row)}"
    trend = list(found.forecast_rows.filter(is_post=True).select_related("version").order_by("-version__number"))
    context = {
        "chosen": chosen,
        "row": row,
        "post": found,
        "place": place(row),
        "as_at": as_at,
        "methods": [_method(row, one) for one in Method],
        "reasons": [(department_name(part), part.reason) for part in row.parts if part.reason],
        "chart": months_chart([row], id="maaneder"),
        "trend": TrendTable(trend, request, prefix="trend") if trend else None,
        "running": queries.open_version(agency, year),
        "crossings": found.crossings.filter(ended_on=None).order_by("began_on"),
    }
    return table_response(request, table, "forecast/post.html", context)


def _method(row: ForecastRow, method: Method) -> dict[str, Any]:
    forecast, deviation = row.forecast(method), row.deviation_of(method)
    return {
        "name": METHODS[method],
        "forecast": forecast,
        "text": EXPLAINED[method] if forecast is not None else SILENT[method],
        "deviation": deviation_text(deviation, income=row.income, exact=True),
        "kind": kind_of(deviation, income=row.income),
    }


@requires(*SEEING)
def compare(request: HttpRequest, agency: int, year: int) -> HttpResponseBase:
    chosen = choose(request.user, agency, year, "compare")
    if chosen is None:
        raise Http404
    versions = list(queries.versions_of(request.user, chosen.agency, chosen.year))
    first, second = _asked(request, versions, "a", 1), _asked(request, versions, "b", 0)
    if first is None or second is None:
        return render(request, "forecast/compare.html", {"chosen": chosen, "versions": versions})
    before = {row.post.pk: row for row in queries.rows_of(first)}
    after = {row.post.pk: row for row in queries.rows_of(second)}
    posts = {**{pk: row.post for pk, row in before.items()}, **{pk: row.post for pk, row in after.items()}}
    rows = [Compared(post, before.get(pk), after.get(pk)) for pk, post in posts.items()]
    context = {"chosen": chosen, "versions": versions, "first": first, "second": second}
    return table_response(request, CompareTable(rows, request), "forecast/compare.html", context)


def _asked(request: HttpRequest, versions: Sequence[Version], name: str, place: int) -> Version | None:
    """The version that the address names, else the newest or the one before it."""
    key = request.GET.get(name, "")
    usual = versions[place] if len(versions) > place else None
    return next((one for one in versions if str(one.pk) == key), usual)


@requires(Permission.SEE, Permission.SEE_ALL)
def hits(request: HttpRequest, agency: int, year: int) -> HttpResponseBase:
    """How well the year's frozen versions hit, once the year is over."""
    chosen = _inside(request, agency, year, "hits")
    over = clock.today() > rules.month_end(year, rules.MONTHS)
    versions = list(Version.objects.frozen().filter(agency=chosen.agency, year=year).order_by("number"))
    context: dict[str, Any] = {
        "chosen": chosen,
        "over": over,
        "versions": versions,
        "others": _with_versions(request, chosen),
    }
    if not over or not versions:
        return render(request, "forecast/hits.html", context)
    became = queries.outcomes(chosen.agency, year)
    every = [queries.hits_of(one, became) for one in versions]
    shown = next((one for one in every if str(one.version.pk) == request.GET.get("prognose", "")), every[-1])
    rows = [HitRow(row, became.get(row.post.pk, NOTHING), misses) for row, misses in shown.rows]
    context |= {
        "summaries": [(one.version, [(METHODS[hit.method], hit) for hit in one.hits], _best(one)) for one in every],
        "shown": shown.version,
    }
    return table_response(request, HitTable(rows, request), "forecast/hits.html", context)


def _best(found: VersionHits) -> str:
    """Which method hit best, in a sentence."""
    best = [str(METHODS[hit.method]) for hit in found.hits if hit.best]
    if not best:
        return _("Ingen poster kan sammenlignes.")
    if len(best) > 1:
        return _("%(methods)s traff like godt.") % {"methods": _(" og ").join(best)}
    return _("%(method)s traff best.") % {"method": best[0]}


def _with_versions(request: HttpRequest, chosen: Chosen) -> list[tuple[Budget, str]]:
    """Other years with frozen versions, that the reader may look at instead."""
    own = Version.objects.visible_to(request.user).frozen().filter(agency=chosen.agency)
    years = own.exclude(year=chosen.year).order_by("-year").values_list("year", flat=True).distinct()
    return [(Budget(chosen.agency, year), reverse("forecast:hits", args=(chosen.agency.pk, year))) for year in years]


def _inside(request: HttpRequest, agency: int, year: int, page: str) -> Chosen:
    chosen = choose(request.user, agency, year, page)
    if chosen is None or not chosen.inside:
        raise Http404
    return chosen
