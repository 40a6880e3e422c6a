"""Settings, read from the environment.

`NEWSPORTAL_MODE` chooses one of three modes:

- `production` (the default): refuses to start without its secrets and serves HTTPS only;
- `demo`: `make run`; DEBUG off, a secret generated on this machine, plain HTTP on the loopback;
- `debug`: the same with DEBUG on.
"""

import warnings
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django_prose_editor.config import html_tags
from js_asset import static_lazy

from newsportal import environment
from newsportal.secret_key import stored_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- Mode ----------------------------------------------------------------------------------------

MODE = environment.choice("NEWSPORTAL_MODE", ("production", "demo", "debug"))
PRODUCTION = MODE == "production"
DEBUG = MODE == "debug"

# --- Where things made at run time lie -----------------------------------------------------------

VAR_DIR = environment.writable_folder("VAR_DIR", BASE_DIR / "var")

# --- Secrets and hosts ---------------------------------------------------------------------------

SECRET_KEY = environment.text("SECRET_KEY", required=PRODUCTION)
SECRET_KEY = SECRET_KEY or stored_secret_key(VAR_DIR / "secret_key")
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters in production mode")

# Signing keys older than the current one stay valid while listed here (key rotation).
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

PORT = environment.integer("PORT", 8000, least=1, most=65535)
SITE_URL, _site_host = environment.site_address(
    "SITE_URL", None if PRODUCTION else f"http://127.0.0.1:{PORT}", https=PRODUCTION
)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=[_site_host] if PRODUCTION else [_site_host, "127.0.0.1", "localhost", "[::1]"],
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL] if PRODUCTION else [])

# How many proxies of our own stand in front: the reader's address is that many entries from the
# right of X-Forwarded-For. With 0 the header is ignored, since any client can send it.
TRUSTED_PROXY_COUNT = environment.integer("TRUSTED_PROXY_COUNT", 0)

# gunicorn's; read by deploy/gunicorn.conf.py and checked here, before anything starts.
WEB_WORKERS = environment.integer("WEB_WORKERS", 2, least=1)
WEB_THREADS = environment.integer("WEB_THREADS", 4, least=1)

# --- Applications --------------------------------------------------------------------------------

INSTALLED_APPS = [
    "newsportal",
    "articles",
    "comments",
    "newsportal.admin_config.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_prose_editor",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "newsportal.middleware.ResponseHeaders",
    "newsportal.admin_csp.ContentPolicy",
    "newsportal.middleware.RefuseMalformedInput",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "comments.own_comments.ForgetDecided",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsportal.urls"
WSGI_APPLICATION = "newsportal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        # Errors name lines as they are written.
                        "django.template.loaders.filesystem.Loader"
                        if DEBUG
                        else "newsportal.compact_templates.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "articles.context_processors.furniture",
            ],
        },
    },
]
# Our overrides of single admin widgets live in templates/ like every other template.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

# --- Database ------------------------------------------------------------------------------------

_url = (
    environment.text("DATABASE_URL", required=PRODUCTION) or f"sqlite:///{VAR_DIR / 'db.sqlite3'}"
)
try:
    with warnings.catch_warnings(action="ignore"):
        _database = environ.Env.db_url_config(_url)
except Exception:
    # The address holds a password: it is not repeated.
    raise ImproperlyConfigured("DATABASE_URL cannot be read as an address") from None
DATABASES = {"default": _database}
_engine = _database.get("ENGINE")
if _engine == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        # A transaction that will write takes the write lock at once and waits for its turn;
        # one that upgrades later fails immediately with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # mmap_size: all that SQLite takes. Scattered rows of a large archive that is not in memory
        # yet are read in half the time; what is mapped is the system's cache, and costs nothing.
        "init_command": (
            "PRAGMA journal_mode=WAL;"
            "PRAGMA synchronous=NORMAL;"
            "PRAGMA cache_size=-32000;"
            "PRAGMA mmap_size=2147418112;"
            "PRAGMA temp_store=MEMORY;"
        ),
    }
    _database["CONN_MAX_AGE"] = None
