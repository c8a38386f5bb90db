"""All settings, from the environment. `.env.example` lists every variable."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from csp.constants import NONE, SELF

from nps_project import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
env.read_files(BASE_DIR / ".env", VAR_DIR / "secrets.env")

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret("SECRET_KEY", debug=DEBUG)
SECRET_KEY_FALLBACKS = env.listed("SECRET_KEY_FALLBACKS")
# Separate from SECRET_KEY: rotating that one must not forget who was asked and who refused.
ADDRESS_HASH_KEY = env.secret("ADDRESS_HASH_KEY", debug=DEBUG)

PORT = env.number("PORT", 8000)
BASE_URL = env.text("BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = [
    urlsplit(BASE_URL).hostname or "localhost",
    "127.0.0.1",
    "localhost",
    *env.listed("ALLOWED_HOSTS"),
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "anymail",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "lucide",
    "rest_framework",
    "template_partials",
    "core",
    "team",
    "customers",
    "mailroom",
    "surveys",
    "responses",
    "followups",
    "insights",
    "integrations",
    "nps_project",
]

# The staff-only ones step aside on public pages: no session, no user, no cookie there.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "nps_project.middleware.StaffSessionMiddleware",
    "nps_project.middleware.StaffCsrfMiddleware",
    "nps_project.middleware.StaffAuthenticationMiddleware",
    "nps_project.middleware.StaffMessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nps_project.middleware.StaffLoginRequiredMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nps_project.middleware.ReaderZoneMiddleware",
]
PUBLIC_PREFIXES = (
    "/s/",
    "/u/",
    "/w/",
    "/l/",
    "/api/",
    "/v1/",
    "/anymail/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/static/",
)
# For staff all the same: how to begin with the API.
STAFF_PATHS = ("/api/",)

ROOT_URLCONF = "nps_project.urls"
WSGI_APPLICATION = "nps_project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nps_project.context.program",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'closeloop.sqlite3'}"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction that will write takes its lock at the start instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Failed logins and API calls are counted here: in memory each web process would count for itself.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Straight from the source folders, under their plain names: no collectstatic before `make run`.
WHITENOISE_USE_FINDERS = env.flag("STATIC_FROM_SOURCE", default=DEBUG)
if WHITENOISE_USE_FINDERS:
    STATIC_ROOT = None
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MEDIA_ROOT = VAR_DIR / "uploads"

AUTH_USER_MODEL = "team.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "team.domain.accounts.StaffAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
# Behind a proxy every visitor has the proxy's address; the one that it adds tells them apart.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY") else 0
# The user's row alone holds the address: allauth's own would keep a second copy of it.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  # the name of a class
# Tell people by mail when their password or second factor changed, and strangers nothing.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_TOTP_ISSUER = "Closeloop"

SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS and env.flag("SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

EMAIL = dj_email_url.parse(env.text("EMAIL_URL", "console:")) if env.text("EMAIL_URL") else {}
LOCAL_OUTBOX = "mailroom.domain.local_outbox.LocalOutboxBackend"
EMAIL_BACKEND = env.text("EMAIL_BACKEND", EMAIL.get("EMAIL_BACKEND", LOCAL_OUTBOX))
EMAIL_HOST = EMAIL.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = EMAIL.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = EMAIL.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = EMAIL.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = env.number("EMAIL_TIMEOUT_SECONDS", 30)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Closeloop <closeloop@localhost>")
ANYMAIL = {name.removeprefix("ANYMAIL_"): env.text(name) for name in env.names("ANYMAIL_")}

# The row is the truth and the broker a nudge, so every message may be lost or come twice.
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", "redis://127.0.0.1:6379/0")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")

# How often beat rings, and how long a claimed row may stay without an outcome (longer than a task may run).
TICK_SECONDS = env.number("TICK_SECONDS", 10)
LEASE_SECONDS = env.number("LEASE_SECONDS", 600)
RETRY_BASE_SECONDS = env.number("RETRY_BASE_SECONDS", 120)


def _every(task: str, seconds: int) -> dict[str, object]:
    # A ring that nobody heard before the next one is worth nothing: it expires.
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


CELERY_BEAT_SCHEDULE = {
    "run imports": _every("customers.tasks.run_imports", TICK_SECONDS),
    "run launches": _every("customers.tasks.run_launches", TICK_SECONDS),
    "refresh stages": _every("customers.tasks.refresh_stages", 60 * TICK_SECONDS),
    "sweep": _every("team.tasks.sweep", 60 * TICK_SECONDS),
    "process provider events": _every("mailroom.tasks.process_events", TICK_SECONDS),
    "plan invitations": _every("surveys.tasks.plan_invitations", 3 * TICK_SECONDS),
    "plan reminders": _every("surveys.tasks.plan_reminders", 6 * TICK_SECONDS),
    "deliver invitations": _every("surveys.tasks.deliver_invitations", TICK_SECONDS),
    "watch campaigns": _every("surveys.tasks.watch_campaigns", 3 * TICK_SECONDS),
    "reap invitations": _every("surveys.tasks.reap_invitations", 3 * TICK_SECONDS),
    "read themes": _every("responses.tasks.read_themes", TICK_SECONDS),
    "open missing follow-ups": _every("followups.tasks.open_missing", 6 * TICK_SECONDS),
    "link later answers": _every("followups.tasks.link_later_answers", 30 * TICK_SECONDS),
    "tell of answers": _every("followups.tasks.tell_of_answers", 30 * TICK_SECONDS),
    "begin playbooks": _every("followups.tasks.begin_playbooks", 6 * TICK_SECONDS),
    "advance playbooks": _every("followups.tasks.advance_playbooks", TICK_SECONDS),
    "assign overflow": _every("followups.tasks.assign_overflow", 6 * TICK_SECONDS),
    "weigh follow-ups again": _every("followups.tasks.weigh_again", 360 * TICK_SECONDS),
    "sound alarms": _every("followups.tasks.sound_alarms", 3 * TICK_SECONDS),
    "deliver messages": _every("followups.tasks.deliver_messages", TICK_SECONDS),
    "send digests": _every("followups.tasks.send_digests", 30 * TICK_SECONDS),
    "deliver notifications": _every("followups.tasks.deliver_notifications", TICK_SECONDS),
    "reap notifications": _every("followups.tasks.reap_notifications", 3 * TICK_SECONDS),
    "deliver webhooks": _every("integrations.tasks.deliver_webhooks", TICK_SECONDS),
    "reap webhooks": _every("integrations.tasks.reap_webhooks", 3 * TICK_SECONDS),
    "catch up webhooks": _every("integrations.tasks.catch_up_webhooks", 30 * TICK_SECONDS),
    "reap messages": _every("followups.tasks.reap_messages", 3 * TICK_SECONDS),
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["team.api.authentication.BearerKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["team.api.permissions.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["team.api.parsers.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "team.api.pagination.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["team.throttles.KeyThrottle"],
    "DEFAULT_THROTTLE_RATES": {"key": env.text("API_RATE", "600/min")},
    "EXCEPTION_HANDLER": "team.api.errors.shaped",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Closeloop API",
    "DESCRIPTION": "Customers in, events in, answers and scores out.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    # Calls are grouped by what follows it.
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Without null it would send our description to a stranger's validator.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
    "COMPONENT_SPLIT_REQUEST": True,
    # Four kinds of rows have a field `state`.
    "ENUM_NAME_OVERRIDES": {
        "CampaignStateEnum": "surveys.enums.CampaignState",
        "CaseStateEnum": "customers.enums.CaseState",
        "InvitationStateEnum": "mailroom.enums.OutboxState",
        "ResponseStateEnum": "responses.enums.ResponseState",
        "FollowUpStateEnum": "followups.enums.FollowUpState",
        "StageEnum": "customers.enums.Stage",
        "TaskStateEnum": "followups.enums.StepState",
        "MessageKindEnum": "followups.enums.MessageKind",
        "PlanItemStateEnum": "followups.enums.PlanState",
        "EndorsementKindEnum": "followups.enums.EndorsementKind",
    },
}

# Networks of one's own that webhooks may call: nothing inside a private network is called unless named.
WEBHOOK_ALLOW_PRIVATE = env.networks("WEBHOOK_ALLOW_PRIVATE")
METRICS_TOKEN = env.text("METRICS_TOKEN")
# A healthy row ends within 15 minutes; one that has been due for longer waits for a worker.
READY_MAX_QUEUE_SECONDS = env.number("READY_MAX_QUEUE_SECONDS", 900)
# The sample program's admin; `make run` makes the password and prints both.
SAMPLE_EMAIL = "admin@example.com"
SAMPLE_PASSWORD = env.text("SAMPLE_PASSWORD")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
IMPORT_MAX_BYTES = env.number("IMPORT_MAX_MEGABYTES", 200) * 1024 * 1024
# It looks for Django's CSRF middleware by name; StaffCsrfMiddleware derives from it.
SILENCED_SYSTEM_CHECKS = ["security.W003"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without tokens": {"()": "core.redaction.WithoutTokens"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["without tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
