"""How items, findings and differences are shown: labels and texts, no HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from styrhus.common.spans import spans
from styrhus.letters.texts import LANGUAGES, render
from styrhus.steering.models import MeetingKind, ReportKind
from styrhus.ui.formats import date_long, kroner

from .models import Finding, Item, ItemKind, ItemState, Reading, ReadingState
from .rules.changes import ChangeKind
from .rules.items import place_of_money

Fact = tuple[str | Promise, str | list[str]]
Place = tuple[tuple[int, int], str]

ONE_OF_KIND: dict[str, Any] = {
    ItemKind.GOAL: pgettext_lazy("one", "Mål"),
    ItemKind.PARAMETER: _("Styringsparameter"),
    ItemKind.ASSIGNMENT: pgettext_lazy("one", "Oppdrag"),
    ItemKind.CHAPTER: _("Kapittel"),
    ItemKind.POST: _("Post"),
    ItemKind.BUDGET_LINE: _("Budsjettbinding"),
    ItemKind.GRANT: _("Navngitt tilskudd"),
    ItemKind.REPORTING: _("Rapportering"),
    ItemKind.MEETING: _("Møte"),
    ItemKind.DIRECTIVE: _("Fellesføring"),
    ItemKind.ATTACHMENT: pgettext_lazy("one", "Vedlegg"),
    ItemKind.DUTY: _("Fast plikt"),
}
STATE_TAGS: dict[str, tuple[Any, str]] = {
    ReadingState.QUEUED: (ReadingState.QUEUED.label, "info"),
    ReadingState.RUNNING: (ReadingState.RUNNING.label, "info"),
    ReadingState.ADOPTING: (ReadingState.ADOPTING.label, "info"),
    ReadingState.READ: (ReadingState.READ.label, "warning"),
    ReadingState.FAILED: (ReadingState.FAILED.label, "danger"),
    ReadingState.ADOPTED: (ReadingState.ADOPTED.label, "success"),
    ReadingState.DISCARDED: (ReadingState.DISCARDED.label, "neutral"),
}


def title_of_reading(reading: Reading) -> str:
    """The letter's own title once it is read, the file's name before."""
    return str(reading.head.get("title") or reading.document.title)


def short_title(reading: Reading) -> str:
    """ "Tildelingsbrev 2023", "Supplerende tildelingsbrev nr. 1, 2023"; the file's name until it is read."""
    if reading.read_at is None:
        return reading.document.filename
    number = reading.head.get("number")
    named = gettext("%(kind)s nr. %(number)s,") if number else "%(kind)s"
    words = named % {"kind": reading.get_kind_display(), "number": number}
    return " ".join(filter(None, (words, str(reading.year or ""))))


def language() -> str:
    """The language of the page, among those that the letter texts speak."""
    found = (get_language() or "nb")[:2]
    return found if found in LANGUAGES else "nb"


def refusal(reading: Reading) -> str:
    """Why the letter could not be read, in one sentence."""
    return render(reading.error_code, reading.error_values, language())


def message(finding: Finding, in_language: str = "") -> str:
    return render(finding.code, finding.values, in_language or language())


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as pages show it. ``places`` are its printings: (first, last) line, and the page that shows them."""

    item: Item
    heading: str
    tag: str | Promise = ""
    tag_kind: str = "neutral"
    facts: list[Fact] = field(default_factory=list)
    more: list[tuple[str | Promise, str]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


def shown(item: Item, places: list[Place] | None = None) -> Shown:
    tag, kind = _tag(item)
    return Shown(item, heading(item), tag, kind, facts(item), _more(item), places or [])


def places_in(source: str, lines: Iterable[int]) -> list[Place]:
    """Each printing with the address of the review page that shows it; ``source`` is that page's own address."""
    return [(span, f"{source}?linje={span[0]}") for span in spans(lines)]


def heading(item: Item) -> str:
    """The number people know it by, when it has one of its own."""
    if item.kind == ItemKind.DUTY or not item.key:
        return ""
    named = {
        ItemKind.GOAL: pgettext("one", "Mål"),
        ItemKind.CHAPTER: gettext("Kap."),
        ItemKind.ATTACHMENT: pgettext("one", "Vedlegg"),
    }
    if item.kind in (ItemKind.POST, ItemKind.BUDGET_LINE, ItemKind.GRANT):
        return money_place(item.values)
    return f"{named.get(ItemKind(item.kind), '')} {item.key}".strip()


