"""The forms of bringing in accounts: the upload, the mended lines, the mapping of a sheet's columns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from styrhus.identity import clock
from styrhus.ui.forms import Switch

from .import_texts import FIELD_NAMES
from .importing.sheets import NEEDED, OPTIONAL
from .models import AccountsImport


class UploadForm(forms.Form):
    """A file of one agency's accounts of one year."""

    agency = forms.ModelChoiceField(None, label=_("Virksomhet"), empty_label=None)
    year = forms.IntegerField(label=_("Regnskapsår"), min_value=2000, max_value=2100)
    file = forms.FileField(
        label=_("Regnskapsfilen"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={"empty": _("Filen er tom. Velg filen på nytt og prøv igjen.")},
    )
    basis = forms.ChoiceField(label=_("Regnskapsprinsipp"), choices=AccountsImport._meta.get_field("basis").choices)
    mapping = forms.ModelChoiceField(
        None,
        label=_("Kolonneoppsett"),
        required=False,
        empty_label=pgettext_lazy("mapping", "Ingen, filen er CSV"),
        help_text=_("Bare for regneark (XLSX)."),
    )
    only_own = forms.BooleanField(
        label=_("Filen gjelder hele staten. Ta bare med linjene for virksomheten."), required=False, widget=Switch
    )

    def __init__(self, *args: Any, agencies: Any, mappings: Any, limit: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].queryset = agencies
        self.fields["mapping"].queryset = mappings
        self.fields["file"].help_text = gettext(
            "CSV i statsregnskapets format med 28 kolonner, eller XLSX. Høyst %(limit)s MB."
        ) % {"limit": limit >> 20}
        self.fields["year"].initial = clock.today().year
        if len(only := agencies[:2]) == 1:
            self.fields["agency"].initial = only[0]
        if not mappings.exists():
            self.fields["mapping"].help_text = gettext("Bare for regneark (XLSX). Lag et kolonneoppsett først.")


class MendedForm(forms.Form):
    file = forms.FileField(
        label=_("Filen med rettede linjer"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        error_messages={"empty": _("Filen er tom. Velg filen på nytt og prøv igjen.")},
    )


class MappingForm(forms.Form):
    """Which heading of the sheet is which of our fields."""

    agency = forms.ModelChoiceField(None, label=_("Virksomhet"), empty_label=None)
    name = forms.CharField(label=_("Navn på oppsettet"), max_length=100)
    sheet = forms.CharField(
        label=_("Arkets navn"), max_length=31, required=False, help_text=_("La feltet stå tomt for det første arket.")
    )
    heading_row = forms.IntegerField(label=_("Raden med overskrifter"), min_value=1, max_value=100, initial=1)

    def __init__(self, *args: Any, agencies: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].queryset = agencies
        if len(only := agencies[:2]) == 1:
            self.fields["agency"].initial = only[0]
        for field in (*NEEDED, *OPTIONAL):
            self.fields[f"column_{field}"] = forms.CharField(
                label=FIELD_NAMES[field], max_length=100, required=field in NEEDED, help_text=HELP.get(field, "")
            )

    @property
    def columns(self) -> dict[str, str]:
        """Our field → the heading that was written for it."""
        return {field: self.cleaned_data.get(f"column_{field}", "") for field in (*NEEDED, *OPTIONAL)}


HELP = {
    "period": _("Overskriften til kolonnen. Verdiene kan være datoer, 202303 eller 3."),
    "post": _("Verdiene kan være 067121, eller 21 når kapittel har egen kolonne."),
    "account": _("Tre eller fire sifre fra standard kontoplan."),
    "amount": _("Kroner med øre, debet pluss og kredit minus."),
    "department": _("Navnet eller kortnavnet på avdelingen."),
}
