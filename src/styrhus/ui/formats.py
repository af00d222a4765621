"""Amounts, numbers and dates as users read them, in the language of the page. No-break spaces keep each together."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import get_language, gettext, ngettext

SPACE = "\u00a0"
MINUS = "\u2212"
NOTHING = "–"


def number(value: int | float | Decimal | None, decimals: int = 0) -> str:
    """ "353 610 000" in bokmål and nynorsk; a dash where there is no number."""
    if value is None or value == "":
        return NOTHING
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = number_format(abs(exact), decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return f"{MINUS}{text}" if exact < 0 else text


def kroner(value: int | Decimal | None) -> str:
    """Whole kroner: "353 610 000 kr" ("NOK 353,610,000" in English)."""
    if value is None or value == "":
        return NOTHING
    return gettext("%(amount)s kr").replace(" ", SPACE) % {"amount": number(value)}


def millions(value: int | Decimal | None, decimals: int = 1) -> str:
    """An amount in kroner as millions: 353610000 → "353,6 mill. kr"."""
    if value is None or value == "":
        return NOTHING
    amount = number(Decimal(str(value)) / 1_000_000, decimals)
    return gettext("%(amount)s mill. kr").replace(" ", SPACE) % {"amount": amount}


def in_millions(value: int | Decimal | None, decimals: int = 1) -> str:
    """The number of millions without its unit, for where the unit stands once for all: 353610000 → "353,6"."""
    return NOTHING if value is None or value == "" else number(Decimal(str(value)) / 1_000_000, decimals)


def percent(value: float | Decimal | None, decimals: int = 0) -> str:
    """A share as percent: 0.845 → "85 %" ("85%" in English)."""
    if value is None or value == "":
        return NOTHING
    return gettext("%(number)s %%").replace(" ", SPACE) % {"number": number(Decimal(str(value)) * 100, decimals)}


def _day(value: date | datetime | None) -> date | None:
    return timezone.localtime(value).date() if isinstance(value, datetime) and timezone.is_aware(value) else value


def date_long(value: date | datetime | None) -> str:
    """ "3. mars 2023" ("3 March 2023" in English)."""
    if not value:
        return NOTHING
    return date_format(_day(value), gettext("j. F Y")).replace(" ", SPACE)


def month_short(month: int) -> str:
    """ "mar" ("Mar" in English)."""
    name = str(MONTHS_3[month])
    return name.capitalize() if (get_language() or "").startswith("en") else name


def date_short(value: date | datetime | None) -> str:
    """ "03.03.2023", the same in all languages of the page, so that day and month are never mixed up."""
    return _day(value).strftime("%d.%m.%Y") if value else NOTHING


def date_time(value: datetime | None) -> str:
    """ "3. mars 2023 kl. 14.05" ("3 March 2023 at 14:05" in English) in Norwegian time."""
    if not value:
        return NOTHING
    local = timezone.localtime(value)
    return gettext("%(date)s kl. %(time)s") % {"date": date_long(local), "time": time_format(local, gettext("H.i"))}


def days_until(value: date | datetime | None, today: date | None = None) -> str:
    """ "i dag", "om 3 dager", "3 dager over fristen"."""
    day = _day(value)
    if not day:
        return NOTHING
    days = (day - (today or timezone.localdate())).days
    if days == 0:
        return gettext("i dag")
    if days > 0:
        return ngettext("om %(days)s dag", "om %(days)s dager", days) % {"days": number(days)}
    return ngettext("%(days)s dag over fristen", "%(days)s dager over fristen", -days) % {"days": number(-days)}
