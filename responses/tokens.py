"""The signed values of the answer page: they replace cookies, and prove nothing but what they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core import signing

_PAGE = "closeloop.answer-page"
_RECEIPT = "closeloop.answer-receipt"

# Longer than anybody leaves a page open, shorter than a copied page is worth keeping.
LIFETIME = timedelta(hours=24)


def page_nonce(invitation_id: int, *, now: datetime) -> str:
    """Goes with the form: says which invitation's page was shown, and when."""
    return _sign(_PAGE, invitation_id, now)


def read_page_nonce(value: str, invitation_id: int, *, now: datetime) -> datetime | None:
    """When the page was shown, to the second, in UTC; None for a value that is forged, another's or old."""
    return _read(_PAGE, value, invitation_id, now)


def receipt(invitation_id: int, *, now: datetime) -> str:
    """Goes with the thanks page: whoever sent the answer may see it again, who was forwarded the link not."""
    return _sign(_RECEIPT, invitation_id, now)


def has_receipt(value: str, invitation_id: int, *, now: datetime) -> bool:
    """True for the one who sent this invitation's answer, within LIFETIME."""
    return _read(_RECEIPT, value, invitation_id, now) is not None


def _sign(purpose: str, invitation_id: int, now: datetime) -> str:
    return signing.Signer(salt=purpose, sep=".").sign(f"{invitation_id}-{int(now.timestamp())}")


def _read(purpose: str, value: str, invitation_id: int, now: datetime) -> datetime | None:
    try:
        whose, _, seconds = signing.Signer(salt=purpose, sep=".").unsign(value).partition("-")
    except signing.BadSignature:
        return None
    at = datetime.fromtimestamp(int(seconds), tz=UTC)
    return at if whose == str(invitation_id) and now - at <= LIFETIME else None
