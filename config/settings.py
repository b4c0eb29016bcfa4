"""One file, read from top to bottom. Everything that differs between machines comes from the environment.

Embedded default: SQLite and Celery's filesystem broker under var/, no server needed. `PRODUCTION=1` asks for the rest,
and a missing setting fails with advice.
"""

import os
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import keys

ROOT = Path(__file__).resolve().parent.parent


def env(name, default=None, *, advice=""):
    """The environment's value, or the default. Without a default a missing name stops the start with advice."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. {advice}")
    return default


def env_flag(name):
    return env(name, "0").lower() in {"1", "true", "yes", "on"}


# --- Which machine is this? -----------------------------------------------------------------------------------------

PRODUCTION = env_flag("PRODUCTION")
DEMO = env_flag("DEMO")
# Tracebacks in the browser: `manage.py dev` asks for it, production never gets it.
DEBUG = env_flag("DEBUG") and not PRODUCTION
VAR = Path(env("PARTNERSHIPS_VAR", str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)


def in_production(name, embedded, advice):
    """The embedded default on one machine; in production the environment must say."""
    return env(name, None if PRODUCTION else embedded, advice=advice)


SECRET_KEY = in_production("SECRET_KEY", "", "Give it 50 random characters and keep them.") or keys.kept_in(VAR)
SITE_URL = in_production(
    "SITE_URL", "http://127.0.0.1:8000", "Give the address people type, such as https://partners.example.org."
).rstrip("/")
SITE_NAME = env("SITE_NAME", "Partnerships")
# The reverse proxies whose word on the client's address counts: addresses or networks.
TRUSTED_PROXIES = in_production(
    "TRUSTED_PROXIES", "", "Give the address of the reverse proxy, such as 127.0.0.1, or 10.0.0.0/8."
).split(",")
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname, *env("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")]

# --- Apps: config is here for its management commands (demo, test, bench) -------------------------------------------

INSTALLED_APPS = [
    "config",
    "communications",
    "evaluation",
    "partnerships",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "simple_history",
]

MIDDLEWARE = [
    "config.clock.clock",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Above WhiteNoise, so that files the demo serves uncompressed are compressed too.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.gates.manners",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.gates.places",
    "config.words_kept.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "communications.engine.rehearsals.rehearsals",
    # Last: only for those whom all the others let through to the view.
    "partnerships.pages.once.once",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.gates.site",
                "config.words_kept.words",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- Database -------------------------------------------------------------------------------------------------------

DATABASE_URL = in_production(
    "DATABASE_URL", f"sqlite:///{VAR / 'db.sqlite3'}", "Give postgres://user:password@host:5432/name."
)
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without these, read-then-write transactions of web and worker fail with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000; "
        "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Jobs: the broker is a doorbell, the database is the truth ------------------------------------------------------

CELERY_BROKER_URL = in_production("CELERY_BROKER_URL", "filesystem://", "Give redis://host:6379/0.")
if CELERY_BROKER_URL.startswith("filesystem"):
    for folder in ("queue", "control", "processed"):
        (VAR / "broker" / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT = "config.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR / "broker" / "queue"),
        "data_folder_out": str(VAR / "broker" / "queue"),
        "control_folder": str(VAR / "broker" / "control"),
        "processed_folder": str(VAR / "broker" / "processed"),
        "polling_interval": 0.1,
    }
else:
    # A dead Redis must cost a request half a second at most, and a killed worker's tasks must come back within seconds.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "socket_connect_timeout": 0.5,
        "socket_timeout": 5,
        "visibility_timeout": 300,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "max_retries": 1,
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "UTC"

# --- Who comes in ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "partnerships.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "partnerships.accounts.passwords.GuessableValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "sign-in"
SESSION_ENGINE = "partnerships.accounts.sessions"
# Of half a sign-in, and of one on a shared computer; accounts/arrival.py has the rest.
SESSION_COOKIE_AGE = 60 * 60 * 2
SESSION_COOKIE_HTTPONLY = True
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_HANDLER = "partnerships.accounts.tries.Tries"
AXES_LOCKOUT_PARAMETERS = "partnerships.accounts.tries.counted_together"
AXES_LOCKOUT_CALLABLE = "partnerships.links.views.sign_in.locked"
AXES_USERNAME_CALLABLE = "partnerships.accounts.tries.name_tried"
AXES_CLIENT_IP_CALLABLE = "partnerships.accounts.tries.address_tried_from"
# A success with one name must not wipe out what was tried with another.
AXES_RESET_ON_SUCCESS = False
AXES_USERNAME_FORM_FIELD = "username"
AXES_VERBOSE = False
# "required": leads, viewers and administrators cannot go on without a second step; "offered": whoever wants it has it.
SECOND_STEP = env("SECOND_STEP", "required" if PRODUCTION else "offered")
OTP_TOTP_ISSUER = SITE_NAME
OTP_ADMIN_HIDE_SENSITIVE_DATA = True
# Signing in with an organisation's own account (OpenID Connect): off until its issuer's address is given.
OIDC_PROVIDER = env("OIDC_PROVIDER", "").rstrip("/")


def with_provider(name, advice):
    return env(name, None if OIDC_PROVIDER else "", advice=advice)


OIDC_CLIENT_ID = with_provider("OIDC_CLIENT_ID", "The provider gives it to you.")
OIDC_CLIENT_SECRET = with_provider("OIDC_CLIENT_SECRET", "The provider gives it to you.")
OIDC_DOMAINS = set(with_provider("OIDC_DOMAINS", "Give what follows @ in its people's addresses.").lower().split(","))
OIDC_NAME = env("OIDC_NAME", "your organisation's account")
# Believe its addresses although it never says that it has verified them.
OIDC_TRUST_ADDRESSES = env_flag("OIDC_TRUST_ADDRESSES")

# --- What a browser may do ------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.gates.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- Files and static files -----------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.assets.NodeModulesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_ROOT = VAR / "media"

# --- Mail -----------------------------------------------------------------------------------------------------------


def mail_settings(url):
    """Django's mail settings from smtp://user:password@host:25 (or smtps://, or smtp+tls://)."""
    parts = urlsplit(url)
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
    }


# "outbox" keeps every message on the outbox page instead of sending it: the demo's default.
EMAIL_URL = in_production("EMAIL_URL", "outbox", "Give smtp+tls://user:password@host:587.")
if EMAIL_URL != "outbox":
    globals().update(mail_settings(EMAIL_URL))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = in_production(
    "FROM_EMAIL", f"{SITE_NAME} <partnerships@example.org>", "Give the address mail comes from."
)
if PRODUCTION and (problems := keys.problems_of(globals())):
    raise ImproperlyConfigured(" ".join(problems))
MAIL_DOMAIN = parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
# What tells a request the time.
CLOCK = "django.utils.timezone.now"
FORMAT_MODULE_PATH = None

# --- Log ------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"tokens": {"()": "config.logs.WithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
}
