"""The clock speaks: before, at and after a deadline, once each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups.domain import alarms, notifying, opening, revising, sla, working
from followups.enums import ActivityKind, AlarmKind, DeadlineKind, FollowUpState, NotificationKind, Outcome
from followups.models import Alarm, FollowUp, Notification
from team.enums import Role
from tests.factories.followups import FollowUpFactory
from tests.factories.team import UserFactory
from tests.followups.domain.test_revising import revise
from tests.moments import NOW
from tests.surveys.test_claiming_concurrently import side_by_side

if TYPE_CHECKING:
    from followups.models import Rep
    from responses.models import Response
    from team.models import User

CONTACT, RESOLVE = DeadlineKind.CONTACT, DeadlineKind.RESOLVE


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of March 2026, UTC; the office in Berlin is open from 8 to 16."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def opened(detractor: Response, ines: Rep, petra: User) -> FollowUp:
    """Ines's, opened on Tuesday: contact until Wednesday 9:00, resolution until Tuesday 9:00, UTC."""
    ines.user.manager = petra
    ines.user.save(update_fields=["manager"])
    followup = opening.open_for(response_id=detractor.pk, now=NOW)
    assert followup
    return followup


def told() -> list[tuple[str, str]]:
    """Who was told what, in order; of assignments nothing."""
    rows = Notification.objects.exclude(kind=NotificationKind.ASSIGNED).order_by("pk")
    return [(str(row.recipient), row.kind) for row in rows]


def rung() -> list[tuple[str, str]]:
    """Which alarms there were."""
    return list(Alarm.objects.order_by("pk").values_list("deadline", "kind"))


def test_a_deadline_warns_is_missed_and_escalates(opened: FollowUp, admin: User) -> None:
    """G44 G51: two business hours before, at, one after to the manager, eight after to the admins."""
    steps = [
        (at(10, 14, 59), [], []),
        (at(10, 15), [(CONTACT, AlarmKind.WARNED)], [("Ines", "due_soon")]),
        (at(11, 8, 59), [], []),
        (at(11, 9), [(CONTACT, AlarmKind.BREACHED)], [("Ines", "breached")]),
        (at(11, 10), [(CONTACT, AlarmKind.MANAGER)], [("Petra", "escalated")]),
        (at(12, 8, 59), [], []),
        (at(12, 9), [(CONTACT, AlarmKind.ADMIN)], [(str(admin), "escalated")]),
    ]
    said: list[tuple[str, str]] = []
    heard: list[tuple[str, str]] = []
    for now, rings, people in steps:
        said += rings
        heard += people
        assert alarms.sound(now=now) == len(rings)
        assert alarms.sound(now=now) == 0
        assert (rung(), told()) == (said, heard)
    lines = opened.activities.filter(kind=ActivityKind.DEADLINE)
    assert [line.facts["words"] for line in lines] == [
        "First contact is due soon",
        "First contact was missed",
        "First contact is late: escalated to Petra",
        "First contact is late: escalated to the admins",
    ]
    opened.refresh_from_db()
    # Two working hours before the resolution is due.
    assert opened.next_alarm_at == at(16, 15)


def test_the_first_contact_ends_its_alarms(opened: FollowUp, ines: Rep) -> None:
    """G51: what was done in time is not told again."""
    working.log_call(followup=opened, actor=ines.user, reached=False, note="", now=at(10, 10))

    assert alarms.sound(now=at(12, 9)) == 0
    opened.refresh_from_db()
    assert opened.next_alarm_at == at(16, 15)


def test_a_resolved_one_is_silent(opened: FollowUp, ines: Rep) -> None:
    common: dict[str, Any] = {"root_cause": "product", "outcome": Outcome.SOLVED, "note": "Repaired."}
    working.resolve(followup=opened, actor=ines.user, now=at(10, 10), **common)

    opened.refresh_from_db()
    assert opened.next_alarm_at is None
    assert alarms.sound(now=at(31, 9)) == 0


