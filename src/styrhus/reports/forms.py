"""The forms of the reports. What may be chosen comes from the queries, so that nothing else can be sent in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import Department, User
from styrhus.steering.models import Plan, ReportingDemand
from styrhus.steering.queries import departments_of
from styrhus.ui.forms import NearDate

from . import queries
from .models import Report, ReportPart
from .sources import SOURCES

SHORT = forms.Textarea(attrs={"rows": 3})


class FrameForm(forms.Form):
    """A report's frame. ``plan`` decides which demands it may answer."""

    title = forms.CharField(label=_("Tittel"), max_length=300)
    demand = forms.ModelChoiceField(
        ReportingDemand.objects.none(),
        label=_("Svarer på kravet"),
        required=False,
        empty_label=_("Ikke noe krav i tildelingsbrevet"),
    )
    begin = forms.DateField(label=_("Perioden begynner"), widget=NearDate)
    end = forms.DateField(label=_("Perioden slutter"), widget=NearDate)
    cut_off = forms.DateField(
        label=_("Tall per"), widget=NearDate, help_text=_("Tall og fakta hentes slik de var denne dagen.")
    )
    due = forms.DateField(label=_("Frist hos departementet"), widget=NearDate, required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ReportingDemand.objects.filter(plan=plan).order_by("deadline", "pk")
        self.fields["demand"].queryset = rows  # type: ignore[attr-defined]


class NewReportForm(FrameForm):
    language = forms.ChoiceField(
        label=_("Målform"), choices=[("nb", _("Bokmål")), ("nn", _("Nynorsk"))], widget=forms.RadioSelect
    )
    from_before = forms.BooleanField(label=_("Begynn med tekstene fra den forrige rapporten"), required=False)

    def __init__(self, *args: Any, earlier: Report | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earlier = earlier
        if earlier is None:
            del self.fields["from_before"]
        else:
            self.fields["from_before"].help_text = _(
                "Tekstene fra «%(report)s» merkes til noen har gått gjennom dem."
            ) % {"report": earlier.title}


class AssignForm(forms.Form):
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Avdeling"), required=False, empty_label=_("Ingen avdeling")
    )
    writers = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Forfattere"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due = forms.DateField(label=_("Frist for delen"), widget=NearDate, required=False)

    def __init__(self, *args: Any, part: ReportPart, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments_of(part.report.agency)  # type: ignore[attr-defined]
        self.fields["writers"].queryset = queries.people_to_write(part.report)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    why = forms.CharField(label=_("Begrunnelse"), max_length=500, widget=SHORT)


class ReturnForm(forms.Form):
    why = forms.CharField(label=_("Hva må gjøres om?"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))


class ApproveForm(forms.Form):
    position = forms.CharField(label=_("Stilling"), max_length=200, initial=_("Direktør"))
    place = forms.CharField(label=_("Sted"), max_length=200, required=False)


class SendForm(forms.Form):
    message = forms.CharField(
        label=_("Melding til departementet"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5})
    )


class AcceptForm(forms.Form):
    text = forms.CharField(label=_("Melding til virksomheten"), max_length=5000, widget=SHORT, required=False)


class CommentForm(forms.Form):
    part = forms.ModelChoiceField(
        ReportPart.objects.none(), label=_("Gjelder"), required=False, empty_label=_("Hele rapporten")
    )
    text = forms.CharField(label=_("Merknad"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].queryset = report.parts.order_by("order", "pk")  # type: ignore[attr-defined]


class GapForm(forms.Form):
    why = forms.CharField(label=_("Hvorfor besvares ikke kravet?"), max_length=500, widget=SHORT)


class TemplateForm(forms.Form):
    name = forms.CharField(label=_("Navn på malen"), max_length=150)
    name_nn = forms.CharField(label=_("Navn på nynorsk"), max_length=150, required=False)
    auditor_copy = forms.BooleanField(label=_("Riksrevisjonen får kopi samtidig"), required=False)


class SectionForm(forms.Form):
    """A section of a template. An empty title leaves the section out."""

    number = forms.CharField(label=_("Nummer"), max_length=20, required=False)
    nb = forms.CharField(label=_("Overskrift"), max_length=200, required=False)
    nn = forms.CharField(label=_("Overskrift på nynorsk"), max_length=200, required=False)
    guidance = forms.CharField(label=_("Veiledning til den som skriver"), max_length=2000, widget=SHORT, required=False)
    sources = forms.MultipleChoiceField(
        label=_("Fakta som hentes inn"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    signed = forms.BooleanField(label=_("Virksomhetens leder signerer delen"), required=False)
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sources"].choices = [(key, source.label) for key, source in SOURCES.items() if source.answers]  # type: ignore[attr-defined]
