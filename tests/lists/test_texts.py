"""Every text that a user may read stands in bokmål, nynorsk and English, and says the same with the same values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.utils import translation
from django.utils.functional import Promise

import styrhus.urls  # noqa: F401  every form and table is known once the addresses are
from styrhus.audit.acts import texts as acts_in_words
from styrhus.letters.texts import templates as letter_texts
from styrhus.ui.tables import Column, Table
from tests.lists.texts import NAMES, code_of_pages, templates, unmarked_in_code, unmarked_in_template
from tools.messages import LANGUAGES, Text, all_texts, entries, is_translated, key, missing, texts_in

ABBREVIATION = re.compile(r"\b(nr|kl|jan|feb|aug|sep|okt|nov|des)\.$")
PLACEHOLDERS = re.compile(r"%\(\w+\)[sd]|%[sd%]")
ROOMS = [config for config in apps.get_app_configs() if config.name.startswith("styrhus.")]


def in_file(tmp_path: Path, name: str, source: str) -> list[Text]:
    path = tmp_path / name
    path.write_text(source)
    return [text for text, _line in texts_in(path)]


# The catalogues


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    lacking = missing(language)
    assert not lacking, f"Run tools/messages.py and translate into {language}: {[text.singular for text in lacking]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_unsure_or_left_over(language: str) -> None:
    held = entries(language)
    assert [entry.msgid for entry in held if entry.fuzzy or entry.obsolete] == []
    left_over = {key(entry) for entry in held} - set(all_texts())
    assert not left_over, f"Run tools/messages.py: {language} translates texts that are gone: {sorted(left_over)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_keeps_the_placeholders(language: str) -> None:
    for entry in filter(is_translated, entries(language)):
        whole = sorted(PLACEHOLDERS.findall(entry.msgid_plural or entry.msgid))
        if entry.msgid_plural:  # "én frist" may leave its number out, "to frister" may not
            assert sorted(PLACEHOLDERS.findall(entry.msgstr_plural[1])) == whole, entry.msgid
            assert set(PLACEHOLDERS.findall(entry.msgstr_plural[0])) <= set(whole), entry.msgid
        else:
            assert sorted(PLACEHOLDERS.findall(entry.msgstr)) == whole, entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_begins_and_ends_as_the_text_does(language: str) -> None:
    """A full stop, a colon or a space that is lost shows where the text is put together with another."""
    for entry in filter(is_translated, entries(language)):
        for said in [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values()):
            assert said == said.strip() or entry.msgid != entry.msgid.strip(), entry.msgid
            ends = [text[-1] if text[-1] in ".:?;," else "" for text in (entry.msgid, said)]
            assert ends[0] == ends[1] or ABBREVIATION.search(entry.msgid), (entry.msgid, said)


def test_nynorsk_has_its_own_words() -> None:
    """Words that only bokmål has; nynorsk writes them otherwise. «Å nå» is a verb of both."""
    others = re.compile(
        r"\b(ikke|fra|noen|noe|hver|hvem|hva|hvor|hvorfor|hvordan|bare|være|gjøre|virksomhet\w*|bevilgning\w*"
        r"|regnskap\w*|tilskudd\w*|oppgave\w*|uten|en|et|jeg|velg|se|tall|måned\w*|dem"
        r"|endringen|endret|lagret|rettet|slettes|vises|tidligere|senere|ennå|(?<!å )(?<!ikkje )nå|flere|kommer|leser|skriver|finner)\b",
        re.I,
    )
    found = {}
    for entry in entries("nn"):
        said = " ".join([entry.msgstr, *entry.msgstr_plural.values()])
        if words := others.findall(said):
            found[entry.msgid] = words
    assert not found


def test_english_holds_no_norwegian_letters() -> None:
    """Beside names and the letter's own words, which stand in «» in English too."""
    names = re.compile(r"«[^»]*»|Bokmål|\børe\b")
    for entry in entries("en"):
        said = names.sub("", " ".join([entry.msgstr, *entry.msgstr_plural.values()]))
        assert not re.search(r"[æøåÆØÅ]", said), (entry.msgid, said)


def test_no_text_says_vennligst() -> None:
    assert [text.singular for text in all_texts() if "vennligst" in text.singular.casefold()] == []


def test_the_sentences_about_letters_are_complete() -> None:
    assert set(letter_texts("nb")) == set(letter_texts("nn")) == set(letter_texts("en"))
    assert all(text.strip() for language in ("nb", *LANGUAGES) for text in letter_texts(language).values())


# The tool that finds the texts


def test_the_tool_finds_texts_in_code(tmp_path: Path) -> None:
    source = (
        "from django.utils.translation import gettext_lazy as later, ngettext, pgettext\n"
        'a = later("Frist")\nb = ngettext("én dag", "%(n)s dager", n)\nc = pgettext("one", "Mål")\nd = other("ikke denne")\n'
    )
    assert in_file(tmp_path, "code.py", source) == [
        Text("Frist"), Text("én dag", "%(n)s dager"), Text("Mål", context="one"),
    ]  # fmt: skip


