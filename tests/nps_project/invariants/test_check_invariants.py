from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.management import CommandError, call_command

from tests.moments import NOW
from tests.nps_project.invariants import breaking

if TYPE_CHECKING:
    from team.models import Program


def check(**options: int) -> str:
    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        try:
            call_command("check_invariants", stdout=out, **options)
        except CommandError as error:
            out.write(f"error: {error}")
    return out.getvalue()


@pytest.mark.django_db
def test_check_invariants_says_that_all_hold(program: Program) -> None:
    breaking.innocent_rows()

    printed = check().splitlines()

    assert len(printed) == 17
    assert all(line[6:12] == "holds " for line in printed[:16])
    assert printed[-1] == "All hold."


@pytest.mark.django_db
def test_check_invariants_names_the_first_rows_and_fails(program: Program) -> None:
    rows = [breaking.leave_planned() for _ in range(3)]

    printed = check(most=2)

    rule = "Nothing due waits for more than three days, unless its campaign or playbook is paused."
    assert f"  I5  BROKEN  {rule}" in printed
    assert rows[0] in printed
    assert rows[1] in printed
    assert "… and 1 more" in printed
    assert printed.endswith("error: Broken: I5.")
