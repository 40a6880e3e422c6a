"""Settings of the test run: the product's own, in demo mode, with everything thrown away after."""

import atexit
import os
import shutil
import tempfile

_var = tempfile.mkdtemp(prefix="newsportal-tests-")
atexit.register(shutil.rmtree, _var, ignore_errors=True)

# Set, not defaulted: a developer's own production variables must neither steer the tests nor
# lend them a database folder to write in. DATABASE_URL alone is taken from outside.
os.environ["NEWSPORTAL_MODE"] = "demo"
os.environ["SECRET_KEY"] = "only-for-tests-" + "0123456789" * 4
os.environ["VAR_DIR"] = _var
for _name in ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "EMAIL_URL", "PORT", "SITE_URL"):
    os.environ.pop(_name, None)

# Every name of them, and only now: they read the environment when they are imported.
from newsportal.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The manifest needs collectstatic first.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

# A file, as outside the tests: threads and the live server then have connections of their own,
# which wait for each other's locks; in memory they would fail with "table is locked". (F405: the
# names come from the product's settings above.)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}  # noqa: F405
