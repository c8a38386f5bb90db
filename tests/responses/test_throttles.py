"""How often one network address may send answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from responses import throttles
from responses.throttles import Rate
from tests.moments import NOW

TWO = Rate(2, 60)


@pytest.fixture(autouse=True)
def _nobody_was_here() -> None:
    cache.clear()


def allowed(address: str = "192.0.2.1", what: str = "link:1", later: int = 0, **headers: str) -> bool:
    request = RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)
    return throttles.allows(request, what=what, rate=TWO, now=NOW + timedelta(seconds=later))


def test_so_many_in_so_many_seconds_from_one_address_for_one_thing() -> None:
    assert [allowed() for _ in range(3)] == [True, True, False]
    assert (allowed(address="192.0.2.2"), allowed(what="link:2"), allowed(later=60)) == (True, True, True)


def test_forwarded_addresses_count_only_behind_a_proxy(settings: Any) -> None:
    told = {"X-Forwarded-For": "203.0.113.7, 198.51.100.9"}
    assert (
        throttles.address_of(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers=told)) == "192.0.2.1"
    )

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    assert throttles.address_of(RequestFactory().get("/", headers=told)) == "198.51.100.9"
