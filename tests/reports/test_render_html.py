"""The report on the web: whole, in order, accessible in light and dark, and harmless whatever was written in it."""

from __future__ import annotations

import itertools
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from lxml import html as reader

from styrhus.reports import render
from styrhus.reports.render.layout import lay_out, printable
from styrhus.reports.render.texts import NB, NN, long_date
from tests.browser import NARROW, SMALLEST, WIDE, overflowing, violations
from tests.reports.published import assert_in_order, hostile, huge, squeezed, texts
from tests.reports.sample_document import CUT_OFF, sample

ADDRESS = "https://styrhus.example.no"


def read(text: str):
    return reader.document_fromstring(text)


@pytest.fixture(scope="module")
def report():
    return read(render.html(sample()))


def main_text(page) -> str:
    """The report's text without its contents list and the texts of its pictures."""
    for node in page.xpath("//*[local-name()='svg' or contains(@class, 'report__contents')]"):
        node.drop_tree()
    return page.xpath("//main")[0].text_content()


def test_every_text_is_there_in_order():
    for language, status in (("nb", ""), ("nn", "Utkast")):
        page = read(render.html(sample(language, status)))
        assert page.get("lang") == language
        assert assert_in_order(texts(sample(language)), main_text(page)) > 350


def test_headings_follow_each_other_and_the_contents_lead_to_them(report):
    headings = report.xpath("//h1|//h2|//h3|//h4")
    assert [node.tag for node in headings][:3] == ["h1", "h2", "h2"]
    levels = [int(node.tag[1]) for node in headings]
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))
    ids = set(report.xpath("//@id"))
    assert len(ids) == len(report.xpath("//@id"))
    links = [node.get("href") for node in report.xpath("//nav//a")]
    assert len(links) == sum(part.depth <= 2 for part in lay_out(sample()).parts)
    assert {link.removeprefix("#") for link in links} <= ids


def test_tables_have_caption_and_scopes_and_amounts_stand_at_the_end(report):
    tables = report.xpath("//table")
    assert len(tables) == 6
    for table in tables:
        assert table.xpath("caption")[0].text_content().strip()
        assert {node.get("scope") for node in table.xpath("thead//th")} == {"col"}
        assert all([node.get("scope") for node in row.xpath("th")] == ["row"] for row in table.xpath("tbody/tr"))
    assert len(tables[-1].xpath("tbody/tr[last()]/td[@class='report-end']")) == 5
    assert tables[-1].xpath("tbody/tr[last()]/@class") == ["report-sum"]


def test_charts_are_pictures_with_a_name_and_their_numbers_below(report):
    charts = lay_out(sample()).charts()
    pictures = report.xpath("//figure//*[local-name()='svg']")
    assert len(pictures) == 2 * len(charts)  # for a page and for a telephone
    for picture in pictures:
        title = picture.xpath("*[local-name()='title']")[0]
        assert picture.get("role") == "img"
        assert picture.get("aria-labelledby") == title.get("id")
        assert title.text in {chart.alternative for chart in charts}
    after = [figure.getnext().xpath(".//table/@id") for figure in report.xpath("//figure")]
    assert after == [[f"figurtabell-{number}"] for number in (1, 2, 3)]


def test_a_chart_draws_each_value_and_leaves_a_hole_where_one_is_lacking(report):
    bars, lines, change = (figure.xpath(".//*[local-name()='svg']")[0] for figure in report.xpath("//figure"))
    assert len(bars.xpath(".//*[local-name()='rect']")) == 10 + 2  # and the legend's
    paths = [
        node.get("d") for node in lines.xpath(".//*[contains(@class, 'report-line')]") if "h22" not in node.get("d")
    ]
    assert [path.count("M") for path in paths] == [2, 1]
    assert [len(re.findall("[ML]", path)) for path in paths] == [10, 12]
    said = [node.text for node in change.xpath(".//*[local-name()='text']")]
    assert {"−1,4", "4,4", "0,0", "Vestfold og Telemark", "prosentpoeng"} <= set(said)


