"""Settings, read from the environment with safe defaults. `docs/operations.md` lists every variable.

Production (STYRHUS_ENV=production) refuses to start with a default secret, without named hosts, or in debug mode.
"""

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from styrhus import embedded

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent.parent
VAR = Path(os.environ.get("STYRHUS_VAR", ROOT / "var"))

ENVIRONMENT = os.environ.get("STYRHUS_ENV", "development")
PRODUCTION = ENVIRONMENT == "production"
TESTING = "pytest" in sys.modules
DEFAULT_SECRET = "only-for-development-this-secret-is-public-and-refused-in-production"  # noqa: S105

if ENVIRONMENT not in {"development", "production"}:
    raise ImproperlyConfigured(f"STYRHUS_ENV is '{ENVIRONMENT}'; it must be 'development' or 'production'.")

SECRET_KEY = os.environ.get("STYRHUS_SECRET_KEY", DEFAULT_SECRET)
DEBUG = os.environ.get("STYRHUS_DEBUG", "") == "1"
ALLOWED_HOSTS = [
    h for h in os.environ.get("STYRHUS_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,[::1]").split(",") if h
]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []
DEMO = os.environ.get("STYRHUS_DEMO", "0" if PRODUCTION else "1") == "1"

# The demo's year is 2023, looked at from this day; empty: today.
DEMO_DAY = os.environ.get("STYRHUS_DEMO_DAY", "2023-03-01")
DEMO_TODAY = date.fromisoformat(DEMO_DAY) if DEMO and DEMO_DAY and not TESTING else None

if PRODUCTION:
    if SECRET_KEY == DEFAULT_SECRET or len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("Set STYRHUS_SECRET_KEY to a random text of at least 50 characters of your own.")
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured("Set STYRHUS_HOSTS to the host names that the site is reached by, split by commas.")
    if DEBUG:
        raise ImproperlyConfigured("STYRHUS_DEBUG=1 shows inner data to users and is refused in production.")
    if DEMO:
        raise ImproperlyConfigured("STYRHUS_DEMO=1 makes known logins and is refused in production.")


def database() -> dict[str, Any]:
    """The database: DATABASE_URL where it is set, else the embedded server, started on first use.

    The program connects as a role that can't change what is append-only; migrations and tests as the owner.
    """
    common: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"},
    }
    as_owner = TESTING or os.environ.get("STYRHUS_DATABASE_ROLE") == "owner"
    url = os.environ.get("DATABASE_OWNER_URL" if as_owner else "DATABASE_URL") or os.environ.get("DATABASE_URL")
    if not url:
        server = embedded.Server(VAR / "postgres")
        server.start()
        return common | server.url(embedded.OWNER if as_owner else embedded.PROGRAM)
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://; PostgreSQL is the only database.")
    query = dict(parse_qsl(parts.query))
    return common | {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": common["OPTIONS"] | query,  # sslmode and the like
    }


DATABASES = {"default": database() | {"TEST": {"NAME": os.environ.get("STYRHUS_TEST_DATABASE")}}}
EMBEDDED = not (os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_OWNER_URL"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "axes",
    "procrastinate.contrib.django",
    "styrhus.audit",
    "styrhus.identity",
    "styrhus.archive",
    "styrhus.ui",
    "styrhus.notices",
    "styrhus.economy",
    "styrhus.ledger",
    "styrhus.forecast",
    "styrhus.steering",
    "styrhus.alerts",
    "styrhus.risk",
    "styrhus.control",
    "styrhus.preparedness",
    "styrhus.obligations",
    "styrhus.reports",
    "styrhus.dialogue",
    "styrhus.preparation",
    "styrhus.intake",
    "styrhus.portal",
]
INSTALLED_APPS = [
    name
    for name in INSTALLED_APPS
    if not name.startswith("styrhus.") or (PACKAGE / name.split(".")[1] / "apps.py").exists()
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "styrhus.identity.middleware.DenyByDefault",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "styrhus.urls"
WSGI_APPLICATION = "styrhus.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "styrhus.ui.context.page",
                "styrhus.notices.context.bell",
            ],
            "string_if_invalid": "UNKNOWN-VARIABLE[%s]" if TESTING else "",
        },
    }
]
FORM_RENDERER = "styrhus.ui.forms.FormRenderer"

# Login: local accounts. Single sign-on comes beside it; roles are kept apart from how a person logs in.
AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["styrhus.identity.hashers.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "styrhus.identity.passwords.NotLikeOneself", "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "styrhus.identity.passwords.NotTooShort", "OPTIONS": {"min_length": 12}},
    {"NAME": "styrhus.identity.passwords.NotCommon"},
    {"NAME": "styrhus.identity.passwords.NotNumbersAlone"},
]
LOGIN_URL = "identity:login"
LOGIN_REDIRECT_URL = "portal:front"
LOGOUT_REDIRECT_URL = "identity:login"
# How many proxies of our own stand in front; each adds one entry to X-Forwarded-For. 0: the header is not believed.
PROXIES = int(os.environ.get("STYRHUS_PROXIES", "1" if PRODUCTION else "0"))
AXES_CLIENT_IP_CALLABLE = "styrhus.identity.addresses.client_address"
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "styrhus.identity.addresses.account_name"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "styrhus.identity.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "styrhus-session"
CSRF_COOKIE_NAME = "styrhus-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "styrhus.ui.errors.csrf_failure"

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "styrhus-language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
FORMAT_MODULE_PATH = "styrhus.formats"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # years and keys are numbers too; amounts are grouped by ui.formats
TIME_ZONE = "Europe/Oslo"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "styrhus.ui.finders.FrontEndFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "documents"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING
FRONT_END = ROOT / "node_modules"

# Mail: without a server it is kept and shown as not sent (see notices).
SMTP_URL = os.environ.get("STYRHUS_SMTP_URL", "")
MAIL_FROM = os.environ.get("STYRHUS_MAIL_FROM", "Styrhus <styrhus@localhost>")
SITE_URL = os.environ.get("STYRHUS_SITE_URL", "").rstrip("/")
if PRODUCTION and SMTP_URL and not (SITE_URL and "STYRHUS_MAIL_FROM" in os.environ):
    raise ImproperlyConfigured("Set STYRHUS_MAIL_FROM and STYRHUS_SITE_URL too where STYRHUS_SMTP_URL is set.")

# Uploads: larger files are refused before they are read (see archive).
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Security headers
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Designsystemet's icons are data: masks
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "base-uri": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_SSL_REDIRECT = os.environ.get("STYRHUS_TLS_REDIRECT", "1") == "1"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True

# The event log's heads are written down every night, best on another disk than the database's.
AUDIT_HEADS = Path(os.environ.get("STYRHUS_AUDIT_HEADS", VAR / "audit" / "heads.log"))

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("STYRHUS_LOG", "WARNING")},
}
