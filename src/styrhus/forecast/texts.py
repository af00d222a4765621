"""Words for what the pages show: methods, deviations, states."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.ui.formats import kroner, millions, month_short

from .models import Version
from .reckoning import ForecastRow
from .rules import MONTHS, Method, Outlook, outlook

METHODS: dict[Method, Any] = {
    Method.STRAIGHT_LINE: gettext_lazy("Lineær"),
    Method.PROFILE: gettext_lazy("Fjorårets profil"),
    Method.OWN: gettext_lazy("Eget anslag"),
}
EXPLAINED: dict[Method, Any] = {
    Method.STRAIGHT_LINE: gettext_lazy("Forbruket fortsetter i samme takt som hittil i år."),
    Method.PROFILE: gettext_lazy("Like stor del av året er brukt nå som på samme tid i fjor."),
    Method.OWN: gettext_lazy("Brukt hittil og det avdelingene planlegger for resten av året."),
}
SILENT: dict[Method, Any] = {
    Method.STRAIGHT_LINE: gettext_lazy("Ingen måned er avsluttet ennå."),
    Method.PROFILE: gettext_lazy("Regnskapet for i fjor har ingenting å regne ut fra."),
    Method.OWN: gettext_lazy("Ikke alle avdelinger har ført anslag."),
}
OUTLOOKS: dict[Outlook, Any] = {
    Outlook.EVEN: gettext_lazy("I balanse"),
    Outlook.LESS_USED: gettext_lazy("Mindreforbruk"),
    Outlook.MORE_USED: gettext_lazy("Merforbruk"),
    Outlook.MORE_INCOME: gettext_lazy("Merinntekt"),
    Outlook.LESS_INCOME: gettext_lazy("Mindreinntekt"),
}
KINDS: dict[Outlook, str] = {
    Outlook.EVEN: "success",
    Outlook.LESS_USED: "neutral",
    Outlook.MORE_USED: "danger",
    Outlook.MORE_INCOME: "neutral",
    Outlook.LESS_INCOME: "danger",
}


def word_of(difference: Decimal | None, *, income: bool) -> str:
    """ "Merforbruk", "I balanse" …; empty where there is no forecast."""
    return "" if difference is None else str(OUTLOOKS[outlook(difference, income=income)])


def kind_of(difference: Decimal | None, *, income: bool) -> str:
    return "neutral" if difference is None else KINDS[outlook(difference, income=income)]


def deviation_text(difference: Decimal | None, *, income: bool, exact: bool = False) -> str:
    """ "Merforbruk −1,2 mill. kr": the word and the amount with its sign."""
    if difference is None:
        return ""
    amount = kroner(difference) if exact else millions(difference, 2)
    sign = "+" if difference > 0 else ""
    word = word_of(difference, income=income)
    return word if not difference else f"{word} {sign}{amount}"


def place(row: ForecastRow) -> str:
    """ "671.60"."""
    return f"{row.post.chapter.number}.{row.post.number}"


def department_name(row: ForecastRow) -> str:
    return row.department.name if row.department else _("Ikke fordelt på avdeling")


def state_of(version: Version) -> tuple[str, str]:
    """Where a version stands, in words and as the kind of a tag."""
    if version.is_open:
        return _("Åpen for avdelingene"), "info"
    if hasattr(version, "sharing"):
        return _("Delt med departementet"), "success"
    if hasattr(version, "approval"):
        return _("Godkjent"), "success"
    return _("Venter på godkjenning"), "warning"


def months() -> list[tuple[int, str]]:
    return [(month, month_short(month)) for month in range(1, MONTHS + 1)]
