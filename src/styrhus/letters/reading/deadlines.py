"""Deadlines of an assignment: what its deadline field or column prints, with the part each date belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from styrhus.common.deadlines import DateKind, PrintedDate, find_dates
from styrhus.letters.model import Deadline, DeadlineKind, Lines
from styrhus.letters.reading.sentences import sentences
from styrhus.letters.reading.vocabulary import PART_WORDS

_LEADING = re.compile(
    r"^(?:[\s,;:.–-]|og\b|samt\b|så (?:raskt|snart|fort) som (?:mulig|mogleg)\b|(?:skal )?(?:rapporteres"
    r"|rapporterast|leveres|leverast|omtales|meldes)\b|(?:ny |endra |endret |førebels "
    r"|foreløpig )?frist(?:en)?(?: er| for)?\b|er\b|innen\b|innan\b|senest\b|seinast\b|den\b|for\b|per\b"
    r"|pr\b\.?)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[\s,;:.–(-]|\binnen|\binnan|\bsenest|\bseinast|\bden|\ber|\bper|\bleveres|\bskal|\bi|\bfrist)+$", re.IGNORECASE
)
_SUFFIX = re.compile(
    r"\s*(?:\((?P<paren>[^()0-9][^()]{1,60}|"
    + PART_WORDS
    + r" [0-9a-z]{1,3})\)|(?:for|på) (?P<part>"
    + PART_WORDS
    + r" [0-9a-z]{1,3})\b)",
    re.IGNORECASE,
)
_MARKED = re.compile(r"(?::|–|\binnen|\binnan|\bsenest|\bseinast)\s*(?:den )?$", re.IGNORECASE)
_DELIVERY = re.compile(r"rapport|utkast|notat|versjon|leveranse|fase|trinn", re.IGNORECASE)
_PART = re.compile(rf"{PART_WORDS} ?[0-9]{{1,2}}[a-z]?(?: og [0-9]{{1,2}})?|{PART_WORDS} [a-z]", re.IGNORECASE)
_CONTEXT = re.compile(
    r"(?:\binnen|\binnan|\bsenest|\bseinast|\bfrist\S*(?: er| settes til|:)?|\bførste gang|\bfyrste gong"
    r"|\bleveres|\bleverast)\s*$",
    re.IGNORECASE,
)
_MOVED = re.compile(r"\bfrist[^.]{0,40} (?:fra|frå) .{4,30} til\s*$", re.IGNORECASE)
_SPAN = re.compile(r"\b20[0-9]{2} ?[-–] ?20[0-9]{2}\b")
_TIMES = re.compile(r"[a-zæøå0-9]+ (?:gang|gong)", re.IGNORECASE)
_YEARLY_REPORTS = re.compile(
    r"(?P<how>årlige|årlege|halvårlige|halvårlege|månedlige|månadlege|kvartalsvise|tertialvise) "
    r"(?:rapporter|rapportar|statusrapporter|målinger|målingar|oversikter"
    r"|oversikter)\b[^.]{0,60}?(?P<span>20[0-9]{2} ?[-–] ?20[0-9]{2})",
    re.IGNORECASE,
)
_DELIVERS = re.compile(
    r"(?:\binnen|\binnan|\bsenest|\bseinast|\bfrist[a-zæøå]*(?: for [a-zæøå ]{2,30})?(?: er| settes til| blir| på)?:?"
    r"|\b(?:levere|overlevere|gjennomføre|ferdigstille|fullføre|avslutte|sende|oversende|presentere|rapportere|sluttføre"
    r"|iverksette|utføre)(?:s|st|t)?\b|\b(?:leverast|overleverast|gjennomførast|ferdigstillast|fullførast|avsluttast|sendast"
    r"|oversendast|presenterast|rapporterast)|\bforeligge|\bforelegges|\bliggje føre|\blegges fram|\bleggjast fram"
    r"|\bferdig|\bklar|\bi løpet av|\bskal skje)"
    r"(?: (?:til|for|overfor) (?:departementet|[A-ZÆØÅ][\w-]+))?(?: departementet)?(?: den| i| til| ved| av)?\s*$",
    re.IGNORECASE,
)
_LOOKS_BACK = re.compile(
    r"\b(?:av|fra|frå|datert|siden|sidan|etter|brev|vedtak|vedtatt|vedteke|møte|per|pr\.?)\s*(?:den )?$", re.IGNORECASE
)
_CLOSES_SENTENCE = re.compile(r"\s*[).;]*\s*(?:$|(?<=[.)])\s)")
_STATUS = re.compile(
    r"(?:status|resultat|oppdraget|oppgåva|oppgaven|arbeidet|framdrift|fremdrift|det)[a-zæøå]* (?:for arbeidet |på oppdraget )?"
    r"(?:skal |blir |vert )?(?:gis|gjevast|rapporter|omtal|oppsummer|svar|beskriv)",
    re.IGNORECASE,
)
_WITHIN = ("innen ", "innan ", "senest ", "seinast ", "i løpet av", "i laupet av", "ved utgangen", "utgangen av", "ut ")
_AND_DELIVERY = re.compile(
    r"(?:,| og|, og) (?:(?:den )?(?:endelig|endelege|endelige|ferdig) )?[a-zæøå]*(?:rapport|utkast|notat|versjon|plan|leveranse)[a-zæøå]*"
    r"(?: innen| innan)? ",
    re.IGNORECASE,
)
_MAX_LABEL = 80


def field_deadlines(text: str, lines: Lines, year: int | None) -> list[Deadline]:
    """The deadlines that a field or cell prints, in order; a text without any date is one of kind OTHER."""
    found = find_dates(text, year)
    if not found:
        words = " ".join(text.split()).strip(" .")
        return [Deadline(words, DeadlineKind.OTHER, None, None, lines, 0.5)] if 2 < len(words) <= 160 else []
    recurring = next((printed for printed in found if printed.kind is DateKind.RECURRING), None)
    if recurring is not None and text[recurring.end :].lstrip().startswith("("):
        closing = text.find(")", recurring.end)
        whole = text[recurring.start : closing + 1] if closing > 0 else recurring.text
        inside = closing if closing > 0 else recurring.end
        found = [replace(recurring, text=whole)] + [
            printed for printed in found if not recurring.start <= printed.start <= inside
        ]
    found = _without_repeats(found)
    deadlines: list[Deadline] = []
    after = 0
    for printed in found:
        label = _label(text[after : printed.start], printed)
        suffix = _SUFFIX.match(text, printed.end)
        if label is None and suffix:
            label = (suffix["paren"] or suffix["part"]).strip()
        after = max(printed.end, suffix.end() if suffix and label else 0)
        deadlines.append(_deadline(printed, label, lines, 1.0 if printed.year_printed else 0.8))
    return deadlines


def running_deadlines(text: str, lines: Lines, year: int | None) -> list[Deadline]:
    """Deadlines that a description states in passing: a date after "innen" or "frist", or a number of times a year."""
    deadlines: list[Deadline] = []
    after = -1  # the end of the last date that was one
    for printed in find_dates(text, year):
        goes_on = after >= 0 and _AND_DELIVERY.fullmatch(text[after : printed.start][:_MAX_LABEL]) is not None
        if printed.kind is DateKind.RECURRING and _TIMES.search(printed.text):
            span = _SPAN.search(text, printed.end)
            shown = f"{printed.text} … {span[0]}" if span else printed.text
            deadlines.append(Deadline(shown, DeadlineKind.RECURRING, None, None, lines, 0.8))
        elif printed.date is not None and (
            _CONTEXT.search(text[max(0, printed.start - 40) : printed.start])
            or _MOVED.search(text[max(0, printed.start - 90) : printed.start])
            or _opens_with_within(printed)
            or goes_on
        ):
            after = printed.end
            deadlines.append(_deadline(printed, None, lines, 0.7))
    for reports in _YEARLY_REPORTS.finditer(text):
        shown = f"{reports['how']} … {reports['span']}"
        deadlines.append(Deadline(shown, DeadlineKind.RECURRING, None, None, lines, 0.7))
    return deadlines


def sentence_deadlines(text: str, lines: Lines, year: int | None) -> list[Deadline]:
    """Deadlines of an assignment that is one or two sentences: after a word of delivery, in brackets, or at the end.

    A date that the sentence looks back to ("brev av 3. mars", "gjelder fra 1. juli") is none.
    """
    found = [printed for printed in find_dates(text, year) if _binds(text, printed)]
    return [
        _deadline(printed, None, lines, 0.7 if printed.year_printed else 0.6) for printed in _without_repeats(found)
    ]


def last_deadline(text: str, lines: Lines, year: int | None) -> list[Deadline]:
    """The last exact date of a sentence that moves a deadline "fra … til …", as a list of one; none without a date."""
    dates = [printed for printed in find_dates(text, year) if printed.kind is DateKind.DATE]
    return [_deadline(dates[-1], None, lines, 0.8)] if dates else []


def _binds(text: str, printed: PrintedDate) -> bool:
    before = text[max(0, printed.start - 70) : printed.start]
    closes = _CLOSES_SENTENCE.match(text, printed.end) is not None
    own = printed.text.casefold()
    if _LOOKS_BACK.search(before):
        return False
    if printed.kind is DateKind.IN_REPORT:
        return own.startswith(("i ", "ved "))
    if printed.kind is DateKind.RECURRING:
        return _TIMES.search(printed.text) is not None or (closes and before.rstrip().endswith("("))
    if printed.kind is DateKind.CONTINUOUS:
        return closes and (before.rstrip().endswith(("(", ":")) or _DELIVERS.search(before) is not None)
    vague = printed.date is not None and printed.kind is not DateKind.DATE
    if vague and closes:
        return True  # "… arrangere konferansen høsten 2024."
    return _DELIVERS.search(before) is not None or own.startswith(_WITHIN) or (closes and before.rstrip().endswith("("))


def in_report_deadlines(text: str, lines: Lines, year: int | None, *, only_status: bool = False) -> list[Deadline]:
    """The reports that a text says to answer in: "Status gis i årsrapporten for 2024".

    ``only_status`` asks for a sentence that begins so, where a report may be named in passing.
    """
    text = text if not only_status else " ".join(said for said in sentences(text) if _STATUS.match(said))
    reports = [printed for printed in find_dates(text, year) if printed.kind is DateKind.IN_REPORT]
    return [_deadline(printed, None, lines, 0.6) for printed in reports if printed.text.casefold().startswith("i ")]


def without_restated(running: Iterable[Deadline], stated: Iterable[Deadline]) -> list[Deadline]:
    """The deadlines of a running text, save those that say a field's deadline less exactly.

    "Innen utgangen av august 2026" and the field's 30.08.2026 are one deadline; that the days differ is for a check to say.
    """
    exact = {deadline.date for deadline in stated if deadline.date is not None}
    months = {(day.year, day.month) for day in exact}
    return [
        deadline
        for deadline in running
        if deadline.date is None or deadline.date in exact or (deadline.date.year, deadline.date.month) not in months
    ]


def unite(found: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Each deadline once. The same date with a label in one place and without in the other is one, with the label."""
    united: list[Deadline] = []
    places: dict[object, list[int]] = {}
    for deadline in found:
        same = places.setdefault(_identity(deadline), [])
        fits = [place for place in same if _same_part(united[place], deadline)]
        if not fits:
            same.append(len(united))
            united.append(deadline)
            continue
        before = united[fits[0]]
        better = before if before.confidence >= deadline.confidence else deadline
        lines = tuple(sorted({*before.lines, *deadline.lines}))
        united[fits[0]] = replace(better, part=before.part or deadline.part, lines=lines)
    return tuple(sorted(united, key=lambda deadline: (deadline.date is None, deadline.date or date.min)))


