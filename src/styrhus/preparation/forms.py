from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from styrhus.archive.models import Document
from styrhus.dialogue.models import CalledMeeting
from styrhus.steering.models import Plan
from styrhus.ui.forms import NearDate

from .models import Assessment, PreparationNote


class NoteForm(forms.Form):
    title = forms.CharField(label=_("Tittel"), max_length=300)
    meeting = forms.ModelChoiceField(
        label=_("Møte"), queryset=CalledMeeting.objects.none(), required=False, empty_label=_("Ikke kalt inn ennå")
    )
    meeting_date = forms.DateField(
        label=_("Møtedato"), required=False, widget=NearDate, help_text=_("Når møtet ikke er kalt inn ennå.")
    )
    based_on = forms.ModelChoiceField(
        label=_("Bygger på"),
        queryset=PreparationNote.objects.none(),
        required=False,
        empty_label=_("Begynn uten punkter"),
        help_text=_(
            "Punktene i notatet hentes inn på nytt. Ordene og kommentarene følger ikke med, men kan leses ved siden av."
        ),
    )
    documents = forms.ModelMultipleChoiceField(
        label=_("Virksomhetens dokumenter"),
        queryset=Document.objects.none(),
        required=False,
        help_text=_("Rapporten som møtet bygger på. Styrhus leter etter virksomhetens ord i disse."),
    )

    def __init__(
        self, *args: Any, plan: Plan, notes: QuerySet[PreparationNote], documents: QuerySet[Document], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        meetings = CalledMeeting.objects.filter(plan=plan).exclude(state="cancelled").order_by("-starts_at")
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]
        self.fields["based_on"].queryset = notes  # type: ignore[attr-defined]
        self.fields["documents"].queryset = documents  # type: ignore[attr-defined]


class ChangeNoteForm(forms.Form):
    title = forms.CharField(label=_("Tittel"), max_length=300)
    meeting_date = forms.DateField(label=_("Møtedato"), required=False, widget=NearDate)
    summary = forms.CharField(
        label=_("Hovedbudskap"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Det departementet vil ha fram i møtet. Står først i notatet. Ikke skriv personopplysninger."),
    )


class DocumentsForm(forms.Form):
    documents = forms.ModelMultipleChoiceField(
        label=_("Virksomhetens dokumenter"),
        queryset=Document.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, documents: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].queryset = documents  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    assessment = forms.ChoiceField(label=_("Vurdering"), choices=Assessment, required=False)
    comment = forms.CharField(
        label=_("Departementets kommentar"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Bare departementet og revisor ser det. Ikke skriv personopplysninger."),
    )
    question = forms.CharField(
        label=_("Spørsmål til virksomheten"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PassageForm(forms.Form):
    """Exact lines of one of the note's documents."""

    document = forms.ModelChoiceField(label=_("Dokument"), queryset=Document.objects.none())
    first_line = forms.IntegerField(label=_("Fra linje"), min_value=1, max_value=1_000_000)
    last_line = forms.IntegerField(
        label=_("Til linje"), min_value=1, max_value=1_000_000, required=False, help_text=_("Tomt for én linje.")
    )

    def __init__(self, *args: Any, documents: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first = values.get("first_line")
        if first:
            values["last_line"] = values.get("last_line") or first
            if values["last_line"] < first:
                self.add_error("last_line", _now("Den siste linjen står før den første."))
        return values
