"""What we tell receivers to do, done with a real call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.conf import settings

from integrations.domain.webhooks import delivering, endpoints, events, patience, samples
from tests.factories.integrations import DeliveryFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.models import WebhookEndpoint
    from tests.integrations.listener import Listener

pytestmark = pytest.mark.django_db
DOCS = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")


def check() -> Callable[[str, dict[str, str], bytes], bool]:
    """The function that the page and the docs show."""
    scope: dict[str, Any] = {}
    exec(samples.CHECK, scope)  # noqa: S102  # our own sample, as a reader would run it
    found: Callable[[str, dict[str, str], bytes], bool] = scope["is_ours"]
    return found


def test_the_check_that_we_show_knows_our_calls_from_others(crm: WebhookEndpoint, listener: Listener) -> None:
    """G88: also after a rotation, under both secrets; not with another body, key or hour."""
    old = crm.secret
    new = endpoints.rotate(endpoint=crm, actor=None, now=NOW)
    DeliveryFactory.create(endpoint=crm)
    delivering.deliver(clock=lambda: NOW)
    (heard,) = listener.heard
    is_ours = check()

    with time_machine.travel(NOW, tick=False):
        assert is_ours(new, heard.headers, heard.body)
        assert is_ours(old, heard.headers, heard.body)
        assert not is_ours(new, heard.headers, heard.body + b" ")
        assert not is_ours(new, heard.headers | {"webhook-id": "another"}, heard.body)
        assert not is_ours("whsec_b3RoZXI=", heard.headers, heard.body)
    with time_machine.travel(NOW.replace(minute=6), tick=False):
        assert not is_ours(new, heard.headers, heard.body)


def test_the_docs_show_the_same_check_and_every_event() -> None:
    assert samples.CHECK in DOCS
    assert patience.in_words() in DOCS
    named = set(re.findall(r"^\| (`.*?) \| ", DOCS, re.MULTILINE))
    assert {event.code for event in events.EVENTS} <= set(re.findall(r"`([\w.]+)`", " ".join(named)))
