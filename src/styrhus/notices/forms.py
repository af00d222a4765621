"""The form of a user's own choices of mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from styrhus.ui.forms import Switch


class ClockTime(forms.TimeInput):
    """A time of day, picked in the browser's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


def _hours() -> list[tuple[int, str]]:
    return [(hour, f"{hour:02}.00") for hour in range(24)]


class PreferencesForm(forms.Form):
    digest = forms.BooleanField(
        label=_("Ett sammendrag hver arbeidsdag"), required=False, widget=Switch,
        help_text=_("Det som er nytt siden sist. Er det ingenting nytt, kommer det ingen e-post."),
    )  # fmt: skip
    digest_hour = forms.TypedChoiceField(label=_("Sammendraget kommer klokken"), coerce=int, choices=_hours)
    urgent_at_once = forms.BooleanField(
        label=_("Hastesaker med en gang"), required=False, widget=Switch,
        help_text=_("Slår du det av, står hastesakene øverst i sammendraget."),
    )  # fmt: skip
    quiet_from = forms.TimeField(
        label=_("Stilletid fra"), required=False, widget=ClockTime,
        help_text=_("Ingen hastesaker på e-post i denne tiden. La begge feltene stå tomme for ingen stilletid."),
    )  # fmt: skip
    quiet_to = forms.TimeField(label=_("Stilletid til"), required=False, widget=ClockTime)
    weekends = forms.BooleanField(label=_("Hastesaker også i helger og på helligdager"), required=False, widget=Switch)
