"""设置 The one settings module; what differs between installations comes from the environment.

Documented in docs/operations/settings.md; a test compares the two.
"""

from __future__ import annotations

import os
from pathlib import Path

from . import sign_on
from .catalogue import ensure_compiled
from .database import data_folder, database_settings
from .secret import secret_key

PACKAGE = Path(__file__).resolve().parent.parent


def flag(name: str, default: bool) -> bool:
    """Read a yes-or-no environment variable."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


DATA = data_folder()
DEBUG = flag("QIANJIN_DEBUG", False)
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = os.environ.get("QIANJIN_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("QIANJIN_ORIGINS", "").split(",") if o]
BEHIND_TLS = flag("QIANJIN_TLS", False)

INSTALLED_APPS = [
    "qianjin.apps.audit",
    "qianjin.apps.parks",
    "qianjin.apps.accounts",
    "qianjin.apps.enterprises",
    "qianjin.apps.library",
    "qianjin.apps.drives",
    "qianjin.apps.subsidies",
    "qianjin.apps.prospects",
    "qianjin.apps.land",
    "qianjin.apps.clearing",
    "qianjin.apps.investment",
    "qianjin.apps.delivery",
    "qianjin.apps.desk",
    "qianjin.apps.visits",
    "qianjin.apps.channels",
    "qianjin.ui",
    "qianjin.faces.gate",
    "qianjin.faces.web",
    "qianjin.faces.portal",
    "qianjin.faces.api",
    "django.contrib.postgres",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *sign_on.apps(os.environ),
    "procrastinate.contrib.django",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
]

MIDDLEWARE = [
    "qianjin.faces.gate.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "qianjin.faces.gate.middleware.DatabasePatience",
    "qianjin.faces.gate.bursts.Bursts",
    "qianjin.faces.gate.sessions.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "qianjin.faces.gate.backends.People",
    "qianjin.faces.gate.bearer.BearerToken",
    "qianjin.faces.gate.middleware.ReaderLanguage",
    "qianjin.faces.gate.middleware.UploadLimit",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "qianjin.faces.gate.middleware.Doorkeeper",
]

ROOT_URLCONF = "qianjin.config.urls"
WSGI_APPLICATION = "qianjin.config.wsgi.application"

_LOADERS = [
    (
        "template_partials.loader.Loader",
        [
            (
                "django.template.loaders.cached.Loader",
                [
                    "django_cotton.cotton_loader.Loader",
                    "django.template.loaders.filesystem.Loader",
                    "django.template.loaders.app_directories.Loader",
                ],
            )
        ],
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": _LOADERS,
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.messages.context_processors.messages",
                "qianjin.faces.gate.context.reader",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "qianjin.ui.templatetags.ui",
                "qianjin.faces.gate.templatetags.gate",
            ],
        },
    }
]
FORM_RENDERER = "qianjin.ui.controls.Controls"
COTTON_DIR = "cotton"
COTTON_ISOLATE_BY_DEFAULT = True

DATABASES = {"default": database_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["qianjin.faces.gate.backends.Accounts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "qianjin.faces.gate.sign_in.AccountAdapter"
ACCOUNT_FORMS = {"login": "qianjin.faces.gate.sign_in_form.SignInForm"}
SOCIALACCOUNT_ADAPTER = "qianjin.faces.gate.sign_in.SocialAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Qianjin"
# A link, not a form: form-action would have to name the city's host too.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = sign_on.providers(os.environ)

# Rate limits and used one-time codes must be known to every worker, and survive a restart.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
    }
}
SESSION_ENGINE = "qianjin.faces.gate.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "qianjin.faces.gate.pages.csrf_failure"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ensure_compiled()]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "qianjin.ui.storage.HashedFiles"},
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = DATA / "media"
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 12
# What one upload may weigh, in bytes: a file, and a whole form.
UPLOAD_FILE_LIMIT = 20 * 1024 * 1024
UPLOAD_FORM_LIMIT = 64 * 1024 * 1024

EMAIL_BACKEND = os.environ.get(
    "QIANJIN_EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("QIANJIN_SMTP_HOST")
    else "django.core.mail.backends.filebased.EmailBackend",
)
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST = os.environ.get("QIANJIN_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("QIANJIN_SMTP_PORT", "465"))
EMAIL_HOST_USER = os.environ.get("QIANJIN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("QIANJIN_SMTP_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = os.environ.get("QIANJIN_MAIL_FROM", "qianjin@localhost")
SITE_URL = os.environ.get("QIANJIN_URL", "http://127.0.0.1:8000")
# Hosts of the operator's own network that outgoing calls may reach, as host or host:port.
PRIVATE_HOSTS = frozenset(
    host.strip().lower() for host in os.environ.get("QIANJIN_PRIVATE_HOSTS", "").split(",") if host
)

PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("QIANJIN_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
