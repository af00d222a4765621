from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styrhus.control import queries
from styrhus.control.models import Answer, Grade, Level, Nature, Reply, Result
from styrhus.control.texts import questions
from styrhus.steering.models import Duty, Frequency
from styrhus.ui.forms import NearDate

from .parts import AgencyForm, WithDocument, department, long_text, person


class CycleForm(AgencyForm):
    year = forms.IntegerField(label=_("År"), min_value=2000, max_value=2100)


class ControlForm(AgencyForm):
    PEOPLE = ("owner",)
    DEPARTMENTS = ("department",)
    title = forms.CharField(label=_("Kontroll"), max_length=200)
    answers = forms.CharField(
        label=_("Risiko eller regel"),
        widget=long_text(3),
        max_length=5000,
        help_text=_("Hva som kan gå galt, eller hvilken regel kontrollen skal sikre."),
    )
    procedure = forms.CharField(label=_("Slik utføres den"), widget=long_text(), max_length=20_000, required=False)
    nature = forms.ChoiceField(label=_("Virkemåte"), choices=Nature.choices)
    level = forms.ChoiceField(label=_("Type kontroll"), choices=Level.choices)
    frequency = forms.ChoiceField(label=_("Hvor ofte"), choices=Frequency.choices[1:])
    owner = person(_("Utføres av"), required=False)
    department = department(_("Avdeling"))
    duty = forms.ModelChoiceField(
        Duty.objects.none(),
        label=_("Fast plikt i instruksen"),
        required=False,
        empty_label=_("Ikke knyttet til en plikt"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duty"].queryset = queries.duties_of(self.agency)  # type: ignore[attr-defined]


class ChangeControlForm(ControlForm):
    why = forms.CharField(label=_("Hvorfor den endres"), max_length=500)


class EndControlForm(AgencyForm):
    why = forms.CharField(label=_("Hvorfor kontrollen avsluttes"), widget=long_text(), max_length=2000)


class PerformanceForm(WithDocument):
    PEOPLE = ("measure_owner",)
    performed_on = forms.DateField(label=_("Utført"), widget=NearDate)
    evidence = forms.CharField(
        label=_("Hva som ble kontrollert"),
        widget=long_text(),
        max_length=20_000,
        help_text=_("Utvalg, kilder og hva du så. Ikke skriv personopplysninger."),
    )
    result = forms.ChoiceField(label=_("Resultat"), choices=Result.choices, widget=forms.RadioSelect)
    deviation = forms.CharField(label=_("Avviket"), widget=long_text(3), max_length=20_000, required=False)
    measure = forms.CharField(label=_("Tiltak"), widget=long_text(3), max_length=5000, required=False)
    measure_owner = person(_("Ansvarlig for tiltaket"), required=False)
    measure_deadline = forms.DateField(label=_("Tiltakets frist"), widget=NearDate, required=False)
    field_order = ("performed_on", "evidence", "document", "file", "result")


class DoneTextForm(AgencyForm):
    done_text = forms.CharField(label=_("Hva som ble gjort"), widget=long_text(), max_length=5000)


class ShortfallForm(AgencyForm):
    shortfall = forms.CharField(
        label=_("Kontroller som ikke ble gjennomført som planlagt"),
        widget=long_text(),
        max_length=5000,
        required=False,
        help_text=_("Hvorfor, og hva det betyr. Kan stå tomt når alle er gjennomført."),
    )


class OverallForm(AgencyForm):
    grade = forms.ChoiceField(
        label=_("Kvaliteten på internkontrollen"), choices=Grade.choices, widget=forms.RadioSelect
    )
    overall = forms.CharField(
        label=_("Overordnet vurdering"),
        widget=long_text(8),
        max_length=20_000,
        help_text=_("Teksten til årsrapportens kapittel IV."),
    )
    matters = forms.CharField(label=_("Vesentlige forhold"), widget=long_text(8), max_length=20_000, required=False)


class SystemTextForm(WithDocument):
    text = forms.CharField(label=_("Beskrivelse"), widget=long_text(14), max_length=90_000)
    valid_from = forms.DateField(label=_("Gjelder fra"), widget=NearDate)


class AnswersForm(forms.Form):
    """Two fields for each question: the reply, and words where it is not yes."""

    def __init__(self, *args: Any, answers: list[Answer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {answer.question: answer for answer in answers}
        for place, question in enumerate(questions(), 1):
            given = known.get(question.key)
            self.fields[f"{question.key}_reply"] = forms.ChoiceField(
                label=f"{place}. {question.text}",
                choices=Reply.choices,
                widget=forms.RadioSelect,
                initial=given.reply if given else None,
                help_text=self._basis(question.source, question.verified),
            )
            self.fields[f"{question.key}_words"] = forms.CharField(
                label=_("Begrunnelse til spørsmål %(number)s") % {"number": place},
                widget=long_text(2),
                required=False,
                max_length=5000,
                initial=given.words if given else "",
                help_text=_("Må fylles ut når svaret er et annet enn ja."),
            )

    @staticmethod
    def _basis(source: str, verified: bool) -> str:
        if verified:
            return _("Grunnlag: %(source)s") % {"source": source}
        return _("Grunnlag: %(source)s (ikke kontrollert mot kilden)") % {"source": source}

    def answers(self) -> dict[str, tuple[str, str]]:
        """Question key → (reply, words). Call it on a valid form."""
        values = self.cleaned_data
        return {q.key: (values[f"{q.key}_reply"], values[f"{q.key}_words"]) for q in questions()}
