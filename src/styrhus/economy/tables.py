"""The lists of the money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from styrhus.ui.formats import date_short
from styrhus.ui.navigation import address
from styrhus.ui.tables import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateColumn,
    DateTimeColumn,
    LinesColumn,
    MoneyColumn,
    Table,
    TagColumn,
    TextFilter,
)

from .models import Appropriation, AppropriationKind, Binding, CommitmentKind, Post
from .upper import Purpose


def _document(row: Any) -> str:
    return address("archive:document", row.document_id) if row.document_id else ""


def _first_and_last(row: Any) -> tuple[int, int] | None:
    return (row.lines[0], row.lines[-1]) if row.lines and row.document_id else None


def keywords(post: Post) -> list[str]:
    """The keywords that the Storting gave the post, in words."""
    given = ((post.carry_over, _("kan overføres")), (post.estimate, _("overslagsbevilgning")))
    return [str(text) for holds, text in given if holds]


class BookedPostTable(Table):
    """The posts with what is used of them; where no accounts are kept the column is left out: `PostTable`."""

    caption = _("Kapitler og poster")
    code = Column(_("Post"), value="budget.code", sort=True, export=False)
    chapter = Column(_("Kapittel"), value="post.chapter.number", only_export=True)
    number = Column(_("Post"), value="post.number", only_export=True)
    name = Column(
        _("Navn"), value="post.name", header=True, wide=True, sort=True,
        link=lambda row: reverse("economy:post", args=(row.pk,)),
    )  # fmt: skip
    appropriated = MoneyColumn(_("Bevilgning"), value="budget.appropriated", sort=True, total="expense.appropriated")
    disposable = MoneyColumn(_("Til disposisjon"), value="budget.spendable", sort=True, total="expense.spendable")
    bound = MoneyColumn(_("Bundet"), value="budget.committed", sort=True, total="expense.committed")
    used = MoneyColumn(_("Brukt"), sort=True, total="expense_used")
    undisposed = MoneyColumn(_("Udisponert"), value="budget.undisposed", sort=True, total="expense.undisposed")
    state = TagColumn(_("Tilstand"), value=lambda row: state_of(row)[0], kinds=lambda row: state_of(row)[1])
    keywords = Column(_("Stikkord"), value=lambda row: ", ".join(keywords(row.post)), only_export=True)
    carried_in = MoneyColumn(
        _("Overført fra i fjor"), value="budget.carried_in", total="expense.carried_in", only_export=True
    )
    given_away = MoneyColumn(
        _("Andre kan belaste"), value="budget.given_away", total="expense.given_away", only_export=True
    )
    received = MoneyColumn(_("Mottatt fullmakt"), value="budget.received", total="expense.received", only_export=True)
    page_size = 200
    empty_title = _("Ingen poster")
    empty_text = _("Ingen poster passer med filtrene.")
    filters = {
        "q": TextFilter(
            _("Søk i post og kapittel"), fields=("post.name", "post.number", "post.chapter.number", "post.chapter.name")
        ),
        "carry_over": BooleanFilter(_("Kan overføres"), field="post.carry_over"),
    }


class PostTable(BookedPostTable):
    used = None


def state_of(row: Any) -> tuple[str, str]:
    """A post's state in words, with the kind of its tag; nothing where all is as it should be."""
    if row.budget.overbound:
        return gettext("Bundet for mye"), "danger"
    if row.used is not None and row.used > row.budget.spendable and not row.budget.is_income:
        return gettext("Brukt for mye"), "danger"
    return "", "neutral"


class ChangeTable(Table):
    """Every appropriation of the year, in the order that they were decided."""

    caption = _("Årets endringer")
    decided_on = DateColumn(_("Dato"), sort=True)
    kind = Column(_("Grunnlag"), value=lambda row: row.get_kind_display())
    chapter = Column(_("Kapittel"), value="post.chapter.number", sort="post__chapter__number")
    number = Column(_("Post"), value="post.number")
    name = Column(
        _("Navn"),
        value="post.name",
        header=True,
        wide=True,
        link=lambda row: reverse("economy:post", args=(row.post_id,)),
    )
    appropriated = MoneyColumn(_("Bevilgning"), total=True)
    at_disposal = MoneyColumn(_("Til disposisjon"), total=True)
    why = Column(_("Begrunnelse"), wide=True)
    entered_at = DateTimeColumn(_("Ført inn"), only_export=True)
    lines = LinesColumn(_("Kilde"), value=_first_and_last, page=_document)
    page_size = 100
    empty_title = _("Ingen endringer")
    empty_text = _("Ingen bevilgninger passer med filtrene.")
    filters = {
        "kind": ChoiceFilter(_("Grunnlag"), field="kind", choices=AppropriationKind.choices),
        "q": TextFilter(_("Søk i post og begrunnelse"), fields=("post__name", "post__number", "post__chapter__number", "why")),
    }  # fmt: skip


