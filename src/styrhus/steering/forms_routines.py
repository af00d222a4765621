"""The forms of standing duties, occurrences and requests to drop work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styrhus.archive.models import Document
from styrhus.common.deadlines import find_dates
from styrhus.identity import clock
from styrhus.identity.models import Organisation, User
from styrhus.ui.forms import NearDate

from . import queries
from .models import DropKind, DropState, Duty, Frequency, Plan
from .rules_periods import MOST_TIMES, Period, day_code
from .texts_routines import period_choices

LONG_TEXT = forms.Textarea(attrs={"rows": 5})
SHORT_TEXT = forms.Textarea(attrs={"rows": 3})
NO_NAMES = _("Skriv ikke personopplysninger om andre enn dem som har gjort arbeidet.")


class DoneForm(forms.Form):
    """That something was done: when, by whom, a note and the document that shows it."""

    done_on = forms.DateField(label=_("Gjort dato"), widget=NearDate)
    done_by = forms.ModelChoiceField(User.objects.none(), label=_("Gjort av"), empty_label=None)
    note = forms.CharField(label=_("Merknad"), max_length=10_000, required=False, widget=SHORT_TEXT, help_text=NO_NAMES)
    document = forms.ModelChoiceField(
        Document.objects.none(),
        label=_("Dokumentasjon"),
        required=False,
        empty_label=_("Ingen"),
        help_text=_("Dokumentet som viser at det er gjort. Det må være registrert under Dokumenter."),
    )

    def __init__(self, *args: Any, user: User, plan: Plan, agency: Organisation, **kwargs: Any) -> None:
        initial = {"done_on": clock.today(), "done_by": user.pk} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["done_by"].queryset = queries.people_of(agency)  # type: ignore[attr-defined]
        self.fields["document"].queryset = queries.documents_to_choose(user, plan)  # type: ignore[attr-defined]


class DutyDoneForm(DoneForm):
    period = forms.ChoiceField(label=_("Gjelder"))
    field_order = ("period", "done_on", "done_by", "note", "document")

    def __init__(self, *args: Any, periods: list[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if periods:
            self.fields["period"].choices = period_choices(periods)  # type: ignore[attr-defined]
        else:
            del self.fields["period"]


class RoutineForm(forms.Form):
    """How often a duty is done, and how: a routine in other words is a new version."""

    frequency = forms.ChoiceField(label=_("Hvor ofte"), choices=Frequency.choices, required=False)
    followed_from = forms.DateField(
        label=_("Følges opp fra"),
        widget=NearDate,
        required=False,
        help_text=_("Perioder som sluttet før denne dagen, blir ikke etterlyst. Tomt: hele året."),
    )
    routine = forms.CharField(
        label=_("Rutine"), max_length=20_000, widget=LONG_TEXT, required=False,
        help_text=_("Hvordan plikten blir ivaretatt. Endrer du teksten eller dokumentet, blir det en ny versjon."),
    )  # fmt: skip
    document = forms.ModelChoiceField(
        Document.objects.none(), label=_("Dokumentet som rutinen står i"), required=False, empty_label=_("Ingen")
    )
    valid_from = forms.DateField(label=_("Ny versjon gjelder fra"), widget=NearDate)

    def __init__(self, *args: Any, user: User, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = queries.documents_to_choose(user, plan)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    why = forms.CharField(label=_("Begrunnelse"), max_length=2_000, widget=SHORT_TEXT)


class RecurrenceForm(forms.Form):
    """How often an assignment recurs: a number of times a year, or the same days each year."""

    times = forms.IntegerField(
        label=_("Antall ganger i året"), min_value=1, max_value=MOST_TIMES, required=False,
        help_text=_("Fristene fordeles jevnt, på siste virkedag i hver del av året."),
    )  # fmt: skip
    days = forms.CharField(
        label=_("Eller faste dager"), max_length=200, required=False, help_text=_("For eksempel «30.6 og 31.12».")
    )
    year = forms.IntegerField(label=_("Lag gjentakelser for året"), min_value=2000, max_value=2100)

    def clean_days(self) -> list[str]:
        """The days as the acts take them: "06-30"."""
        text = self.cleaned_data["days"].strip()
        if not text:
            return []
        found = [one.date for one in find_dates(text, 2024) if one.kind.value == "date" and one.date]
        if not found:
            raise forms.ValidationError(_("Skriv dagene som dag og måned, for eksempel «30.6 og 31.12»."))
        return list(dict.fromkeys(day_code(day) for day in sorted(found)))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and (values.get("times") is None) == (not values.get("days")):
            self.add_error("times", _("Skriv enten hvor mange ganger i året eller hvilke dager, ikke begge deler."))
        return values


class DropForm(forms.Form):
    """A request to the ministry. ``item`` is "oppdrag-12" or "plikt-7"."""

    item = forms.ChoiceField(label=_("Arbeidet det gjelder"))
    kind = forms.ChoiceField(
        label=_("Hva virksomheten ønsker"), choices=DropKind.choices, widget=forms.RadioSelect, initial=DropKind.LOWER
    )
    wanted_from = forms.DateField(label=_("Fra dato"), widget=NearDate)
    until = forms.DateField(
        label=_("Til dato"), widget=NearDate, required=False,
        help_text=_("Bare når arbeidet skal nedprioriteres for en tid. Tomt: inntil videre."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Begrunnelse"), max_length=20_000, widget=LONG_TEXT)
    consequences = forms.CharField(
        label=_("Konsekvenser"), max_length=20_000, widget=LONG_TEXT,
        help_text=_("For mål, brukere, andre virksomheter og økonomi."),
    )  # fmt: skip
    alternative = forms.CharField(
        label=_("Alternativ"), max_length=20_000, widget=LONG_TEXT, required=False,
        help_text=_("Hva som må til for å gjøre arbeidet likevel, eller hva som kan gjøres i stedet."),
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assignments = [(f"oppdrag-{one.pk}", str(one)[:160]) for one in queries.droppable_assignments(plan)]
        duties = [(f"plikt-{one.pk}", _short(one)) for one in queries.droppable_duties(plan)]
        self.fields["item"].choices = [  # type: ignore[attr-defined]
            ("", _("Velg oppdrag eller plikt")),
            (_("Oppdrag"), assignments),
            (_("Faste plikter"), duties),
        ]


def _short(duty: Duty) -> str:
    return f"{duty.section}: {duty.text}"[:160]


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Avgjørelse"),
        choices=[(one.value, one.label) for one in (DropState.GRANTED, DropState.CONDITIONAL, DropState.REFUSED)],
        widget=forms.RadioSelect,
    )
    effective_from = forms.DateField(
        label=_("Gjelder fra"), widget=NearDate, required=False, help_text=_("Når ønsket godkjennes. Tomt: som ønsket.")
    )
    conditions = forms.CharField(
        label=_("Vilkår"),
        max_length=20_000,
        widget=SHORT_TEXT,
        required=False,
        help_text=_("Når det godkjennes med vilkår."),
    )
    answer = forms.CharField(
        label=_("Svar til virksomheten"), max_length=20_000, widget=LONG_TEXT, required=False,
        help_text=_("Må fylles ut når ønsket avslås. Svaret kan ikke endres etterpå."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("outcome") == DropState.REFUSED and not values.get("answer"):
            self.add_error("answer", _("Skriv hvorfor ønsket avslås."))
        if values.get("outcome") == DropState.CONDITIONAL and not values.get("conditions"):
            self.add_error("conditions", _("Skriv vilkårene, eller godkjenn uten vilkår."))
        return values
