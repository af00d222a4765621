"""The templates that come with the program, and what is refused in a template."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from django.utils import translation

from styrhus.reports.kinds import DATA, KINDS, TemplateError, kind_from
from styrhus.reports.outline import from_json, to_json
from styrhus.reports.sources import SOURCES
from tests import factories

# The regulation's own titles, in its order (Bestemmelser om økonomistyring i staten, 1.6.1 and 2.3.3).
BOKMAL = [
    ("I", "Leders beretning"),
    ("II", "Introduksjon til virksomheten og hovedtall"),
    ("III", "Årets aktiviteter og resultater"),
    ("IV", "Styring og kontroll i virksomheten"),
    ("V", "Vurdering av framtidsutsikter"),
    ("VI", "Årsregnskap"),
]
NYNORSK = [
    ("I", "Leiarens fråsegn"),
    ("II", "Introduksjon til verksemd og hovudtal"),
    ("III", "Aktivitetar og resultat i 2023"),
    ("IV", "Styring og kontroll i verksemda"),
    ("V", "Vurdering av framtidsutsikter"),
    ("VI", "Årsrekneskap"),
]
SECTION = {"key": "one", "nb": "En", "nn": "Ein"}
TEMPLATE = {"key": "own", "nb": "Egen", "nn": "Eigen", "valid_from": date(2023, 1, 1), "section": [SECTION]}


@pytest.mark.parametrize(("language", "titles"), [("nb", BOKMAL), ("nn", NYNORSK)])
def test_the_annual_report_has_the_six_parts_of_the_regulation_in_order(language, titles):
    parts = [one for one in KINDS["annual"].sections if not one.annex]
    assert [(one.number, one.title(language, 2023)) for one in parts] == titles
    assert all(one.source and one.verified for one in parts)


def test_the_head_signs_parts_one_and_six_alone():
    assert [one.number for one in KINDS["annual"].walk() if one.signed] == ["I", "VI"]


def test_every_file_of_the_folder_is_a_kind_in_both_languages():
    assert set(KINDS) == {path.stem for path in DATA.glob("*.toml")}
    for kind in KINDS.values():
        assert kind.nb
        assert kind.nn
        assert kind.source
        assert kind.about_nb
        assert kind.about_nn
        for section in kind.walk():
            assert section.nb
            assert section.nn
            assert bool(section.guidance_nb) == bool(section.guidance_nn)
            assert all(key in SOURCES for key in section.sources)
            assert not section.verified or section.source


@pytest.mark.parametrize(
    ("key", "cut_off", "due"),
    [
        ("annual", date(2023, 12, 31), date(2024, 3, 15)),
        ("half_year", date(2023, 6, 30), date(2023, 8, 18)),
        ("accounts", date(2023, 6, 30), date(2023, 8, 18)),
        ("grants", date(2023, 12, 31), date(2024, 6, 1)),
        ("ukraine", date(2023, 12, 31), None),
    ],
)
def test_when_a_report_counts_and_when_it_is_due(key, cut_off, due):
    kind = KINDS[key]
    begin, end, counted = kind.period_of(2023)
    assert (begin, counted, kind.due_on(2023)) == (date(2023, 1, 1), cut_off, due)
    assert begin <= counted <= end


def test_only_the_annual_report_goes_to_the_auditor_and_is_published():
    assert [key for key, kind in KINDS.items() if kind.auditor_copy] == ["annual"]
    assert KINDS["annual"].publish_on(2023) == date(2024, 5, 1)
    assert KINDS["half_year"].publish_on(2023) is None


def test_the_grants_report_is_about_the_three_posts():
    assert "62, 71 og 73" in KINDS["grants"].about("nb")
    assert "grants" in KINDS["grants"].section("use").sources


def test_a_label_follows_the_language_of_the_page():
    said = []
    for language in ("nb", "nn", "en"):
        with translation.override(language):
            said.append(KINDS["accounts"].label)
    assert said == ["Regnskapsrapport", "Rekneskapsrapport", "Accounts report"]


@pytest.mark.django_db
def test_results_stand_once_for_each_goal_and_the_outline_survives_json():
    made = factories.small_plan(factories.world().agency)
    outline = KINDS["annual"].outline(made.plan)
    goals = [one for one in outline.sections if one.parent == "results" and one.key.startswith("goal-")]
    assert [(one.key, one.sources) for one in goals] == [("goal-1", ("goals:1",)), ("goal-2", ("goals:2",))]
    assert goals[0].title["nb"] == "Mål 1: Flere deltar i arbeidslivet"
    assert outline.copy_to_auditor
    assert [one.key for one in outline.sections if one.signs] == ["leader", "accounts"]
    assert from_json(to_json(outline)) == outline


@pytest.mark.django_db
def test_a_plan_without_goals_keeps_the_section_once():
    plan = factories.plan(factories.world().agency)
    assert KINDS["annual"].outline(plan).section("goal").sources == ("goals",)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"section": [{**SECTION, "sources": ["nowhere"]}]}, "kilden «nowhere» finnes ikke"),
        ({"section": [{**SECTION, "sources": ["posts:1"]}]}, "kilden «posts:1» finnes ikke"),
        ({"section": []}, "malen har ingen deler"),
        ({"section": [SECTION, SECTION]}, "nøkkelen «one» står på to deler"),
        ({"section": [{**SECTION, "nn": ""}]}, "«nn» mangler"),
        ({"section": [{**SECTION, "repeat": "post"}]}, "ikke for «post»"),
        ({"section": [{**SECTION, "colour": "red"}]}, "«colour» er ikke et kjent felt"),
        ({"key": "Own Report"}, "kan bare ha små bokstaver"),
        ({"answers": ["never"]}, "«never» er ikke en type rapporteringskrav"),
        ({"period": "week"}, "perioden «week» er ukjent"),
        ({"due": {"month": 2, "day": 30}}, "dag som finnes i kalenderen"),
        ({"due": {"month": 2}}, "dag som finnes i kalenderen"),
        ({"valid_from": "2023"}, "«valid_from» skal være en dato"),
        (
            {"demand": [{"key": "a", "nb": "A", "nn": "A", "section": "two", "source": "x"}]},
            "«two», som ikke finnes",
        ),
    ],
)
def test_a_template_with_a_fault_is_refused_in_one_sentence(change, words):
    with pytest.raises(TemplateError) as refused:
        kind_from({**TEMPLATE, **change})
    assert words in str(refused.value)
    assert str(refused.value).count("\n") == 0


def test_a_plain_template_is_taken_as_it_is():
    kind = kind_from(TEMPLATE)
    assert [one.key for one in kind.walk()] == ["one"]
    assert kind.due is None
    assert kind.answers == ()


def test_the_data_says_since_when_and_from_where():
    for path in DATA.glob("*.toml"):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        assert data["valid_from"] == date(2023, 1, 1), path.name
        assert data["source"], path.name
        assert "verified" in data, path.name
