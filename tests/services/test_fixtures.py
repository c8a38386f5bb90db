"""Which tests a run takes up, by the database that it uses."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

FILE = "tests/nps_project/test_checks.py"
OF_SQLITE = f"{FILE}::test_an_old_sqlite_is_refused"
WITHOUT_DATABASE = f"{FILE}::test_a_short_address_key_is_named"
WITH_DATABASE = f"{FILE}::test_a_sender_that_mail_servers_refuse_is_named"


def collected(*words: str, url: str) -> set[str]:
    """The tests that pytest would run with this database; collecting opens no connection."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", FILE, "--collect-only", "-q", "-p", "no:cacheprovider", *words],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )
    return {line for line in done.stdout.splitlines() if line.startswith(FILE)}


@pytest.mark.parametrize(
    ("url", "words", "wanted"),
    [
        ("", (), {OF_SQLITE, WITHOUT_DATABASE, WITH_DATABASE}),
        ("postgres://nobody@127.0.0.1:1/none", ("-m", "touches_database"), {WITH_DATABASE}),
    ],
)
def test_run_takes_up_what_fits_its_database(url: str, words: tuple[str, ...], wanted: set[str]) -> None:
    found = collected(*words, url=url)

    assert found & {OF_SQLITE, WITHOUT_DATABASE, WITH_DATABASE} == wanted
