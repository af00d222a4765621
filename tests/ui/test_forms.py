"""Forms: every text linked to its field, every error said once at the top and once at its place."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from styrhus.ui.formats import number
from styrhus.ui.forms import KronerField, NearDate, Switch, summary_of


class EveryField(forms.Form):
    text = forms.CharField(label="Tittel", help_text="Kort")
    long = forms.CharField(label="Tekst", widget=forms.Textarea, required=False)
    whole = forms.IntegerField(label="Antall", required=False)
    amount = KronerField(label="Beløp", required=False)
    day = forms.DateField(label="Dato", required=False)
    near = forms.DateField(label="Frist", widget=NearDate, required=False)
    moment = forms.SplitDateTimeField(label="Tid", required=False)
    one = forms.ChoiceField(label="Velg én", choices=[("a", "A"), ("b", "B")])
    long_choice = forms.ChoiceField(label="Kommune", choices=[(str(i), f"K{i}") for i in range(40)])
    radio = forms.ChoiceField(label="Hvilken?", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(
        label="Hvilke?", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
    )
    several = forms.MultipleChoiceField(
        label="Flere", choices=[("a", "A")], widget=forms.SelectMultiple, required=False
    )
    file = forms.FileField(label="Vedlegg")
    yes = forms.BooleanField(label="Ja")
    switch = forms.BooleanField(label="Varsle", widget=Switch, required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def render(form):
    return Template("{% load ui %}{% form form %}").render(Context({"form": form}))


def ids(html):
    return re.findall(r'\sid="([^"]+)"', html)


@pytest.mark.parametrize("data", [None, {}, {"whole": "x", "day": "31.02.2023", "one": "z", "moment_0": "x"}])
def test_every_reference_leads_to_one_element(data):
    html = render(EveryField(data))
    found = ids(html)
    assert len(found) == len(set(found))
    referred = [*re.findall(r'\sfor="([^"]+)"', html), *re.findall(r'href="#([^"]+)"', html)]
    referred += " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert referred
    assert set(referred) <= set(found)


def test_every_visible_control_has_a_label_and_the_look_of_the_design_system():
    html = render(EveryField())
    labels = set(re.findall(r'\sfor="([^"]+)"', html))
    for control in re.findall(r"<(?:input|select|textarea)\b[^>]*>", html):
        if 'type="hidden"' in control:
            continue
        assert "ds-input" in control, control
        name = re.search(r'\sid="([^"]+)"', control)[1]
        assert name in labels or "aria-label=" in control, control


def test_only_optional_fields_say_so():
    html = render(EveryField())
    optional = [bound for bound in EveryField() if bound.optional]
    assert html.count("Valgfritt") == len(optional)
    assert {bound.name for bound in optional} >= {"long", "moment", "many"}
    assert not {"text", "one", "yes", "switch", "hidden"} & {bound.name for bound in optional}


def test_empty_fields_are_told_what_to_do():
    form = EveryField({})
    texts = dict(summary_of(form))
    assert texts["id_text"] == "Tittel: Fyll ut feltet"
    assert texts["id_one"] == "Velg én: Velg et alternativ"
    assert texts["id_radio_0"] == "Hvilken: Velg et alternativ"
    assert texts["id_file"] == "Vedlegg: Velg en fil"
    assert texts["id_yes"] == "Ja: Kryss av for å gå videre"
    html = render(form)
    assert "påkrevd" not in html
    assert html.count("Fyll ut feltet") == 2  # in the summary and at the field


def test_a_form_without_errors_has_no_summary():
    assert "ds-error-summary" not in render(EveryField())
    form = EveryField(
        {"text": "a", "one": "a", "long_choice": "3", "radio": "a", "yes": "on"},
        {"file": SimpleUploadedFile("brev.txt", b"x")},
    )
    assert form.is_valid(), form.errors
    assert "ds-error-summary" not in render(form)


def test_errors_of_the_whole_form_stand_first():
    form = EveryField({})
    form.full_clean()
    form.add_error(None, "Fristen ligger før brevets dato.")
    assert summary_of(form)[0] == ("", "Fristen ligger før brevets dato.")


def test_what_a_person_typed_comes_back_as_text():
    html = render(EveryField({"text": '"><script>alert(1)</script>'}))
    assert "<script>" not in html


def test_only_long_selects_become_comboboxes():
    html = render(EveryField())
    assert re.findall(r'<select name="([a-z_]+)"[^>]*data-combobox', html) == ["long_choice"]


@given(st.integers(-(10**14), 10**14))
def test_an_amount_comes_back_as_it_was_shown(amount):
    field = KronerField()
    assert field.clean(field.prepare_value(amount)) == amount
    assert field.clean(number(amount) + " kr") == amount


@pytest.mark.parametrize(
    ("text", "kroner"),
    [
        ("1 250 000", 1_250_000),
        ("1.250.000", 1_250_000),
        ("4,5 mill. kr", 4_500_000),
        ("kr 71 600 000,-", 71_600_000),
        ("0", 0),
    ],
)
def test_amounts_are_read_as_people_write_them(text, kroner):
    assert KronerField().clean(text) == kroner


@pytest.mark.parametrize(("text", "said"), [("ti", "hele kroner"), ("12,50", "uten øre"), ("12,5 kr", "uten øre")])
def test_other_texts_are_refused_with_a_way_to_mend_it(text, said):
    with pytest.raises(forms.ValidationError, match=said):
        KronerField().clean(text)


@pytest.mark.parametrize("field", ["one", "radio"])
def test_a_choice_that_is_not_there_is_told_what_to_do(field):
    assert EveryField({field: "z"})[field].errors == ["Velg et alternativ"]


@pytest.mark.parametrize(("language", "said"), [("nb", "Tøm feltet"), ("nn", "Tøm feltet"), ("en", "Clear the field")])
def test_a_combobox_speaks_the_language_of_the_page(language, said):
    with override(language):
        assert f'data-sr-clear="{said}"' in render(EveryField())
