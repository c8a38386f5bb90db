"""Fixtures for every test: the program, one person of each role, a logged-in client."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import settings as hypothesis_settings

from team.enums import Role
from team.models import Program, User

if TYPE_CHECKING:
    from collections.abc import Callable

pytest_plugins = ["tests.services.fixtures"]

# At home property tests look for new cases; a change must not fail to land because one was found today, nor
# because the machine was busy: no test is timed.
hypothesis_settings.register_profile("home", deadline=None)
hypothesis_settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "home")


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    """What one test has in the cache is nothing to the next."""
    cache.clear()


@pytest.fixture
def program(db: None) -> Program:
    """The one program, in Berlin, with a sender and an address."""
    row = Program.objects.current()
    row.company, row.product, row.time_zone = "Northwind", "Northwind Freight", "Europe/Berlin"
    row.sender_name, row.sender_email = "Northwind", "survey@northwind.example"
    row.postal_address = "1 Harbor Street, 20457 Hamburg"
    row.save()
    return row


def _person(role: Role) -> User:
    email, name = f"{role.value}@northwind.example", f"{role.label} Example"
    return User.objects.create_user(email, "correct-horse-9", name=name, role=role)


@pytest.fixture
def viewer(db: None) -> User:
    """Somebody who may only look."""
    return _person(Role.VIEWER)


@pytest.fixture
def rep(db: None) -> User:
    """Somebody who works follow-ups."""
    return _person(Role.REP)


@pytest.fixture
def manager(db: None) -> User:
    """Somebody who runs campaigns and the team."""
    return _person(Role.MANAGER)


@pytest.fixture
def admin(db: None) -> User:
    """Somebody who may do everything."""
    return _person(Role.ADMIN)


@pytest.fixture
def client_for() -> Callable[[User], Client]:
    """Makes a client that is logged in as this person."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make
