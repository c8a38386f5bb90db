from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from team.domain import keys
from team.models import ApiKey
from tests.factories.team import ApiKeyFactory, UserFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import User


@pytest.fixture
def page(client_for: Callable[[User], Client], admin: User) -> Client:
    """An admin's browser."""
    return client_for(admin)


def queries(page: Client, url: str) -> int:
    """How many a page takes."""
    with CaptureQueriesContext(connection) as captured:
        page.get(url)
    return len(captured)


def test_list_takes_the_same_queries_for_one_key_and_three(page: Client, admin: User) -> None:
    ApiKeyFactory.create(created_by=admin)
    page.get("/settings/keys/")
    one = queries(page, "/settings/keys/")

    ApiKeyFactory.create_batch(2, created_by=UserFactory.create())

    assert queries(page, "/settings/keys/") == one


def test_list_shows_keys_without_their_secret(page: Client, admin: User) -> None:
    made = ApiKeyFactory.create_batch(3, created_by=admin)

    text = page.get("/settings/keys/").content.decode()

    assert all(f"cl_{key.prefix}_…" in text and key.key_hash not in text for key in made)


def test_list_tells_active_expired_and_revoked_apart(page: Client) -> None:
    now = timezone.now()
    ApiKeyFactory.create(name="A")
    ApiKeyFactory.create(name="B", expires_at=now)
    ApiKeyFactory.create(name="C", revoked_at=now)

    text = page.get("/settings/keys/").content.decode()

    assert [text.count(f">{state}</span>") for state in ("Active", "Expired", "Revoked")] == [1, 1, 1]
    assert text.count("/revoke/") == 2


def test_empty_list_says_what_a_key_is_for(page: Client) -> None:
    assert "Make a key" in page.get("/settings/keys/").content.decode()


@pytest.mark.parametrize(("lifetime", "days"), [("90", 90), ("", None)])
def test_make_shows_the_secret_once(page: Client, admin: User, lifetime: str, days: int | None) -> None:
    response = page.post("/settings/keys/new/", {"name": "CRM", "scopes": ["read"], "lifetime": lifetime})

    key, now = ApiKey.objects.get(), timezone.now()
    secret = response.context["secret"]
    assert keys.find(secret=secret, now=now) == key
    assert (key.name, key.scopes, key.created_by) == ("CRM", ["read"], admin)
    assert key.expires_at == (None if days is None else key.created_at + timedelta(days=days))
    assert secret in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert secret not in page.get("/settings/keys/").content.decode()


def test_make_needs_a_name_and_a_scope(page: Client) -> None:
    response = page.post("/settings/keys/new/", {"lifetime": "7"})

    assert sorted(response.context["form"].errors) == ["lifetime", "name", "scopes"]
    assert not ApiKey.objects.exists()


def test_revoke_ends_the_key(page: Client) -> None:
    key = ApiKeyFactory.create()

    response = page.post(f"/settings/keys/{key.pk}/revoke/")

    key.refresh_from_db()
    assert (response.headers["Location"], key.revoked_at is not None) == ("/settings/keys/", True)
