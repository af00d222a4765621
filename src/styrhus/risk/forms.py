"""The forms of risks. What may be chosen comes from the plan and the scale, so that nothing else can be sent in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from styrhus.identity import clock
from styrhus.identity.models import Department, Organisation, User
from styrhus.steering.models import Assignment, Duty, Goal, Parameter, Plan
from styrhus.steering.queries import departments_of, people_of
from styrhus.ui.forms import NearDate

from .actions.risks import Threatened
from .models import MeasureState, Risk, ScaleStep, Then
from .queries.scales import ScaleView

LONG_TEXT = forms.Textarea(attrs={"rows": 4})
TEXT_LIMIT = 20_000


class Short(forms.ModelMultipleChoiceField):
    """Rows as ticks; a long text is cut, the whole stands on the row's own page."""

    def label_from_instance(self, obj: Any) -> str:
        words = f"{obj.number} {obj.title}" if isinstance(obj, Goal) else str(obj)
        return words if len(words) <= 140 else f"{words[:137]}…"


class RiskForm(forms.Form):
    event = forms.CharField(
        label=_("Hva kan skje?"), max_length=300,
        help_text=_("Hendelsen i én setning. For eksempel: «Kommunene bosetter færre enn anmodet.»"),
    )  # fmt: skip
    cause = forms.CharField(
        label=_("Hvorfor kan det skje?"), max_length=TEXT_LIMIT, widget=LONG_TEXT,
        help_text=_("Årsakene, også dem dere ikke rår over selv."),
    )  # fmt: skip
    consequence = forms.CharField(
        label=_("Hva blir følgen om det skjer?"), max_length=TEXT_LIMIT, widget=LONG_TEXT,
        help_text=_("For brukerne, for målene og for virksomheten."),
    )  # fmt: skip
    goals = Short(
        Goal.objects.none(), label=pgettext_lazy("several", "Mål"), required=False, widget=forms.CheckboxSelectMultiple
    )
    parameters = Short(
        Parameter.objects.none(), label=_("Styringsparametere"), required=False, widget=forms.CheckboxSelectMultiple
    )
    assignments = Short(
        Assignment.objects.none(), label=_("Oppdrag"), required=False, widget=forms.CheckboxSelectMultiple
    )
    duties = Short(Duty.objects.none(), label=_("Faste plikter"), required=False, widget=forms.CheckboxSelectMultiple)
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Ansvarlig"), required=False, empty_label=_("Ingen"),
        help_text=_("Den som følger risikoen og melder fra når den endrer seg."),
    )  # fmt: skip
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Avdeling"), required=False, empty_label=_("Hele virksomheten")
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = Assignment.objects.filter(listings__plan=plan).order_by("number", "pk")
        rows = {
            "goals": plan.goals.order_by("order"),
            "parameters": plan.parameters.order_by("order"),
            "assignments": listed,
            "duties": plan.duties.order_by("pk"),
            "owner": people_of(plan.agency),
            "department": departments_of(plan.agency),
        }
        for name, choices in rows.items():
            self.fields[name].queryset = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the acts take. Call it on a valid form."""
        data = self.cleaned_data
        names = ("goals", "parameters", "assignments", "duties")
        return {name: value for name, value in data.items() if name not in names} | {
            "threatens": Threatened(**{name: data[name] for name in names})
        }


def initial_of(risk: Risk) -> dict[str, Any]:
    linked = {name: list(getattr(risk, name).all()) for name in ("goals", "parameters", "assignments", "duties")}
    words = {name: getattr(risk, name) for name in ("event", "cause", "consequence", "owner", "department")}
    return words | linked


def _step_choices(steps: list[ScaleStep]) -> list[tuple[int, str]]:
    return [
        (step.value, f"{step.value} – {step.label}" + (f": {step.meaning}" if step.meaning else "")) for step in steps
    ]


class StepField(forms.TypedChoiceField):
    def __init__(self, label: Any) -> None:
        super().__init__(label=label, coerce=int, widget=forms.RadioSelect, choices=[])


class AssessForm(forms.Form):
    before_likelihood = StepField(_("Hvor sannsynlig er det, uten tiltak?"))
    before_consequence = StepField(_("Hvor alvorlig blir det, uten tiltak?"))
    after_likelihood = StepField(_("Hvor sannsynlig er det, med tiltakene?"))
    after_consequence = StepField(_("Hvor alvorlig blir det, med tiltakene?"))
    words = forms.CharField(
        label=_("Hva bygger vurderingen på?"), max_length=TEXT_LIMIT, widget=LONG_TEXT,
        help_text=_("Tall, erfaringer, hendelser. Skriv ikke opplysninger om enkeltpersoner."),
    )  # fmt: skip

    def __init__(self, *args: Any, view: ScaleView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("before", "after"):
            self.fields[f"{name}_likelihood"].choices = _step_choices(view.likelihoods)  # type: ignore[attr-defined]
            self.fields[f"{name}_consequence"].choices = _step_choices(view.consequences)  # type: ignore[attr-defined]

    def level(self, name: str) -> tuple[int, int]:
        return self.cleaned_data[f"{name}_likelihood"], self.cleaned_data[f"{name}_consequence"]


class MinistryForm(forms.Form):
    likelihood = StepField(_("Hvor sannsynlig er det, slik dere ser det nå?"))
    consequence = StepField(_("Hvor alvorlig blir det om det skjer?"))
    words = forms.CharField(label=_("Hva bygger vurderingen på?"), max_length=TEXT_LIMIT, widget=LONG_TEXT)

    def __init__(self, *args: Any, view: ScaleView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["likelihood"].choices = _step_choices(view.likelihoods)  # type: ignore[attr-defined]
        self.fields["consequence"].choices = _step_choices(view.consequences)  # type: ignore[attr-defined]


ACCEPT = "accept"


class DecideForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Hva beslutter du?"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Begrunnelse"), max_length=TEXT_LIMIT, widget=LONG_TEXT,
        help_text=_("Beslutningen kan ikke endres etterpå. En ny vurdering gir en ny beslutning."),
    )  # fmt: skip

    def __init__(self, *args: Any, may_accept: bool, director: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [(ACCEPT, _("Risikoen godtas slik den er etter tiltak"))] if may_accept else []
        wanted = (Then.MEASURES, Then.MEETING, Then.MINISTRY) if director else (Then.MEASURES, Then.DIRECTOR)
        refused = _("Godtas ikke: %(then)s")
        choices += [
            (then.value, str(refused) % {"then": str(then.label)[:1].lower() + str(then.label)[1:]}) for then in wanted
        ]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    why = forms.CharField(max_length=TEXT_LIMIT, widget=LONG_TEXT)

    def __init__(self, *args: Any, label: Any, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label, self.fields["why"].help_text = label, help_text


class MeasureForm(forms.Form):
    title = forms.CharField(label=_("Hva skal gjøres?"), max_length=300)
    effect = forms.CharField(
        label=_("Hva skal det virke på?"), max_length=TEXT_LIMIT, widget=LONG_TEXT,
        help_text=_("Gjør tiltaket hendelsen mindre sannsynlig, eller følgen mindre alvorlig? Hvordan?"),
    )  # fmt: skip
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Ansvarlig"), required=False, empty_label=_("Ingen"))
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Avdeling"), required=False, empty_label=_("Ingen")
    )
    due = forms.DateField(label=_("Frist"), widget=NearDate)

    def __init__(self, *args: Any, agency: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(agency)  # type: ignore[attr-defined]
        self.fields["department"].queryset = departments_of(agency)  # type: ignore[attr-defined]


class MeasureStateForm(forms.Form):
    state = forms.ChoiceField(label=_("Hvordan står det til?"), choices=MeasureState.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Hva er gjort, og hva ble virkningen?"), max_length=TEXT_LIMIT, widget=LONG_TEXT, required=False,
        help_text=_("Strykes tiltaket, skriv hvorfor."),
    )  # fmt: skip


class SnapshotForm(forms.Form):
    title = forms.CharField(
        label=_("Anledning"), max_length=300, help_text=_("For eksempel «Etatsstyringsmøtet i mai».")
    )
    on = forms.DateField(label=_("Dato"), widget=NearDate, initial=clock.today)
