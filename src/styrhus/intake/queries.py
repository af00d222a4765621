"""Reads. What a person may see of a letter is decided here: the agency's own people, and whoever uploaded it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from styrhus.identity.models import Organisation, User
from styrhus.identity.ordering import NorwegianOrder
from styrhus.identity.roles import OrganisationKind
from styrhus.steering.models import Plan

from .access import Permission
from .models import Finding, FindingState, Item, ItemKind, Reading, ReadingState, Severity
from .rules.picture import Row
from .rules.proposals import RULES, Correction, Found, correction_for

WINDOW = 1000  # lines of the letter shown at a time
PAGE = 50  # items on a page


def readings_visible_to(user: User) -> QuerySet[Reading]:
    """The letters of agencies where the user has a role that sees them, and those that the user's own body uploaded."""
    organisations = user.organisations_with(Permission.SEE_READING)
    return Reading.objects.filter(
        Q(agency__in=organisations) | Q(document__organisation__in=organisations)
    ).select_related("document", "agency", "ministry", "plan", "started_by")


def uploaders_agencies(user: User) -> QuerySet[Organisation]:
    """The agencies whose letters ``user`` may upload: one's own, or those under one's ministry."""
    organisations = user.organisations_with(Permission.UPLOAD_LETTER)
    return (
        Organisation.objects.filter(kind=OrganisationKind.DIRECTORATE, parent__isnull=False)
        .filter(Q(pk__in=organisations) | Q(parent__in=organisations))
        .select_related("parent")
        .order_by(NorwegianOrder("name"))
    )


def plan_of(reading: Reading) -> Plan | None:
    """The plan that the letter belongs to: its agency's plan of its year."""
    if reading.plan_id:
        return reading.plan
    return Plan.objects.filter(agency=reading.agency_id, year=reading.year).first() if reading.year else None


# -- the text of the letter


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    text: str
    marks: Sequence[Mark] = ()
    page: int | None = None  # the number of the page that begins here


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that points to a line: an item or a finding."""

    kind: str  # an ItemKind, or "finding"
    pk: int
    label: str


@dataclass(frozen=True, slots=True)
class Window:
    """Some lines of the letter. ``before`` and ``after`` are the first lines of the windows beside it, None at the ends."""

    lines: Sequence[Line]
    first: int
    last: int
    before: int | None
    after: int | None


def window_of(reading: Reading, wanted: int = 1) -> Window:
    """The lines around ``wanted``: always the same windows, so that an address keeps its meaning."""
    first = min(max(wanted, 1), max(reading.line_count, 1))
    first -= (first - 1) % WINDOW
    last = min(first + WINDOW - 1, reading.line_count)
    texts = reading.document.text.split("\n")[first - 1 : last]
    marks = _marks(reading, first, last)
    pages = {line: number for number, line in enumerate(reading.page_starts, start=2)}
    lines = [
        Line(number, text, marks.get(number, ()), pages.get(number)) for number, text in enumerate(texts, start=first)
    ]
    return Window(
        lines, first, last, first - WINDOW if first > 1 else None, last + 1 if last < reading.line_count else None
    )


def _marks(reading: Reading, first: int, last: int) -> dict[int, list[Mark]]:
    """What points to each line of the window; an item marks the first line of each of its printings."""
    span = list(range(first, last + 1))
    marks: dict[int, list[Mark]] = defaultdict(list)
    items = Item.objects.standing().filter(reading=reading, lines__overlap=span)
    for pk, kind, key, lines in items.order_by("kind", "sequence").values_list("pk", "kind", "key", "lines"):
        for line in _beginnings(lines, first, last):
            marks[line].append(Mark(kind, pk, key))
    findings = reading.findings.filter(lines__overlap=span, state__in=(FindingState.OPEN, FindingState.TELL_MINISTRY))
    for pk, severity, lines in findings.values_list("pk", "severity", "lines"):
        for line in lines:
            if first <= line <= last:
                marks[line].append(Mark("finding", pk, severity))
    return marks


def _beginnings(lines: Iterable[int], first: int, last: int) -> list[int]:
    listed = sorted(lines)
    known = set(listed)
    return [line for line in listed if first <= line <= last and line - 1 not in known]


def text_at(reading: Reading, lines: Iterable[int]) -> list[tuple[int, str]]:
    """The given lines with their text."""
    texts = reading.document.text.split("\n")
    return [(line, texts[line - 1]) for line in sorted(set(lines)) if 1 <= line <= len(texts)]


# -- items


@dataclass(frozen=True, slots=True)
class KindCount:
    kind: ItemKind
    standing: int
    unsure: int


def counts_by_kind(reading: Reading) -> list[KindCount]:
    """Each kind with how many items stand and how many want a person's eye. Kinds without any are there too."""
    standing = Counter(dict(_grouped(reading.items.standing())))
    unsure = Counter(dict(_grouped(reading.items.unsure())))
    return [KindCount(kind, standing[kind.value], unsure[kind.value]) for kind in ItemKind]


