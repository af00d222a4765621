"""The rows inside an assignment: its parts, deadlines and money, each set with one empty row for a new one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styrhus.steering.models import DeadlineKind

from .fields import AmountField, DayField, LinesField
from .forms import plain, text_field


class SubrowForm(forms.Form):
    lines = LinesField(label=_("Linjer"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields([*(name for name in self.fields if name != "lines"), "lines"])

    def values(self) -> dict[str, Any]:
        """The row as the item holds it; what the form does not show (how sure the reader was) stays as it was."""
        shown = {name: plain(value) for name, value in self.cleaned_data.items() if name != "DELETE"}
        return {**self.initial, **shown}


class PartForm(SubrowForm):
    part = text_field(_("Del"), longest=100)
    text = text_field(_("Tekst"), required=False, rows=2)


class DeadlineForm(SubrowForm):
    part = text_field(_("Del"), required=False, longest=200)
    text = text_field(_("Slik brevet skriver det"), longest=300)
    kind = forms.ChoiceField(label=_("Type"), choices=DeadlineKind.choices, initial=DeadlineKind.DATE)
    date = DayField(label=_("Dato"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == DeadlineKind.DATE and not cleaned.get("date") and "date" not in self.errors:
            self.add_error("date", _("En frist av typen «Dato» må ha en dato."))
        return cleaned


class FundingForm(SubrowForm):
    amount = AmountField(label=_("Beløp"))
    chapter = forms.RegexField(r"^\d{3,4}$", label=_("Kapittel"), required=False)
    post = forms.RegexField(r"^\d{2}$", label=_("Post"), required=False)
    part = text_field(_("Del"), required=False, longest=200)


def _rows(form: type[SubrowForm]) -> Any:
    return forms.formset_factory(form, extra=1, can_delete=True, max_num=200, absolute_max=400)


ROW_SETS = {"parts": _rows(PartForm), "deadlines": _rows(DeadlineForm), "funding": _rows(FundingForm)}
ROW_TITLES = {"parts": _("Deler"), "deadlines": _("Frister"), "funding": _("Finansiering")}


def rows_from(row_set: Any) -> list[dict[str, Any]]:
    """The filled rows of a set that are not marked for removal."""
    filled: Iterable[SubrowForm] = (form for form in row_set.forms if form.has_changed() or form.initial)
    return [form.values() for form in filled if not form.cleaned_data.get("DELETE")]
