"""The three languages say the same things with the same values."""

import pickle
from string import Formatter

import pytest

from styrhus.letters.model import UnreadableLetter
from styrhus.letters.texts import LANGUAGES, render, templates


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_codes(language: str) -> None:
    assert set(templates(language)) == set(templates("nb"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", sorted(templates("nb")))
def test_every_language_uses_the_same_placeholders(code: str, language: str) -> None:
    assert placeholders(templates(language)[code]) == placeholders(templates("nb")[code])
    assert all(name.isidentifier() for name in placeholders(templates(language)[code]))


@pytest.mark.parametrize("code", sorted(templates("nb")))
def test_each_text_is_one_short_sentence_or_two(code: str) -> None:
    for language in LANGUAGES:
        template = templates(language)[code]
        assert template.endswith("."), (language, code)
        assert len(template) <= 240, (language, code)


def test_braces_in_a_value_are_printed_as_they_stand() -> None:
    assert "{stated} <b>" in render("empty-file", {"name": "{stated} <b>"})


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="se"):
        render("empty-file", {"name": "x"}, "se")


def test_an_unreadable_letter_speaks_bokmal_and_keeps_its_code_and_values() -> None:
    error = pickle.loads(pickle.dumps(UnreadableLetter("empty-file", {"name": "brev.txt"})))  # noqa: S301 - our own bytes
    assert error.code == "empty-file"
    assert str(error) == render("empty-file", {"name": "brev.txt"}, "nb")
    assert render(error.code, error.values, "en").startswith("The file brev.txt")
