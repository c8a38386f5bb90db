"""The Makefile's search for an interpreter: what it passes over, and what it says when none will do."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")

# A version manager's shim that leads nowhere.
SHIM = "#!/bin/sh\necho 'command not found' >&2\nexit 127\n"
# Passes the question for the version and fails the next one, by the words in its -c argument.
LACKING = '#!/bin/sh\ncase "$2" in *{word}*) exit 1;; esac\nexit 0\n'


def candidate(folder: Path, name: str, text: str) -> Path:
    """A program that pretends to be an interpreter."""
    path = folder / name
    path.write_text(text)
    path.chmod(0o755)
    return path


def make_environment(folder: Path, *candidates: Path | str) -> subprocess.CompletedProcess[str]:
    """`make` of nothing but the environment."""
    python = folder / ".venv" / "bin" / "python"
    words = ["make", f"VENV={folder / '.venv'}", f"PYTHONS={' '.join(map(str, candidates))}", str(python)]
    return subprocess.run(words, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)


def test_make_runs_each_candidate_and_takes_the_first_that_works(tmp_path: Path) -> None:
    shim = candidate(tmp_path, "python3.13", SHIM)
    done = make_environment(tmp_path, shim, tmp_path / "missing", sys.executable)

    assert done.returncode == 0, done.stderr
    assert f"Setting up {tmp_path / '.venv'} with Python 3." in done.stdout
    assert (tmp_path / ".venv" / "bin" / "python").exists()


def test_make_says_what_to_install_when_no_interpreter_exists(tmp_path: Path) -> None:
    done = make_environment(tmp_path, candidate(tmp_path, "python3.13", SHIM))

    assert done.returncode != 0
    assert "Closeloop needs Python 3.11 or newer" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


def test_make_says_what_to_install_when_the_interpreter_is_incomplete(tmp_path: Path) -> None:
    lacking = candidate(tmp_path, "python3", LACKING.format(word="ensurepip"))
    done = make_environment(tmp_path, lacking)

    assert done.returncode != 0
    assert (
        f"{lacking} lacks venv, ensurepip or sqlite3. On Debian and Ubuntu: apt-get install python3-venv"
        in done.stderr
    )


def test_make_says_when_sqlite_is_too_old(tmp_path: Path) -> None:
    old = candidate(tmp_path, "python3", LACKING.format(word="sqlite_version_info"))
    done = make_environment(tmp_path, old)

    assert done.returncode != 0
    assert f"{old} has an SQLite older than 3.35" in done.stderr


def test_make_lists_the_targets_that_people_know() -> None:
    done = subprocess.run(["make", "help"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)

    listed = {line.split()[1] for line in done.stdout.splitlines()}
    assert listed >= {
        "run",
        "test",
        "lint",
        "e2e",
        "chaos",
        "bench",
        "demo",
        "lock",
        "format",
        "clean",
        "help",
    }
