"""The account of a joint directive, assembled: figures, the agency's words, what was written down through the year."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from styrhus.steering.models import Directive
from styrhus.ui.formats import date_long, date_short, kroner, number, percent

from . import queries
from .models import ConsultantField, DirectiveKind
from .texts import QUESTIONS


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """``missing`` says in sentences what the letter asks for and the account does not yet have."""

    title: str
    year: int
    kind: str
    figures: list[Figure] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)
    entries: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.figures or self.answers or self.entries)


def assemble(directive: Directive) -> Account:
    """The account as it stands today."""
    kind = queries.kind_of(directive)
    year, agency = directive.plan.year, directive.plan.agency_id
    figures, missing = _FIGURES.get(kind, lambda agency, year: ([], []))(agency, year)
    known = queries.account_of(directive)
    answers = {row.question: row.text for row in known.answers.all()} if known else {}
    entries = known.entries.filter(struck_on=None).order_by("happened_on", "pk") if known else ()
    words = [(str(question), answers.get(key, "")) for key, question in QUESTIONS[kind]]
    unmet = any(row.startswith("!") for row in missing)
    for key, question in QUESTIONS[kind]:
        conditional = key.startswith("unmet") and not unmet
        if not answers.get(key) and not conditional and key != "no_increase":
            missing.append(_("Ikke besvart: %(question)s") % {"question": question})
    return Account(
        title=directive.title,
        year=year,
        kind=kind,
        figures=figures,
        answers=[(question, text) for question, text in words if text],
        entries=[(date_long(row.happened_on), row.text) for row in entries],
        missing=[sentence.removeprefix("!") for sentence in missing],
    )


def _apprentices(agency: int, year: int) -> tuple[list[Figure], list[str]]:
    states = queries.apprentice_counts(agency, year)
    if not states:
        return [], [_("Ingen telling av lærlinger er ført for %(year)s.") % {"year": year}]
    last = states[-1]
    count = last.count
    figures = [
        Figure(_("Ansatte"), number(count.employees), _("per %(day)s") % {"day": date_short(count.counted_on)}),
        Figure(_("Lærlinger"), number(count.apprentices), count.trades),
        Figure(_("Opplæringskontor"), count.training_office or _("ikke oppgitt")),
        Figure(_("Studenter i praksis"), number(count.students)),
    ]
    under = [state for state in states if state.missing]
    figures.append(
        Figure(
            _("Tellinger i året"),
            number(len(states)),
            _("kravet var ikke oppfylt ved %(count)s av dem") % {"count": len(under)}
            if under
            else _("kravet var oppfylt ved alle"),
        )
    )
    missing = []
    if under:
        days = ", ".join(date_short(state.count.counted_on) for state in under)
        missing.append(
            "!"
            + _("Kravet om lærlinger var ikke oppfylt %(days)s. Forklar hvorfor og hva som er gjort.") % {"days": days}
        )
    quarters = {(state.count.counted_on.month - 1) // 3 for state in states}
    if len(quarters) < 4:
        missing.append(
            _("Lærlingene er telt i %(count)s av 4 kvartaler. Kravet gjelder til enhver tid.")
            % {"count": len(quarters)}
        )
    if not count.training_office:
        missing.append(_("Opplæringskontoret er ikke oppgitt i den siste tellingen."))
    return figures, missing


def _consultants(agency: int, year: int) -> tuple[list[Figure], list[str]]:
    sums = queries.purchase_sums(agency, year)
    if not sums:
        return [], [_("Ingen kjøp av konsulenter er ført for %(year)s.") % {"year": year}]
    now, before = sum(row.now for row in sums.values()), sum(row.before for row in sums.values())
    figures = [Figure(_("Konsulenter i alt"), kroner(now), _compared(now, before, year))]
    for key, row in sorted(sums.items(), key=lambda pair: -pair[1].now):
        figures.append(Figure(str(ConsultantField(key).label), kroner(row.now), _compared(row.now, row.before, year)))
    plain, campaigns = queries.communication_sums(agency, year)
    figures.append(Figure(_("Kommunikasjonstjenester utenom kampanjer"), kroner(plain)))
    figures.append(Figure(_("Informasjons- og holdningskampanjer"), kroner(campaigns)))
    missing = []
    if plain:
        missing.append(_("Det er kjøpt kommunikasjonstjenester utenom kampanjer. Omtal kjøpene."))
    return figures, missing


def _compared(now: int, before: int, year: int) -> str:
    if not before:
        return _("ingenting ført for %(year)s") % {"year": year - 1}
    share = (now - before) / before
    words = _("opp %(share)s fra %(year)s") if share > 0 else _("ned %(share)s fra %(year)s")
    return (
        _("uendret fra %(year)s") % {"year": year - 1}
        if not share
        else words % {"share": percent(abs(share)), "year": year - 1}
    )


def _decentralised(agency: int, year: int) -> tuple[list[Figure], list[str]]:
    rows = queries.decentralised_counts(agency, year)
    own = [row for row in rows if row.counted_on.year == year]
    earlier = [row for row in rows if row.counted_on.year < year]
    if not own:
        return [], [_("Ingen telling av desentralisert arbeid er ført for %(year)s.") % {"year": year}]
    last, before = own[-1], earlier[-1] if earlier else own[0] if len(own) > 1 else None
    share = last.decentralised / last.employees if last.employees else None
    figures = [
        Figure(
            _("Arbeider desentralisert"),
            number(last.decentralised),
            _("av %(all)s ansatte (%(share)s)") % {"all": number(last.employees), "share": percent(share)},
        ),
        Figure(
            _("Stillinger lyst ut"),
            number(sum(row.advertised for row in own)),
            _("%(count)s med valgfritt arbeidssted") % {"count": number(sum(row.advertised_open for row in own))},
        ),
        Figure(_("Kontorfellesskap"), last.offices or _("ingen oppgitt")),
    ]
    missing = []
    if before is not None:
        words = _("%(before)s den %(day)s") % {
            "before": number(before.decentralised),
            "day": date_short(before.counted_on),
        }
        figures.append(Figure(_("Ved forrige telling"), words))
        if last.decentralised <= before.decentralised:
            missing.append(_("Det desentraliserte arbeidet har ikke økt. Gjør rede for årsaken."))
    return figures, missing


_FIGURES: dict[str, Any] = {
    DirectiveKind.APPRENTICES: _apprentices,
    DirectiveKind.CONSULTANTS: _consultants,
    DirectiveKind.DECENTRALISED: _decentralised,
}


def as_text(account: Account) -> str:
    """The account as plain text, ready to be pasted: figures a line each, then the words under their questions."""
    lines = [account.title, ""]
    lines += [f"{row.label}: {row.value}" + (f" ({row.note})" if row.note else "") for row in account.figures]
    for question, text in account.answers:
        lines += ["", question, text]
    if account.entries:
        lines += ["", _("Gjennom året")]
        lines += [f"{day}: {text}" for day, text in account.entries]
    return "\n".join(lines).strip() + "\n"


def as_docx(account: Account) -> bytes:
    """The account as a Word document with a table of figures."""
    document = Document()
    document.core_properties.title = account.title
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), "nb-NO")
    document.styles["Normal"].element.get_or_add_rPr().append(mark)
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2.5)
    document.add_heading(_printable(account.title), level=1)
    if account.figures:
        table = document.add_table(rows=0, cols=3, style="Table Grid")
        for row in account.figures:
            cells = table.add_row().cells
            for cell, text in zip(cells, (row.label, row.value, row.note), strict=True):
                cell.text = _printable(text)
    for question, text in account.answers:
        document.add_heading(_printable(question), level=2)
        for part in text.split("\n"):
            document.add_paragraph(_printable(part))
    if account.entries:
        document.add_heading(_("Gjennom året"), level=2)
        for day, text in account.entries:
            document.add_paragraph(_printable(f"{day}: {text}"), style="List Bullet")
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text_as_docx(title: str, text: str) -> bytes:
    """An approved text as a Word document, as it was approved."""
    document = Document()
    document.core_properties.title = title
    for part in text.strip().split("\n"):
        if part == title:
            document.add_heading(_printable(part), level=1)
        elif part:
            document.add_paragraph(_printable(part))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _printable(text: str) -> str:
    """Text without the control characters that a Word document can't hold."""
    return "".join(sign for sign in text if sign in "\t\n" or ord(sign) >= 32)
