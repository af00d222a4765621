"""Forms of this room: the upload, the letter's head, and one form for each kind of item."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from styrhus.identity.models import Organisation
from styrhus.letters.sources.guard import MAX_FILE_BYTES, MEBIBYTE
from styrhus.steering.models import MeetingKind, ReportKind

from .fields import AmountField, DayField, LinesField, NameList
from .models import ItemKind, LetterKind, Reading


class UploadForm(forms.Form):
    """A letter for an agency. The file's own kind is decided by its content, never by its name."""

    agency = forms.ModelChoiceField(Organisation.objects.none(), label=_("Virksomhet"), empty_label=None)
    file = forms.FileField(
        label=_("Brevet"),
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.txt,.md"}),
        error_messages={"empty": _("Filen er tom. Velg filen på nytt og prøv igjen.")},
    )

    def __init__(self, *args: Any, agencies: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agency"].queryset = agencies
        limit = {"limit": MAX_FILE_BYTES // MEBIBYTE}
        self.fields["file"].help_text = gettext("DOCX, PDF, ren tekst eller Markdown, høyst %(limit)s MB.") % limit
        only = agencies[:2]
        if len(only) == 1:
            self.fields["agency"].initial = only[0]


class HeadForm(forms.Form):
    kind = forms.ChoiceField(label=_("Type brev"), choices=LetterKind.choices)
    year = forms.IntegerField(label=_("Budsjettår"), min_value=1990, max_value=2100)
    letter_date = DayField(label=_("Brevets dato"), required=False)
    reference = forms.CharField(label=_("Departementets referanse"), max_length=100, required=False)


class ReasonForm(forms.Form):
    why = forms.CharField(label=_("Begrunnelse"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class ItemForm(forms.Form):
    """What all items have. Subclasses name the fields of ``values`` as docs/letter-format.md does."""

    lines = LinesField(label=_("Linjer i brevet"), help_text=_("For eksempel 12, 14–18."))
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)

    def __init__(self, *args: Any, reading: Reading, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields([*(name for name in self.fields if name not in {"lines", "version"}), "lines", "version"])
        if "goal" in self.fields:
            self.fields["goal"] = _goal_field(reading)
            self.order_fields(list(type(self).base_fields))
            self.order_fields([*(name for name in self.fields if name not in {"lines", "version"}), "lines", "version"])

    def values(self) -> dict[str, Any]:
        """The fields as an item's values hold them: dates as ISO text, empty texts as null."""
        return {name: plain(value) for name, value in self.cleaned_data.items() if name not in {"lines", "version"}}


def plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


def _goal_field(reading: Reading) -> forms.TypedChoiceField:
    goals = reading.items.standing().filter(kind=ItemKind.GOAL).exclude(key="").order_by("sequence")
    choices = [("", _("Ikke knyttet til noe mål"))]
    choices += [(key, f"{key}: {title[:90]}") for key, title in goals.values_list("key", "title")]
    return forms.TypedChoiceField(
        label=pgettext_lazy("one", "Mål"), choices=choices, coerce=as_number, empty_value=None, required=False
    )


def as_number(text: str) -> int | str:
    """A number as the read letter has it: an integer where the print is one."""
    return int(text) if text.isascii() and text.isdigit() else text


class NumberedField(forms.CharField):
    """A goal's number: an integer where it is one, else as printed."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return as_number(text) if text else None


def text_field(label: Any, *, required: bool = True, longest: int | None = None, rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, required=required, max_length=longest, widget=widget)


class GoalForm(ItemForm):
    number = NumberedField(label=_("Nummer"), required=False, max_length=20)
    title = text_field(pgettext_lazy("one", "Mål"), longest=500, rows=2)
    parent = NumberedField(label=_("Hovedmål"), required=False, max_length=20)


class ParameterForm(ItemForm):
    id = text_field(_("Nummer"), required=False, longest=40)
    goal = forms.CharField()
    text = text_field(_("Styringsparameter"), longest=1000, rows=3)
    baseline = text_field(_("Utgangspunkt"), required=False, longest=200)
    target = text_field(_("Måltall"), required=False, longest=200)
    unit = text_field(_("Enhet"), required=False, longest=80)


class AssignmentForm(ItemForm):
    """``withdrawn`` is asked only of a letter that can take an order back."""

    def __init__(self, *args: Any, reading: Reading, **options: Any) -> None:
        super().__init__(*args, reading=reading, **options)
        if reading.kind == LetterKind.ALLOCATION:
            del self.fields["withdrawn"]

    id = text_field(_("Nummer"), required=False, longest=40)
    title = text_field(_("Tittel"), longest=1000, rows=2)
    goal = forms.CharField()
    earlier = forms.BooleanField(label=_("Gitt i et tidligere år"), required=False)
    withdrawn = forms.BooleanField(label=_("Trekkes tilbake i dette brevet"), required=False)
    is_rd = forms.BooleanField(label=_("Forskning og utvikling (FoU)"), required=False)
    lead = text_field(_("Hovedansvar"), required=False, longest=300)
    partners = NameList(label=_("Samarbeid med"), required=False, help_text=_("Navn skilt med komma."))
    background = text_field(_("Bakgrunn"), required=False, rows=4)
    description = text_field(_("Beskrivelse"), required=False, rows=6)


class ChapterForm(ItemForm):
    chapter = forms.RegexField(
        r"^\d{3,4}$", label=_("Kapittel"), error_messages={"invalid": _("Et kapittel har tre eller fire siffer.")}
    )
    name = text_field(_("Navn"), longest=300)
    stated_sum = AmountField(label=_("Oppgitt sum"), required=False)


class _MoneyForm(ItemForm):
    chapter = forms.RegexField(
        r"^\d{3,4}$",
        label=_("Kapittel"),
        required=False,
        error_messages={"invalid": _("Et kapittel har tre eller fire siffer.")},
    )
    post = forms.RegexField(
        r"^\d{2}$", label=_("Post"), required=False, error_messages={"invalid": _("En post har to siffer.")}
    )


class PostForm(_MoneyForm):
    name = text_field(_("Navn"), longest=300)
    appropriation = AmountField(label=_("Bevilgning"), required=False)
    at_disposal = AmountField(
        label=_("Til disposisjon"),
        required=False,
        help_text=_("Tomt betyr hele posten når brevet ikke sier noe annet."),
    )
    carry_over = forms.BooleanField(label=_("Kan overføres"), required=False)
    estimate = forms.BooleanField(label=_("Overslagsbevilgning"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["chapter"].required = self.fields["post"].required = True


class BudgetLineForm(_MoneyForm):
    text = text_field(_("Formål"), rows=3)
    amount = AmountField(label=_("Beløp"), required=False)
    assignment = text_field(pgettext_lazy("one", "Oppdrag"), required=False, longest=40)
    part = text_field(_("Del av oppdraget"), required=False, longest=200)
    group = text_field(_("Overskrift over linjen"), required=False, longest=300)
    depth = forms.TypedChoiceField(
        label=_("Telling"),
        choices=[(0, _("Eget beløp")), (1, _("Er med i et beløp over («hvorav»)"))],
        coerce=int,
        widget=forms.RadioSelect,
    )


class GrantForm(_MoneyForm):
    recipient = text_field(_("Mottaker"), longest=300)
    amount = AmountField(label=_("Beløp"))


class ReportingForm(ItemForm):
    kind = forms.ChoiceField(label=_("Type"), choices=ReportKind.choices)
    title = text_field(_("Rapportering"), longest=500)
    cut_off = DayField(label=_("Telletidspunkt"), required=False)
    deadline = DayField(label=_("Frist"), required=False)


class MeetingForm(ItemForm):
    kind = forms.ChoiceField(label=_("Type"), choices=MeetingKind.choices)
    title = text_field(_("Møte"), longest=500)
    count = forms.IntegerField(label=_("Antall i året"), required=False, min_value=1, max_value=366)
    when = text_field(_("Tidspunkt slik brevet skriver det"), required=False, longest=200)


class DirectiveForm(ItemForm):
    title = text_field(_("Fellesføring"), longest=500)
    text = text_field(_("Tekst"), required=False, rows=6)


class AttachmentForm(ItemForm):
    number = text_field(_("Nummer"), required=False, longest=40)
    title = text_field(_("Tittel"), longest=500)
    present = forms.BooleanField(label=_("Følger med brevet"), required=False)


class DutyForm(ItemForm):
    section = text_field(_("Avsnitt"), required=False, longest=300)
    text = text_field(_("Plikt"), rows=4)


FORMS: dict[str, type[ItemForm]] = {
    ItemKind.GOAL: GoalForm,
    ItemKind.PARAMETER: ParameterForm,
    ItemKind.ASSIGNMENT: AssignmentForm,
    ItemKind.CHAPTER: ChapterForm,
    ItemKind.POST: PostForm,
    ItemKind.BUDGET_LINE: BudgetLineForm,
    ItemKind.GRANT: GrantForm,
    ItemKind.REPORTING: ReportingForm,
    ItemKind.MEETING: MeetingForm,
    ItemKind.DIRECTIVE: DirectiveForm,
    ItemKind.ATTACHMENT: AttachmentForm,
    ItemKind.DUTY: DutyForm,
}