def test_a_reopened_one_has_a_new_deadline_and_alarms_for_it(opened: FollowUp, ines: Rep) -> None:
    """G44."""
    common: dict[str, Any] = {"root_cause": "product", "outcome": Outcome.SOLVED, "note": "Repaired."}
    working.log_call(followup=opened, actor=ines.user, reached=True, note="", now=at(10, 10))
    alarms.sound(now=at(17, 9))
    working.resolve(followup=opened, actor=ines.user, now=at(17, 10), **common)

    row = working.reopen(followup=opened, actor=ines.user, note="Again.", now=at(18, 8))

    assert (row.resolve_due_at, row.next_alarm_at) == (at(24, 16), at(24, 14))
    assert alarms.sound(now=at(24, 16)) == 2
    assert rung() == [(RESOLVE, kind) for kind in ("warned", "breached") * 2]


def test_waiting_is_silent_until_the_wait_is_over(opened: FollowUp, ines: Rep) -> None:
    """G44: then the clock goes on by itself, and the owner is told."""
    working.log_call(followup=opened, actor=ines.user, reached=True, note="", now=at(10, 10))
    working.wait_for_customer(followup=opened, actor=ines.user, until=at(19, 8), note="", now=at(10, 10))
    assert alarms.sound(now=at(19, 7, 59)) == 0

    assert alarms.sound(now=at(19, 8, 1)) == 1
    assert alarms.sound(now=at(19, 8, 1)) == 0

    opened.refresh_from_db()
    assert (opened.state, opened.waiting_since, opened.waited) == (
        FollowUpState.IN_PROGRESS,
        None,
        timedelta(hours=54),
    )
    # 39 of the 40 hours were left: seven of Thursday, and so on.
    assert (opened.resolve_due_at, opened.next_alarm_at) == (at(25, 15), at(25, 13))
    assert told() == [("Ines", "due_soon")]
    line = opened.activities.last()
    assert line
    assert line.facts == {"to": "in_progress", "wait_over": True}


def test_a_snoozed_one_is_told_of_all_the_same(opened: FollowUp) -> None:
    """G44: out of sight, but the clock goes on."""
    FollowUp.objects.filter(pk=opened.pk).update(snoozed_until=at(30, 9))

    assert alarms.sound(now=at(10, 15)) == 1


def test_whoever_wants_no_call_has_one_deadline(detractor: Response, ines: Rep) -> None:
    detractor.contact_me = False
    detractor.save(update_fields=["contact_me"])
    opening.open_for(response_id=detractor.pk, now=NOW)

    alarms.sound(now=at(17, 9))

    assert rung() == [(RESOLVE, AlarmKind.WARNED), (RESOLVE, AlarmKind.BREACHED)]


def test_a_wish_for_a_call_brings_its_alarms(detractor: Response, ines: Rep) -> None:
    """G44: a revision that moves a deadline moves the alarm with it."""
    detractor.contact_me = False
    detractor.save(update_fields=["contact_me"])
    detractor.revisions.update(contact_me=False)
    followup = opening.open_for(response_id=detractor.pk, now=NOW)
    assert followup
    revise(detractor, score=3, contact_me=True)
    revising.note_change(followup=followup, now=at(11, 8))

    followup.refresh_from_db()
    assert followup.next_alarm_at == at(11, 14)


def test_in_the_overflow_queue_the_clock_speaks_to_the_manager(detractor: Response, petra: User) -> None:
    """G44 T34: nobody has it, so who answers for it hears all."""
    opening.open_for(response_id=detractor.pk, now=NOW)

    alarms.sound(now=at(10, 15))
    alarms.sound(now=at(11, 10))

    # The first is that nobody has room.
    kinds = ["escalated", "due_soon", "breached", "escalated"]
    assert told() == [("Petra", kind) for kind in kinds]
    assert set(Alarm.objects.values_list("assignee", flat=True)) == {None}


