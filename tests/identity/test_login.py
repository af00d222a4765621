"""Logging in, being locked out, sessions, and one's own password."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse

from styrhus.identity.addresses import client_address
from styrhus.identity.demo import DEMO_PASSWORD, DEMO_USERS, make_demo_organisations_and_users
from styrhus.identity.roles import Role
from tests import factories

LOGIN = "/logg-inn/"
AFTER = "/profil/"
WRONG = "E-posten eller passordet er feil. Prøv på nytt."


@pytest.fixture
def user(agency):
    return factories.user(Role.CONTROLLER, agency, email="demo.bruker@demo.styrhus.invalid")


def log_in(client, email, password=factories.PASSWORD, **extra):
    return client.post(LOGIN, {"username": email, "password": password, "next": AFTER}, **extra)


def test_a_user_logs_in_whatever_the_case_of_the_address(client, user):
    assert log_in(client, user.email.upper()).headers["Location"] == AFTER
    assert client.get(AFTER).status_code == 200


@pytest.mark.parametrize("email", ["demo.bruker@demo.styrhus.invalid", "ingen@demo.styrhus.invalid"])
def test_every_failure_says_the_same_sentence(client, user, email):
    page = log_in(client, email, "feil passord")
    assert page.status_code == 200
    assert WRONG in page.content.decode()


def test_a_closed_account_gets_the_same_sentence(client, user):
    user.is_active = False
    user.save()
    assert WRONG in log_in(client, user.email).content.decode()


@pytest.mark.slow
def test_an_unknown_account_takes_as_long_as_a_wrong_password(user, settings):
    settings.AXES_ENABLED = False

    def seconds(email):
        began = time.perf_counter()
        log_in(Client(), email, "feil passord")
        return time.perf_counter() - began

    pairs = [(seconds(user.email), seconds("ingen@demo.styrhus.invalid")) for _ in range(12)]
    known, unknown = (min(times) for times in zip(*pairs, strict=True))  # the least disturbed of each
    assert 0.5 < known / unknown < 2


def test_the_sixth_attempt_is_locked_out_even_with_the_right_password(client, user):
    for _ in range(4):
        assert log_in(client, user.email, "feil passord").status_code == 200
    assert log_in(client, user.email, "feil passord").status_code == 429
    locked = log_in(client, user.email)
    assert locked.status_code == 429
    assert "15 minutter" in locked.content.decode()
    assert client.get(AFTER).status_code == 302


def test_another_spelling_of_the_address_gives_no_more_attempts(client, user):
    for email in (user.email, user.email.upper(), user.email.title(), f" {user.email}", user.email):
        log_in(client, email, "feil passord")
    assert log_in(client, user.email).status_code == 429


def test_the_lock_is_of_one_user_at_one_address(client, user, agency):
    other = factories.user(Role.CASE_OFFICER, agency)
    for _ in range(5):
        log_in(client, user.email, "feil passord")
    assert log_in(Client(), other.email).status_code == 302
    assert log_in(Client(), user.email, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_behind_a_proxy_the_lock_counts_the_client_s_own_address(settings, user):
    settings.PROXIES = 1
    for _ in range(5):
        log_in(Client(), user.email, "feil passord", HTTP_X_FORWARDED_FOR="192.0.2.1")
    assert log_in(Client(), user.email, HTTP_X_FORWARDED_FOR="192.0.2.1").status_code == 429
    assert log_in(Client(), user.email, HTTP_X_FORWARDED_FOR="192.0.2.2").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "192.0.2.1", "127.0.0.1"),  # without a proxy of ours the header is anybody's word
        (1, "203.0.113.7, 192.0.2.1", "192.0.2.1"),  # what stands before our own entry was sent by the client
        (2, "203.0.113.7, 192.0.2.1, 198.51.100.4", "192.0.2.1"),
        (2, "192.0.2.1", "127.0.0.1"),  # did not come through both
        (1, "", "127.0.0.1"),
    ],
)
def test_the_client_s_address(settings, proxies, forwarded, expected):
    settings.PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", **headers)) == expected


def test_the_session_gets_a_new_key_at_login_and_is_gone_after_logout(client, user):
    client.get(LOGIN)
    client.session["anything"] = 1
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["styrhus-session"] = session.session_key
    before = session.session_key
    log_in(client, user.email)
    after = client.cookies["styrhus-session"].value
    assert after != before
    assert not Session.objects.filter(session_key=before).exists()
    client.post(reverse("identity:logout"))
    assert not Session.objects.filter(session_key=after).exists()
    assert client.get(AFTER).status_code == 302


def test_logging_out_needs_a_post(client, user):
    log_in(client, user.email)
    assert client.get(reverse("identity:logout")).status_code == 405
    assert client.get(AFTER).status_code == 200


def test_a_login_form_without_its_token_is_refused(user):
    assert log_in(Client(enforce_csrf_checks=True), user.email).status_code == 403


def test_no_redirect_leads_to_another_site(client, user, settings):
    settings.LOGIN_REDIRECT_URL = AFTER
    answer = client.post(
        LOGIN, {"username": user.email, "password": factories.PASSWORD, "next": "https://example.com/"}
    )
    assert answer.headers["Location"] == AFTER


def test_changing_the_password_keeps_this_session_and_ends_the_others(client, user):
    elsewhere = Client()
    log_in(client, user.email)
    log_in(elsewhere, user.email)
    page = client.post(reverse("identity:password"), {"old": "feil", "new": "seks grå hester på tunet"})
    assert "Passordet er feil." in page.content.decode()
    client.post(reverse("identity:password"), {"old": factories.PASSWORD, "new": "seks grå hester på tunet"})
    assert client.get(AFTER).status_code == 200
    assert elsewhere.get(AFTER).status_code == 302


def test_a_weak_new_password_says_why_beside_the_field(client, user):
    log_in(client, user.email)
    page = client.post(reverse("identity:password"), {"old": factories.PASSWORD, "new": "kort"})
    assert "Passordet er for kort" in page.content.decode()


def test_the_demo_s_login_page_logs_each_demo_user_in_with_one_click(client, db, settings):
    settings.DEMO = True
    make_demo_organisations_and_users()
    page = client.get(LOGIN).content.decode()
    for wanted in DEMO_USERS:
        assert f"Logg inn som {wanted.name}" in page
        assert log_in(Client(), f"{wanted.account}@demo.styrhus.invalid", DEMO_PASSWORD).status_code == 302


def test_outside_the_demo_the_page_names_no_user(client, db, settings):
    settings.DEMO = True
    make_demo_organisations_and_users()
    settings.DEMO = False
    page = client.get(LOGIN).content.decode()
    assert DEMO_PASSWORD not in page
    assert "Demo Controller" not in page


def test_the_language_of_the_profile_counts_over_an_older_choice_of_the_browser(client, user):
    log_in(client, user.email)
    client.cookies["styrhus-language"] = "nb"
    client.post(AFTER, {"name": user.name, "language": "en"})
    assert client.cookies["styrhus-language"].value == ""
    assert '<html lang="en"' in client.get(AFTER).content.decode()
