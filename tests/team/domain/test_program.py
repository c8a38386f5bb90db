from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from team.domain import program as program_settings
from team.models import AuditEntry, Program
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User


@pytest.fixture
def refreshed(program: Program) -> Program:
    """A program whose stages were refreshed today."""
    Program.objects.update(stages_refreshed_on=NOW.date())
    program.refresh_from_db()
    return program


def test_change_stores_and_audits_what_differs_alone(admin: User, refreshed: Program) -> None:
    facts = {"company": "Northwind", "quiet_months": 3, "postal_address": "2 Quay"}

    changes = program_settings.change(facts=facts, actor=admin, now=NOW)

    refreshed.refresh_from_db()
    expected = {"quiet_months": [6, 3], "postal_address": ["1 Harbor Street, 20457 Hamburg", "2 Quay"]}
    entry = AuditEntry.objects.get()
    assert (refreshed.quiet_months, refreshed.postal_address, changes) == (3, "2 Quay", expected)
    assert (entry.action, entry.actor, entry.subject_label, entry.changes, entry.at) == (
        "program.change", admin, "Northwind", expected, NOW,
    )  # fmt: skip
    assert refreshed.stages_refreshed_on == NOW.date()


def test_change_of_nothing_leaves_no_entry(admin: User, program: Program) -> None:
    assert program_settings.change(facts={"company": "Northwind"}, actor=admin, now=NOW) == {}
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [
        {"time_zone": "Asia/Tokyo"},
        {"new_customer_days": 30},
        {"renewal_days": 60},
        {"advocate_purchases": 3},
        {"advocate_months": 24},
    ],
)
def test_change_of_a_threshold_has_everybody_sorted_again(
    admin: User, refreshed: Program, facts: dict[str, object]
) -> None:
    """G22"""
    program_settings.change(facts=facts, actor=admin, now=NOW)

    refreshed.refresh_from_db()
    assert refreshed.stages_refreshed_on is None


def test_change_never_touches_what_is_no_setting(admin: User, refreshed: Program) -> None:
    facts = {"address_hash_fingerprint": "f" * 64, "pk": 2, "quiet_months": 7}

    assert program_settings.change(facts=facts, actor=admin, now=NOW) == {"quiet_months": [6, 7]}
    refreshed.refresh_from_db()
    assert refreshed.address_hash_fingerprint == ""
