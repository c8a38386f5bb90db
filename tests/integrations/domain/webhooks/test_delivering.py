"""From a row to a signed call, again until it is taken, for a day."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from followups.models import Notification
from integrations.domain.webhooks import claiming, delivering, endpoints, patience, settling, switching
from integrations.domain.webhooks.calling import Answer
from integrations.enums import DeliveryState
from integrations.models import WebhookDelivery, WebhookEndpoint
from team.models import AuditEntry
from tests.factories.integrations import ClaimedFactory, DeliveryFactory, EndpointFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User
    from tests.integrations.listener import Listener

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def deliver(now: datetime = NOW) -> Counter[str]:
    return delivering.deliver(clock=lambda: now)


def signed(secret: str, key: str, timestamp: str, body: bytes) -> str:
    """What the other program computes, by the book."""
    raw = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(raw, f"{key}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def test_a_due_call_is_made_once_and_signed(crm: WebhookEndpoint, listener: Listener) -> None:
    """G50 T53 G88."""
    row = DeliveryFactory.create(endpoint=crm)

    assert [deliver(), deliver()] == [Counter({"taken": 1}), Counter()]

    (heard,) = listener.heard
    assert json.loads(heard.body) == row.payload
    assert heard.headers["webhook-id"] == row.key
    assert heard.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert heard.headers["webhook-signature"] == signed(
        crm.secret, row.key, heard.headers["webhook-timestamp"], heard.body
    )
    row.refresh_from_db()
    assert (row.state, row.delivered_at, row.last_status, row.attempts) == ("delivered", NOW, 200, 1)
    assert (row.claim_token, row.claimed_at, row.last_error) == (None, None, "")


def test_what_is_not_due_waits(crm: WebhookEndpoint, listener: Listener) -> None:
    DeliveryFactory.create(endpoint=crm, send_after=NOW + timedelta(seconds=1))
    DeliveryFactory.create(endpoint=EndpointFactory.create(url=listener.url, is_active=False))

    assert (deliver(), listener.heard) == (Counter(), [])


def test_after_a_rotation_both_secrets_sign_for_a_day(
    crm: WebhookEndpoint, listener: Listener, admin: User
) -> None:
    old = crm.secret
    new = endpoints.rotate(endpoint=crm, actor=admin, now=NOW)
    rows = [DeliveryFactory.create(endpoint=crm), DeliveryFactory.create(endpoint=crm, send_after=NOW + DAY)]

    deliver()
    deliver(NOW + DAY)

    signatures = [heard.headers["webhook-signature"].split() for heard in listener.heard]
    assert [len(one) for one in signatures] == [2, 1]
    first = listener.heard[0]
    stamp = first.headers["webhook-timestamp"]
    assert signatures[0] == [signed(secret, rows[0].key, stamp, first.body) for secret in (new, old)]


def test_a_refusal_is_tried_again_later_with_the_same_key(crm: WebhookEndpoint, listener: Listener) -> None:
    listener.statuses, listener.says = [503, 200], b"Closed for lunch."
    row = DeliveryFactory.create(endpoint=crm)

    assert deliver() == Counter({"refused": 1})
    row.refresh_from_db()
    assert (row.state, row.last_status, row.last_error) == ("planned", 503, "Closed for lunch.")
    assert timedelta(seconds=54) <= row.send_after - NOW <= timedelta(seconds=66)
    crm.refresh_from_db()
    assert crm.failing_since == NOW

    assert deliver(NOW + timedelta(minutes=2)) == Counter({"taken": 1})
    assert [heard.headers["webhook-id"] for heard in listener.heard] == [row.key, row.key]
    crm.refresh_from_db()
    assert crm.failing_since is None


def test_waits_grow_with_a_little_chance_up_to_a_day() -> None:
    waits = []
    for attempts in range(1, patience.ATTEMPTS):
        found = {patience.next_at(attempts=attempts, now=NOW) for _ in range(20)}
        assert len(found) > 1
        spread = [at - NOW for at in found if at]
        expected = timedelta(minutes=patience.WAITS[attempts - 1])
        assert 0.9 * expected <= min(spread) <= max(spread) <= 1.1 * expected
        waits.append(expected)

    assert waits == sorted(waits)
    assert timedelta(hours=23) < sum(waits, timedelta()) <= timedelta(hours=24)
    assert patience.next_at(attempts=patience.ATTEMPTS, now=NOW) is None


def test_the_last_refusal_gives_the_call_up(crm: WebhookEndpoint, listener: Listener) -> None:
    listener.statuses = [500]
    row = DeliveryFactory.create(endpoint=crm, attempts=patience.ATTEMPTS - 1)

    deliver()

    row.refresh_from_db()
    assert (row.state, row.attempts) == (DeliveryState.FAILED, patience.ATTEMPTS)


def test_an_endpoint_that_takes_nothing_for_a_day_is_switched_off(
    crm: WebhookEndpoint, listener: Listener, admin: User, manager: User
) -> None:
    """Admins are told, once; what waits is cancelled; somebody switches it on again."""
    listener.statuses = [500]
    WebhookEndpoint.objects.update(failing_since=NOW - DAY + timedelta(seconds=1))
    DeliveryFactory.create(endpoint=crm)
    waiting = DeliveryFactory.create(endpoint=crm, send_after=NOW + timedelta(hours=1))

    deliver()
    crm.refresh_from_db()
    assert crm.is_active

    due = DeliveryFactory.create(endpoint=crm, send_after=NOW + timedelta(seconds=1))
    deliver(NOW + timedelta(seconds=1))

    crm.refresh_from_db()
    assert (crm.is_active, crm.disabled_reason) == (False, "It took no call for a day.")
    assert crm.disabled_at == NOW + timedelta(seconds=1)
    assert [row.state for row in WebhookDelivery.objects.filter(pk__in=[waiting.pk, due.pk])] == [
        "cancelled",
        "cancelled",
    ]
    (told,) = Notification.objects.all()
    assert (told.recipient, told.title) == (admin, "The webhook “CRM” was switched off")
    assert told.path == f"/settings/webhooks/{crm.pk}/"
    assert AuditEntry.objects.get(action="webhook.off").actor_label == "Closeloop"

    assert switching.switch_on(endpoint=crm, actor=admin, now=NOW + DAY)
    crm = WebhookEndpoint.objects.get()
    assert (crm.disabled_at, crm.disabled_reason, crm.failing_since) == (None, "", None)
    assert crm.listens_since == NOW + DAY


def test_a_slow_program_does_not_hold_up_the_others(crm: WebhookEndpoint, listener: Listener) -> None:
    other = EndpointFactory.create(url=listener.url)
    DeliveryFactory.create_batch(claiming.EACH + 3, endpoint=crm)
    last = DeliveryFactory.create(endpoint=other, send_after=NOW)

    claimed = claiming.claim(now=NOW)

    assert len(claimed) == claiming.EACH + 1
    assert last in claimed


def test_whoever_dies_while_calling_leaves_it_to_another_with_the_same_key(
    crm: WebhookEndpoint, listener: Listener
) -> None:
    """At least once: it may have arrived, so it goes out again, and its key says that it is the same."""
    row = DeliveryFactory.create(endpoint=crm)
    (claimed,) = claiming.claim(now=NOW)
    assert delivering.call(claimed, NOW).is_taken
    # Here the worker is killed: nothing is written down.

    assert settling.reap(now=NOW + timedelta(minutes=10)) == 0
    late = NOW + timedelta(minutes=11)
    assert [settling.reap(now=late), settling.reap(now=late)] == [1, 0]
    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_error) == ("planned", 1, settling.LEFT)

    assert deliver(row.send_after) == Counter({"taken": 1})
    assert [heard.headers["webhook-id"] for heard in listener.heard] == [row.key, row.key]
    # The first one wakes up and finds that it is not theirs any more.
    assert not settling.settle(delivery=claimed, answer=Answer(500), now=late)
    row.refresh_from_db()
    assert row.state == DeliveryState.DELIVERED


def test_a_reaped_call_that_was_the_last_is_given_up(crm: WebhookEndpoint) -> None:
    row = ClaimedFactory.create(endpoint=crm, attempts=patience.ATTEMPTS, claimed_at=NOW - DAY)

    settling.reap(now=NOW)

    row.refresh_from_db()
    assert row.state == DeliveryState.FAILED


def test_a_call_of_an_endpoint_that_was_switched_off_meanwhile_is_not_tried_again(
    crm: WebhookEndpoint, admin: User
) -> None:
    row = ClaimedFactory.create(endpoint=crm)
    switching.switch_off(endpoint=crm, actor=admin, now=NOW)

    settling.settle(delivery=row, answer=Answer(500, "no"), now=NOW)

    row.refresh_from_db()
    assert (row.state, row.last_error) == (DeliveryState.CANCELLED, "no")


@pytest.mark.parametrize(("status", "state"), [(200, "delivered"), (500, "failed")])
def test_a_test_call_says_at_once_what_came_of_it(
    crm: WebhookEndpoint, listener: Listener, status: int, state: str
) -> None:
    """Also while it is off; a failure is not tried again, and says nothing of the endpoint's health."""
    WebhookEndpoint.objects.update(is_active=False)
    listener.statuses = [status]
    row = endpoints.plan_test(endpoint=crm, now=NOW)

    answer = delivering.deliver_one(delivery=row, clock=lambda: NOW)

    assert answer == Answer(status)
    assert delivering.deliver_one(delivery=row, clock=lambda: NOW) is None
    row.refresh_from_db()
    crm.refresh_from_db()
    assert (row.state, crm.failing_since) == (state, None)
    body = json.loads(listener.heard[0].body)
    assert (body["type"], body["data"]) == (
        "test",
        {"message": "This is a test call. Nothing has happened."},
    )


def test_the_time_runs_out_between_two_rounds(crm: WebhookEndpoint, listener: Listener) -> None:
    DeliveryFactory.create_batch(claiming.EACH * 2, endpoint=crm)
    # Begin, first check and its claim; then the clock jumps.
    ticks: list[Any] = [NOW] * (3 + 2 * claiming.EACH)

    tally = delivering.deliver(clock=lambda: ticks.pop() if ticks else NOW + DAY, budget=timedelta(minutes=2))

    assert tally == Counter({"taken": claiming.EACH})
