from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import Organisation
from styrhus.identity.ordering import NorwegianOrder
from styrhus.ui.forms import NearDate

from .actions import LARGEST
from .models import Direction


class JournalForm(forms.Form):
    """The journal's data, as Noark 5 names them."""

    title = forms.CharField(label=_("Tittel"), max_length=300)
    public_title = forms.CharField(
        label=_("Offentlig tittel"),
        max_length=300,
        required=False,
        help_text=_("Tittelen slik den kan stå i offentlig journal, når den er en annen."),
    )
    direction = forms.ChoiceField(label=_("Retning"), choices=Direction, initial=Direction.IN)
    sender = forms.CharField(label=_("Avsender"), max_length=200, required=False)
    recipient = forms.CharField(label=_("Mottaker"), max_length=200, required=False)
    document_date = forms.DateField(label=_("Dokumentdato"), required=False, widget=NearDate)
    case_number = forms.CharField(label=_("Saksnummer"), max_length=40, required=False)
    exemption = forms.CharField(
        label=_("Unntatt offentlighet etter"),
        max_length=100,
        required=False,
        help_text=_("Paragrafen, for eksempel «offl. § 14»."),
    )


class EditJournalForm(JournalForm):
    why = forms.CharField(label=_("Begrunnelse"), max_length=500, help_text=_("Blir stående i hendelsesloggen."))
    version = forms.IntegerField(widget=forms.HiddenInput)


class RegisterForm(JournalForm):
    file = forms.FileField(
        label=_("Fil"), help_text=_("PDF, Word (DOCX) eller ren tekst, høyst 50 MB. Filen lagres slik den kom.")
    )
    organisation = forms.ModelChoiceField(label=_("Eier"), queryset=Organisation.objects.none())
    field_order = ("file", "organisation", "title")

    def __init__(self, *args: Any, organisations: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organisation.objects.filter(pk__in=organisations).order_by(NorwegianOrder("name"))
        self.fields["organisation"].queryset = own  # type: ignore[attr-defined]
        if len(own) == 1:
            self.fields["organisation"].initial = own[0]

    def clean_file(self) -> UploadedFile:
        """Refuse by size before the bytes are read into memory."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError(_now("Filen er større enn %(limit)s MB.") % {"limit": LARGEST // 2**20})
        return file
