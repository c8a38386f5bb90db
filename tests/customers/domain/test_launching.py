"""A launch becomes one event of each member, once, however often it is interrupted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers import tasks
from customers.domain import launching
from customers.models import Audience, Customer, Event, Launch
from team.models import AuditEntry, Program, User
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks as CommitCallbacks

MINUTE = timedelta(minutes=1)


@pytest.fixture
def germans(program: Program) -> Audience:
    return Audience.objects.create(
        name="Germans", rules={"rules": [{"field": "country", "op": "in", "value": ["DE"]}]}
    )


def announce(audience: Audience | None = None, **changes: Any) -> Launch:
    facts: dict[str, Any] = {
        "title": "Dark mode", "event_name": "feature_launched", "audience": audience, "occurred_at": NOW,
        "actor": None, "now": NOW, **changes,
    }  # fmt: skip
    return launching.announce(**facts)[0]


def run(now: datetime = NOW) -> int:
    return launching.run_waiting(clock=lambda: now, budget=MINUTE)


def told() -> list[int]:
    return sorted(Event.objects.values_list("customer_id", flat=True))


def test_a_launch_reaches_its_audience_and_nobody_else(
    germans: Audience, heard: list[Any], django_capture_on_commit_callbacks: CommitCallbacks
) -> None:
    """T43: a launch reaches an audience; each member has the event that campaigns wait for."""
    members = CustomerFactory.create_batch(3, country="DE")
    CustomerFactory.create(country="FR")
    CustomerFactory.create(country="DE", erased_at=NOW)
    launch = announce(germans, occurred_at=NOW - timedelta(days=1))

    with django_capture_on_commit_callbacks(execute=True):
        assert run() == 1

    assert told() == [it.pk for it in members]
    event = Event.objects.order_by("customer_id")[0]
    assert (event.name, event.occurred_at, event.received_at, event.payload, event.key) == (
        "feature_launched",
        NOW - timedelta(days=1),
        NOW,
        {"launch": launch.pk, "title": "Dark mode"},
        f"launch:{launch.pk}:{members[0].pk}",
    )
    launch.refresh_from_db()
    assert (launch.total, launch.reached, launch.finished_at) == (3, 3, NOW)
    assert heard == [None]
    assert run() == 0


def test_a_launch_without_an_audience_reaches_everybody(program: Program) -> None:
    CustomerFactory.create_batch(2)
    announce()

    run()

    assert len(told()) == 2


def test_a_launch_goes_on_where_it_was_interrupted(
    germans: Audience, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T43: slices are written with the place to go on; nobody is told twice, nobody is left out."""
    monkeypatch.setattr(launching, "SLICE", 2)
    members = CustomerFactory.create_batch(5, country="DE")
    launch = announce(germans)
    claimed = launching.claim(now=NOW)
    assert claimed is not None
    assert launching._slice(claimed, now=NOW)
    assert told() == [it.pk for it in members[:2]]

    # The worker died here: its lease ends, and another goes on.
    assert launching.claim(now=NOW) is None
    assert run(NOW + launching.LEASE) == 1

    assert told() == [it.pk for it in members]
    launch.refresh_from_db()
    assert launch.reached == 5


def test_a_worker_whose_lease_is_over_writes_no_more(germans: Audience) -> None:
    CustomerFactory.create(country="DE")
    announce(germans)
    slow = launching.claim(now=NOW)
    assert slow is not None

    assert run(NOW + launching.LEASE) == 1

    assert not launching._slice(slow, now=NOW + launching.LEASE)
    assert Event.objects.count() == 1


def test_a_repeated_slice_writes_nothing_again(germans: Audience) -> None:
    CustomerFactory.create_batch(2, country="DE")
    launch = announce(germans)
    run()
    Launch.objects.filter(pk=launch.pk).update(next_id=0, finished_at=None, lease_until=None)

    run()

    assert len(told()) == 2


def test_a_run_stops_when_its_time_is_up(germans: Audience, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launching, "SLICE", 1)
    CustomerFactory.create_batch(3, country="DE")
    launch = announce(germans)
    moments = iter([NOW] * 5 + [NOW + 2 * MINUTE] * 9)

    launching.run_waiting(clock=lambda: next(moments), budget=MINUTE)

    launch.refresh_from_db()
    assert launch.finished_at is None
    assert launch.lease_until == NOW + 2 * MINUTE
    run(NOW + 2 * MINUTE)
    assert len(told()) == 3


def test_a_launch_waits_for_its_day(germans: Audience) -> None:
    """T43: a launch can be announced ahead; whoever belongs on its day is told."""
    announce(germans, occurred_at=NOW + timedelta(days=2))
    CustomerFactory.create(country="DE")

    assert run() == 0
    assert run(NOW + timedelta(days=2)) == 1

    assert len(told()) == 1


def test_announce_knows_its_key(program: Program, manager: User) -> None:
    first = announce(key="release-7", actor=manager)

    assert launching.announce(
        title="Again", event_name="other", audience=None, occurred_at=NOW, actor=manager, now=NOW,
        key="release-7",
    ) == (first, False)  # fmt: skip
    assert Launch.objects.get().title == "Dark mode"
    assert AuditEntry.objects.get(action="launch.announce").actor == manager


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"event_name": "Feature Launched"}, "event_name"),
        ({"occurred_at": NOW + timedelta(days=400)}, "occurred_at"),
        ({"occurred_at": datetime(1969, 1, 1, tzinfo=UTC)}, "occurred_at"),
        ({"key": "k" * 121}, "key"),
    ],
)
def test_announce_refuses_what_cannot_be(program: Program, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(launching.InvalidLaunch) as refusal:
        announce(**changes)

    assert list(refusal.value.errors) == [field]


def test_withdraw_takes_back_what_has_not_begun(program: Program, manager: User) -> None:
    CustomerFactory.create()
    waiting = announce(occurred_at=NOW + timedelta(days=1))
    done = announce()
    run()
    done.refresh_from_db()

    launching.withdraw(launch=waiting, actor=manager, now=NOW)
    with pytest.raises(launching.HasBegun):
        launching.withdraw(launch=done, actor=manager, now=NOW)

    assert list(Launch.objects.all()) == [done]
    assert AuditEntry.objects.filter(action="launch.withdraw").count() == 1


def test_the_task_finds_its_own_work(program: Program) -> None:
    customer = CustomerFactory.create()
    announce(occurred_at=NOW)

    tasks.run_launches()

    assert told() == [customer.pk]


def test_a_slice_is_one_statement_for_all(program: Program, django_assert_max_num_queries: Any) -> None:
    Customer.objects.bulk_create(Customer(name=f"C{n}") for n in range(300))
    announce()
    launch = launching.claim(now=NOW)
    assert launch is not None

    with django_assert_max_num_queries(9):
        launching._slice(launch, now=NOW)

    assert Event.objects.count() == 300
