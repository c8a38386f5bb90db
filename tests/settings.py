"""Settings of the test run: the product's own, with secrets of its own and cheap password hashes."""

import os
import tempfile
from pathlib import Path

VAR = Path(tempfile.gettempdir()) / f"closeloop-tests-{os.getuid()}"
VAR.mkdir(exist_ok=True)
os.environ.setdefault("VAR_DIR", str(VAR))
os.environ.setdefault("SECRET_KEY", "only-for-the-test-run-0123456789-abcdefghijklmnopqrstuvwxyz")
os.environ.setdefault("ADDRESS_HASH_KEY", "only-for-the-test-run-address-hash-key")
os.environ["BASE_URL"] = "http://testserver"

from nps_project.settings import *  # noqa: E402, F403  # the environment had to be set first
from nps_project.settings import DATABASES, STORAGES  # noqa: E402  # as above

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Each process of the test run counts for itself.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Reads files when asked for them: no collectstatic before the tests.
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and processes of one test must meet real locks.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / f"test-{os.getpid()}.sqlite3")}
