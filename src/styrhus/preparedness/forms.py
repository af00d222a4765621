"""The forms of the preparedness. What may be chosen comes from the agency itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import Department, Organisation, User
from styrhus.steering.queries import departments_of, people_of
from styrhus.ui.forms import NearDate

from .models import (
    Contact,
    CriticalFunction,
    Dependency,
    Exercise,
    Incident,
    PreparednessPlan,
    ProcessingRecord,
    Vulnerability,
)

LONG_TEXT = forms.Textarea(attrs={"rows": 4})
MOMENT = ("%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M")


class MomentField(forms.DateTimeField):
    """A day and a time, picked in the browser or written as "24.12.2023 08:15"."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(input_formats=MOMENT, widget=widget, **options)


class RegisterForm(forms.ModelForm):
    """A row of a register. It fills no row itself: its values go to an act."""

    def __init__(self, *args: Any, agency: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = NearDate()
            elif isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = _("Ingen") if not field.required else _("Velg")
                field.queryset = self._choices(field, agency)

    @staticmethod
    def _choices(field: forms.ModelChoiceField, agency: Organisation) -> Any:
        """People, departments or rows of the agency, by what the field points to."""
        model = field.queryset.model  # type: ignore[union-attr]
        if model is User:
            return people_of(agency)
        if model is Department:
            return departments_of(agency)
        return model._default_manager.filter(agency=agency)

    def _post_clean(self) -> None:
        """The act checks the row as a whole, with its own sentence."""


class FunctionForm(RegisterForm):
    class Meta:
        model = CriticalFunction
        fields = (
            "name",
            "why",
            "tolerated_hours",
            "roles",
            "fallback",
            "owner",
            "department",
            "reviewed_on",
            "ended_on",
        )


class DependencyForm(RegisterForm):
    class Meta:
        model = Dependency
        fields = (
            "function",
            "kind",
            "name",
            "provider",
            "critical_infrastructure",
            "tolerated_hours",
            "alternative",
        )


class VulnerabilityForm(RegisterForm):
    class Meta:
        model = Vulnerability
        fields = (
            "function",
            "event",
            "cause",
            "consequence_text",
            "likelihood",
            "consequence",
            "standing_measures",
            "missing_measures",
            "owner",
            "department",
            "reviewed_on",
        )


class PlanForm(RegisterForm):
    class Meta:
        model = PreparednessPlan
        fields = ("title", "purpose", "review_months", "owner", "department")


class ContactForm(RegisterForm):
    class Meta:
        model = Contact
        fields = (
            "plan",
            "order",
            "function",
            "name",
            "body",
            "telephone",
            "other_channel",
            "checked_on",
            "removed_on",
        )


class ExerciseForm(RegisterForm):
    class Meta:
        model = Exercise
        fields = (
            "title",
            "kind",
            "plan",
            "goal",
            "planned_on",
            "owner",
            "department",
            "held_on",
            "participants",
            "evaluation",
            "evaluated_on",
        )


class ProcessingForm(RegisterForm):
    class Meta:
        model = ProcessingRecord
        fields = (
            "purpose",
            "legal_basis",
            "subjects",
            "data",
            "special_categories",
            "recipients",
            "processor",
            "transfers",
            "retention",
            "security",
            "impact_assessed_on",
            "owner",
            "department",
            "reviewed_on",
            "ended_on",
        )


class IncidentForm(RegisterForm):
    happened_at = MomentField(label=_("Når det hendte"))
    known_at = MomentField(label=_("Når det ble kjent"))

    class Meta:
        model = Incident
        fields = ("title", "kind", "severity", "description", "happened_at", "known_at", "functions")
        widgets = {"functions": forms.CheckboxSelectMultiple}


class VersionForm(forms.Form):
    text = forms.CharField(label=_("Planen"), max_length=90_000, widget=forms.Textarea(attrs={"rows": 18}))
    changes = forms.CharField(label=_("Hva som er nytt"), max_length=4000, required=False, widget=LONG_TEXT)


class SharedForm(forms.Form):
    recipient = forms.CharField(label=_("Delt med"), max_length=200)
    what = forms.CharField(label=_("Hva som ble delt"), max_length=4000, widget=LONG_TEXT)
    marking = forms.CharField(
        label=_("Merking"), max_length=40, required=False, help_text=_("For eksempel TLP:AMBER, når det gjelder.")
    )
    shared_at = MomentField(label=_("Når det ble delt"))


class CloseForm(forms.Form):
    evaluation = forms.CharField(label=_("Evaluering"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}))


class LearningForm(forms.Form):
    text = forms.CharField(label=_("Læringspunkt"), max_length=4000, widget=LONG_TEXT)
    measure = forms.CharField(label=_("Tiltak"), max_length=4000, widget=LONG_TEXT)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Ansvarlig"), empty_label=_("Velg"))
    deadline = forms.DateField(label=_("Frist"), widget=NearDate)

    def __init__(self, *args: Any, agency: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = people_of(agency)  # type: ignore[attr-defined]


class OtherLearningForm(LearningForm):
    source = forms.CharField(
        label=_("Hvor læringen kommer fra"), max_length=200, help_text=_("For eksempel et tilsyn eller en rapport.")
    )
    field_order = ("source", "text", "measure", "owner", "deadline")


class DoneForm(forms.Form):
    done_text = forms.CharField(label=_("Hva som er gjort"), max_length=4000, widget=LONG_TEXT)