def test_the_tool_finds_texts_in_templates(tmp_path: Path) -> None:
    source = (
        '{% load i18n %}<p>{% translate "Frist" %}</p>\n  {% button _("Lagre") %}\n{{ x|default:_("Ingen") }}'
        '{% translate "Mål" context "one" %}{# {% translate "ikke denne" %} #}'
    )
    assert set(in_file(tmp_path, "page.html", source)) == {
        Text("Frist"), Text("Lagre"), Text("Ingen"), Text("Mål", context="one"),
    }  # fmt: skip


def test_the_tool_finds_texts_in_blocks(tmp_path: Path) -> None:
    source = (
        "{% load i18n %}{% blocktranslate trimmed with day=due %}\n  Innen {{ day }}\n{% endblocktranslate %}\n"
        "{% blocktranslate count n=number %}{{ n }} dag{% plural %}{{ n }} dager{% endblocktranslate %}"
    )
    assert set(in_file(tmp_path, "page.html", source)) == {Text("Innen %(day)s"), Text("%(n)s dag", "%(n)s dager")}


def test_an_empty_translation_is_missing() -> None:
    entry = next(iter(entries("nn")))
    assert is_translated(entry)
    entry.msgstr, entry.msgstr_plural = "", {}
    assert not is_translated(entry)


# Texts that nothing marks


def test_every_text_of_a_template_is_marked() -> None:
    found = [place for name, source in templates() for place in unmarked_in_template(name, source)]
    assert not found, "Mark with {% translate %}:\n" + "\n".join(f"{name}:{line}: {said}" for name, line, said in found)


def test_every_norwegian_text_of_the_code_is_marked() -> None:
    found = [place for name, source in code_of_pages() for place in unmarked_in_code(name, source)]
    assert not found, "Mark with gettext:\n" + "\n".join(f"{name}:{line}: {said}" for name, line, said in found)


@pytest.mark.parametrize(
    "source",
    [
        "<p>Frist</p>", '<a aria-label="Neste side">→</a>', '<input placeholder="dato">', "<td>{{ day }} dager</td>",
        '{% button "Lagre" %}', '{% card title="Brev" %}', '<img alt="Kart">', "{% if x %}ja{% endif %}",
    ],
)  # fmt: skip
def test_the_search_sees_unmarked_words_in_a_template(source: str) -> None:
    found = list(unmarked_in_template("page.html", f"{{% load i18n %}}\n{source}"))
    assert [place[:2] for place in found] == [("page.html", 2)]


@pytest.mark.parametrize(
    "source",
    [
        '<p class="frist">{% translate "Frist" %}</p>', "{% blocktranslate %}Innen {{ day }}{% endblocktranslate %}",
        '{% button _("Lagre") variant="primary" %}', "<p>2023 – 14</p>", "{# Et notat #}", '{{ day|date:"Y-m-d" }}',
    ],
)  # fmt: skip
def test_the_search_passes_over_what_is_marked(source: str) -> None:
    assert not list(unmarked_in_template("page.html", source))


def test_the_search_sees_unmarked_words_in_code() -> None:
    source = (
        'from x import y\n\ntitle = "Fristen er passert"\nmarked = _("Fristen er passert")\nname = "steering:plan"\n'
    )
    assert list(unmarked_in_code("code.py", source)) == [("code.py", 3, "Fristen er passert")]


# Labels, as Django holds them: a lazy text follows the reader's language, a plain one was said once for all


def is_lazy(text: object) -> bool:
    return isinstance(text, Promise) or text in NAMES or not re.search(r"[^\W\d_]{2}", str(text or ""))


def subclasses(of: type) -> list[type]:
    return [kind for direct in of.__subclasses__() for kind in (direct, *subclasses(direct))]


def own(kinds: list[type]) -> list[type]:
    return sorted(
        {kind for kind in kinds if kind.__module__.startswith("styrhus.")}, key=lambda kind: kind.__qualname__
    )


@pytest.mark.parametrize(
    "model", [model for room in ROOMS for model in room.get_models()], ids=lambda model: model.__name__
)
def test_models_and_their_choices_are_named_in_every_language(model: type[models.Model]) -> None:
    assert is_lazy(model._meta.verbose_name)
    assert is_lazy(model._meta.verbose_name_plural)
    for field in model._meta.get_fields():
        if isinstance(field, models.Field):
            for _value, label in field.flatchoices:
                assert is_lazy(label) or field.name == "language", (field.name, label)


@pytest.mark.parametrize("kind", own(subclasses(forms.BaseForm)), ids=lambda kind: kind.__name__)
def test_forms_speak_every_language(kind: type[forms.BaseForm]) -> None:
    for name, field in getattr(kind, "base_fields", {}).items():
        assert is_lazy(field.label) or field.label is None, (name, field.label)
        assert is_lazy(field.help_text), (name, field.help_text)


@pytest.mark.parametrize("kind", own(subclasses(Table)), ids=lambda kind: kind.__name__)
def test_tables_speak_every_language(kind: type[Table]) -> None:
    assert is_lazy(kind.caption)
    for column in vars(kind).values():
        if isinstance(column, Column):
            assert is_lazy(column.label), column.label


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_of_the_log_has_words(language: str) -> None:
    with translation.override(language):
        assert all(str(text) for text in acts_in_words().values())
