from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styrhus.control.models import Body, Finding, FindingMeasure, Priority
from styrhus.ui.forms import NearDate

from .parts import AgencyForm, WithDocument, department, long_text, person


class CaseForm(WithDocument):
    DEMANDED = True
    body = forms.ChoiceField(label=_("Fra"), choices=Body.choices)
    body_name = forms.CharField(
        label=_("Navn på tilsynet"), max_length=200, required=False, help_text=_("Når det ikke står i listen.")
    )
    title = forms.CharField(label=_("Tittel"), max_length=300)
    reference = forms.CharField(label=_("Referanse"), max_length=100, required=False)
    received_on = forms.DateField(label=_("Mottatt"), widget=NearDate)
    reply_due = forms.DateField(label=_("Svarfrist"), widget=NearDate, required=False)
    field_order = ("body", "body_name", "title", "reference", "received_on", "reply_due", "document", "file")


class FindingForm(AgencyForm):
    PEOPLE = ("owner",)
    DEPARTMENTS = ("department",)
    title = forms.CharField(label=_("Merknaden kort"), max_length=300)
    text = forms.CharField(label=_("Slik den er skrevet"), widget=long_text(6), max_length=20_000, required=False)
    first_line = forms.IntegerField(label=_("Fra linje i dokumentet"), min_value=1, max_value=1_000_000, required=False)
    last_line = forms.IntegerField(label=_("Til linje"), min_value=1, max_value=1_000_000, required=False)
    priority = forms.ChoiceField(
        label=_("Prioritet"),
        choices=Priority.choices,
        initial=Priority.NORMAL,
        help_text=_("Merknader fra Riksrevisjonen får alltid høy prioritet."),
    )
    owner = person(_("Ansvarlig"))
    department = department(_("Avdeling"))
    deadline = forms.DateField(label=_("Frist"), widget=NearDate)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_line"), values.get("last_line")
        if last and (not first or last < first or last - first > 500):
            self.add_error("last_line", _("Skriv første linje først, og høyst 500 linjer."))
        return values

    def lines(self) -> tuple[int, ...]:
        first = self.cleaned_data.get("first_line")
        last = self.cleaned_data.get("last_line") or first
        return tuple(range(first, last + 1)) if first else ()


class FindingOwnerForm(AgencyForm):
    PEOPLE = ("owner",)
    DEPARTMENTS = ("department",)
    owner = person(_("Ansvarlig"))
    department = department(_("Avdeling"))
    deadline = forms.DateField(label=_("Frist"), widget=NearDate)
    why = forms.CharField(label=_("Hvorfor det endres"), max_length=500)


class MeasureForm(AgencyForm):
    PEOPLE = ("owner",)
    text = forms.CharField(label=_("Tiltak"), widget=long_text(3), max_length=5000)
    owner = person(_("Ansvarlig"))
    deadline = forms.DateField(label=_("Frist"), widget=NearDate)


class DoneOnForm(AgencyForm):
    done_on = forms.DateField(label=_("Gjennomført"), widget=NearDate)


class EvidenceForm(WithDocument):
    text = forms.CharField(label=_("Hva det viser"), widget=long_text(3), max_length=5000)
    measure = forms.ModelChoiceField(
        FindingMeasure.objects.none(), label=_("Tiltak"), required=False, empty_label=_("Hele merknaden")
    )
    field_order = ("text", "measure", "document", "file")

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = finding.measures.order_by("deadline", "pk")  # type: ignore[attr-defined]


class WordsForm(AgencyForm):
    words = forms.CharField(label=_("Begrunnelse"), widget=long_text(), max_length=5000)


class ReplyForm(WithDocument):
    DEMANDED = True
    title = forms.CharField(label=_("Tittel"), max_length=300)
    field_order = ("title", "document", "file")


class SendForm(AgencyForm):
    sent_on = forms.DateField(label=_("Sendt"), widget=NearDate)
