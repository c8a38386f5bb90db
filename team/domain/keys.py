"""API keys: made, found, revoked. The secret is shown once and kept as a hash."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare

from team.domain import audit
from team.enums import Scope
from team.models import ApiKey

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from team.models import User

# 48 bits name a key, 256 guard it; hexadecimal, so that a double click selects the whole.
SHAPE = re.compile(r"cl_(?P<prefix>[0-9a-f]{12})_(?P<secret>[0-9a-f]{64})", re.ASCII)
# A busy integration would otherwise write this row with every request.
SEEN_EVERY = timedelta(minutes=1)


def make(
    *, name: str, scopes: Iterable[str], created_by: User, expires_at: datetime | None, now: datetime
) -> tuple[ApiKey, str]:
    """A stored key and its secret, which cannot be had again. Raises ValueError without a known scope."""
    granted = [scope.value for scope in Scope if scope in set(scopes)]
    if not granted:
        raise ValueError("a key needs at least one scope")
    prefix = secrets.token_hex(6)
    secret = f"cl_{prefix}_{secrets.token_hex(32)}"
    with transaction.atomic():
        key = ApiKey.objects.create(
            name=name,
            prefix=prefix,
            key_hash=_hash(secret),
            scopes=granted,
            created_by=created_by,
            created_at=now,
            expires_at=expires_at,
        )
        facts = {"scopes": ", ".join(granted), "expires_at": expires_at and expires_at.isoformat()}
        audit.log(actor=created_by, action="key.make", subject=key, now=now, changes=facts)
    return key, secret


def find(*, secret: str, now: datetime) -> ApiKey | None:
    """The usable key with this secret, or None. Notes the use, at most once a minute."""
    shape = SHAPE.fullmatch(secret)
    if shape is None:
        return None
    key = ApiKey.objects.usable(now=now).named(shape["prefix"])
    if key is None or not constant_time_compare(key.key_hash, _hash(secret)):
        return None
    unseen = Q(last_used_at=None) | Q(last_used_at__lte=now - SEEN_EVERY)
    if key.last_used_at is None or key.last_used_at <= now - SEEN_EVERY:
        ApiKey.objects.filter(unseen, pk=key.pk).update(last_used_at=now)
    return key


def revoke(*, key: ApiKey, actor: User | None, now: datetime) -> bool:
    """End the key at once and for good. False when it was revoked already."""
    with transaction.atomic():
        if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now) != 1:
            return False
        key.revoked_at = now
        audit.log(actor=actor, action="key.revoke", subject=key, now=now)
    return True


def _hash(secret: str) -> str:
    # A fast hash is enough for 256 random bits; slow ones are for what people choose.
    return hashlib.sha256(secret.encode()).hexdigest()
