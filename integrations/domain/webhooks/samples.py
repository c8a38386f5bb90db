"""A call as it arrives, and the check of its signature. A test runs the check against a real call."""

from __future__ import annotations

from typing import Any, Final

from integrations.domain.webhooks import calling

HEADERS: Final = f"""\
POST /hooks HTTP/1.1
Host: crm.example.com
Content-Type: application/json
User-Agent: {calling.AGENT}
webhook-id: answer-4711
webhook-timestamp: 1773133200
webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="""

BODY: Final[dict[str, Any]] = {
    "type": "response.recorded",
    "timestamp": "2026-03-10T09:00:00.000Z",
    "data": {
        "response": {
            "id": 1815,
            "score": 3,
            "band": "detractor",
            "reason": "Nobody calls back.",
            "customer": {
                "id": 42,
                "external_id": "C-1815",
                "name": "Ada Byron",
                "email": "ada@customers.example",
            },
            "campaign": {"id": 7, "name": "Every half year"},
            "answered_at": "2026-03-10T09:00:00Z",
        }
    },
}

CHECK: Final = '''\
import base64, hashlib, hmac, time


def is_ours(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Whether Closeloop made this call within five minutes. `body`: the bytes as they came."""
    key, sent_at = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(sent_at)) > 300:
        return False
    raw = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(raw, f"{key}.{sent_at}.".encode() + body, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    given = headers["webhook-signature"].split()
    return any(hmac.compare_digest(expected, one) for one in given)
'''
