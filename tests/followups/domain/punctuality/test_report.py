"""Met, missed, pending, and how long it took."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.domain import erasure
from followups.domain import alarms, opening, punctuality, sla, working
from followups.domain.punctuality import Kept
from followups.enums import Outcome
from followups.models import FollowUp
from team.models import AuditEntry
from tests.factories.customers import CustomerFactory
from tests.factories.followups import SlaPolicyFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import Rep
    from team.models import User

HOUR = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of March 2026, UTC; the office in Berlin is open from 8 to 16."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def opened(now: datetime = NOW, **fields: Any) -> FollowUp:
    """A follow-up of a customer of its own: eight business hours to the contact, forty to the resolution."""
    facts = {"score": 3, "answered_at": now, **fields}
    response = ResponseFactory.create(invitation__customer=CustomerFactory.create(), **facts)
    followup = opening.open_for(response_id=response.pk, now=now)
    assert followup
    return followup


def called(followup: FollowUp, actor: User, now: datetime) -> None:
    """Contacted."""
    working.log_call(followup=followup, actor=actor, reached=True, note="", now=now)


def resolved(followup: FollowUp, actor: User, now: datetime) -> None:
    """Solved."""
    facts: dict[str, Any] = {"root_cause": "product", "outcome": Outcome.SOLVED, "note": "Repaired."}
    working.resolve(followup=followup, actor=actor, now=now, **facts)


def kept_of(line: punctuality.Line) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Met, missed and pending of contacts and of resolutions."""
    contact, resolve = line.contact, line.resolve
    return (contact.met, contact.missed, contact.pending), (resolve.met, resolve.missed, resolve.pending)


def test_promises_are_met_missed_or_pending(ines: Rep) -> None:
    """G51 G44: with the median in business hours."""
    in_time, late, never, fresh = (opened() for _ in range(4))
    called(in_time, ines.user, NOW + 2 * HOUR)
    resolved(in_time, ines.user, at(11, 9))
    # Tuesday 10:00 to Wednesday 12:00 in Berlin: seven hours and three.
    called(late, ines.user, at(11, 11))
    FollowUp.objects.filter(pk=fresh.pk).update(contact_due_at=at(30, 9))

    found = punctuality.report(now=at(11, 12))

    assert found.total.contact == Kept(met=1, missed=2, pending=1, median=6 * HOUR, timed=2)
    assert found.total.resolve == Kept(met=1, missed=0, pending=3, median=8 * HOUR, timed=1)
    assert (found.total.contact.share, found.total.contact.promised) == (33.3, 4)
    assert (found.followups, found.given_up) == (4, 0)
    assert list(punctuality.late_now(now=at(11, 12))) == [never]


def test_whoever_wanted_no_contact_was_promised_none(ines: Rep) -> None:
    opened(contact_me=False)

    found = punctuality.report(now=NOW)

    assert (found.total.contact, found.total.resolve.pending) == (Kept(), 1)


def test_nothing_was_promised_yet(program: object) -> None:
    found = punctuality.report(now=NOW)

    assert (found.followups, found.groups, found.total.contact.share) == (0, [], None)


def test_time_waited_for_the_customer_is_not_ours(ines: Rep) -> None:
    """G44: two hours to the call, two days of waiting, one hour of work."""
    followup = opened()
    called(followup, ines.user, NOW + 2 * HOUR)
    waits: dict[str, Any] = {"until": at(20, 9), "note": "", "now": NOW + 2 * HOUR}
    working.wait_for_customer(followup=followup, actor=ines.user, **waits)
    assert kept_of(punctuality.report(now=at(18, 16)).total)[1] == (0, 0, 1)
    working.resume(followup=followup, actor=ines.user, now=at(12, 11))
    resolved(followup, ines.user, at(12, 12))

    found = punctuality.report(now=at(12, 12))

    assert found.total.resolve == Kept(met=1, median=3 * HOUR, timed=1)


def test_closing_while_waiting_is_in_time(ines: Rep) -> None:
    """G44: the customer writes that all is well while we wait, long after the first deadline."""
    followup = opened()
    called(followup, ines.user, NOW)
    working.wait_for_customer(followup=followup, actor=ines.user, until=at(30, 9), note="", now=NOW)
    resolved(followup, ines.user, at(27, 9))

    assert punctuality.report(now=at(27, 9)).total.resolve == Kept(met=1, median=0 * HOUR, timed=1)


def test_what_was_missed_once_stays_missed_after_reopening(ines: Rep) -> None:
    """G51: a new deadline does not wash the old one clean."""
    followup = opened()
    called(followup, ines.user, NOW)
    alarms.sound(now=at(17, 9))
    resolved(followup, ines.user, at(17, 10))
    working.reopen(followup=followup, actor=ines.user, note="Again", now=at(18, 9))
    resolved(followup, ines.user, at(18, 10))

    assert kept_of(punctuality.report(now=at(18, 10)).total)[1] == (0, 1, 0)


def test_a_contact_that_was_missed_stays_missed_after_reopening(ines: Rep) -> None:
    """G51: also where the contact is promised anew, and made in time then."""
    followup = opened()
    alarms.sound(now=at(12, 9))
    resolved(followup, ines.user, at(12, 10))
    working.reopen(followup=followup, actor=ines.user, note="Again", now=at(18, 9))
    assert kept_of(punctuality.report(now=at(18, 9)).total)[0] == (0, 1, 0)

    called(followup, ines.user, at(18, 10))

    assert kept_of(punctuality.report(now=at(18, 10)).total)[0] == (0, 1, 0)


