"""The lists of the money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from styrhus.ui.navigation import address
from styrhus.ui.tables import BooleanFilter, Column, DateColumn, LinesColumn, MoneyColumn, Table, TextFilter

from .models import Binding, Post
from .upper import Purpose


def _document(row: Any) -> str:
    return address("archive:document", row.document_id) if row.document_id else ""


def _first_and_last(row: Any) -> tuple[int, int] | None:
    return (row.lines[0], row.lines[-1]) if row.lines and row.document_id else None


def keywords(post: Post) -> list[str]:
    """The keywords that the Storting gave the post, in words."""
    given = ((post.carry_over, _("kan overføres")), (post.estimate, _("overslagsbevilgning")))
    return [str(text) for holds, text in given if holds]


class PostTable(Table):
    caption = _("Kapitler og poster")
    chapter = Column(_("Kapittel"), value="chapter.number", sort="chapter__number")
    number = Column(_("Post"), sort=True)
    name = Column(
        _("Navn"), header=True, wide=True, sort=True, link=lambda row: reverse("economy:post", args=(row.pk,))
    )
    appropriated = MoneyColumn(_("Bevilgning"), sort=True, total=True)
    disposable = MoneyColumn(_("Til disposisjon"), sort=True, total=True)
    bound = MoneyColumn(_("Bundet"), sort=True, total=True)
    undisposed = MoneyColumn(_("Udisponert"), sort=True, total=True)
    keywords = Column(_("Stikkord"), value=lambda row: ", ".join(keywords(row)))
    page_size = 200
    empty_title = _("Ingen poster")
    empty_text = _("Ingen poster passer med filtrene.")
    filters = {
        "q": TextFilter(_("Søk i post og kapittel"), fields=("name", "number", "chapter__number", "chapter__name")),
        "carry_over": BooleanFilter(_("Kan overføres"), field="carry_over"),
    }


class AppropriationTable(Table):
    caption = _("Bevilgninger i rekkefølge")
    decided_on = DateColumn(_("Dato"), header=True)
    kind = Column(_("Grunnlag"), value=lambda row: row.get_kind_display())
    appropriated = MoneyColumn(_("Bevilgning"), total=True)
    at_disposal = MoneyColumn(_("Til disposisjon"), total=True)
    why = Column(_("Begrunnelse"), wide=True)
    lines = LinesColumn(_("Kilde"), value=_first_and_last, page=_document)
    exports = False
    empty_title = _("Ingen bevilgning")
    empty_text = _("Brevet gir ikke noe beløp for posten.")


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
