"""Files to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile

from customers.domain.importing import suggesting, uploading
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from customers.models import ImportRun

HEADER = "Customer ID,E-Mail,Name,Renewal Date,Plan"


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> Path:
    """Where uploaded files go in a test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def upload(program: object) -> Callable[[str], ImportRun]:
    """Uploads a text as a file, mapping nothing yet."""

    def make(text: str) -> ImportRun:
        file = ContentFile(text.encode())
        return uploading.receive(file=file, filename="crm export.csv", started_by=None, now=NOW)

    return make


@pytest.fixture
def queued(upload: Callable[[str], ImportRun]) -> Callable[..., ImportRun]:
    """Queues an import of these lines below our header, mapped as suggested."""

    def make(*lines: str) -> ImportRun:
        run = upload("\n".join([HEADER, *lines]))
        sheet = uploading.sheet_of(run)
        mapping = suggesting.suggest(sheet.header, [row for _, row in sheet.rows])
        assert uploading.start(run=run, mapping=mapping, form=uploading.form_of(run), now=NOW)
        run.refresh_from_db()
        return run

    return make
