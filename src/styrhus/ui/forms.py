"""Django forms rendered as Designsystemet's fields, without JavaScript and with every text linked to its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorList
from django.template.backends.django import DjangoTemplates as Backend
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styrhus.common.money import multiplier_of, parse_amount

from .formats import number

CHOICE_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
UNSTYLED = (forms.HiddenInput, forms.MultipleHiddenInput)
ORE = re.compile(r",[0-9]*[1-9]")  # part of a krone
LONG_SELECT = 15  # from here on a select becomes a combobox, where there is JavaScript

SAID_ANEW = {"required", "missing", "invalid_choice", "invalid_list", "invalid_pk_value"}

# What a screen reader says in a combobox; the component has English texts of its own. ``%d`` is a number.
COMBOBOX_TEXTS = {
    "added": _("Lagt til"),
    "clear": _("Tøm feltet"),
    "empty": _("Ingenting er valgt"),
    "found": _("Gå mot venstre for å finne de %d som er valgt"),
    "invalid": _("Ugyldig verdi"),
    "items": _("Valgt"),
    "of": _("av"),
    "remove": _("Trykk for å fjerne"),
    "removed": _("Fjernet"),
    "toggle": _("Vis eller skjul valgene"),
    "singular": _("%d treff"),
    "plural": _("%d treff"),
}


def _count(choices: Any) -> int:
    """How many choices; those of a model's own field come as an iterator without a length."""
    return len(choices) if hasattr(choices, "__len__") else sum(1 for _choice in choices)


class NearDate(forms.DateInput):
    """A day close to today, picked in the browser's own calendar. For known days the text field is better."""

    input_type = "date"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class KronerField(forms.IntegerField):
    """An amount in whole kroner as people write it or paste it: "353 610 000", "1.250.000", "4,5 mill. kr"."""

    default_error_messages = {
        "invalid": _("Skriv beløpet i hele kroner, for eksempel 1 250 000"),
        "fraction": _("Skriv beløpet i hele kroner, uten øre"),
    }

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "data-suffix": _("kroner"), "class": "ui-input--short"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        read = parse_amount(str(value))
        if read is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if multiplier_of(str(value)) == 1 and ORE.search(str(value)):
            raise forms.ValidationError(self.error_messages["fraction"], code="fraction")
        return read.kroner

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, int) else value


class Switch(forms.CheckboxInput):
    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"role": "switch", **(attrs or {})})


class Field(BoundField):
    """A field on the page: what its template needs to know."""

    @property
    def ui_kind(self) -> str:
        """Which shape the field has: group (of choices), parts (date and time), single (checkbox), hidden or plain."""
        if isinstance(self.field.widget, CHOICE_GROUPS):
            return "group"
        if isinstance(self.field.widget, forms.SplitDateTimeWidget):
            return "parts"
        if isinstance(self.field.widget, forms.CheckboxInput):
            return "single"
        return "hidden" if self.is_hidden else "plain"

    @property
    def errors(self) -> ErrorList:
        """The errors, where an empty field and a choice that is not there are told what to do, not what they are."""
        found: ErrorList = super().errors
        if any(error.code in SAID_ANEW for error in found.as_data()):
            others = [text for error in found.as_data() if error.code not in SAID_ANEW for text in error]
            return ErrorList([self._what_to_do(), *others], renderer=found.renderer)
        return found

    def _what_to_do(self) -> str:
        if isinstance(self.field, forms.FileField):
            return gettext("Velg en fil")
        if isinstance(self.field.widget, forms.CheckboxInput):
            return gettext("Kryss av for å gå videre")
        if isinstance(self.field.widget, (forms.Select, *CHOICE_GROUPS)):
            return gettext("Velg et alternativ")
        return gettext("Fyll ut feltet")

    @property
    def optional(self) -> bool:
        return (
            not self.field.required
            and not getattr(self.form, "hide_optional", False)
            and self.ui_kind in ("plain", "group", "parts")
        )

    @property
    def suffix(self) -> str:
        """A unit after the field: ``widget=NumberInput(attrs={"data-suffix": _("kroner")})``."""
        return str(self.field.widget.attrs.get("data-suffix", ""))

    @property
    def focus_id(self) -> str:
        """The element that a link in the error summary moves to: the first choice of a group, else the field."""
        return f"{self.auto_id}_0" if self.ui_kind in ("group", "parts") else self.id_for_label or self.auto_id

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(dict(attrs), widget)
        if not isinstance(widget, UNSTYLED):
            built["class"] = " ".join(filter(None, ("ds-input", self._width(widget), widget.attrs.get("class", ""))))
        if isinstance(widget, forms.SplitDateTimeWidget):
            for part, label in zip(widget.widgets, (gettext("Dato"), gettext("Klokkeslett")), strict=True):
                part.attrs["aria-label"] = label
        if type(widget) is forms.Select and _count(getattr(self.field, "choices", ())) >= LONG_SELECT:
            built |= {"data-combobox": True} | {f"data-sr-{code}": str(text) for code, text in COMBOBOX_TEXTS.items()}
        if type(widget) is forms.DateInput and self.field.widget is widget:
            built |= {"inputmode": "numeric", "placeholder": gettext("dd.mm.åååå"), "autocomplete": "off"}
        return built

    @staticmethod
    def _width(widget: forms.Widget) -> str:
        short = (forms.DateInput, forms.NumberInput, forms.TimeInput, forms.DateTimeInput, forms.SplitDateTimeWidget)
        return "ui-input--short" if isinstance(widget, short) else ""


class FormRenderer(DjangoTemplates):
    """Finds our templates first, Django's after, and renders every form, field and error list by them."""

    form_template_name = "ui/form/form.html"
    field_template_name = "ui/form/field.html"
    bound_field_class = Field

    @cached_property
    def engine(self) -> Backend:
        return Backend(
            {
                "APP_DIRS": True,
                "DIRS": [Path(django.forms.__file__).parent / "templates"],
                "NAME": "styrhus-forms",
                "OPTIONS": {},
            }
        )


def summary_of(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Each error once, as (id of the field to move to or empty, text), in the order of the fields."""
    found: list[tuple[str, str]] = [("", str(error)) for error in form.non_field_errors()]
    for name in form.fields:
        bound = form[name]
        errors: ErrorList = bound.errors
        target = getattr(bound, "focus_id", bound.auto_id)
        found += [
            ("" if bound.is_hidden else target, f"{str(bound.label).rstrip('?:. ')}: {error}") for error in errors
        ]
    return found
