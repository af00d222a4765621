"""The forms of a plan. What may be chosen comes from the queries, so that nothing else can be sent in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from styrhus.archive.models import Document
from styrhus.archive.sourced import Place
from styrhus.identity.models import Department, Organisation, User
from styrhus.ui.forms import NearDate

from . import queries
from .models import DeadlineKind, Goal, Plan

LONG_TEXT = forms.Textarea(attrs={"rows": 5})


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Ansvarlig"), required=False, empty_label=_("Ingen"))
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Avdeling"), required=False, empty_label=_("Ingen")
    )

    def __init__(self, *args: Any, agency: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = queries.people_of(agency)  # type: ignore[attr-defined]
        self.fields["department"].queryset = queries.departments_of(agency)  # type: ignore[attr-defined]


class DocumentForm(forms.Form):
    """A document and, when they are known, the lines in it that decide."""

    document = forms.ModelChoiceField(
        Document.objects.none(),
        label=_("Dokumentet som bestemmer det"),
        empty_label=_("Velg dokument"),
        help_text=_("Finner du det ikke, må det først registreres under Dokumenter."),
    )
    first_line = forms.IntegerField(label=_("Fra linje"), min_value=1, max_value=1_000_000, required=False)
    last_line = forms.IntegerField(label=_("Til linje"), min_value=1, max_value=1_000_000, required=False)

    def __init__(self, *args: Any, user: User, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = queries.documents_to_choose(user, plan)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_line"), values.get("last_line")
        if last and not first:
            self.add_error("first_line", _("Skriv også hvilken linje det begynner på."))
        elif first and last and last < first:
            self.add_error("last_line", _("Siste linje ligger før første."))
        elif first and last and last - first > 500:
            self.add_error("last_line", _("Velg høyst 500 linjer."))
        return values

    def place(self) -> Place:
        """The chosen place. Call it on a valid form."""
        first = self.cleaned_data.get("first_line")
        last = self.cleaned_data.get("last_line") or first
        return Place(self.cleaned_data.get("document"), tuple(range(first, last + 1)) if first else ())


class DeadlineForm(DocumentForm):
    kind = forms.ChoiceField(label=_("Type frist"), choices=DeadlineKind.choices, initial=DeadlineKind.DATE)
    date = forms.DateField(
        label=_("Ny dato"),
        required=False,
        input_formats=("%d.%m.%Y", "%Y-%m-%d"),  # as letters print it, whatever the language of the page
        widget=forms.DateInput(format="%d.%m.%Y"),
        help_text=_("Må fylles ut når typen er «Dato»."),
    )
    text = forms.CharField(
        label=_("Fristen slik dokumentet skriver den"), max_length=300, help_text=_("For eksempel «Ut 2024».")
    )
    why = forms.CharField(label=_("Hva endringen skyldes"), required=False, widget=LONG_TEXT)
    field_order = ("kind", "date", "text", "document", "first_line", "last_line", "why")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("kind") == DeadlineKind.DATE and not values.get("date") and "date" not in self.errors:
            self.add_error("date", _("Skriv datoen, eller velg en annen type frist."))
        return values


class WithdrawForm(DocumentForm):
    """The document is the ministry's: without one, the agency asks to drop the work."""

    why = forms.CharField(label=_("Begrunnelse"), required=False, widget=LONG_TEXT)


class OralOrderForm(forms.Form):
    title = forms.CharField(label=_("Hva det gjelder"), max_length=1000)
    description = forms.CharField(label=_("Bestillingen"), max_length=20_000, widget=LONG_TEXT, required=False)
    given_by_name = forms.CharField(
        label=_("Gitt av"), max_length=200, help_text=_("Navn og stilling i departementet.")
    )
    given_on = forms.DateField(label=_("Gitt dato"), widget=NearDate)
    deadline_date = forms.DateField(label=_("Frist"), widget=NearDate, required=False)
    goal = forms.ModelChoiceField(
        Goal.objects.none(), label=pgettext_lazy("one", "Mål"), required=False, empty_label=_("Ikke knyttet til et mål")
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = plan.goals.order_by("order")  # type: ignore[attr-defined]


class MeetingDateForm(forms.Form):
    date = forms.DateField(label=_("Møtedato"), widget=NearDate, required=False)
