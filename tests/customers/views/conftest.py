"""Uploads go to a folder of the test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> Path:
    """Where uploaded files go."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
