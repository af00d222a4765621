"""The annual accounts of a year (R-115), their exports, and what each amount is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from styrhus.economy.models import Post
from styrhus.economy.queries import Budget
from styrhus.identity.access import requires
from styrhus.ledger import forms, queries
from styrhus.ledger.access import Permission
from styrhus.ledger.annual import annual_accounts
from styrhus.ledger.annual.readings import Booked, opening_rows
from styrhus.ledger.annual.report import AnnualAccounts
from styrhus.ledger.annual.rulebook import in_language
from styrhus.ledger.annual.sight import open_months, sees_annual
from styrhus.ledger.annual.tables import (
    PartRow,
    PartTable,
    Place,
    TypeRowShown,
    account_name,
    grouped,
    holding_rows,
    tables_of,
    total_rows,
)
from styrhus.ledger.annual.texts import CHECKS, KEY_FIGURES
from styrhus.ui.exports import workbook_response
from styrhus.ui.tables import EXPORT_FORMATS

from .parts import ordinary_day, sections, shown_of


@requires(Permission.SEE_SUMS)
def annual(request: HttpRequest, agency: int | None = None, year: int | None = None) -> HttpResponseBase:
    """The accounts of the year asked for, else of the newest. ``?format=csv&tabell=…`` is one table, xlsx is all."""
    asked = request.GET.get("aar", "")
    ledger, others = _chosen(request, agency, year, int(asked) if asked.isascii() and asked.isdigit() else None)
    if ledger is None:
        if agency is not None or asked:
            raise Http404
        return render(request, "ledger/none.html")
    place = _place(request, ledger)
    accounts = place.accounts
    tables = tables_of(place, request)
    format, named = request.GET.get("format", ""), request.GET.get("tabell", "")
    if format == "csv" or (format in EXPORT_FORMATS and named):
        if (named or "utgifter") not in tables:
            raise Http404
        return tables[named or "utgifter"].export(format)
    if format == "xlsx":
        name = _("Årsregnskap %(agency)s %(year)s") % {"agency": accounts.agency.label, "year": accounts.year}
        sheets = [(str(t.caption), [c for c in t.columns if c.export], t.rows) for t in tables.values()]
        return workbook_response(name, sheets)
    shown = shown_of(request, accounts.agency, accounts.year)
    context = {
        "shown": shown,
        "accounts": accounts,
        "sections": sections(request.user, shown, "annual"),
        "day_form": forms.DayForm(initial={"dato": accounts.as_at}),
        "others": [one for one in others if one != ledger],
        "last_day_before": date(accounts.year - 1, 12, 31),
        "tables": {name.replace("-", "_"): table for name, table in tables.items()},
        "exports": {name.replace("-", "_"): _export_urls(request, name) for name in tables},
        "workbook": _with(request, format="xlsx"),
        "totals": total_rows(place),
        "holdings": holding_rows(place),
        "result": grouped([TypeRowShown(place, line) for line in accounts.by_type.result]),
        "balance": grouped([TypeRowShown(place, line) for line in accounts.by_type.balance]),
        "checks": [(check, *CHECKS[check.key]) for check in accounts.checks],
        "holds": all(check.holds for check in accounts.checks),
        "astray": [(one, account_name(one.booked.account, accounts)) for one in accounts.astray[:20]],
        "astray_more": max(0, len(accounts.astray) - 20),
        "key_figures": [(figure, *KEY_FIGURES[figure.key]) for figure in accounts.key_figures],
        "left_out": ", ".join(f"{one.chapter}.{one.post}" for one in accounts.note_b.left_out),
        "authority": [line for line in accounts.note_b.lines if line.authority],
        "too_much": [line for line in accounts.note_b.lines if line.moved_too_much],
        "one_year": ", ".join(
            f"{line.post.chapter}.{line.post.post}"
            for line in accounts.note_b.lines
            if line.post.keyword and not line.last_year_known
        ),
        "unfinished": accounts.as_at < date(accounts.year, 12, 31),
        "lapses": [line for line in accounts.note_b.lines if line.lapses],
        "open_months": open_months(accounts.agency, accounts.year),
        "rules": [(in_language(one.text, get_language() or "nb"), one) for one in accounts.book.rules],
    }
    return render(request, "ledger/annual.html", context)


@requires(Permission.SEE_SUMS)
def annual_part(request: HttpRequest, agency: int, year: int, key: str) -> HttpResponseBase:
    """The accounts and posts that an amount of the annual accounts is made of."""
    ledger, _others = _chosen(request, agency, year, None)
    if ledger is None:
        raise Http404
    place = _place(request, ledger)
    accounts = place.accounts
    title, explained, chosen, sign = _part(accounts, key)
    table = PartTable(_part_rows(request, accounts, chosen), request)
    table.file_name = f"{title} {year}"
    asked = request.GET.get("format", "")
    if asked in EXPORT_FORMATS:
        return table.export(asked)
    context = {
        "accounts": accounts,
        "title": title,
        "explained": explained,
        "amount": sum((row.amount for row in chosen), Decimal(0)) * sign,
        "table": table,
        "back": reverse("ledger:annual", args=(agency, year)) + place.query,
        "sections": sections(request.user, shown_of(request, accounts.agency, year), "annual"),
        "entries": queries.sees_entries(request.user, accounts.agency),
    }
    return render(request, "ledger/annual_part.html", context)


def _chosen(
    request: HttpRequest, agency: int | None, year: int | None, asked: int | None
) -> tuple[Budget | None, list[Budget]]:
    """The accounts asked for and all that the user may choose between, newest first."""
    ledgers = [one for one in queries.visible_ledgers(request.user) if sees_annual(request.user, one.agency, one.year)]
    own = request.user.organisations_with(Permission.SEE_SUMS)
    wanted = [one for one in ledgers if one.year == asked] if asked is not None else ledgers
    if agency is not None:
        return next((one for one in ledgers if (one.agency.pk, one.year) == (agency, year)), None), ledgers
    return next((one for one in wanted if one.agency.pk in own), wanted[0] if wanted else None), ledgers


def _place(request: HttpRequest, ledger: Budget) -> Place:
    """The accounts as at ``?dato=`` (the year's last day, or today) and as known at ``?kjent=`` (now)."""
    as_at = shown_of(request, ledger.agency, ledger.year).as_at
    known_at = _moment(request.GET.get("kjent", ""))
    asked = {"dato": as_at.isoformat()} if as_at != ordinary_day(ledger.year) else {}
    if known_at is not None:
        asked["kjent"] = known_at.isoformat()
    try:
        accounts = annual_accounts(ledger.agency, ledger.year, as_at=as_at, known_at=known_at)
    except LookupError as error:
        raise Http404 from error
    return Place(accounts, f"?{urlencode(asked)}" if asked else "")


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return None
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment


def _with(request: HttpRequest, **changes: str) -> str:
    return (
        f"?{urlencode({name: request.GET[name] for name in ('aar', 'dato', 'kjent') if name in request.GET} | changes)}"
    )


def _export_urls(request: HttpRequest, name: str) -> tuple[str, str]:
    return _with(request, format="csv", tabell=name), _with(request, format="xlsx", tabell=name)


def _part(accounts: AnnualAccounts, key: str) -> tuple[str, str, list[Booked], int]:
    """What a key of the address names: (title, explanation, the sums it is made of, its sign on the page)."""
    kind, _dash, name = key.partition("-")
    found: Callable[[AnnualAccounts, str], tuple[str, str, list[Booked], int] | None] | None = PARTS.get(kind)
    part = found(accounts, name) if found else None
    if part is None:
        raise Http404
    return part


def _post(accounts: AnnualAccounts, name: str) -> tuple[str, str, list[Booked], int] | None:
    reported = next((one for one in accounts.appropriations.posts if name and one.key == name and one.post_id), None)
    if reported is None:
        return None
    title = _("Kap. %(chapter)s post %(post)s") % {"chapter": reported.chapter, "post": reported.post}
    rows = [row for row in accounts.booked if row.post == reported.post_id]
    return f"{title} {reported.post_name}", _("Alt som er ført på posten, etter konto."), rows, _sign(reported.income)


def _common(accounts: AnnualAccounts, name: str) -> tuple[str, str, list[Booked], int] | None:
    common = next((one for one in accounts.book.common if one.key == name), None)
    if common is None:
        return None
    title = in_language(common.chapter_name, get_language() or "nb")
    rows = [row for row in accounts.booked if row.post is None and row.account.startswith(common.accounts)]
    explained = _("Det som er ført på kontoene som rapporteres på et felleskapittel i statsregnskapet.")
    return f"{common.chapter} {title}", explained, rows, _sign(common.income)


def _row(accounts: AnnualAccounts, name: str) -> tuple[str, str, list[Booked], int] | None:
    row = next((one for one in accounts.book.rows if one.key == name and one.kind == "line"), None)
    if row is None:
        return None
    held = accounts.by_type.filled.accounts.get(name, ())
    rows = [one for one in accounts.booked if one.account in held]
    explained = _("Kontoene på denne regnskapslinjen, og postene de er ført på.")
    if row.part == "balance":
        rows = [*opening_rows(accounts.opening, held), *rows]
        explained = _("Det kontoene sto i da året begynte (uten post og linjer), og det som er ført siden.")
    return in_language(row.text, get_language() or "nb"), explained, rows, row.sign


def _bank(accounts: AnnualAccounts, name: str) -> tuple[str, str, list[Booked], int] | None:
    rows = [one for one in accounts.booked if accounts.part_of(one.account) == "bank"]
    return _("Oppgjør med Norges Bank"), _("Debet er innbetalinger og kredit utbetalinger."), rows, 1


def _treasury(accounts: AnnualAccounts, name: str) -> tuple[str, str, list[Booked], int] | None:
    rows = [one for one in accounts.booked if accounts.part_of(one.account) == "balance"]
    title = _("Endring i mellomværende med statskassen")
    return title, _("Det som er ført i året på kontoene for eiendeler og gjeld."), rows, 1


PARTS = {"post": _post, "felles": _common, "rad": _row, "bank": _bank, "mellomvaerende": _treasury}


def _sign(income: bool) -> int:
    return -1 if income else 1


def _part_rows(request: HttpRequest, accounts: AnnualAccounts, chosen: Iterable[Booked]) -> list[PartRow]:
    rows = list(chosen)
    posts = Post.objects.select_related("chapter").in_bulk({row.post for row in rows if row.post is not None})
    linked = queries.sees_some_entries(request.user, accounts.agency)
    day = "" if accounts.as_at == ordinary_day(accounts.year) else f"?dato={accounts.as_at.isoformat()}"
    found = []
    for row in rows:
        post = posts.get(row.post) if row.post is not None else None
        url = reverse("ledger:account", args=(accounts.agency.pk, accounts.year, row.account)) if linked else ""
        code = f"{post.chapter.number}.{post.number}" if post else ""
        found.append(PartRow(row, account_name(row.account, accounts), code, url + day if url else ""))
    return found
