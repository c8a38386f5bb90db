from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError

from team.enums import Role
from team.models import Program, User
from tests.factories.team import UserFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


def test_there_is_one_program(db: None) -> None:
    assert Program.objects.current() == Program.objects.current()
    with pytest.raises(IntegrityError):
        Program.objects.create(pk=2)


def test_a_role_covers_those_below_it() -> None:
    may = {role: [needed.value for needed in Role if User(role=role).may(needed)] for role in Role}

    assert may == {
        Role.VIEWER: ["viewer"],
        Role.REP: ["viewer", "rep"],
        Role.MANAGER: ["viewer", "rep", "manager"],
        Role.ADMIN: ["viewer", "rep", "manager", "admin"],
    }


def test_a_deactivated_admin_may_nothing() -> None:
    assert not any(User(role=Role.ADMIN, is_active=False).may(role) for role in Role)


@pytest.mark.parametrize(
    "change",
    [
        {"role": Role.VIEWER},
        {"password": "!another"},
        {"is_active": False},
        {"session_generation": 1},
    ],
)
def test_a_session_ends_when_role_password_access_or_generation_change(
    client_for: Callable[[User], Client], rep: User, change: dict[str, Any]
) -> None:
    client = client_for(rep)
    assert client.get("/settings/about/").status_code == 200

    User.objects.filter(pk=rep.pk).update(**change)

    assert client.get("/settings/about/").url == "/login/?next=/settings/about/"  # type: ignore[attr-defined]  # a redirect


def test_a_session_survives_another_name(client_for: Callable[[User], Client], rep: User) -> None:
    client = client_for(rep)

    User.objects.filter(pk=rep.pk).update(name="Somebody", time_zone="Asia/Tokyo")

    assert client.get("/settings/about/").status_code == 200


def test_a_session_survives_a_rotated_secret_key(
    client_for: Callable[[User], Client], rep: User, settings: Any
) -> None:
    client = client_for(rep)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"

    assert client.get("/settings/about/").status_code == 200


def test_an_unknown_role_is_refused_by_the_database(db: None) -> None:
    with pytest.raises(IntegrityError):
        UserFactory.create(role="king")
