"""What a read letter is: plain, frozen data that every part of the reader and every check shares.

Lines are 1-based line numbers of the source's text, in rising order, each named
(so an item printed in two places holds both: ``(88, 721, 722, 723, 724)``).
Amounts are whole kroner. Dates are ``datetime.date``. ``confidence`` is how sure the
reader is, from 0 to 1: 1.0 is a labelled, unambiguous hit, below 0.6 wants a person's eye.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from styrhus.letters.texts import render

Lines = tuple[int, ...]


class LetterKind(StrEnum):
    ALLOCATION = "allocation"  # tildelingsbrev
    SUPPLEMENTARY = "supplementary"  # supplerende tildelingsbrev, tillegg til tildelingsbrev
    ASSIGNMENT = "assignment"  # oppdragsbrev
    TRANSFER = "transfer"  # overføringsbrev
    INSTRUCTION = "instruction"  # instruks alone


class DeadlineKind(StrEnum):
    DATE = "date"
    END_OF_YEAR = "end_of_year"  # "Ut 2024", "utgangen av 2013"
    HALF_YEAR = "half_year"  # "Første halvdel av 2023"
    CONTINUOUS = "continuous"  # "Løpende"
    IN_REPORT = "in_report"  # "Årsrapport 2022"
    RECURRING = "recurring"  # "minimum to ganger per år 2023-2027"
    OTHER = "other"  # "primo april", "så raskt som mulig"


class Unit(StrEnum):
    KRONER = "kroner"
    THOUSAND = "1000 kroner"
    MILLION = "mill. kroner"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Source:
    """A letter's text, however it came. Table rows are lines with TAB between cells."""

    name: str
    media: str  # "txt" | "docx" | "pdf" | "markdown"
    lines: tuple[str, ...]
    pages: tuple[int, ...] = ()  # page of each line (1-based), empty where the format has none
    sha256: str = ""

    def text(self, lines: Lines) -> str:
        return "\n".join(self.lines[number - 1] for number in lines)


