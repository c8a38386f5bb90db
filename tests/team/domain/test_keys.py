from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from team.domain import keys
from team.models import ApiKey, AuditEntry
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User


def make(admin: User, **facts: object) -> tuple[ApiKey, str]:
    defaults = {"name": "CRM", "scopes": ["write", "read"], "expires_at": None, "now": NOW}
    return keys.make(created_by=admin, **{**defaults, **facts})  # type: ignore[arg-type]  # facts of one call


def test_make_stores_a_hash_and_returns_the_secret_once(admin: User) -> None:
    key, secret = make(admin)

    key.refresh_from_db()
    assert secret.startswith(f"cl_{key.prefix}_")
    assert len(secret) == len("cl_") + 12 + len("_") + 64
    assert secret.rpartition("_")[2] not in str(vars(key))
    assert (key.name, key.scopes, key.created_by, key.last_used_at) == ("CRM", ["read", "write"], admin, None)


def test_make_is_audited_without_the_secret(admin: User) -> None:
    make(admin)

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.subject_label) == (admin, "key.make", "CRM")
    assert entry.changes == {"scopes": "read, write", "expires_at": None}


@pytest.mark.parametrize("scopes", [[], ["owner"]])
def test_make_refuses_a_key_that_could_do_nothing(admin: User, scopes: list[str]) -> None:
    with pytest.raises(ValueError, match="at least one scope"):
        make(admin, scopes=scopes)

    assert not ApiKey.objects.exists()


def test_find_returns_the_key_of_its_secret(admin: User) -> None:
    key, secret = make(admin)
    make(admin, name="Another")

    assert keys.find(secret=secret, now=NOW) == key


@pytest.mark.parametrize(
    "spoil",
    [
        lambda secret: "",
        lambda secret: secret[:-1],
        lambda secret: secret + "0",
        lambda secret: secret[:-1] + ("0" if secret[-1] != "0" else "1"),
        lambda secret: secret.upper(),
        lambda secret: f" {secret}",
        lambda secret: f"{secret}\n",
        lambda secret: "cl_" + "0" * 12 + secret[15:],
        lambda secret: secret.replace("_", "\x00"),
    ],
)
def test_find_refuses_whatever_is_not_the_secret(admin: User, spoil: object) -> None:
    _, secret = make(admin)

    assert keys.find(secret=spoil(secret), now=NOW) is None  # type: ignore[operator]  # the lambdas above


def test_find_refuses_a_key_from_the_instant_it_expires(admin: User) -> None:
    key, secret = make(admin, expires_at=NOW + timedelta(days=1))

    assert keys.find(secret=secret, now=NOW + timedelta(hours=23, minutes=59)) == key
    assert keys.find(secret=secret, now=NOW + timedelta(days=1)) is None


def test_find_notes_the_use_at_most_once_a_minute(admin: User) -> None:
    key, secret = make(admin)

    seen = []
    for seconds in (0, 59, 60):
        keys.find(secret=secret, now=NOW + timedelta(seconds=seconds))
        key.refresh_from_db()
        seen.append(key.last_used_at)

    assert seen == [NOW, NOW, NOW + timedelta(seconds=60)]


def test_revoke_ends_the_key_once_and_is_audited(admin: User) -> None:
    key, secret = make(admin)

    assert keys.revoke(key=key, actor=admin, now=NOW) is True
    assert keys.revoke(key=key, actor=admin, now=NOW + timedelta(days=1)) is False

    key.refresh_from_db()
    assert key.revoked_at == NOW
    assert keys.find(secret=secret, now=NOW) is None
    assert [entry.action for entry in AuditEntry.objects.all()] == ["key.revoke", "key.make"]
