"""Who looks at a widget or a public link: a browser that nobody knows, or a person whom the company names."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core import signing

from core.addresses import InvalidAddress, canonical_email
from customers.domain import identities

if TYPE_CHECKING:
    from customers.models import Customer
    from surveys.models import Placement

_PAGE = "closeloop.visitor-page"
_PASS = "closeloop.visitor-pass"  # noqa: S105  # the purpose of a signature, no secret
_RECEIPT = "closeloop.visitor-receipt"

# As long as the answer page of a mail: nobody leaves a page open for longer and means it.
LIFETIME = timedelta(hours=24)
# A signature that outlives a session by far is a password that nobody changes.
LONGEST_IDENTITY = timedelta(days=31)
MOST_CHARACTERS = 2_000
TOKEN = re.compile(r"[0-9a-f]{32}", re.ASCII)


class InvalidIdentity(Exception):
    """The token of the company's server is forged, broken or out of date."""


class UnknownVisitor(Exception):
    """The token is good, and names nobody we know."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a signed page says: whose browser it is, since when it is open, and whether it is only a trial."""

    visitor: str
    opened_at: datetime
    is_trial: bool


def new_visitor() -> str:
    """A browser's token where the browser has none of its own."""
    return secrets.token_hex(16)


def hash_of(placement: Placement, visitor: str) -> str:
    """A browser's token as it is stored: the same browser under two placements is two visitors."""
    return hashlib.sha256(f"{placement.key}:{visitor}".encode()).hexdigest()


def page_nonce(placement: Placement, *, visitor: str, is_trial: bool = False, now: datetime) -> str:
    """Goes with a form that asks a visitor; without it no answer is taken."""
    return _sign(_PAGE, f"{placement.pk}-{int(now.timestamp())}-{visitor}-{'t' if is_trial else 'r'}")


def read_page_nonce(value: str, placement: Placement, *, now: datetime) -> Page | None:
    """What the page says; None for one that is forged, another's or old."""
    found = _unsigned(_PAGE, value)
    if found is None:
        return None
    whose, seconds, visitor, kind = found.split("-")
    opened_at = datetime.fromtimestamp(int(seconds), tz=UTC)
    if whose != str(placement.pk) or now - opened_at > LIFETIME:
        return None
    return Page(visitor, opened_at, is_trial=kind == "t")


def invitation_pass(invitation_id: int, *, placement: Placement) -> str:
    """Lets the browser that was shown the question answer for the person who was named."""
    return _sign(_PASS, f"{placement.pk}-{invitation_id}")


def read_invitation_pass(value: str, *, placement: Placement) -> int | None:
    """The invitation's id; None for a pass that is forged or another widget's."""
    whose, _, invitation_id = (_unsigned(_PASS, value) or "").partition("-")
    return int(invitation_id) if whose == str(placement.pk) else None


def receipt(placement: Placement, *, visitor: str, response_id: int) -> str:
    """Goes with the thanks page of a public link: this browser may change this answer."""
    return _sign(_RECEIPT, f"{placement.pk}-{response_id}-{visitor}")


def read_receipt(value: str, *, placement: Placement) -> tuple[int, str] | None:
    """The answer's id and the browser's token; None for a receipt that is not ours."""
    found = _unsigned(_RECEIPT, value)
    if found is None:
        return None
    whose, response_id, visitor = found.split("-")
    return (int(response_id), visitor) if whose == str(placement.pk) else None


def named_by(token: str, *, placement: Placement, now: datetime) -> Customer:
    """The customer whom the company's server named: `payload.signature`.

    The payload is base64url of a JSON object with `email` or `external_id`, and `exp` in seconds since
    1970; the signature HMAC-SHA256 of the payload's text with the placement's secret, in hex. The same
    token may come again until it expires. Raises InvalidIdentity, UnknownVisitor.
    """
    facts = _payload(token, secret=placement.secret)
    expires = facts.get("exp")
    if type(expires) is not int or not 0 < expires - now.timestamp() <= LONGEST_IDENTITY.total_seconds():
        raise InvalidIdentity
    found = [customer for customer in (_by_email(facts), _by_external_id(facts)) if customer]
    if not found or any(customer != found[0] for customer in found):
        raise UnknownVisitor
    return found[0]


def _payload(token: str, *, secret: str) -> dict[str, Any]:
    payload, _, signature = token.partition(".")
    if len(token) > MOST_CHARACTERS or not token.isascii():
        raise InvalidIdentity
    expected = hmac.new(secret.encode(), payload.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, signature.lower()):
        raise InvalidIdentity
    try:
        facts = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except ValueError as error:
        raise InvalidIdentity from error
    if not isinstance(facts, dict):
        raise InvalidIdentity
    return facts


def _by_email(facts: dict[str, Any]) -> Customer | None:
    try:
        email = canonical_email(str(facts.get("email") or ""))
    except InvalidAddress:
        return None
    return identities.find(canonical_email=email)


def _by_external_id(facts: dict[str, Any]) -> Customer | None:
    external_id = str(facts.get("external_id") or "").strip()
    return identities.find(external_id=external_id) if external_id else None


def _sign(purpose: str, value: str) -> str:
    return signing.Signer(salt=purpose, sep=".").sign(value)


def _unsigned(purpose: str, value: str) -> str | None:
    try:
        return signing.Signer(salt=purpose, sep=".").unsign(value)
    except signing.BadSignature:
        return None
