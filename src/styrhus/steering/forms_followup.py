"""The forms of the follow-up. Which part of the assignment is asked only where it has parts."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.archive.actions import LARGEST
from styrhus.archive.models import Document
from styrhus.identity.models import Organisation, User
from styrhus.letters.model import UnreadableLetter
from styrhus.letters.sources import read_in_child
from styrhus.ui.forms import NearDate

from . import queries
from .actions import Upload
from .models import Answer, Colour, Plan
from .texts_followup import WHOLE

TEXT = forms.Textarea(attrs={"rows": 5})
SHORT = forms.Textarea(attrs={"rows": 3})
READABLE = (".pdf", ".docx", ".txt", ".md")


class PartForm(forms.Form):
    """A form about an assignment, or about the part that is chosen in ``part``."""

    def __init__(self, *args: Any, parts: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if parts:
            choices = [("", WHOLE), *((label, label) for label in parts)]
            field = forms.ChoiceField(label=_("Gjelder"), choices=choices, required=False)
            self.fields = {"part": field} | self.fields


class MilestoneForm(PartForm):
    title = forms.CharField(label=_("Hva skal være gjort?"), max_length=300)
    date = forms.DateField(label=_("Når?"), widget=NearDate)
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Hvem gjør det?"), required=False, empty_label=_("Ingen")
    )

    def __init__(self, *args: Any, agency: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = queries.people_of(agency)  # type: ignore[attr-defined]


class ChangeMilestoneForm(MilestoneForm):
    why = forms.CharField(label=_("Hvorfor endres den?"), max_length=500, widget=SHORT)


class DoneForm(forms.Form):
    done_on = forms.DateField(label=_("Gjort dato"), widget=NearDate)


class ReasonForm(forms.Form):
    why = forms.CharField(label=_("Begrunnelse"), max_length=500, widget=SHORT)


SHARED = _("Vis dette til departementet")


class JudgementForm(PartForm):
    colour = forms.ChoiceField(label=_("Hvordan går det?"), choices=Colour, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Begrunnelse"), max_length=20_000, widget=TEXT, required=False,
        help_text=_("Gult og rødt må begrunnes: hva er galt, hva gjør dere, og hva blir følgen?"),
    )  # fmt: skip
    shared = forms.BooleanField(
        label=SHARED, required=False, help_text=_("Uten kryss er vurderingen bare for virksomheten og revisjonen.")
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("colour") in (Colour.YELLOW, Colour.RED) and not (values.get("reason") or "").strip():
            self.add_error("reason", _("Skriv en begrunnelse. Gult og rødt må alltid begrunnes."))
        return values


class NoteForm(PartForm):
    text = forms.CharField(
        label=_("Hva har skjedd?"), max_length=50_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Teksten blir stående slik du skriver den. Ikke skriv opplysninger om enkeltpersoner."),
    )  # fmt: skip
    shared = forms.BooleanField(
        label=SHARED, required=False, help_text=_("Departementet kan da lese notatet og sitere det ordrett.")
    )


class CorrectNoteForm(forms.Form):
    text = forms.CharField(label=_("Ny tekst"), max_length=50_000, widget=forms.Textarea(attrs={"rows": 8}))
    why = forms.CharField(label=_("Hva retter du?"), max_length=500)
    shared = forms.BooleanField(label=SHARED, required=False)

    def __init__(self, *args: Any, shown_already: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if shown_already:  # what the ministry has been shown is not taken back
            del self.fields["shared"]


class PartnerForm(forms.Form):
    name = forms.CharField(label=_("Samarbeidspart"), max_length=200)
    contact = forms.CharField(
        label=_("Kontaktperson"), max_length=300, required=False, help_text=_("Navn, stilling og e-post på jobb.")
    )
    agreed = forms.CharField(
        label=_("Hva er avtalt?"), max_length=20_000, widget=TEXT, required=False,
        help_text=_("Hvem som gjør hva, når dere møtes, og hva dere venter på fra hverandre."),
    )  # fmt: skip


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once. Each is held against the largest size before its bytes are read."""

    widget = ManyFiles(attrs={"multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [super(ManyFilesField, self).clean(one, initial) for one in data or []]
        for file in files:
            if (file.size or 0) > LARGEST:
                text = gettext("«%(name)s» er større enn %(limit)s MB.")
                raise forms.ValidationError(text % {"name": file.name, "limit": LARGEST // 2**20})
        return files


class LinksField(forms.CharField):
    """Addresses, one a line. Gives a list."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        check = URLValidator(schemes=("https", "http"))
        found = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        for link in found:
            try:
                check(link)
            except forms.ValidationError as error:
                text = gettext("«%(link)s» er ikke en adresse. Skriv hele, med https:// foran.")
                raise forms.ValidationError(text % {"link": link[:80]}) from error
        return found


class DeliveryForm(forms.Form):
    """``targets`` is (value, text) of what can be delivered; asked only where there is more than one."""

    message = forms.CharField(
        label=_("Melding til departementet"), max_length=20_000, widget=TEXT,
        help_text=_("Hva leveres, og er det noe departementet bør vite?"),
    )  # fmt: skip
    files = ManyFilesField(
        label=_("Last opp filer"), required=False, help_text=_("Du kan velge flere. Høyst 50 MB per fil.")
    )
    document = forms.ModelChoiceField(
        Document.objects.none(),
        label=_("Dokument fra arkivet"),
        required=False,
        empty_label=_("Ingen"),
        help_text=_("Departementet får se dokumentet du velger."),
    )
    links = LinksField(
        label=_("Lenker"), required=False, help_text=_("En adresse per linje, for eksempel til en nettside.")
    )

    def __init__(
        self, *args: Any, user: User, plan: Plan, targets: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        own = queries.documents_to_choose(user, plan).filter(organisation=plan.agency_id)
        self.fields["document"].queryset = own  # type: ignore[attr-defined]
        if len(targets) > 1:
            field = forms.ChoiceField(label=_("Hva leverer du?"), choices=targets)
            self.fields = {"target": field} | self.fields

    def uploads(self) -> list[Upload]:
        """The files with their bytes and, where it can be read, their text. Call it on a valid form."""
        return [_upload(file) for file in self.cleaned_data["files"]]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        given = any(values.get(name) for name in ("files", "document", "links"))
        if not given and not {"files", "document", "links"} & set(self.errors):
            self.add_error("files", _("Legg ved minst én fil, et dokument fra arkivet eller en lenke."))
        return values


def _upload(file: UploadedFile) -> Upload:
    content, name = file.read(), file.name or "fil"
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Upload(name, media_type, content, _text_in(content, name))


def _text_in(content: bytes, name: str) -> str:
    """The text of a file that can be read, so that it can be searched and pointed to by line. Any file may be delivered."""
    if not content or not name.lower().endswith(READABLE):
        return ""
    try:
        return "\n".join(read_in_child(content, name).lines)
    except UnreadableLetter:
        return ""


ANSWER_TEXTS = {
    Answer.RECEIVED: _("Bekreft mottak"),
    Answer.MORE: _("Be om mer"),
    Answer.ACCEPTED: _("Godta"),
    Answer.RETURNED: _("Send tilbake"),
}


class ReplyForm(forms.Form):
    kind = forms.ChoiceField(label=_("Svar"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Melding til virksomheten"), max_length=20_000, widget=TEXT, required=False,
        help_text=_("Må fylles ut når dere ber om mer eller sender tilbake."),
    )  # fmt: skip
    due = forms.DateField(
        label=_("Frist for det dere ber om"), required=False, widget=NearDate, help_text=_("Bare når dere ber om mer.")
    )

    def __init__(self, *args: Any, offered: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind, ANSWER_TEXTS[Answer(kind)]) for kind in offered]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        kind = values.get("kind")
        if kind in (Answer.MORE, Answer.RETURNED) and not (values.get("text") or "").strip():
            self.add_error("text", _("Skriv hva som mangler eller skal gjøres om."))
        if kind == Answer.MORE and not values.get("due") and "due" not in self.errors:
            self.add_error("due", _("Skriv når dere trenger det dere ber om."))
        if kind != Answer.MORE and values.get("due"):
            self.add_error("due", _("Ta bort fristen, eller velg «Be om mer»."))
        return values
