from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import Organisation
from styrhus.identity.ordering import NorwegianOrder
from styrhus.ui.forms import NearDate

from .actions import LARGEST
from .grounds import choices
from .models import Direction, Document


def offer_grounds(form: forms.Form) -> None:
    """Let the field ``exemption`` offer the grounds that hold today, and what stands there already."""
    field = form.fields["exemption"]
    field.choices = choices(str(form.initial.get("exemption") or ""))  # type: ignore[attr-defined]


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
    exemption = forms.ChoiceField(label=_("Unntatt offentlighet etter"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_grounds(self)


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
        _offer_organisations(self, organisations)

    def clean_file(self) -> UploadedFile:
        """Refuse by size before the bytes are read into memory."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError(_now("Filen er større enn %(limit)s MB.") % {"limit": LARGEST // 2**20})
        return file


class TitlesForm(forms.Form):
    """The titles and the ground of exemption, of a case or a journal entry."""

    title = forms.CharField(label=_("Tittel"), max_length=300)
    public_title = forms.CharField(
        label=_("Offentlig tittel"),
        max_length=300,
        required=False,
        help_text=_("Tittelen slik den kan stå i offentlig journal, når den er en annen."),
    )
    exemption = forms.ChoiceField(
        label=_("Unntatt offentlighet etter"),
        required=False,
        help_text=_("Uten offentlig tittel blir tittelen skjult i offentlig journal når det er gjort unntak."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_grounds(self)


class CaseForm(TitlesForm):
    class_code = forms.CharField(
        label=_("Arkivkode"), max_length=40, required=False, help_text=_("Koden fra virksomhetens arkivnøkkel.")
    )


class NewCaseForm(CaseForm):
    organisation = forms.ModelChoiceField(label=_("Arkivskaper"), queryset=Organisation.objects.none())
    field_order = ("organisation", "title")

    def __init__(self, *args: Any, organisations: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_organisations(self, organisations)


class CorrectEntryForm(TitlesForm):
    why = forms.CharField(label=_("Begrunnelse"), max_length=500, help_text=_("Blir stående i hendelsesloggen."))
    version = forms.IntegerField(widget=forms.HiddenInput)


class CorrectCaseForm(CaseForm):
    why = forms.CharField(label=_("Begrunnelse"), max_length=500, help_text=_("Blir stående i hendelsesloggen."))
    version = forms.IntegerField(widget=forms.HiddenInput)


class EnterForm(TitlesForm):
    """Journaling a document that lies in the archive already."""

    document = forms.ModelChoiceField(label=_("Dokument"), queryset=Document.objects.none())
    attachments = forms.ModelMultipleChoiceField(label=_("Vedlegg"), queryset=Document.objects.none(), required=False)
    direction = forms.ChoiceField(label=_("Retning"), choices=Direction)
    sender = forms.CharField(label=_("Avsender"), max_length=200, required=False)
    recipient = forms.CharField(label=_("Mottaker"), max_length=200, required=False)
    document_date = forms.DateField(
        label=_("Dokumentdato"),
        required=False,
        widget=NearDate,
        help_text=_("Uten dato brukes datoen som dokumentet er registrert med."),
    )
    field_order = ("document", "attachments", "direction", "title", "public_title", "exemption")

    def __init__(self, *args: Any, documents: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]
        self.fields["attachments"].queryset = documents  # type: ignore[attr-defined]
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Uten tittel brukes dokumentets egen.")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        document = values.get("document")
        if document and document in (values.get("attachments") or ()):
            self.add_error("attachments", _now("Hoveddokumentet kan ikke være sitt eget vedlegg."))
        if values.get("direction") == Direction.IN and not values.get("sender"):
            self.add_error("sender", _now("Skriv hvem dokumentet kommer fra."))
        if values.get("direction") == Direction.OUT and not values.get("recipient"):
            self.add_error("recipient", _now("Skriv hvem dokumentet er sendt til."))
        return values


class ExportForm(forms.Form):
    organisation = forms.ModelChoiceField(label=_("Arkivskaper"), queryset=Organisation.objects.none())
    begin = forms.DateField(label=_("Journalført fra og med"), required=False, widget=NearDate)
    end = forms.DateField(label=_("Journalført til og med"), required=False, widget=NearDate)

    def __init__(self, *args: Any, organisations: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_organisations(self, organisations)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        begin, end = values.get("begin"), values.get("end")
        if begin and end and end < begin:
            self.add_error("end", _now("Perioden slutter før den begynner."))
        return values


def _offer_organisations(form: forms.Form, organisations: set[int]) -> None:
    own = Organisation.objects.filter(pk__in=organisations).order_by(NorwegianOrder("name"))
    form.fields["organisation"].queryset = own  # type: ignore[attr-defined]
    if len(own) == 1:
        form.fields["organisation"].initial = own[0]