def _identity(deadline: Deadline) -> object:
    """What makes two printings one deadline: the date; "løpende" is one however it is worded."""
    if deadline.kind is DeadlineKind.CONTINUOUS:
        return deadline.kind
    return deadline.date or (deadline.kind, deadline.text.casefold())


def _same_part(one: Deadline, other: Deadline) -> bool:
    return one.part is None or other.part is None or one.part.casefold() == other.part.casefold()


def _label(before: str, printed: PrintedDate) -> str | None:
    """The words before a date that say which part it is for, or None. Words of how soon or where are no part."""
    tail = before.rsplit(". ", maxsplit=1)[-1] if len(before) > _MAX_LABEL else before
    label = _TRAILING.sub("", _LEADING.sub("", tail)).strip(" ,;:.–-(")
    if not label or len(label) > _MAX_LABEL or not any(sign.isalpha() for sign in label):
        return None
    part = _PART.fullmatch(label)
    if part:
        return part[0][0].upper() + part[0][1:]
    marked = _MARKED.search(before) is not None or printed.text.casefold().startswith(("innen", "innan"))
    return label if marked or _DELIVERY.search(label) else None


def _deadline(printed: PrintedDate, part: str | None, lines: Lines, confidence: float) -> Deadline:
    return Deadline(printed.text, DeadlineKind(printed.kind.value), printed.date, part, lines, confidence)


def _opens_with_within(printed: PrintedDate) -> bool:
    return printed.text.lower().startswith(("innen ", "innan "))


def _without_repeats(found: list[PrintedDate]) -> list[PrintedDate]:
    """A report named with its date ("årsrapport 2023, 15. mars 2024") is one deadline, the date."""
    dated = [printed for printed in found if printed.date is not None]
    if dated and len(found) > len(dated):
        return [printed for printed in found if printed.kind is not DateKind.IN_REPORT] or found
    return found
