"""Every answer carries the security headers, errors too, and tells nothing of the inside."""

import pytest
from django.test import Client

from styrhus.identity.roles import OrganisationKind, Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken_site(settings):
    settings.ROOT_URLCONF = "tests.operations.broken_urls"
    return Client(raise_request_exception=False)


def assert_guarded(answer):
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == policy["base-uri"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/logg-inn/", 200),
        ("/profil/", 302),
        ("/finnes-ikke/", 404),
        ("/logg-ut/", 302),
        ("/sprak/", 405),
        ("/fails/", 500),
        ("/refuses/", 403),
        ("/unmarked/", 500),
        ("/static/finnes-ikke.css", 404),
    ],
)
def test_answers_are_guarded_errors_too(broken_site, address, status):
    answer = broken_site.get(address)
    assert answer.status_code == status
    assert_guarded(answer)


def test_a_wrong_host_name_is_refused(broken_site):
    answer = broken_site.get("/logg-inn/", HTTP_HOST="evil.example.com")
    assert answer.status_code == 400
    assert_guarded(answer)


def test_a_page_that_fails_shows_a_number_and_nothing_of_the_inside(broken_site, caplog):
    page = broken_site.get("/fails/").content.decode()
    (logged,) = [record for record in caplog.records if record.name == "styrhus.ui.errors"]
    assert logged.args[0] in page, "the number on the page leads to the line in the log"
    assert "a secret that no page may show" in str(logged.exc_info)
    assert "a secret that no page may show" not in page
    assert "Traceback" not in page
    assert "RuntimeError" not in page


def test_a_refusal_shows_its_reason(broken_site):
    assert "Dette er grunnen." in broken_site.get("/refuses/").content.decode()


def test_a_view_without_a_mark_is_never_shown(broken_site):
    assert b"open to all by mistake" not in broken_site.get("/unmarked/").content


def test_the_cookies_are_closed_to_scripts_and_other_sites():
    agency = factories.organisation(OrganisationKind.DIRECTORATE)
    user = factories.user(Role.CONTROLLER, agency)
    client = Client()
    client.get("/logg-inn/")
    client.post("/logg-inn/", {"username": user.email, "password": factories.PASSWORD, "next": "/profil/"})
    client.post("/sprak/", {"language": "nn"})
    client.post("/fargevalg/", {"scheme": "dark"})
    assert set(client.cookies) >= {"styrhus-session", "styrhus-csrf", "styrhus-language", "styrhus-colour-scheme"}
    for name, cookie in client.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