def test_without_a_manager_of_their_own_all_managers_hear(opened: FollowUp, ines: Rep, admin: User) -> None:
    """G44: to the manager, else to all of them."""
    ines.user.manager = None
    ines.user.save(update_fields=["manager"])
    UserFactory.create(name="Quinn", role=Role.MANAGER)
    UserFactory.create(name="Gone", role=Role.MANAGER, is_active=False)

    alarms.sound(now=at(11, 10))

    assert [name for name, kind in told() if kind == "escalated"] == ["Petra", "Quinn"]


def test_after_an_outage_what_is_late_is_not_due_soon(opened: FollowUp, admin: User) -> None:
    """G51: nobody hears "due soon" of what was missed; after a week nobody is woken for it at all."""
    assert alarms.sound(now=at(12, 9)) == 4
    assert [kind for _, kind in told()] == ["breached", "escalated", "escalated"]
    assert alarms.sound(now=at(31, 9)) == 4

    assert len(told()) == 3
    assert opened.activities.filter(kind=ActivityKind.DEADLINE).count() == 6


def test_one_fault_stops_no_other(
    opened: FollowUp, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad = FollowUpFactory.create(assignee=opened.assignee, next_alarm_at=at(10, 9))
    real = notifying.tell

    def planted(**facts: object) -> bool:
        if facts["followup"] == bad:
            raise RuntimeError("planted")
        return real(**facts)  # type: ignore[arg-type]  # whatever it was called with

    monkeypatch.setattr(notifying, "tell", planted)

    assert alarms.sound(now=at(10, 15)) == 1
    assert f"follow-up {bad.pk}" in caplog.text
    assert not Alarm.objects.filter(followup=bad).exists()


def test_the_sweep_looks_at_due_ones_only(opened: FollowUp) -> None:
    """G44: it does not slow down as the table grows: one query while nothing is due."""
    for _ in range(3):
        FollowUpFactory.create(next_alarm_at=at(20, 9))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert alarms.sound(now=at(10, 14)) == 0
    assert len(queries) == 1
    plan = FollowUp.objects.filter(next_alarm_at__lte=NOW).order_by("next_alarm_at", "pk").explain()
    assert connection.vendor == "postgresql" or "followups_followup_alarm" in plan


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_say_everything_once(opened: FollowUp) -> None:
    """G44: two workers, or twenty: one alarm, one line, one notification."""
    said = side_by_side(lambda: alarms.sound(now=at(11, 10)), 8)

    assert sum(said) == 3
    assert rung() == [(CONTACT, kind) for kind in ("warned", "breached", "manager")]
    assert told() == [("Ines", "breached"), ("Petra", "escalated")]
    assert opened.activities.filter(kind=ActivityKind.DEADLINE).count() == 2


@pytest.mark.parametrize("what", ["policy", "hours"])
def test_a_policy_or_office_that_becomes_stricter_is_heard_of_at_once(
    opened: FollowUp, admin: User, what: str
) -> None:
    """G44: deadlines stay, escalation follows the policy as it is."""
    rules = opened.policy
    assert rules is not None
    sla.change(policy=rules, facts={"manager_hours": 24}, actor=admin, now=NOW)
    alarms.sound(now=at(11, 9))
    assert (CONTACT, AlarmKind.MANAGER) not in rung()

    if what == "policy":
        sla.change(policy=rules, facts={"manager_hours": 1}, actor=admin, now=at(11, 10))
    else:
        week = {str(day): ["00:00", "23:59"] for day in range(7)}
        sla.change_hours(hours=sla.hours_of(rules), facts={"week": week}, actor=admin, now=at(11, 10))
    alarms.sound(now=at(12, 11))

    assert (CONTACT, AlarmKind.MANAGER) in rung()
    opened.refresh_from_db()
    assert opened.contact_due_at == at(11, 9)