class AppropriationTable(Table):
    caption = _("Endringer i rekkefølge")
    decided_on = DateColumn(_("Dato"), value="row.decided_on", header=True)
    kind = Column(_("Grunnlag"), value=lambda one: one.row.get_kind_display())
    appropriated = MoneyColumn(_("Bevilgning"), value="row.appropriated", total=True)
    at_disposal = MoneyColumn(_("Til disposisjon"), value="row.at_disposal", total=True)
    after = MoneyColumn(_("Til disposisjon etterpå"))
    why = Column(_("Begrunnelse"), value="row.why", wide=True)
    lines = LinesColumn(_("Kilde"), value=lambda one: _first_and_last(one.row), page=lambda one: _document(one.row))
    exports = False
    empty_title = _("Ingen bevilgning")
    empty_text = _("Brevet gir ikke noe beløp for posten.")


@dataclass(frozen=True, slots=True)
class StepRow:
    """An appropriation with what the post had at disposal after it."""

    row: Appropriation
    after: int


def steps(rows: Iterable[Appropriation]) -> list[StepRow]:
    found, after = [], 0
    for row in rows:
        after += row.at_disposal
        found.append(StepRow(row, after))
    return found


def _post_code(post: Post) -> str:
    return f"{post.chapter.number}.{post.number}"


class CommitmentTable(Table):
    caption = _("Disponeringer")
    text = Column(
        _("Formål"), value="commitment.text", header=True, wide=True, sort=True,
        link=lambda row: reverse("economy:commitment", args=(row.pk,)),
    )  # fmt: skip
    post = Column(_("Post"), value=lambda row: _post_code(row.commitment.post), sort=True)
    kind = Column(_("Type"), value=lambda row: row.commitment.get_kind_display(), only_export=True)
    counterpart = Column(_("Mottaker eller leverandør"), value="commitment.counterpart")
    department = Column(_("Avdeling"), value="commitment.department.name", sort=True)
    decided_on = DateColumn(_("Dato"), value="commitment.decided_on", sort=True)
    amount = MoneyColumn(_("Beløp"), value="commitment.amount", sort=True, total=True)
    left = MoneyColumn(_("Bundet nå"), sort=True, total=True)
    left_later = MoneyColumn(_("Senere år"), total=True)
    state = TagColumn(
        _("Tilstand"),
        value=lambda row: gettext("Løper") if row.is_open else gettext("Avsluttet"),
        kinds=lambda row: "info" if row.is_open else "neutral",
    )
    page_size = 100
    default_sort = "-decided_on"
    empty_title = _("Ingen disponeringer")
    empty_text = _("Vedtak, avtaler og oppdrag som binder penger, kommer her når de føres.")
    filters = {
        "q": TextFilter(_("Søk"), fields=("commitment.text", "commitment.counterpart", "commitment.department.name")),
        "kind": ChoiceFilter(_("Type"), field="commitment.kind", choices=CommitmentKind.choices),
        "open": BooleanFilter(_("Bare de som løper"), field="is_open"),
    }


class PostCommitmentTable(CommitmentTable):
    """The same within the page of one post."""

    post = None
    left_later = None
    exports = False
    filters = {}


def _withdrawn(row: Any) -> tuple[str, str]:
    if row.withdrawn_on:
        return gettext("Trukket fra %(day)s") % {"day": date_short(row.withdrawn_on)}, "neutral"
    return (gettext("Gjelder"), "success") if getattr(row, "delegated", True) else (gettext("Ikke delegert"), "warning")


class AuthorisationTable(Table):
    caption = _("Budsjettfullmakter")
    kind = Column(_("Fullmakt"), value=lambda row: row.get_kind_display(), header=True, wide=True)
    post = Column(
        _("Post"), value=lambda row: _post_code(row.post), link=lambda row: reverse("economy:post", args=(row.post_id,))
    )
    income = Column(_("Inntektspost"), value=lambda row: _post_code(row.income_post) if row.income_post else "")
    amount = MoneyColumn(_("Beløp"))
    legal_basis = Column(_("Hjemmel"), wide=True)
    decided_on = DateColumn(_("Fra"))
    state = TagColumn(_("Tilstand"), value=lambda row: _withdrawn(row)[0], kinds=lambda row: _withdrawn(row)[1])
    lines = LinesColumn(_("Kilde"), value=_first_and_last, page=_document)
    empty_title = _("Ingen budsjettfullmakter")
    empty_text = _("Fullmaktene står i vedlegget til tildelingsbrevet. Uten fullmakt kan en post ikke overskrides.")
    page_size = 100