def _tag(item: Item) -> tuple[str | Promise, str]:
    match item.state:
        case ItemState.REJECTED:
            return _("Avvist"), "danger"
        case ItemState.MERGED:
            return _("Slått sammen"), "neutral"
        case ItemState.EDITED:
            return _("Rettet"), "info"
        case ItemState.ADDED:
            return _("Lagt til"), "info"
    return (_("Bør ses over"), "warning") if item.unsure else (_("Sikker"), "success")


def money_place(values: Mapping[str, Any]) -> str:
    """ "Kap. 671 post 21"; what is known of it."""
    chapter, post = values.get("chapter"), values.get("post")
    texts = (
        gettext("Kap. %(chapter)s") % {"chapter": chapter} if chapter else "",
        gettext("post %(post)s") % {"post": post} if post else "",
    )
    return " ".join(filter(None, texts))


def facts(item: Item) -> list[Fact]:
    """What the plan will take of the item, beside its title; empty facts are left out."""
    listed = FACTS.get(item.kind, lambda values: [])(item.values)
    return [(label, value) for label, value in listed if value]


def _day(text: str | None) -> str:
    return date_long(date.fromisoformat(text)) if text else ""


def deadline_text(deadline: Mapping[str, Any]) -> str:
    """ "Del 1: 30. mai 2023"; the printed words where they say more than the day."""
    exact = deadline.get("kind") == "date" and deadline.get("date")
    said = _day(deadline["date"]) if exact else str(deadline.get("text") or "")
    return f"{deadline['part']}: {said}" if deadline.get("part") else said


def funding_text(funding: Mapping[str, Any]) -> str:
    amount = kroner(funding["amount"]) if funding.get("amount") is not None else ""
    return ", ".join(filter(None, (amount, money_place(funding), str(funding.get("part") or ""))))


def _each(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if text]


def _yes(value: Any) -> str:
    return gettext("Ja") if value else ""


def _assignment(values: Mapping[str, Any]) -> list[Fact]:
    return [
        (pgettext_lazy("one", "Mål"), "" if values.get("goal") is None else str(values["goal"])),
        (_("Frister"), _each(deadline_text(one) for one in values.get("deadlines") or ())),
        (_("Deler"), _each(one["part"] for one in values.get("parts") or ())),
        (_("Finansiering"), _each(funding_text(one) for one in values.get("funding") or ())),
        (_("Hovedansvar"), values.get("lead") or ""),
        (_("Samarbeid med"), ", ".join(values.get("partners") or ())),
        (_("Gitt tidligere"), _yes(values.get("earlier"))),
        (_("Trekkes tilbake"), _yes(values.get("withdrawn"))),
        (_("FoU"), _yes(values.get("is_rd"))),
    ]


def _amount(values: Mapping[str, Any], name: str = "amount") -> str:
    return kroner(values[name]) if values.get(name) is not None else ""


def _post(values: Mapping[str, Any]) -> list[Fact]:
    keywords = _each(
        (
            gettext("kan overføres") if values.get("carry_over") else "",
            gettext("overslagsbevilgning") if values.get("estimate") else "",
        )
    )
    return [
        (_("Bevilgning"), _amount(values, "appropriation")),
        (_("Til disposisjon"), _amount(values, "at_disposal")),
        (_("Stikkord"), ", ".join(keywords)),
    ]


def _budget_line(values: Mapping[str, Any]) -> list[Fact]:
    return [
        (_("Beløp"), _amount(values)),
        (pgettext_lazy("one", "Oppdrag"), " ".join(filter(None, (values.get("assignment"), values.get("part"))))),
        (_("Under"), values.get("group") or ""),
        (_("Telling"), gettext("Er med i et beløp over («hvorav»)") if values.get("depth") else ""),
    ]


def _choice(choices: Any, value: Any) -> str:
    return str(dict(choices.choices).get(value, value or ""))


