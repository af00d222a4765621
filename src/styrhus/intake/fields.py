"""Form fields of this room: amounts in kroner, Norwegian dates, line numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from styrhus.ui.forms import KronerField

from .rules.lines import NotLines, as_text, from_text

LARGEST = 10**15  # kroner: well above any state budget, well below what the database holds


class AmountField(KronerField):
    """Whole kroner, no more than the database holds."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=-LARGEST, max_value=LARGEST, **options)


class DayField(forms.DateField):
    """A day as "31.12.2023"; the value is kept as ISO text, the way the read letter has it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"],
            widget=forms.DateInput(format="%d.%m.%Y"),
            error_messages={"invalid": _("Skriv datoen som dag.måned.år, for eksempel 31.12.2023.")},
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        try:
            return date.fromisoformat(value) if isinstance(value, str) and value.count("-") == 2 else value
        except ValueError:
            return value


class ListField(forms.CharField):
    """A text that is a list to the program. An empty one is the same as none, so that an unused row stays unused."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return list(self.to_python(data)) != list(initial or ())
        except ValidationError:
            return True


class LinesField(ListField):
    """Line numbers of the letter: "12, 14–18" ↔ [12, 14, 15, 16, 17, 18]."""

    def prepare_value(self, value: Any) -> Any:
        return as_text(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[int]:
        try:
            return from_text(super().to_python(value))
        except NotLines as error:
            raise ValidationError(
                _("«%(part)s» er ikke linjenummer. Skriv for eksempel 12, 14–18."), params={"part": error.part}
            ) from error


class NameList(ListField):
    """Names split by commas ↔ a list of names."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:
        return [name.strip() for name in super().to_python(value).split(",") if name.strip()]
