"""The forms of forecasts."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styrhus.common.money import parse_amount
from styrhus.identity import clock
from styrhus.ui.formats import date_long
from styrhus.ui.forms import KronerField, NearDate

from . import rules
from .models import Estimate, Version

LONG_TEXT = forms.Textarea(attrs={"rows": 3})
TEXT_LIMIT = 20_000
LONGEST_ROW = 1_000


class BadRow(ValueError):
    """A pasted row that can't be read; the message says why and how to mend it."""


def read_row(text: str, ended: int) -> dict[int, int]:
    """The months of a row pasted from a spreadsheet: all twelve, or those that have not ended.

    Cells are parted by tab, semicolon or line; an empty cell is 0. Gives whole kroner by month, only of months to
    come. Raises: BadRow.
    """
    cells = re.split(r"[\t;\n]", text.strip("\r\n ").replace("\r", ""))
    left = rules.MONTHS - ended
    if len(cells) not in (left, rules.MONTHS):
        raise BadRow(
            _("Raden har %(count)s tall. Lim inn %(left)s tall (månedene som er igjen) eller 12 (hele året).")
            % {"count": len(cells), "left": left}
        )
    wanted = cells[-left:] if left else []
    found = {}
    for month, cell in enumerate(wanted, start=ended + 1):
        read = parse_amount(cell) if cell.strip() else None
        if cell.strip() and read is None:
            raise BadRow(
                _("«%(cell)s» for %(month)s er ikke et beløp. Skriv for eksempel 1 250 000.")
                % {"cell": cell.strip()[:40], "month": MONTH_NAMES[month]}
            )
        found[month] = read.kroner if read else 0
    return found


class EstimateForm(forms.Form):
    """A field for each month to come, a total of one's own with its reason, and a row to paste."""

    hide_optional = True  # none is required by itself, and the texts say what is needed

    stated_total = KronerField(
        label=gettext_lazy("Eget anslag for hele året"), required=False,
        help_text=gettext_lazy("Bare når du venter noe annet enn brukt og planlagt. Skriv hvorfor."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Begrunnelse"), required=False, max_length=TEXT_LIMIT, widget=LONG_TEXT,
        help_text=gettext_lazy("Hva ligger bak tallene? Må fylles ut når du skriver et eget anslag."),
    )  # fmt: skip
    pasted = forms.CharField(
        label=gettext_lazy("Lim inn en rad fra et regneark"), required=False, max_length=LONGEST_ROW,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Hele kroner, ett tall per måned. Tallene erstatter dem som står i feltene."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, version: Version, initial: MutableMapping[str, Any] | None = None) -> None:
        self.ended = rules.whole_months(version.year, version.cut_off)
        self.unread = ""
        super().__init__(self._filled(data) if data is not None else None, initial=initial)
        for month in self.ahead:
            widget = forms.TextInput(attrs={"inputmode": "numeric"})  # the heading of the months says the unit
            label = str(MONTH_NAMES[month]).capitalize()
            self.fields[f"m{month}"] = KronerField(label=label, required=False, widget=widget)

    @property
    def ahead(self) -> range:
        return range(self.ended + 1, rules.MONTHS + 1)

    def _filled(self, data: Any) -> Any:
        """What was sent, with a pasted row put in the months' fields; a row that can't be read stays where it is."""
        text = data.get("pasted", "")
        if not text.strip() or len(text) > LONGEST_ROW:
            return data
        try:
            months = read_row(text, self.ended)
        except BadRow as error:
            self.unread = str(error)
            return data
        return {**data.dict(), **{f"m{month}": str(amount) for month, amount in months.items()}, "pasted": ""}

    def month_fields(self) -> list[BoundField]:
        return [self[f"m{month}"] for month in self.ahead]

    def clean_pasted(self) -> str:
        if self.unread:
            raise forms.ValidationError(self.unread)
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("stated_total") is not None and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Skriv hvorfor du anslår noe annet enn brukt og planlagt."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """The act's arguments. Months left empty are left out; when all are, only the total is stated."""
        cleaned = self.cleaned_data
        months = {month: cleaned[f"m{month}"] for month in self.ahead if cleaned.get(f"m{month}") is not None}
        stated = cleaned["stated_total"]
        return {
            "months": {month: Decimal(amount) for month, amount in months.items()},
            "stated_total": None if stated is None else Decimal(stated),
            "reason": cleaned["reason"],
        }


def initial_of(estimate: Estimate | None) -> dict[str, Any]:
    """What stands, in whole kroner, for the form."""
    if estimate is None:
        return {}
    months = {f"m{row.month}": int(row.amount) for row in estimate.months.all()}
    stated = estimate.stated_total
    return {**months, "stated_total": None if stated is None else int(stated), "reason": estimate.reason}


class VersionForm(forms.Form):
    """Open a version. The months offered are those that have ended, and the one that runs."""

    cut_off = forms.TypedChoiceField(label=gettext_lazy("Prognose per"), coerce=int)
    title = forms.CharField(
        label=gettext_lazy("Tittel"), max_length=200, required=False,
        help_text=gettext_lazy("Lar du feltet stå tomt, blir det for eksempel «Prognose per 30. juni 2023»."),
    )  # fmt: skip
    due_on = forms.DateField(
        label=gettext_lazy("Frist for avdelingene"), widget=NearDate,
        help_text=gettext_lazy("Avdelingene får beskjed nå, og en påminnelse før fristen."),
    )  # fmt: skip
    copy_from = forms.ModelChoiceField(
        Version.objects.none(), label=gettext_lazy("Hent planlagt forbruk fra"), required=False,
        empty_label=gettext_lazy("Ingen – begynn med tomme felt"),
        help_text=gettext_lazy("Bare månedene som er igjen, blir med."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, year: int, versions: Sequence[Version]) -> None:
        super().__init__(data)
        ended = rules.whole_months(year, clock.today())
        last = min(rules.MONTHS, ended + 1)
        first = max((rules.whole_months(year, one.cut_off) for one in versions), default=0)
        self.fields["cut_off"].choices = [  # type: ignore[attr-defined]
            (month, date_long(rules.month_end(year, month))) for month in range(first, last + 1)
        ]
        self.fields["cut_off"].initial = max(first, ended)
        self.fields["copy_from"].queryset = Version.objects.filter(pk__in=[one.pk for one in versions])  # type: ignore[attr-defined]
        self.fields["copy_from"].initial = versions[0].pk if versions else None


class ChangeForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Tittel"), max_length=200)
    due_on = forms.DateField(label=gettext_lazy("Frist for avdelingene"), widget=NearDate)


class WordsForm(forms.Form):
    """A text with an act, which may be left empty unless ``required``."""

    words = forms.CharField(max_length=TEXT_LIMIT, widget=LONG_TEXT)

    def __init__(self, data: Any = None, *, label: Any, help_text: Any = "", required: bool = False) -> None:
        super().__init__(data)
        field = self.fields["words"]
        field.label, field.help_text, field.required = label, help_text, required
