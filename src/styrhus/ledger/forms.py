"""The forms of the ledger. What is typed stays in the form when an act refuses it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styrhus.common.numbers import parse_number
from styrhus.economy.models import Post
from styrhus.identity.models import Department, Organisation
from styrhus.ui.forms import NearDate

from . import queries
from .models import Basis, CauseKind, EntryKind
from .rules import Line, in_ore

LINES = 4  # rows of a new form; more are asked for with a button
MOST = 200  # rows that a form shows at the most; larger entries are imported

CAUSES = [(kind.value, kind.label) for kind in CauseKind if kind not in (CauseKind.IMPORT, CauseKind.CORRECTION)]
KINDS = [(kind.value, kind.label) for kind in EntryKind if kind not in (EntryKind.IMPORT, EntryKind.REVERSAL)]


class OreField(forms.CharField):
    """An amount in kroner and øre as people write it: "1 250,50", "353610"."""

    default_error_messages = {"invalid": _("Skriv beløpet i kroner og øre, for eksempel 1 250,50")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "ui-input--short"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:
        text = super().to_python(value)
        if not text:
            return None
        read = parse_number(text)
        if read is None or not in_ore(read.value):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return read.value


class PostChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Post) -> str:
        return f"{obj.chapter.number}.{obj.number} {obj.name}"


class EntryForm(forms.Form):
    """An entry's head. ``key`` comes with the page, so that the same page sent twice is one entry."""

    on = forms.DateField(label=_("Bilagsdato"), widget=NearDate)
    kind = forms.ChoiceField(label=_("Bilagstype"), choices=KINDS, initial=EntryKind.MANUAL)
    text = forms.CharField(label=_("Tekst"), max_length=300, help_text=_("Hva gjelder bilaget?"))
    cause_kind = forms.ChoiceField(label=_("Bygger på"), choices=CAUSES, initial=CauseKind.DOCUMENT)
    cause_label = forms.CharField(
        label=_("Grunnlaget"), max_length=300, help_text=_("Navn eller nummer på fakturaen, vedtaket eller avtalen.")
    )
    key = forms.CharField(max_length=200, widget=forms.HiddenInput)


class LineForm(forms.Form):
    """One line: an amount in debit or in credit."""

    account = forms.CharField(
        label=_("Konto"),
        max_length=4,
        widget=forms.TextInput(attrs={"class": "ui-input--short", "inputmode": "numeric"}),
    )
    post = PostChoice(Post.objects.none(), label=_("Post"), required=False, empty_label=_("Ingen"))
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Avdeling"), required=False, empty_label=_("Ingen")
    )
    debit = OreField(label=_("Debet"), required=False)
    credit = OreField(label=_("Kredit"), required=False)
    basis = forms.ChoiceField(label=_("Regnskap"), choices=Basis.choices, initial=Basis.BOTH)
    line_text = forms.CharField(label=_("Linjetekst"), max_length=300, required=False)

    def __init__(self, *args: Any, agency: Organisation, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = queries.posts_of(agency, year)  # type: ignore[attr-defined]
        self.fields["department"].queryset = queries.departments_of(agency)  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """A row where only the accounting principle is chosen is an empty row."""
        return any(self[name].data for name in ("account", "post", "department", "debit", "credit", "line_text"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if {"debit", "credit"} & set(self.errors):
            return values
        debit, credit = values.get("debit"), values.get("credit")
        if bool(debit) == bool(credit):
            self.add_error("debit", _("Skriv et beløp i debet eller i kredit, ikke begge."))
        elif (debit or credit) < 0:
            self.add_error("debit" if debit else "credit", _("Skriv beløpet uten minus; velg debet eller kredit."))
        return values

    def line(self) -> Line:
        values = self.cleaned_data
        return Line(
            values["account"],
            values["debit"] or -values["credit"],
            values["post"],
            values["department"],
            values["basis"],
            values["line_text"],
        )


LineForms = forms.formset_factory(LineForm, extra=LINES, max_num=MOST, absolute_max=MOST)


class ReversalForm(forms.Form):
    on = forms.DateField(label=_("Dato for reverseringen"), widget=NearDate)
    why = forms.CharField(
        label=_("Hvorfor reverseres bilaget?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=300
    )


class ReopenForm(forms.Form):
    why = forms.CharField(
        label=_("Hvorfor åpnes måneden igjen?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class DayForm(forms.Form):
    dato = forms.DateField(label=_("Per dato"), required=False, widget=NearDate)