class ChargeTable(Table):
    caption = _("Belastningsfullmakter")
    counterpart = Column(_("Motpart"), header=True, wide=True)
    direction = Column(_("Retning"), value=lambda row: row.get_direction_display())
    post = Column(
        _("Post"), value=lambda row: _post_code(row.post), link=lambda row: reverse("economy:post", args=(row.post_id,))
    )
    amount = MoneyColumn(_("Beløp"))
    text = Column(_("Formål"), wide=True)
    decided_on = DateColumn(_("Fra"))
    state = TagColumn(_("Tilstand"), value=lambda row: _withdrawn(row)[0], kinds=lambda row: _withdrawn(row)[1])
    lines = LinesColumn(_("Kilde"), value=_first_and_last, page=_document)
    empty_title = _("Ingen belastningsfullmakter")
    empty_text = _("Ingen andre kan belaste postene, og virksomheten kan ikke belaste andres.")
    page_size = 100


class ShareTable(Table):
    caption = _("Andeler av postene")
    department = Column(
        _("Avdeling"), value="holder.department.name", header=True,
        link=lambda row: reverse("economy:holder", args=(row.holder.pk,)),
    )  # fmt: skip
    post = Column(_("Post"), value=lambda row: _post_code(row.post), sort=True)
    name = Column(_("Navn"), value="post.name", wide=True)
    given = MoneyColumn(_("Delegert"), total=True)
    bound = MoneyColumn(_("Bundet"), total=True)
    left = MoneyColumn(_("Igjen"), total=True)
    page_size = 200
    empty_title = _("Ingen andeler ennå")
    empty_text = _("Gi avdelingen en andel av en post, så kan den disponere pengene.")


@dataclass(frozen=True, slots=True)
class BindingRow:
    """A binding as listed. ``counted`` is what it adds to the sum: None when nested or withdrawn."""

    binding: Binding
    purpose: Purpose | None

    @property
    def text(self) -> str:
        nested = gettext("herav: %(text)s") % {"text": self.binding.text} if self.binding.depth else self.binding.text
        return gettext("Trukket: %(text)s") % {"text": nested} if self.binding.withdrawn else nested

    @property
    def amount(self) -> int | None:
        return self.binding.amount

    @property
    def counted(self) -> int | None:
        return None if self.binding.depth or self.binding.withdrawn else self.binding.amount

    @property
    def purpose_text(self) -> str:
        return self.purpose.text if self.purpose else ""

    @property
    def group(self) -> str:
        return self.binding.group

    @property
    def lines(self) -> list[int]:
        return self.binding.lines

    @property
    def document_id(self) -> int | None:
        return self.binding.document_id


class BindingTable(Table):
    caption = _("Budsjettbindinger")
    group = Column(_("Gruppe i brevet"), only_export=True)
    text = Column(_("Formål"), header=True, wide=True)
    purpose = Column(
        pgettext_lazy("one", "Oppdrag"), value="purpose_text", link=lambda row: row.purpose.url if row.purpose else ""
    )
    amount = MoneyColumn(_("Beløp i brevet"))
    adds = MoneyColumn(_("Teller med"), value="counted", total=True)
    lines = LinesColumn(_("Kilde"), value=_first_and_last, page=_document)
    page_size = 200
    empty_title = _("Ingen budsjettbindinger")
    empty_text = _("Brevet binder ikke noe av posten.")


class GrantTable(Table):
    caption = _("Navngitte tilskudd")
    chapter = Column(_("Kapittel"), value="post.chapter.number", sort="post__chapter__number", only_export=True)
    post = Column(_("Post"), value="post.number", sort="post__number", only_export=True)
    recipient = Column(_("Mottaker"), header=True, wide=True, sort=True)
    amount = MoneyColumn(_("Beløp"), sort=True, total=True)
    lines = LinesColumn(_("Kilde"), value=_first_and_last, page=_document)
    page_size = 200
    empty_title = _("Ingen navngitte tilskudd")
    empty_text = _("Brevet navngir ingen mottakere på posten.")
