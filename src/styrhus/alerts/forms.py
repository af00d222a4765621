"""The forms of this room. What may be chosen comes from the queries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styrhus.archive.models import Document
from styrhus.identity.models import User
from styrhus.steering.models import Plan
from styrhus.steering.queries import documents_to_choose
from styrhus.ui.forms import NearDate

from . import queries
from .models import DeviationKind, MatterKind, PublicationKind

LONG = 20_000


def _long(label: Any, rows: int = 5, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        required=required,
    )


def _exemption() -> forms.CharField:
    return forms.CharField(
        label=_("Unntatt offentlighet etter"),
        required=False,
        max_length=100,
        help_text=_("Bare når noe skal skjermes. Skriv paragrafen, for eksempel «offl. § 15»."),
    )


class WhenField(forms.SplitDateTimeField):
    """A day and a time of day, each picked in the browser's own way."""

    def __init__(self, **options: Any) -> None:
        widget = forms.SplitDateTimeWidget(
            date_format="%Y-%m-%d", time_format="%H:%M", date_attrs={"type": "date"}, time_attrs={"type": "time"}
        )
        super().__init__(widget=widget, **options)


class DeviationForm(forms.Form):
    """Three texts, what they are about, and when it was known."""

    kind = forms.ChoiceField(label=_("Type avvik"), choices=DeviationKind.choices, widget=forms.RadioSelect)
    touches = forms.ChoiceField(
        label=_("Hva avviket gjelder"), required=False, help_text=_("Målet, oppdraget eller posten som blir berørt.")
    )
    what = _long(_("Hva har skjedd?"), help_text=_("Første setning blir tittelen på avviket."))
    why = _long(_("Hvorfor, og hva blir konsekvensen?"), required=False)
    measures = _long(
        _("Hva foreslår dere å gjøre?"), required=False, help_text=_("Korrigerende tiltak, med frist og ansvarlig.")
    )
    known_at = WhenField(
        label=_("Når ble avviket kjent?"), help_text=_("Klokken går fra da virksomheten ble kjent med avviket.")
    )
    exemption = _exemption()

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.fields["touches"].choices = [("", _("Hele planen")), *queries.what_it_may_touch(plan)]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the acts take. Call it on a valid form."""
        said = dict(self.cleaned_data)
        return said | queries.touched(self.plan, said.pop("touches"))


class ReplyForm(forms.Form):
    reply = _long(_("Svar"), required=False, help_text=_("Kan stå tomt. Et svar blir journalført."))


class NoteForm(forms.Form):
    text = _long(_("Hva er nytt?"), 4)


class OutcomeForm(forms.Form):
    outcome = _long(_("Hvordan endte det?"), 4)


class MatterForm(forms.Form):
    kind = forms.ChoiceField(label=_("Type sak"), choices=MatterKind.choices)
    title = forms.CharField(label=_("Hva saken gjelder"), max_length=200)
    summary = _long(_("Kort om saken"), help_text=_("Hva som har skjedd, hva som kommer, og hvem som svarer."))
    may_grow = forms.BooleanField(label=_("Saken er eller kan bli krevende"), required=False)
    link = forms.URLField(label=_("Lenke"), required=False, max_length=500, assume_scheme="https")
    document = forms.ModelChoiceField(
        Document.objects.none(), label=_("Dokument"), required=False, empty_label=_("Ingen"),
        help_text=_("Mottakeren får se dokumentet du velger."),
    )  # fmt: skip
    exemption = _exemption()

    def __init__(self, *args: Any, user: User, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents_to_choose(user, plan)  # type: ignore[attr-defined]


class PublicationForm(forms.Form):
    kind = forms.ChoiceField(label=_("Type"), choices=PublicationKind.choices)
    title = forms.CharField(label=_("Tittel"), max_length=300)
    summary = _long(_("Kort om innholdet"), help_text=_("Hovedfunn, og det som kan få oppmerksomhet."))
    assignment = forms.ChoiceField(label=_("Hører til oppdrag"), required=False)
    planned_on = forms.DateField(label=_("Planlagt publisert"), widget=NearDate)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        rows = dict(queries.what_it_may_touch(plan)).get(str(_("Oppdrag")), [])
        self.fields["assignment"].choices = [("", _("Ingen")), *rows]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return said | {"assignment": queries.touched(self.plan, said["assignment"])["assignment"]}


class ConsentForm(forms.Form):
    consent_from = forms.DateField(label=_("Kan publiseres fra"), widget=NearDate)
    words = _long(_("Hva departementet samtykker i"), 3)


class MoveForm(forms.Form):
    planned_on = forms.DateField(label=_("Ny planlagt dag"), widget=NearDate)


class PublishForm(forms.Form):
    published_on = forms.DateField(label=_("Publisert"), widget=NearDate)
    link = forms.URLField(label=_("Lenke"), required=False, max_length=500, assume_scheme="https")


class CancelForm(forms.Form):
    why = _long(_("Hvorfor er den avlyst?"), 3)
