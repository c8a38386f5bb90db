from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from surveys.domain import drafting, validity
from surveys.models import Campaign


def facts(**changes: Any) -> dict[str, Any]:
    usual = Campaign(schedule_kind="date", date_field="renewal_on", offset_days=-60)
    known = {name: getattr(usual, name) for name in drafting.FACTS if name not in ("survey", "audience")}
    return {**known, "survey": None, "audience": None, **changes}


def test_settled_facts_lose_what_another_schedule_left() -> None:
    told = validity.settled(
        facts(
            schedule_kind="event", event_name="renewal", wave_dates=["2026-03-01"], rotation=4, reserves=True
        )
    )

    names = ("date_field", "offset_days", "wave_dates", "rotation", "reserves")
    assert [told[name] for name in names] == ["", 0, [], 1, False]


def test_a_cycle_always_waits() -> None:
    """G58"""
    told = validity.settled(facts(schedule_kind="cycle", cycle_anchor_on=date(2026, 1, 1), quiet_rule="skip"))

    assert told["quiet_rule"] == "wait"
    assert validity.problems(told) == {}


def test_only_mails_have_schedules_reminders_and_limits() -> None:
    told = validity.settled(facts(channel="link", reminder_days=[5], daily_cap=10, warm_up_first=3))

    assert (told["schedule_kind"], told["reminder_days"], told["daily_cap"], told["warm_up_first"]) == (
        "none", [], None, None,
    )  # fmt: skip
    assert validity.problems(told) == {}


@pytest.mark.parametrize(
    ("fact", "changes"),
    [
        ("schedule_kind", {"schedule_kind": "none"}),
        ("event_name", {"schedule_kind": "event", "event_name": "Case closed"}),
        ("date_field", {"date_field": ""}),
        ("cycle_anchor_on", {"schedule_kind": "cycle"}),
        ("wave_dates", {"schedule_kind": "wave"}),
        ("wave_dates", {"schedule_kind": "wave", "wave_dates": ["2026-02-30"]}),
        ("wave_dates", {"schedule_kind": "wave", "wave_dates": [f"20{n}-01-01" for n in range(10, 35)]}),
        ("reminder_days", {"reminder_days": [3, 5, 7]}),
        ("reminder_days", {"reminder_days": [7, 3]}),
        ("reminder_days", {"reminder_days": [7, 7]}),
        ("reminder_days", {"reminder_days": [30], "link_days": 30}),
        ("weekdays", {"weekdays": []}),
        ("closes_at", {"opens_at": time(17), "closes_at": time(9)}),
    ],
)
def test_problems_name_the_fact(fact: str, changes: dict[str, Any]) -> None:
    assert list(validity.problems(validity.settled(facts(**changes)))) == [fact]
