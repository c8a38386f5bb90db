"""Webhooks and their calls, for tests."""

from __future__ import annotations

import uuid
from datetime import timedelta

from factory.declarations import LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from integrations.domain.webhooks import events, signing
from integrations.enums import DeliveryState
from integrations.models import WebhookDelivery, WebhookEndpoint
from tests.factories.customers import CustomerFactory
from tests.moments import NOW

LONG_AGO = NOW - timedelta(days=20)


class EndpointFactory(DjangoModelFactory[WebhookEndpoint]):
    """One that is on, and hears everything since long ago."""

    class Meta:
        model = WebhookEndpoint

    name = Sequence("Program {}".format)
    url = Sequence("https://program{}.example/hooks".format)
    secret = LazyFunction(signing.new_secret)
    events = LazyFunction(lambda: [event.code for event in events.EVENTS])
    created_at = LONG_AGO
    listens_since = LONG_AGO


class DeliveryFactory(DjangoModelFactory[WebhookDelivery]):
    """A call that is due now."""

    class Meta:
        model = WebhookDelivery

    endpoint = SubFactory(EndpointFactory)
    customer = SubFactory(CustomerFactory)
    event = events.RECORDED.code
    key = Sequence("answer-{}".format)
    payload = LazyFunction(
        lambda: {
            "type": "response.recorded",
            "timestamp": "2026-03-10T09:00:00.000Z",
            "data": {"response": {"id": 12}},
        }
    )
    created_at = NOW
    send_after = NOW


class DeliveredFactory(DeliveryFactory):
    """A call that was taken."""

    state = DeliveryState.DELIVERED
    delivered_at = NOW
    last_status = 200
    attempts = 1


class ClaimedFactory(DeliveryFactory):
    """A call that somebody is making."""

    state = DeliveryState.CLAIMED
    claim_token = LazyFunction(uuid.uuid4)
    claimed_at = NOW
    attempts = 1
