"""The room's own addresses, the pages for errors and the files that are served from elsewhere."""

from __future__ import annotations

import logging

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse

from styrhus.ui import errors
from styrhus.ui.finders import FILES, FrontEndFinder
from styrhus.ui.icons import ICONS, KIND_ICONS, icon_svg

pytestmark = pytest.mark.django_db


def post(name, **data):
    return Client().post(reverse(name), data)


@pytest.mark.parametrize(
    ("target", "where"),
    [("/brev/?q=a", "/brev/?q=a"), ("https://ond.example/", "/"), ("//ond.example", "/"), ("javascript:alert(1)", "/")],
)
def test_only_addresses_of_the_site_are_gone_back_to(target, where):
    assert post("ui:language", language="nn", next=target)["Location"] == where


def test_an_unknown_language_or_scheme_is_not_kept():
    assert not post("ui:language", language="xx").cookies
    assert not post("ui:colour-scheme", scheme="rosa").cookies
    assert post("ui:colour-scheme", scheme="dark").cookies["styrhus-colour-scheme"].value == "dark"


def test_choices_are_posted_never_fetched():
    assert Client().get(reverse("ui:language")).status_code == 405


def test_the_gallery_is_closed_where_there_is_something_to_hide(settings):
    settings.DEMO = settings.DEBUG = False
    assert Client().get(reverse("ui:gallery")).status_code == 404


def test_a_refusal_shows_its_reason(rf):
    request = rf.get("/")
    request.user = None
    page = errors.permission_denied(request, PermissionDenied("Bare controlleren kan vedta brevet."))
    assert (page.status_code, "Bare controlleren" in page.content.decode()) == (403, True)


def test_what_failed_is_said_with_a_number_and_without_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = errors.server_error(RequestFactory().get("/"))
    text = page.content.decode()
    assert page.status_code == 500
    assert "ikke din feil" in text
    assert "<strong>" in text


def test_a_stale_form_is_explained():
    client = Client(enforce_csrf_checks=True)
    logging.disable(logging.WARNING)
    page = client.post(reverse("ui:language"), {"language": "nn"})
    logging.disable(logging.NOTSET)
    assert page.status_code == 403
    assert "Skjemaet kunne ikke sendes" in page.content.decode()


@pytest.mark.parametrize("name", FILES)
def test_each_named_file_is_found(name):
    assert finders.find(name)


def test_only_named_files_are_served():
    finder = FrontEndFinder()
    assert finder.find("vendor/../package.json") == []
    assert finder.find("@digdir/designsystemet-css/package.json") == []


def test_missing_packages_are_said_in_words(settings, tmp_path):
    settings.FRONT_END = tmp_path
    with pytest.raises(ImproperlyConfigured, match="make setup"):
        list(FrontEndFinder().list([]))


def test_static_files_can_be_hashed_for_production(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", verbosity=0, interactive=False)
    css = next(tmp_path.glob("ui/inter.????????????.css")).read_text()
    assert "vendor/inter/latin." in css
    assert next(tmp_path.glob("vendor/inter/latin.????????????.woff2")).is_file()


@pytest.mark.parametrize("name", ICONS)
def test_each_icon_is_there_and_hidden_from_screen_readers(name):
    assert icon_svg(name).startswith('<svg class="ui-icon" aria-hidden="true"')


def test_each_kind_of_status_has_an_icon_of_its_own():
    assert len({icon_svg(name) for name in KIND_ICONS.values()}) == len(KIND_ICONS)