elif _engine == "django.db.backends.postgresql":
    _database["CONN_MAX_AGE"] = environment.integer("DATABASE_CONN_MAX_AGE", 60)
    _database["CONN_HEALTH_CHECKS"] = True
    # Seconds. Whoever waits for a machine that is gone holds a thread; readers have the page cache.
    _database.setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)
else:
    raise ImproperlyConfigured("DATABASE_URL must be a sqlite:// or postgres:// address")

# --- Signing in ----------------------------------------------------------------------------------

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "admin:login"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "newsportal.client_address.client_address"
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# --- Language, time, formats ---------------------------------------------------------------------

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["newsportal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.time_zone("TIME_ZONE", "Africa/Casablanca")

# --- Page cache ----------------------------------------------------------------------------------

# Where whole pages are kept: nothing for a folder of this machine, the address of a Redis that
# several machines share, or "off". Templates being written are seen at once.
PAGE_CACHE_URL = environment.cache_address("CACHE_URL", "off" if DEBUG else "")
PAGE_CACHE_DIR = VAR_DIR / "cache" / "pages"

# A CDN in front is told what to forget: see newsportal/page_cache/purge.py. Off unless set.
CDN_PURGE_URL = environment.web_address("CDN_PURGE_URL")
CDN_PURGE_TOKEN = environment.text("CDN_PURGE_TOKEN")

# --- Static files and pictures -------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Pictures lie in MEDIA_ROOT or, for several machines, in a bucket: see docs/scaling.md.
MEDIA_BUCKET = environment.bucket("MEDIA_BUCKET")
MEDIA_BUCKET_ENDPOINT = environment.web_address("MEDIA_BUCKET_ENDPOINT")
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "newsportal.picture_bucket.PictureBucket",
        "OPTIONS": {
            "bucket_name": MEDIA_BUCKET,
            "endpoint_url": MEDIA_BUCKET_ENDPOINT or None,
            "default_acl": None,
            "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
        },
    }
    if MEDIA_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "newsportal.static_storage.SiteStaticFiles"
        ),
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# Uploads: see articles/renditions.py for what becomes of them.
PICTURE_MAX_BYTES = 15 * 1024 * 1024
PICTURE_MAX_PIXELS = 40_000_000
FILE_UPLOAD_PERMISSIONS = 0o644

# Larger than the largest story, smaller than what would hurt (bytes of a form without its files).
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Editor of texts -----------------------------------------------------------------------------

# What the editor knows beyond its library: see static/admin_portal/editor.js. None of it makes
# tags of its own. What a text may hold is declared in articles/rich_text.py.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("admin_portal/editor.js")],
        "extensions": {
            name: html_tags([]) for name in ("Direction", "Labels", "PictureLibrary", "PullQuote")
        },
    },
]

# --- Security headers ----------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# Carries the signed ids of a commenter's own comments, see comments/own_comments.py.
WAITING_COOKIE_NAME = "waiting_comments"
CSRF_FAILURE_VIEW = "newsportal.error_pages.csrf_failure"
if PRODUCTION:
    SECURE_SSL_REDIRECT = environment.boolean("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
    SECURE_HSTS_SECONDS = environment.integer("SECURE_HSTS_SECONDS", 365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

# Public pages hold no nonce, because they are cached; the admin adds the editor's hashes
# (newsportal/admin_csp.py).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# --- Mail ----------------------------------------------------------------------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"noreply@{_site_host}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
ADMINS = [("", address) for address in env.list("ADMINS", default=[])]

# --- Logging -------------------------------------------------------------------------------------

LOG_LEVEL = environment.choice("LOG_LEVEL", ("WARNING", "INFO", "DEBUG", "ERROR", "CRITICAL"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "printable": {"()": "newsportal.logs.Printable"},
        "production": {"()": "newsportal.logs.ProductionOnly"},
        "outages": {"()": "newsportal.logs.OneOfAnOutage"},
    },
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["printable"],
        },
        "mail_admins": {
            "class": "django.utils.log.AdminEmailHandler",
            "level": "ERROR",
            "filters": ["production", "outages"],
        },
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["console", "mail_admins"], "level": "WARNING", "propagate": False},
        # Scanners ask for strange hosts all day; that is no news.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "axes": {"level": "ERROR"},
    },
}