def _grouped(items: QuerySet[Item]) -> Iterable[tuple[str, int]]:
    return items.order_by().values_list("kind").annotate(count=Count("pk"))


def items_of(reading: Reading, kind: str, *, unsure: bool = False) -> QuerySet[Item]:
    """The items of a kind in the letter's order; the rejected and merged ones too, so that they can be taken back."""
    items = reading.items.filter(kind=kind).select_related("merged_into").order_by("sequence")
    return items.unsure() if unsure else items


def page_with(items: QuerySet[Item], item: Item) -> int:
    """The number of the page that shows ``item``."""
    return items.filter(sequence__lt=item.sequence).count() // PAGE + 1


def merge_candidates(item: Item, text: str = "", limit: int = 20) -> QuerySet[Item]:
    """Items that ``item`` may be the same as: those that a text fits, else those with its number, else the nearest."""
    others = Item.objects.standing().filter(reading=item.reading_id, kind=item.kind).exclude(pk=item.pk)
    if text:
        others = others.filter(Q(title__icontains=text) | Q(key__icontains=text))
    same = Case(When(key=item.key, then=Value(0)), default=Value(1), output_field=IntegerField())
    near = Case(When(sequence__gte=item.sequence, then=Value(0)), default=Value(1), output_field=IntegerField())
    return others.order_by(same, near, "sequence")[:limit] if item.key else others.order_by(near, "sequence")[:limit]


def rows_of(items: Iterable[Item]) -> list[Row]:
    """Items as the rules see them."""
    return [Row(item.pk, item.kind, item.title, item.values, tuple(item.lines)) for item in items]


def standing_rows(reading: Reading) -> list[Row]:
    return rows_of(reading.items.standing().order_by("kind", "sequence"))


# -- findings

GRAVITY = Case(
    *(When(severity=severity, then=Value(place)) for place, severity in enumerate(Severity.values)),
    default=Value(9),
    output_field=IntegerField(),
)


def findings_of(reading: Reading) -> QuerySet[Finding]:
    """The gravest first, then in the letter's order."""
    return reading.findings.select_related("decided_by").order_by(GRAVITY, "sequence")


def open_errors(reading: Reading) -> QuerySet[Finding]:
    return reading.findings.filter(severity=Severity.ERROR, state=FindingState.OPEN)


def to_tell(reading: Reading) -> QuerySet[Finding]:
    """What is taken up with the ministry, in the letter's order."""
    return reading.findings.filter(state=FindingState.TELL_MINISTRY).order_by("sequence")


def found(finding: Finding) -> Found:
    return Found(finding.code, tuple(finding.lines), finding.values, finding.expected)


def correction_of(finding: Finding) -> Correction | None:
    """The correction of an item that the finding proposes, if its proposal fits one."""
    return corrections_of(finding.reading, [finding]).get(finding.pk)


def corrections_of(reading: Reading, findings: Iterable[Finding]) -> dict[int, Correction]:
    """The corrections that the findings propose, by the finding's key. Two queries whatever the number of findings."""
    wanted = [one for one in findings if one.code in RULES and one.expected]
    if not wanted:
        return {}
    lines = sorted({line for one in wanted for line in one.lines})
    here = Q(kind__in=(ItemKind.CHAPTER, ItemKind.POST, ItemKind.GOAL)) | Q(
        kind=ItemKind.BUDGET_LINE, lines__overlap=lines
    )
    rows = rows_of(reading.items.standing().filter(here))
    corrections = {one.pk: correction_for(found(one), rows) for one in wanted}
    return {key: correction for key, correction in corrections.items() if correction is not None}


def waiting_readings(user: User) -> QuerySet[Reading]:
    """Letters that are read and not adopted: what awaits someone."""
    return readings_visible_to(user).filter(state=ReadingState.READ)
