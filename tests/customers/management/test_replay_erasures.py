"""The command that erases again whoever a restored backup brought back."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from customers.domain import erasure_log
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

    from team.models import Program

pytestmark = pytest.mark.django_db


def replay(*arguments: str) -> str:
    out = StringIO()
    call_command("replay_erasures", *arguments, stdout=out)
    return out.getvalue()


def test_it_reads_the_log_and_says_what_became_of_each(
    program: Program, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    customer = CustomerFactory.create(created_at=NOW - timedelta(days=1))
    erasure_log.note(customer.pk, NOW)
    copy = tmp_path / "copy.log"
    copy.write_text(erasure_log.path().read_text())

    assert replay() == (
        "1 erased again, 0 were erased already, 0 are not in this database, "
        "0 ids belong to somebody who came later.\n"
    )
    assert replay(str(copy)).startswith("0 erased again, 1 were erased already")


def test_it_says_what_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        replay(str(tmp_path / "nothing.log"))
