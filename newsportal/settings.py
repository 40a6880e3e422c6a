"""Settings, read from the environment.

`NEWSPORTAL_MODE` chooses one of three modes:

- `production` (the default): refuses to start without its secrets and serves HTTPS only;
- `demo`: `make run`; DEBUG off, a secret generated on this machine, plain HTTP on the loopback;
- `debug`: the same with DEBUG on.
"""

import warnings
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django_prose_editor.config import html_tags
from js_asset import static_lazy

from newsportal.secret_key import stored_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- Mode ----------------------------------------------------------------------------------------

MODES = ("production", "demo", "debug")
MODE = env.str("NEWSPORTAL_MODE", default="production")
if MODE not in MODES:
    raise ImproperlyConfigured(f"NEWSPORTAL_MODE is {MODE!r}; it must be one of {', '.join(MODES)}")
PRODUCTION = MODE == "production"
DEBUG = MODE == "debug"


def integer(name: str, default: int, *, least: int = 0) -> int:
    """The environment's whole number `name`; raises ImproperlyConfigured for anything else."""
    text = env.str(name, default="").strip()
    try:
        value = int(text) if text else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {text!r}; it must be a whole number") from None
    if value < least:
        raise ImproperlyConfigured(f"{name} is {value}; it must be at least {least}")
    return value


def required_in_production(name: str) -> str:
    """The environment's value of `name`; raises ImproperlyConfigured when production lacks it."""
    value = env.str(name, default="").strip()
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"{name} must be set in production mode (NEWSPORTAL_MODE)")
    return value


# --- Where things made at run time lie -----------------------------------------------------------

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
try:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(f"VAR_DIR {VAR_DIR} cannot be made: {error.strerror}") from None

# --- Secrets and hosts ---------------------------------------------------------------------------

SECRET_KEY = required_in_production("SECRET_KEY") or stored_secret_key(VAR_DIR / "secret_key")
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters in production mode")

# Signing keys older than the current one stay valid while listed here (key rotation).
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

PORT = integer("PORT", 8000, least=1)
if PORT > 65535:
    raise ImproperlyConfigured(f"PORT is {PORT}; it must be at most 65535")
SITE_URL = required_in_production("SITE_URL").rstrip("/") or f"http://127.0.0.1:{PORT}"
if not SITE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("SITE_URL must start with http:// or https://")
if PRODUCTION and not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must start with https:// in production mode")

_site_host = SITE_URL.split("://", 1)[1].split("/", 1)[0].rsplit(":", 1)[0]
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=[_site_host] if PRODUCTION else [_site_host, "127.0.0.1", "localhost", "[::1]"],
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL] if PRODUCTION else [])

# How many proxies of our own stand in front: the reader's address is that many entries from the
# right of X-Forwarded-For. With 0 the header is ignored, since any client can send it.
TRUSTED_PROXY_COUNT = integer("TRUSTED_PROXY_COUNT", 0)

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
    "comments.waiting_cookie.ForgetDecided",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsportal.urls"
WSGI_APPLICATION = "newsportal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "articles.context_processors.furniture",
            ],
        },
    },
]
# Our overrides of single admin widgets live in templates/ like every other template.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

# --- Database ------------------------------------------------------------------------------------

_url = required_in_production("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}"
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
        "init_command": (
            "PRAGMA journal_mode=WAL;"
            "PRAGMA synchronous=NORMAL;"
            "PRAGMA cache_size=-32000;"
            "PRAGMA mmap_size=134217728;"
            "PRAGMA temp_store=MEMORY;"
        ),
    }
    _database["CONN_MAX_AGE"] = None
elif _engine == "django.db.backends.postgresql":
    _database["CONN_MAX_AGE"] = integer("DATABASE_CONN_MAX_AGE", 60)
    _database["CONN_HEALTH_CHECKS"] = True
else:
    raise ImproperlyConfigured("DATABASE_URL must be a sqlite:// or postgres:// address")

# --- Cache: one store that all workers of a machine share ----------------------------------------

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
    },
}

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
TIME_ZONE = env.str("TIME_ZONE", default="Africa/Casablanca")
try:
    ZoneInfo(TIME_ZONE)
except (ZoneInfoNotFoundError, ValueError):
    raise ImproperlyConfigured(f"TIME_ZONE {TIME_ZONE!r} is unknown") from None

# --- Static files and pictures -------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
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
        "extensions": {name: html_tags([]) for name in ("Direction", "Labels", "PictureLibrary")},
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
# Carries the signed ids of a commenter's own comments that wait for a moderator.
WAITING_COOKIE_NAME = "waiting_comments"
CSRF_FAILURE_VIEW = "newsportal.error_pages.csrf_failure"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
    SECURE_HSTS_SECONDS = integer("SECURE_HSTS_SECONDS", 365 * 24 * 3600)
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

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "printable": {"()": "newsportal.logs.Printable"},
        "production": {"()": "newsportal.logs.ProductionOnly"},
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
            "filters": ["production"],
        },
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django": {"handlers": ["console", "mail_admins"], "level": "WARNING", "propagate": False},
        # Scanners ask for strange hosts all day; that is no news.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "axes": {"level": "ERROR"},
    },
}
