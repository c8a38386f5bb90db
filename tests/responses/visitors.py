"""What a website, its visitors and the company's own server do with a widget."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.moments import NOW

if TYPE_CHECKING:
    from django.test import Client

    from surveys.models import Placement

SHOP = "https://shop.example"
BROWSER = "0123456789abcdef0123456789abcdef"


def identity(placement: Placement, *, secret: str = "", **facts: Any) -> str:
    """The token that the company's server signs; valid for an hour unless `exp` says otherwise."""
    facts.setdefault("exp", int((NOW + timedelta(hours=1)).timestamp()))
    payload = urlsafe_b64encode(json.dumps(facts).encode()).decode().rstrip("=")
    key = (secret or placement.secret).encode()
    return f"{payload}.{hmac.new(key, payload.encode(), hashlib.sha256).hexdigest()}"


@dataclass
class Visitor:
    """A browser on a page of a site that embeds the widget."""

    client: Client
    placement: Placement
    origin: str = SHOP
    browser: str = BROWSER

    def url(self, step: str) -> str:
        return f"/w/{self.placement.key}/{step}"

    def ask(self, lang: str = "en") -> Any:
        return self.client.get(self.url("ask"), {"lang": lang}, headers=self.headers)

    def post(self, step: str, body: object) -> Any:
        text = body if isinstance(body, str) else json.dumps(body)
        return self.client.post(self.url(step), text, content_type="application/json", headers=self.headers)

    def show(self, **facts: str) -> Any:
        asked = self.ask().json()
        return self.post("show", {"nonce": asked["nonce"], "visitor": self.browser, "lang": "en", **facts})

    def answer(self, shown: Any = None, **facts: str) -> Any:
        """Open the dialog, unless it is open, and send it."""
        shown = (shown or self.show()).json()
        page = f"{self.origin}/cart?token=secret#top"
        sent = {"nonce": shown["nonce"], "pass": shown["pass"], "lang": "en", "page": page}
        return self.post("answer", {**sent, "score": "9", **facts})

    @property
    def headers(self) -> dict[str, str]:
        return {"Origin": self.origin} if self.origin else {}
