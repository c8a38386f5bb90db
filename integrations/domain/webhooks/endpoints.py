"""Endpoints by hand and by API: added, changed, given a new secret, tried, removed."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, transaction

from integrations.domain.webhooks import addresses, events, signing, writing
from integrations.models import WebhookDelivery, WebhookEndpoint
from team.domain import audit
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from integrations.domain.webhooks.addresses import Lookup
    from team.models import ApiKey

# How long a rotated secret still signs.
OVERLAP: Final = timedelta(hours=24)


class Refused(Exception):
    """It cannot be saved so: `field`, and a sentence."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


def add(
    *,
    name: str,
    url: str,
    heard: Collection[str],
    actor: User | ApiKey | None,
    now: datetime,
    lookup: Lookup = addresses.look_up,
) -> WebhookEndpoint:
    """A new endpoint, on from now. Its `secret` is shown to nobody later. Raises Refused."""
    _check(url=url, heard=heard, lookup=lookup)
    endpoint = WebhookEndpoint(
        name=name,
        url=url,
        secret=signing.new_secret(),
        events=_ordered(heard),
        created_by=actor if isinstance(actor, User) else None,
        created_at=now,
        listens_since=now,
    )
    with transaction.atomic():
        _save(endpoint)
        audit.log(actor=actor, action="webhook.add", subject=endpoint, now=now, changes=_facts(endpoint))
    return endpoint


def change(
    *,
    endpoint: WebhookEndpoint,
    name: str,
    url: str,
    heard: Collection[str],
    actor: User | ApiKey | None,
    now: datetime,
) -> bool:
    """Save what differs; events that are new are heard from now on. False for no change. Raises Refused."""
    _check(url=url, heard=heard)
    before = _facts(endpoint)
    endpoint.name, endpoint.url, endpoint.events = name, url, _ordered(heard)
    differences = audit.differences(before, _facts(endpoint))
    if not differences:
        return False
    if "events" in differences:
        endpoint.listens_since = now
    with transaction.atomic():
        _save(endpoint, ["name", "url", "events", "listens_since"])
        audit.log(actor=actor, action="webhook.change", subject=endpoint, now=now, changes=differences)
    return True


def rotate(*, endpoint: WebhookEndpoint, actor: User | ApiKey | None, now: datetime) -> str:
    """A new secret, shown once. For OVERLAP calls are signed with the one before it, too."""
    with transaction.atomic():
        row = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
        row.old_secret, row.old_secret_until, row.secret = row.secret, now + OVERLAP, signing.new_secret()
        row.save(update_fields=["old_secret", "old_secret_until", "secret"])
        audit.log(actor=actor, action="webhook.rotate", subject=row, now=now)
    return row.secret


def remove(*, endpoint: WebhookEndpoint, actor: User | ApiKey | None, now: datetime) -> None:
    """Delete it with all of its calls."""
    with transaction.atomic():
        audit.log(actor=actor, action="webhook.remove", subject=endpoint, now=now, changes=_facts(endpoint))
        WebhookEndpoint.objects.filter(pk=endpoint.pk).delete()


def plan_test(*, endpoint: WebhookEndpoint, now: datetime) -> WebhookDelivery:
    """A call that says nothing but that it arrived; made at once by `delivering.deliver_one`."""
    data = {"message": "This is a test call. Nothing has happened."}
    return WebhookDelivery.objects.create(
        endpoint=endpoint,
        event=events.TEST.code,
        key=f"test-{uuid.uuid4().hex[:16]}",
        payload=writing.body(events.TEST.code, now, data),
        created_at=now,
        send_after=now,
    )


def _check(*, url: str, heard: Collection[str], lookup: Lookup = addresses.look_up) -> None:
    if not heard:
        raise Refused("events", "Choose at least one event.")
    if unknown := sorted(set(heard) - events.CODES):
        raise Refused("events", f"There is no event {unknown[0]}.")
    try:
        addresses.target(url, lookup=lookup)
    except addresses.NotAllowed as refusal:
        raise Refused("url", str(refusal)) from refusal


def _save(endpoint: WebhookEndpoint, fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            endpoint.save(update_fields=fields)
    except IntegrityError as collision:
        raise Refused("name", "Another webhook has this name.") from collision


def _ordered(heard: Collection[str]) -> list[str]:
    return [event.code for event in events.EVENTS if event.code in heard]


def _facts(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {"name": endpoint.name, "url": endpoint.url, "events": endpoint.events}
