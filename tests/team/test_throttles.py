from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache

from team.throttles import KeyThrottle
from tests.factories.team import ApiKeyFactory, bearer

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.team.api.urls")]


def test_each_key_has_its_own_allowance(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(KeyThrottle, "THROTTLE_RATES", {"key": "2/min"})
    busy, calm = bearer(ApiKeyFactory.create()), bearer(ApiKeyFactory.create())

    def call(headers: dict[str, Any]) -> int:
        return client.get("/api/people/", headers=headers).status_code

    assert [call(busy) for _ in range(3)] == [200, 200, 429]
    assert call(calm) == 200
    assert client.get("/api/people/", headers=busy).headers["Retry-After"].isdigit()
