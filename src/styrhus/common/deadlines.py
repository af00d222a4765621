"""Dates and deadlines as Norwegian letters print them: exact, vague, recurring, or tied to a report.

``find_dates`` finds them in a running text, bokmål and nynorsk. A vague one carries the last day that it allows:
"første halvdel av 2023" is done on 30 June 2023, "ut 2024" on 31 December 2024.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from styrhus.common.numbers import plain_spaces

MONTHS = {
    "januar": 1, "jan": 1, "februar": 2, "feb": 2, "mars": 3, "mar": 3, "april": 4, "apr": 4, "mai": 5,
    "juni": 6, "jun": 6, "juli": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9,
    "oktober": 10, "okt": 10, "november": 11, "nov": 11, "desember": 12, "des": 12,
}  # fmt: skip

_LAST_DAYS = {  # the last month and day of each named part of a year
    "halv": ((6, 30), (12, 31)),
    "kvartal": ((3, 31), (6, 30), (9, 30), (12, 31)),
    "tertial": ((4, 30), (8, 31), (12, 31)),
}
# A letter's spring runs to the end of the Storting's spring session, its autumn to the end of the year.
_SEASONS = {"vår": (6, 30), "som": (8, 31), "høs": (12, 31), "hau": (12, 31)}
_ORDINALS = {"første": 1, "fyrste": 1, "andre": 2, "annet": 2, "tredje": 3, "siste": -1, "fjerde": 4}
_COUNT = r"(?:[0-9]{1,2}|én|en|ein|ei|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|tolv)"
_MONTH = r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|jan|feb|mar|apr|jun|jul|aug|sept|sep|okt|nov|des)(?![a-zæøå])\.?"
_YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
_THIS_YEAR = r"(?:året|inneværende år|inneverande år|budsjettåret|kalenderåret)"
_EVERY = r"(?:i året|per år|pr\.? år|årlig|årleg|i måneden|per måned|pr\.? måned|i månaden|hvert år|kvart år)"


class DateKind(StrEnum):
    DATE = "date"
    END_OF_YEAR = "end_of_year"
    HALF_YEAR = "half_year"
    CONTINUOUS = "continuous"
    IN_REPORT = "in_report"
    RECURRING = "recurring"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PrintedDate:
    text: str  # as printed
    kind: DateKind
    date: date | None  # exact, or the last day that a vague text allows
    start: int
    end: int
    year_printed: bool = True  # False when the year was taken from the context


_PATTERNS = {
    "recurring": rf"(?:minimum |minst )?{_COUNT} ?(?:\([0-9]{{1,2}}\) )?gang(?:er|ar)? {_EVERY}"
    r"|(?:månedlig|månadleg|kvartalsvis|tertialvis|halvårlig|halvårleg|ukentlig|vekentleg|årlig|årleg)\b"
    r"|(?:hvert|hver|kvart|kvar) (?:kvartal|tertial|halvår|måned|månad|uke|veke|år)\b",
    "report": rf"\b(?:i |ved )?(?:(?P<nth_report>[1-3])\. ?)?(?P<report>års|halvårs|tertial|kvartals|delårs|virksomhets|verksemds)"
    rf"(?:rapporten|rapporteringen|rapporteringa|rapportering|rapport)(?: (?:for )?(?:{_YEAR}|[1-3]\b(?! ?\.)))?",
    "half": rf"(?:i )?(?P<half>første|fyrste|andre|annet|siste|1\.|2\.) ?(?:halvdel|halvår|halvåret|halvparten)(?: av| i)?(?: (?P<half_year>{_YEAR}|{_THIS_YEAR}))?",
    "term": rf"(?P<nth>første|fyrste|andre|tredje|fjerde|siste|[1-4]\.) ?(?P<term>kvartal|tertial)(?: av| i)?(?: (?P<term_year>{_YEAR}))?",
    "end_month": rf"(?P<edge>(?:innen )?utgangen av|(?:innan )?utgangen av|utløpet av|slutten av|ultimo|primo|medio|starten av|begynnelsen av|midten av|i løpet av) (?P<edge_month>{_MONTH})(?: (?P<edge_year>{_YEAR}))?",
    "iso": r"(?P<iso>20[0-9]{2}-[01][0-9]-[0-3][0-9])(?![0-9-])",
    "numeric": r"(?P<day>[0-3]?[0-9])\. ?(?P<month>[01]?[0-9])(?:\. ?(?P<year>(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9.]*[0-9])|\.?(?![0-9./-])(?! ?[0-9]))",
    "slash": r"(?P<sday>[0-3]?[0-9])/(?P<smonth>[01]?[0-9])[-/ ](?P<syear>20[0-9]{2}|[0-9]{2})(?![0-9])",
    "written": rf"(?P<wday>[0-3]?[0-9])\.? ?(?P<wmonth>{_MONTH})(?: (?P<wyear>{_YEAR}))?",
    "end_year": rf"(?:innen |innan |ved )?(?:utgangen av|utgangen|utløpet av|slutten av|ut|i løpet av|i laupet av|årsslutt|årsskiftet) ?(?P<end_year>{_YEAR}|{_THIS_YEAR})(?:/(?:20)?[0-9]{{2}})?"
    r"|(?:innen |innan |ved )(?:årsslutt|årsskiftet|årets slutt|slutten av året)",
    "season": rf"(?:i løpet av |innen |innan )?(?P<season>våren|vår|sommeren|sommaren|høsten|høst|hausten|haust) (?P<season_year>{_YEAR})",
    "in_month": rf"\b(?:i|innen|innan|senest) (?P<in_month>{_MONTH}) (?P<in_month_year>{_YEAR})",
    "continuous": r"\b(?:løpende|løpande|fortløpende|fortløpande|kontinuerlig|kontinuerleg|gjennom (?:hele |heile )?året|hele året|heile året)\b",
}  # fmt: skip
# One pass over the text: the first alternative that fits at a place wins, so the narrow ones stand first.
_ANY = re.compile(
    "|".join(rf"(?P<{name}_>(?<![0-9a-zæøåA-ZÆØÅ/§.])(?:{pattern}))" for name, pattern in _PATTERNS.items()),
    re.IGNORECASE,
)


def find_dates(text: str, year: int | None = None) -> list[PrintedDate]:
    """Every date, exact or vague, in the order printed.

    ``year`` stands in where none is printed; a year printed with the next date of the same list ("1. juni og
    1. desember 2024") goes before it. Bare "30.6" counts as a date only when ``year`` is given.
    """
    plain = plain_spaces(text)
    found = [printed for match in _ANY.finditer(plain) if (printed := _read(match, year)) is not None]
    return list(_shared_years(found, plain))


def parse_date(text: str, year: int | None = None) -> date | None:
    """The one exact date that a cell or label's value prints ("Innen 15. mars 2023"), else None."""
    exact = [printed.date for printed in find_dates(text, year) if printed.kind is DateKind.DATE]
    return exact[0] if exact else None


def end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _read(match: re.Match[str], year: int | None) -> PrintedDate | None:
    name = (match.lastgroup or "").rstrip("_")
    return _READERS[name](match, year)


def _printed(match: re.Match[str], kind: DateKind, day: date | None, *, year_printed: bool = True) -> PrintedDate:
    return PrintedDate(match[0].strip(), kind, day, match.start(), match.end(), year_printed)


def _exact(
    match: re.Match[str], day: str, month: int, printed_year: str | None, year: int | None
) -> PrintedDate | None:
    chosen = int(printed_year) if printed_year else year
    if chosen is None:
        return None
    try:
        when = date(chosen + 2000 if chosen < 100 else chosen, month, int(day))
    except ValueError:
        return None
    return _printed(match, DateKind.DATE, when, year_printed=printed_year is not None)


def _numeric(match: re.Match[str], year: int | None) -> PrintedDate | None:
    return _exact(match, match["day"], int(match["month"]), match["year"], year)


def _slash(match: re.Match[str], year: int | None) -> PrintedDate | None:
    return _exact(match, match["sday"], int(match["smonth"]), match["syear"], year)


def _written(match: re.Match[str], year: int | None) -> PrintedDate | None:
    return _exact(match, match["wday"], _month(match["wmonth"]), match["wyear"], year)


def _iso(match: re.Match[str], year: int | None) -> PrintedDate | None:
    try:
        return _printed(match, DateKind.DATE, date.fromisoformat(match["iso"]))
    except ValueError:
        return None


def _end_month(match: re.Match[str], year: int | None) -> PrintedDate | None:
    chosen = int(match["edge_year"]) if match["edge_year"] else year
    if chosen is None:
        return None
    last, edge = end_of_month(chosen, _month(match["edge_month"])), match["edge"].lower()
    if edge.startswith(("primo", "starten", "begynnelsen")):
        return _printed(match, DateKind.OTHER, last.replace(day=10))
    if edge.startswith(("medio", "midten")):
        return _printed(match, DateKind.OTHER, last.replace(day=20))
    vague = edge.startswith(("ultimo", "slutten", "i løpet"))
    return _printed(match, DateKind.OTHER if vague else DateKind.DATE, last, year_printed=bool(match["edge_year"]))


def _in_month(match: re.Match[str], year: int | None) -> PrintedDate | None:
    return _printed(match, DateKind.OTHER, end_of_month(int(match["in_month_year"]), _month(match["in_month"])))


def _end_year(match: re.Match[str], year: int | None) -> PrintedDate | None:
    chosen = _year(match["end_year"], year)
    return _printed(match, DateKind.END_OF_YEAR, date(chosen, 12, 31) if chosen else None)


def _half(match: re.Match[str], year: int | None) -> PrintedDate | None:
    return _part_of_year(match, "halv", match["half"], match["half_year"], year, DateKind.HALF_YEAR)


def _term(match: re.Match[str], year: int | None) -> PrintedDate | None:
    return _part_of_year(match, match["term"].lower(), match["nth"], match["term_year"], year, DateKind.OTHER)


def _part_of_year(  # noqa: PLR0917
    match: re.Match[str], term: str, nth: str, printed_year: str | None, year: int | None, kind: DateKind
) -> PrintedDate | None:
    chosen, days = _year(printed_year, year), _LAST_DAYS[term]
    number = _ORDINALS.get(nth.lower()) or int(nth.rstrip("."))
    if number > len(days):
        return None
    month, day = days[number - 1 if number > 0 else -1]
    return _printed(match, kind, date(chosen, month, day) if chosen else None, year_printed=printed_year is not None)


def _season(match: re.Match[str], year: int | None) -> PrintedDate | None:
    month, day = _SEASONS[match["season"][:3].lower()]
    return _printed(match, DateKind.OTHER, date(int(match["season_year"]), month, day))


def _plain(kind: DateKind) -> Callable[[re.Match[str], int | None], PrintedDate | None]:
    return lambda match, year: _printed(match, kind, None)


_READERS: dict[str, Callable[[re.Match[str], int | None], PrintedDate | None]] = {
    "recurring": _plain(DateKind.RECURRING),
    "report": _plain(DateKind.IN_REPORT),
    "continuous": _plain(DateKind.CONTINUOUS),
    "half": _half,
    "term": _term,
    "end_month": _end_month,
    "in_month": _in_month,
    "iso": _iso,
    "numeric": _numeric,
    "slash": _slash,
    "written": _written,
    "end_year": _end_year,
    "season": _season,
}


def _month(name: str) -> int:
    return MONTHS[name.lower().rstrip(".")]


def _year(printed: str | None, fallback: int | None) -> int | None:
    return int(printed) if printed and printed.isdigit() else fallback


def _shared_years(found: list[PrintedDate], text: str) -> Iterator[PrintedDate]:
    """A date without its own year takes that of the next one when only "og", "eller" or a comma stands between."""
    for place, here in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        shares = (
            after is not None
            and not here.year_printed
            and after.year_printed
            and here.date is not None
            and after.date is not None
            and text[here.end : after.start].strip(" .") in {"og", "eller", ",", ", og", "og innen"}
        )
        if not shares or here.date is None or after is None or after.date is None:
            yield here
            continue
        try:
            yield replace(here, date=here.date.replace(year=after.date.year), year_printed=True)
        except ValueError:  # 29 February moved into a year without one
            yield here
