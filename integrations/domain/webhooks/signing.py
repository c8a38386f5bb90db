"""Signatures as Standard Webhooks writes them, so that ready-made libraries can check them.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX: Final = "whsec_"
BYTES: Final = 32


def new_secret() -> str:
    """256 random bits in the form that checking libraries take."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def signature(*, secret: str, key: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 of key, instant (seconds since 1970) and body, in base64."""
    signed = f"{key}.{timestamp}.".encode() + body
    digest = hmac.new(base64.b64decode(secret.removeprefix(PREFIX)), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def headers(*, secrets_in_force: Iterable[str], key: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of a call; after a rotation one signature for each secret."""
    signed = [signature(secret=one, key=key, timestamp=timestamp, body=body) for one in secrets_in_force]
    return {
        "webhook-id": key,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signed),
    }
