"""Django forms rendered as Designsystemet's fields, without JavaScript and with every text linked to its field."""

from __future__ import annotations

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

CHOICE_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
UNSTYLED = (*CHOICE_GROUPS, forms.HiddenInput, forms.MultipleHiddenInput)
LONG_SELECT = 15  # from here on a select becomes a combobox, where there is JavaScript


class NearDate(forms.DateInput):
    """A day close to today, picked in the browser's own calendar. For known days the text field is better."""

    input_type = "date"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


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
        if type(widget) is forms.Select and len(getattr(self.field, "choices", ())) >= LONG_SELECT:
            built["data-combobox"] = True
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
        found += [("" if bound.is_hidden else target, f"{bound.label}: {error}") for error in errors]
    return found
