"""Settings are safe by default, and production refuses to start on unsafe ones."""

import json
import os
import subprocess
import sys

import pytest

SECRET = "a-secret-of-our-own-that-is-long-enough-for-production-0123456789"
GOOD = {
    "STYRHUS_ENV": "production",
    "STYRHUS_SECRET_KEY": SECRET,
    "STYRHUS_HOSTS": "styrhus.example.org,www.example.org",
    "DATABASE_URL": "postgresql://program:hemmelig%40@db.example.org:5433/styrhus?sslmode=verify-full",
    "DATABASE_OWNER_URL": "postgresql://owner@db.example.org/styrhus",
}
SHOWN = (
    "DEBUG", "DEMO", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SECURE",
    "CSRF_COOKIE_HTTPONLY", "LANGUAGE_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "PROXIES",
    "CSRF_TRUSTED_ORIGINS", "ALLOWED_HOSTS", "DATABASES", "SECURE_PROXY_SSL_HEADER",
)  # fmt: skip
SCRIPT = f"""
import json
from django.conf import settings
print(json.dumps({{name: getattr(settings, name, None) for name in {SHOWN}}}, default=str))
"""


def load(**environment):
    """Load the settings in a process of their own: (exit status, settings, what was said on the way out)."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("STYRHUS_", "DATABASE_"))}
    environment = {
        **clean,
        "DJANGO_SETTINGS_MODULE": "styrhus.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
        **environment,
    }
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout or "null"), done.stderr


def test_production_starts_with_safe_settings():
    status, found, said = load(**GOOD)
    assert status == 0, said
    assert not found["DEBUG"]
    assert not found["DEMO"]
    for name in SHOWN:
        if name.endswith(("_SECURE", "_HTTPONLY")) or name == "SECURE_SSL_REDIRECT":
            assert found[name] is True, name
    assert found["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert found["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://styrhus.example.org", "https://www.example.org"]


def test_the_database_url_is_read_whole():
    found = load(**GOOD)[1]["DATABASES"]["default"]
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "program", "hemmelig@", "db.example.org", "5433", "styrhus",
    )  # fmt: skip
    assert found["OPTIONS"]["sslmode"] == "verify-full"
    assert "lock_timeout" in found["OPTIONS"]["options"]


def test_migrations_connect_as_the_owner():
    assert load(**GOOD, STYRHUS_DATABASE_ROLE="owner")[1]["DATABASES"]["default"]["USER"] == "owner"


def test_without_a_proxy_its_headers_are_not_believed():
    found = load(**GOOD, STYRHUS_PROXIES="0")[1]
    assert found["PROXIES"] == 0
    assert found["SECURE_PROXY_SSL_HEADER"] is None


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"STYRHUS_SECRET_KEY": None}, "STYRHUS_SECRET_KEY"),
        ({"STYRHUS_SECRET_KEY": "short"}, "STYRHUS_SECRET_KEY"),
        (
            {"STYRHUS_SECRET_KEY": "only-for-development-this-secret-is-public-and-refused-in-production"},
            "STYRHUS_SECRET_KEY",
        ),
        ({"STYRHUS_HOSTS": None}, "STYRHUS_HOSTS"),
        ({"STYRHUS_HOSTS": ","}, "STYRHUS_HOSTS"),
        ({"STYRHUS_DEBUG": "1"}, "STYRHUS_DEBUG"),
        ({"STYRHUS_DEMO": "1"}, "STYRHUS_DEMO"),
        ({"STYRHUS_ENV": "staging"}, "STYRHUS_ENV"),
        ({"DATABASE_URL": "mysql://somewhere/else"}, "DATABASE_URL"),
    ],
)
def test_production_refuses_to_start_and_says_which_setting(change, named):
    environment = {name: value for name, value in {**GOOD, **change}.items() if value is not None}
    status, found, said = load(**environment)
    assert status != 0
    assert found is None
    assert named in said.splitlines()[-1]
    assert "hemmelig" not in said


def test_development_answers_to_this_machine_alone():
    found = load(DATABASE_URL=GOOD["DATABASE_URL"])[1]
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert found["PROXIES"] == 0
    assert not found["DEBUG"]
