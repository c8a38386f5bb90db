"""The table of tests/access_table.py against the running product: every URL, every role, every scope."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.permissions import SAFE_METHODS

from team.enums import Role, Scope
from tests.access_table import ENTRANCE, PUBLIC, TABLE
from tests.factories.team import ApiKeyFactory, UserFactory, bearer
from tests.urlconf import Address, addresses

if TYPE_CHECKING:
    from collections.abc import Callable

    from team.models import User

ADDRESSES = addresses()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(autouse=True)
def _every_page_exists(settings: Any) -> None:
    # The outbox pages are there where mails stay on the server.
    settings.EMAIL_BACKEND = settings.LOCAL_OUTBOX


def line_of(name: str) -> str:
    """The table's line for a URL: its own, else the one for its namespace."""
    return name if name in TABLE else f"{name.rpartition(':')[0]}:*"


def named(kind: Callable[[Any], bool]) -> list[str]:
    """The URLs whose line is of this kind."""
    return [name for name in ADDRESSES if kind(TABLE.get(line_of(name)))]


def answer(client: Client, address: Address) -> Any:
    """What a GET gives; a POST where the page takes nothing else."""
    response = client.get(address.path)
    return client.post(address.path) if response.status_code == 405 else response


def to_login(response: Any) -> bool:
    """Whether somebody was sent to log in first."""
    return response.status_code == 302 and str(response.headers["Location"]).startswith("/login/")


def scope_of(method: str, address: Address) -> Scope:
    """Reading for methods that change nothing, unless the action or its view says otherwise."""
    usual = Scope.READ if method in SAFE_METHODS else Scope.WRITE
    exceptions: dict[str, Scope] = getattr(address.view.cls, "scopes", {})
    exceptions = exceptions | getattr(address.view, "initkwargs", {}).get("scopes", {})
    return exceptions.get(method, usual)


def methods_of(address: Address) -> list[str]:
    """The methods that an API view answers."""
    actions = getattr(address.view, "actions", None)
    if actions is not None:
        return [method for method in METHODS if method.lower() in actions]
    return [method for method in METHODS if hasattr(address.view.cls, method.lower())]


def test_every_url_has_a_line_in_the_table() -> None:
    assert sorted(name for name in ADDRESSES if line_of(name) not in TABLE) == []


def test_every_line_of_the_table_has_a_url() -> None:
    assert sorted(TABLE.keys() - {line_of(name) for name in ADDRESSES}) == []


@pytest.mark.parametrize("name", named(lambda line: isinstance(line, Role)))
def test_staff_pages_open_from_the_least_role_on(
    db: None, client_for: Callable[[User], Client], name: str
) -> None:
    address, least = ADDRESSES[name], TABLE[line_of(name)]
    assert isinstance(least, Role)

    opened = {}
    for role in Role:
        response = answer(client_for(UserFactory.create(role=role)), address)
        assert response.status_code < 500
        opened[role] = response.status_code != 403 and not to_login(response)

    assert opened == {role: role.covers(least) for role in Role}
    assert to_login(Client().get(address.path))
    assert to_login(Client().post(address.path))


@pytest.mark.parametrize("role", Role)
def test_the_menus_lead_nowhere_closed(db: None, client_for: Callable[[User], Client], role: Role) -> None:
    client = client_for(UserFactory.create(role=role))
    menus = client.get("/settings/about/").content.decode().partition("<main")[0]

    answers = {
        path: client.get(path).status_code for path in re.findall(r'<a class="[^"]+" href="(/[^"]*)"', menus)
    }

    assert answers.keys() >= {"/settings/profile/", "/settings/about/"}
    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("name", named(lambda line: line is PUBLIC))
def test_public_pages_open_for_everybody_without_a_cookie(db: None, name: str) -> None:
    address = ADDRESSES[name]

    response = answer(Client(), address)

    assert response.status_code not in {401, 403}
    assert response.status_code < 500
    assert not to_login(response)
    assert dict(response.cookies) == {}


@pytest.mark.parametrize("name", named(lambda line: line is ENTRANCE))
def test_the_way_in_opens_for_everybody(db: None, name: str) -> None:
    cache.clear()

    response = Client().get(ADDRESSES[name].path)

    # Steps of a login that was not begun lead to its first.
    assert response.status_code in {200, 302, 404}
    assert "next=" not in response.headers.get("Location", "")


@pytest.mark.parametrize("name", named(lambda line: isinstance(line, frozenset)))
def test_the_api_opens_with_the_scope_of_the_method(db: None, name: str) -> None:
    address, methods = ADDRESSES[name], methods_of(ADDRESSES[name])
    assert frozenset(scope_of(method, address) for method in methods) == TABLE[line_of(name)]

    for method in methods:
        other = next(scope for scope in Scope if scope is not scope_of(method, address))
        keys = {"none": {}, "wrong": bearer(ApiKeyFactory.create(scopes=[other.value]))}
        status = {
            kind: Client()
            .generic(method, address.path, "{}", "application/json", headers=headers)
            .status_code
            for kind, headers in keys.items()
        }
        assert status == {"none": 401, "wrong": 403}, method
        right = bearer(ApiKeyFactory.create(scopes=[scope_of(method, address).value]))
        response = Client().generic(method, address.path, "{}", "application/json", headers=right)
        assert response.status_code not in {401, 403}, method
        assert response.status_code < 500, method


@pytest.mark.parametrize("name", named(lambda line: isinstance(line, frozenset)))
def test_the_api_is_closed_to_sessions(
    db: None, client_for: Callable[[User], Client], admin: User, name: str
) -> None:
    assert client_for(admin).get(ADDRESSES[name].path).status_code in {401, 405}
