"""People and keys of the staff."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth.hashers import make_password
from factory.declarations import LazyAttribute, LazyFunction, Sequence
from factory.django import DjangoModelFactory

from team.enums import Role, Scope
from team.models import ApiKey, User

PASSWORD = "correct horse battery"


class UserFactory(DjangoModelFactory[User]):
    """An active viewer whose password is PASSWORD."""

    class Meta:
        model = User

    email = Sequence(lambda n: f"person{n}@example.com")
    name = Sequence(lambda n: f"Person {n}")
    role = Role.VIEWER
    password = LazyFunction(lambda: make_password(PASSWORD))


class ApiKeyFactory(DjangoModelFactory[ApiKey]):
    """A usable key; `secret` is what its holder sends."""

    class Meta:
        model = ApiKey
        exclude = ("secret",)

    name = Sequence(lambda n: f"Program {n}")
    prefix = Sequence(lambda n: f"{n:012x}")
    scopes = LazyFunction(lambda: [scope.value for scope in Scope])
    secret = LazyAttribute(lambda key: secret_of(key.prefix))
    key_hash = LazyAttribute(lambda key: hashlib.sha256(key.secret.encode()).hexdigest())


def secret_of(prefix: str) -> str:
    """What the holder of a made-up key sends."""
    return f"cl_{prefix}_{prefix:0>64}"


def bearer(key: ApiKey) -> dict[str, Any]:
    """The headers of a call with this key: `client.get(url, headers=bearer(key))`."""
    return {"Authorization": f"Bearer {secret_of(key.prefix)}"}