def test_the_time_in_which_it_was_closed_is_not_counted(ines: Rep) -> None:
    """G51: two hours of work, weeks of rest, one hour of work."""
    followup = opened()
    called(followup, ines.user, NOW)
    resolved(followup, ines.user, NOW + 2 * HOUR)
    working.reopen(followup=followup, actor=ines.user, note="Again", now=at(30, 9))
    resolved(followup, ines.user, at(30, 10))

    found = punctuality.report(now=at(30, 10))

    assert found.total.resolve == Kept(met=1, median=3 * HOUR, timed=1)


def test_what_is_closed_before_its_contact_was_due_owes_none(ines: Rep) -> None:
    """G51: and what is closed after it has missed it."""
    resolved(opened(), ines.user, NOW + HOUR)
    assert kept_of(punctuality.report(now=at(30, 9)).total) == ((0, 0, 0), (1, 0, 0))

    resolved(opened(), ines.user, at(12, 9))
    assert kept_of(punctuality.report(now=at(30, 9)).total) == ((0, 1, 0), (2, 0, 0))


def test_an_erasure_is_neither_met_nor_missed(ines: Rep, petra: User) -> None:
    """G51: forgetting somebody is no promise kept, and none broken."""
    for when in (NOW + HOUR, at(12, 9)):
        customer = opened().customer
        assert customer
        erasure.erase(customer=customer, actor=petra, now=when)

    found = punctuality.report(now=at(30, 9))

    assert kept_of(found.total) == ((0, 0, 0), (0, 0, 0))
    assert (found.followups, found.given_up) == (2, 0)


def test_by_person_a_missed_deadline_is_whose_it_was_then(ines: Rep, omar: Rep, petra: User) -> None:
    """G51 T34: who takes over something late is not the one who was late."""
    followup = opened()
    working.reassign(followup=followup, to=ines.user, actor=petra, reason="Hers", now=NOW)
    alarms.sound(now=at(11, 9))
    working.reassign(followup=followup, to=omar.user, actor=petra, reason="Holiday", now=at(11, 9))
    called(followup, omar.user, at(11, 10))

    lines = {line.label: kept_of(line) for line in punctuality.report(by="rep", now=at(11, 12)).groups}

    assert lines == {"Ines": ((0, 1, 0), (0, 0, 0)), "Omar": ((0, 0, 0), (0, 0, 1))}


def test_by_stage_week_and_policy(petra: User) -> None:
    """G51: nobody has room, so by person it is the overflow queue."""
    severe = SlaPolicyFactory.create(name="Severe", most_score=1)
    opened(stage="loss")
    opened(stage="renewal", score=0)
    opened(now=at(17, 9), stage="loss")

    by = {
        key: [
            (line.label, line.resolve.promised) for line in punctuality.report(by=key, now=at(17, 9)).groups
        ]
        for key in punctuality.GROUPINGS
    }

    assert by == {
        "rep": [("Nobody: in the overflow queue", 3)],
        "stage": [("Renewal", 1), ("Loss", 2)],
        "week": [("Week of Mar 16, 2026", 1), ("Week of Mar 9, 2026", 2)],
        "policy": [(str(severe), 1), (str(sla.policy()), 2)],
    }


def test_each_follow_up_is_measured_in_the_hours_of_its_policy(ines: Rep) -> None:
    """G44: three real hours on a Tuesday morning are one in an office that opens at noon."""
    late_risers = SlaPolicyFactory.create(stages=["loss"], hours__week={"1": ["12:00", "18:00"]})
    followup = opened(stage="loss")
    called(followup, ines.user, NOW + 3 * HOUR)

    assert followup.policy == late_risers
    assert punctuality.report(now=NOW + 3 * HOUR).total.contact.median == HOUR


def test_the_report_looks_at_what_was_opened_since(ines: Rep) -> None:
    opened()

    assert punctuality.report(since=NOW + timedelta(seconds=1), now=NOW).followups == 0


@pytest.mark.parametrize("by", punctuality.GROUPINGS)
def test_the_number_of_queries_does_not_grow(ines: Rep, omar: Rep, by: str) -> None:
    """G51: as many for six follow-ups of two people as for one of one."""
    numbers = []
    for _ in range(2):
        called(opened(), ines.user, NOW)
        with CaptureQueriesContext(connection) as queries:
            punctuality.report(by=by, now=NOW)
        numbers.append(len(queries))
        for _ in range(4):
            opened(stage="loss")
    assert numbers[0] == numbers[1]


def test_the_file_has_a_line_for_each_with_both_promises(ines: Rep, petra: User) -> None:
    """G51: and leaving the house is on record."""
    followup = opened(score=2, stage="renewal")
    called(followup, ines.user, NOW + 2 * HOUR)
    opened(contact_me=False)

    text = "".join(punctuality.begin(since=None, actor=petra, now=NOW + 2 * HOUR))

    header, first, second = text.removeprefix("\ufeff").splitlines()
    cells = dict(zip(header.split(","), first.split(","), strict=True))
    assert (cells["Customer"], cells["Score"], cells["Stage"], cells["Person"]) == (
        str(followup.customer),
        "2",
        "renewal",
        "Ines",
    )
    assert (cells["Contact"], cells["Business hours to the contact"]) == ("met", "2.0")
    assert (cells["Resolution"], cells["Business hours to the resolution"]) == ("pending", "")
    assert ",not owed," in second
    assert AuditEntry.objects.get(action="sla.export").actor == petra
    assert date.fromisoformat(cells["Opened"][:10]) == NOW.date()
