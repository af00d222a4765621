"""What the forms share: people and documents of one agency, and a file that becomes a document of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from styrhus.archive.actions import LARGEST, register_document
from styrhus.archive.models import Document
from styrhus.control import queries
from styrhus.identity.models import Department, Organisation, User
from styrhus.letters import texts
from styrhus.letters.model import UnreadableLetter
from styrhus.letters.sources import guard, read_in_child
from styrhus.steering.queries import departments_of, people_of

MEDIA_TYPES = {
    guard.FileKind.TEXT: "text/plain",
    guard.FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    guard.FileKind.PDF: "application/pdf",
}


def long_text(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AgencyForm(forms.Form):
    """A form within ``agency``: fields named here are filled with its people, departments and documents."""

    PEOPLE: tuple[str, ...] = ()
    DEPARTMENTS: tuple[str, ...] = ()

    def __init__(self, *args: Any, agency: Organisation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency, self.user = agency, user
        for name in self.PEOPLE:
            self.fields[name].queryset = people_of(agency)  # type: ignore[attr-defined]
        for name in self.DEPARTMENTS:
            self.fields[name].queryset = departments_of(agency)  # type: ignore[attr-defined]
        if "document" in self.fields:
            self.fields["document"].queryset = queries.documents_of(user, agency)  # type: ignore[attr-defined]


def person(label: Any, *, required: bool = True) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(User.objects.none(), label=label, required=required, empty_label=_("Velg person"))


def department(label: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(Department.objects.none(), label=label, required=False, empty_label=_("Ingen"))


class WithDocument(AgencyForm):
    """A document that is kept already, or a file that is kept now. ``DEMANDED``: one of them must be given."""

    DEMANDED = False
    document = forms.ModelChoiceField(
        Document.objects.none(), label=_("Dokument i arkivet"), required=False, empty_label=_("Velg dokument")
    )
    file = forms.FileField(
        label=_("Eller ny fil"), required=False, help_text=_("PDF, Word (DOCX) eller ren tekst, høyst 50 MB.")
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        file: UploadedFile | None = values.get("file")
        if file and values.get("document"):
            self.add_error("file", _("Velg et dokument i arkivet eller en ny fil, ikke begge."))
        elif self.DEMANDED and not file and not values.get("document") and not {"file", "document"} & set(self.errors):
            self.add_error("document", _("Velg dokumentet, eller legg ved filen."))
        if file and file.size and file.size > LARGEST:
            self.add_error("file", _("Filen er større enn 50 MB."))
        return values

    def kept_document(self, title: str) -> Document | None:
        """The chosen document, or the file as a document of the agency. Raises: ValidationError (an unreadable file)."""
        file = self.cleaned_data.get("file")
        if not file:
            return self.cleaned_data.get("document")
        content = file.read()
        try:
            kind = guard.kind_of(content, file.name)
            source = read_in_child(content, file.name)
        except UnreadableLetter as refusal:
            raise ValidationError(texts.render(refusal.code, refusal.values, get_language() or "nb")) from refusal
        return register_document(  # the act that uses it has checked its own permission: by is the program here
            organisation=self.agency,
            content=content,
            filename=file.name,
            media_type=MEDIA_TYPES[kind],
            title=title,
            text="\n".join(source.lines),
            by=None,
        )