@dataclass(frozen=True, slots=True)
class Head:
    kind: LetterKind
    title: str
    budget_year: int | None
    date: date | None
    ministry: str | None
    agency: str | None
    agency_short: str | None  # "IMDi": the name duties are written with
    reference: str | None  # "Vår ref"
    your_reference: str | None = None
    copy_to: tuple[str, ...] = ()
    number: int | None = None  # of a supplementary letter: "nr. 3"
    lines: Lines = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Section:
    number: str | None  # "3.1.2" as printed, without a trailing dot
    title: str
    level: int
    document: str  # "letter", "instruction", "assignments" or the attachment's number
    lines: Lines  # every line of the section, heading first, with those of its sub-sections
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Goal:
    number: int | str | None  # 1; "2.1" or "A" where so printed
    title: str
    lines: Lines
    parent: int | str | None = None  # a delmål's hovedmål
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class SteeringParameter:
    id: str | None  # as printed: "SP 1", "1.1"
    goal: int | str | None
    text: str
    lines: Lines
    baseline: str | None = None
    target: str | None = None
    unit: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Deadline:
    text: str  # as printed: "Ut 2024"
    kind: DeadlineKind
    date: date | None  # exact, or the last day that a vague text allows; None where there is none
    part: str | None  # "Del 1", "Endelig rapport", None for the whole assignment
    lines: Lines
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Funding:
    amount: int | None
    chapter: str | None
    post: str | None
    part: str | None
    lines: Lines
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    part: str  # "Del 1"
    text: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Mention:
    """One printing of an assignment: the body's list, or its page in the attachment."""

    where: str  # "body" | "attachment"
    title: str
    goal: int | str | None
    deadlines: tuple[Deadline, ...]
    lines: Lines
    is_rd: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    id: str | None  # "2023-01" as printed; None for an unnumbered one
    title: str
    goal: int | str | None
    earlier: bool  # given in an earlier year, listed with its deadline in this one or later
    lines: Lines
    parts: tuple[Part, ...] = ()
    deadlines: tuple[Deadline, ...] = ()  # of all printings together, each once
    funding: tuple[Funding, ...] = ()
    is_rd: bool = False  # FoU
    lead: str | None = None
    partners: tuple[str, ...] = ()
    background: str | None = None
    description: str | None = None
    mentions: tuple[Mention, ...] = ()  # what each place prints, kept apart for the checks
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Post:
    post: str  # "01"
    name: str
    appropriation: int | None  # bevilgning
    at_disposal: int | None  # what the agency has at its disposal; the whole post when the letter is silent
    carry_over: bool  # "kan overføres"
    estimate: bool  # "overslagsbevilgning"
    lines: Lines
    precision: int = 0  # the printed amount's smallest step in kroner: 100 000 for "61,0" mill.
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Chapter:
    chapter: str  # "670"
    name: str
    stated_sum: int | None
    unit: Unit
    posts: tuple[Post, ...]
    lines: Lines
    sum_lines: Lines = ()  # the line that prints the sum, or the empty "Sum"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """An amount set aside under a post. ``depth`` 0 adds up to its group; deeper ones ("hvorav") never do."""

    chapter: str | None
    post: str | None
    text: str
    amount: int | None
    assignment: str | None  # as printed, also when it is wrong
    part: str | None
    lines: Lines
    depth: int = 0
    group: str | None = None  # the heading it stands under: "Nye prosjekter på post 21"
    precision: int = 0
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class StatedAmount:
    """An amount that the text states of a post or a group: what the checks hold the sums against."""

    chapter: str | None
    post: str | None
    what: str  # "appropriation", "at_disposal", "group", "undisposed", "grants"
    amount: int
    precision: int
    lines: Lines
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    recipient: str
    amount: int
    chapter: str | None
    post: str | None
    lines: Lines
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Budget:
    chapters: tuple[Chapter, ...] = ()
    lines: tuple[BudgetLine, ...] = ()
    grants: tuple[Grant, ...] = ()
    stated: tuple[StatedAmount, ...] = ()
    grant_sums: tuple[tuple[int, Lines], ...] = ()  # printed sums of tables of named grants


@dataclass(frozen=True, slots=True)
class ReportingDemand:
    kind: str  # "annual", "half_year", "tertial", "monthly", "accounts", "grants", "other"
    title: str
    cut_off: date | None
    deadline: date | None
    lines: Lines
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Meeting:
    kind: str  # "steering", "special", "professional", "strategy", "leaders", "contact", "other"
    title: str
    count: int | None
    when: str | None
    lines: Lines
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Directive:
    title: str
    text: str
    lines: Lines
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Attachment:
    number: str | None  # "1", "III", "3a"
    title: str
    present: bool
    lines: Lines  # where it is announced, and where it begins
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Duty:
    section: str  # number and title: "4.2 Krav til planlegging …"
    text: str
    lines: Lines
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Letter:
    source: Source
    head: Head
    sections: tuple[Section, ...] = ()
    goals: tuple[Goal, ...] = ()
    steering_parameters: tuple[SteeringParameter, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    budget: Budget = field(default_factory=Budget)
    reporting: tuple[ReportingDemand, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    directives: tuple[Directive, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. ``expected`` is the proposed correction, None where only a person can tell.

    ``message`` is bokmål; ``texts.render(code, values, language)`` says the same in the other languages.
    """

    code: str  # "sum-differs"
    severity: Severity
    lines: Lines
    message: str
    expected: str | None = None
    values: Mapping[str, str] = field(default_factory=dict, hash=False)


class UnreadableLetter(Exception):
    """The file can't be read as a letter. ``str()`` is one clear sentence in bokmål for the user.

    ``texts.render(error.code, error.values, language)`` says the same in the other languages.
    """

    def __init__(self, code: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(code, dict(values or {}))
        self.code = code
        self.values: Mapping[str, str] = self.args[1]

    def __str__(self) -> str:
        return render(self.code, self.values)
