from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from nps_project import first_start

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    # Setting first makes monkeypatch put back what reading the file adds to the environment.
    for name in first_start.MAKERS:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_first_start_makes_secrets_that_only_the_owner_reads(tmp_path: Path) -> None:
    made = first_start.write_missing_secrets(tmp_path / "var")

    path = tmp_path / "var" / "secrets.env"
    assert made == ["SECRET_KEY", "ADDRESS_HASH_KEY", "SAMPLE_PASSWORD"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = dict(line.split("=", 1) for line in path.read_text().splitlines())
    assert list(lines) == made
    assert min(len(lines["SECRET_KEY"]), len(lines["ADDRESS_HASH_KEY"])) == 64
    assert len(lines["SAMPLE_PASSWORD"]) == 14


def test_second_start_changes_nothing(tmp_path: Path) -> None:
    first_start.write_missing_secrets(tmp_path)
    before = (tmp_path / "secrets.env").read_text()

    assert first_start.write_missing_secrets(tmp_path) == []
    assert (tmp_path / "secrets.env").read_text() == before


def test_start_adds_only_what_the_environment_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "from the operator")
    monkeypatch.setenv("SAMPLE_PASSWORD", "from the operator")

    assert first_start.write_missing_secrets(tmp_path) == ["ADDRESS_HASH_KEY"]
    assert (tmp_path / "secrets.env").read_text().startswith("ADDRESS_HASH_KEY=")