FACTS: dict[str, Callable[[Mapping[str, Any]], list[Fact]]] = {
    ItemKind.GOAL: lambda v: [(_("Hovedmål"), "" if v.get("parent") is None else str(v["parent"]))],
    ItemKind.PARAMETER: lambda v: [
        (pgettext_lazy("one", "Mål"), "" if v.get("goal") is None else str(v["goal"])),
        (_("Utgangspunkt"), v.get("baseline") or ""),
        (_("Måltall"), v.get("target") or ""),
        (_("Enhet"), v.get("unit") or ""),
    ],
    ItemKind.ASSIGNMENT: _assignment,
    ItemKind.CHAPTER: lambda v: [(_("Oppgitt sum"), _amount(v, "stated_sum"))],
    ItemKind.POST: _post,
    ItemKind.BUDGET_LINE: _budget_line,
    ItemKind.GRANT: lambda v: [(_("Beløp"), _amount(v))],
    ItemKind.REPORTING: lambda v: [
        (_("Type"), _choice(ReportKind, v.get("kind"))),
        (_("Telletidspunkt"), _day(v.get("cut_off"))),
        (_("Frist"), _day(v.get("deadline"))),
    ],
    ItemKind.MEETING: lambda v: [
        (_("Type"), _choice(MeetingKind, v.get("kind"))),
        (_("Antall i året"), str(v.get("count") or "")),
        (_("Tidspunkt"), v.get("when") or ""),
    ],
    ItemKind.ATTACHMENT: lambda v: [(_("Følger med brevet"), gettext("Ja") if v.get("present") else gettext("Nei"))],
    ItemKind.DUTY: lambda v: [(_("Avsnitt"), v.get("section") or "")],
}


def _more(item: Item) -> list[tuple[str | Promise, str]]:
    """Longer texts, folded away."""
    values = item.values
    match item.kind:
        case ItemKind.ASSIGNMENT:
            texts = [(one["part"], one.get("text") or "") for one in values.get("parts") or ()]
            listed = [(_("Bakgrunn"), values.get("background")), (_("Beskrivelse"), values.get("description")), *texts]
        case ItemKind.DIRECTIVE:
            listed = [(_("Tekst"), values.get("text"))]
        case _:
            listed = []
    return [(label, text) for label, text in listed if text]


CHANGE_WORDS: dict[str, Any] = {
    ChangeKind.NEW_GOAL: _("Nytt mål"),
    ChangeKind.CHANGED_GOAL: _("Endret mål"),
    ChangeKind.NEW_PARAMETER: _("Ny styringsparameter"),
    ChangeKind.CHANGED_PARAMETER: _("Endret styringsparameter"),
    ChangeKind.NEW_ASSIGNMENT: _("Nytt oppdrag"),
    ChangeKind.CHANGED_TITLE: _("Endret tittel på oppdrag"),
    ChangeKind.WITHDRAWN_ASSIGNMENT: _("Oppdrag trekkes tilbake"),
    ChangeKind.NEW_DEADLINE: _("Ny frist"),
    ChangeKind.CHANGED_DEADLINE: _("Endret frist"),
    ChangeKind.NEW_FUNDING: _("Ny finansiering"),
    ChangeKind.CHANGED_FUNDING: _("Endret finansiering"),
    ChangeKind.NEW_CHAPTER: _("Nytt kapittel"),
    ChangeKind.NEW_POST: _("Ny post"),
    ChangeKind.CHANGED_POST: _("Endret beløp på post"),
    ChangeKind.NEW_BINDING: _("Ny budsjettbinding"),
    ChangeKind.CHANGED_BINDING: _("Endret budsjettbinding"),
    ChangeKind.WITHDRAWN_BINDING: _("Budsjettbinding faller bort"),
    ChangeKind.NEW_GRANT: _("Nytt navngitt tilskudd"),
    ChangeKind.CHANGED_GRANT: _("Endret navngitt tilskudd"),
    ChangeKind.NEW_REPORT: _("Ny rapportering"),
    ChangeKind.CHANGED_REPORT: _("Endret frist for rapportering"),
    ChangeKind.NEW_MEETING: _("Nytt møte"),
    ChangeKind.NEW_DIRECTIVE: _("Ny fellesføring"),
    ChangeKind.NEW_DUTY: _("Ny fast plikt"),
    ChangeKind.UNCHANGED: _("Som før"),
    "confirmed_oral_order": _("Muntlig bestilling bekreftet"),
}


def change_value(value: Any) -> str:
    """A difference's old or new as people read it: kroner, a day, or the text itself."""
    if isinstance(value, int):
        return kroner(value)
    text = str(value or "")
    if len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit():
        return _day(text)
    return text


def number_of(item: Item | None) -> str:
    """What a difference is known by: the assignment's number, or the post."""
    if item is None:
        return ""
    return place_of_money(item.values) if item.kind in (ItemKind.POST, ItemKind.BUDGET_LINE) else item.key