def test_figures_lead_to_their_receipts_only_where_the_site_is_named(report):
    assert report.xpath("//main//a[@class='report__figure']") == []
    linked = read(render.html(sample(), address=ADDRESS)).xpath("//a[@class='report__figure']")
    assert linked[0].get("href") == f"{ADDRESS}/regnskap/tall/steering.settled/"
    assert linked[0].get("title") == "Se grunnlaget for tallet: Bosatte"
    assert squeezed(linked[0].text_content()) == "31421"
    assert len(linked) >= len(sample().figures)


def test_the_file_asks_for_nothing_and_runs_nothing(report):
    assert report.xpath("//script|//link|//img|//iframe|//object|//@onclick|//@onload") == []
    assert "url(" not in report.xpath("//style")[0].text
    policy = report.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")


def test_hostile_text_is_text_and_leads_nowhere():
    text = render.html(hostile(), address=ADDRESS)
    page = read(text)
    assert page.xpath("//script|//img|//@onerror") == []
    assert "javascript:" not in text
    assert "{{ 7 }}" in text
    said = squeezed(page.xpath("//main")[0].text_content())
    assert squeezed("Bosettingskommunesamarbeid" * 400) in said
    assert "innerst" in said
    assert len(page.xpath("//h6")) == 6
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("a\u202eb", "a\u202eb\u202c"),
        ("a\u202eb\u202c", "a\u202eb\u202c"),
        ("\u2067a\u202bb\u2069", "\u2067a\u202bb\u2069"),
        ("\u2067a\u202bb", "\u2067a\u202bb\u202c\u2069"),
        ("a\u202cb", "a\u202cb"),
        ("a\r\nb\rc\x00", "a\nb\nc\ufffd"),
    ],
)
def test_a_turned_direction_ends_with_its_text(given, made):
    assert printable(given) == made


def test_a_huge_report_is_whole():
    document = huge()
    assert assert_in_order(texts(document), main_text(read(render.html(document)))) > 5_000


def test_both_forms_of_norwegian_have_all_fixed_words_and_differ_where_they_should():
    pairs = {name: (getattr(NB, name), getattr(NN, name)) for name in NB.__slots__}
    assert all(nb and nn for nb, nn in pairs.values())
    assert pairs["contents"] == ("Innhold", "Innhald")
    assert (NN.page, NN.table, NN.figure, NN.draft) == ("Side", "Tabell", "Figur", "Utkast")
    assert {name for name, (nb, nn) in pairs.items() if nb != nn} >= {
        "numbers_of",
        "place_and_date",
        "receipt",
        "untitled",
    }
    assert not re.search(
        r"\b(ikke|fra|hvert|tallene|uten|sted)\b", " ".join(str(nn) for _nb, nn in pairs.values()), re.I
    )
    assert long_date(CUT_OFF) == "31.\u00a0desember\u00a02023"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_published_file_breaks_no_rule(new_page, width, scheme):
    page = new_page(width, scheme)
    page.set_content(render.html(sample("nn", "Utkast"), address=ADDRESS))
    assert violations(page) == []
    assert overflowing(page) == []


@pytest.mark.browser
def test_hostile_text_stays_within_the_smallest_window(new_page):
    page = new_page(SMALLEST)
    page.set_content(render.html(hostile()))
    assert overflowing(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_report_on_the_site_breaks_no_rule(site, new_page, width, scheme):
    request = RequestFactory().get("/rapporter/")
    request.user, request.session = AnonymousUser(), {}
    request.COOKIES["fargevalg"] = scheme
    body = render.html(sample(status="Utkast"), request=request)
    page = new_page(width, scheme)
    address = f"{site.url}/rapporter/prove/"
    page.route(address, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto(address)
    assert page.locator("a.report__figure").first.get_attribute("href") == "/regnskap/tall/steering.settled/"
    assert violations(page) == []
    assert overflowing(page) == []
