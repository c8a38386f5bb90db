"""A program on this machine that may be called."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import pytest

from tests.factories.integrations import EndpointFactory
from tests.integrations.listener import Listener

if TYPE_CHECKING:
    from collections.abc import Iterator

    from integrations.models import WebhookEndpoint


@pytest.fixture
def own_network(settings: Any) -> None:
    """This machine is a network of one's own."""
    settings.WEBHOOK_ALLOW_PRIVATE = [ip_network("127.0.0.0/8")]


@pytest.fixture
def listener(own_network: None) -> Iterator[Listener]:
    """A program that takes every call."""
    with Listener() as running:
        yield running


@pytest.fixture
def crm(db: None, listener: Listener) -> WebhookEndpoint:
    """Its endpoint, which hears everything."""
    return EndpointFactory.create(name="CRM", url=listener.url)
