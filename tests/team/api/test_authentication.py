from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tests.factories.team import ApiKeyFactory, bearer, secret_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.team.api.urls")]

READ, WRITE = ["read"], ["write"]


def test_a_call_with_a_key_is_answered_and_noted(client: Client) -> None:
    key = ApiKeyFactory.create()

    response = client.get("/api/people/", headers=bearer(key))

    key.refresh_from_db()
    assert (response.status_code, response.json()) == (200, {"next": None, "results": []})
    assert key.last_used_at is not None
    assert not response.cookies


@pytest.mark.parametrize(
    "sent",
    ["", "Bearer", "Bearer cl_nobody", f"Token {secret_of('0' * 12)}", f"Bearer {secret_of('0' * 12)}"],
)
def test_a_call_without_a_valid_key_is_401(client: Client, sent: str) -> None:
    ApiKeyFactory.create(prefix="1" * 12)

    response = client.get("/api/people/", headers={"Authorization": sent})

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="Closeloop API"'
    assert list(response.json()["errors"]) == ["request"]


def test_a_revoked_key_is_401(client: Client) -> None:
    key = ApiKeyFactory.create(revoked_at=timezone.now())

    response = client.get("/api/people/", headers=bearer(key))

    assert response.status_code == 401
    assert response.json() == {"errors": {"request": ["This API key is unknown, revoked or expired."]}}


@pytest.mark.parametrize(
    ("method", "path", "scopes", "status"),
    [
        ("get", "/api/people/", READ, 200),
        ("get", "/api/people/", WRITE, 403),
        ("options", "/api/people/", WRITE, 403),
        ("post", "/api/people/", READ, 403),
        ("post", "/api/people/", WRITE, 400),
        ("post", "/api/question/", READ, 200),
        ("post", "/api/question/", WRITE, 403),
        ("delete", "/api/people/", READ, 403),
        ("delete", "/api/people/", WRITE, 405),
    ],
)
def test_a_method_needs_its_scope(
    client: Client, method: str, path: str, scopes: list[str], status: int
) -> None:
    key = ApiKeyFactory.create(scopes=scopes)

    response = client.generic(method.upper(), path, "{}", "application/json", headers=bearer(key))

    assert response.status_code == status


def test_a_session_does_not_open_the_api(client_for: Callable[[User], Client], admin: User) -> None:
    assert client_for(admin).get("/api/people/").status_code == 401
