"""The capabilities in mailed links: signed ids, no look-up table, each kind of link its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core import signing

# HMAC-SHA256 with SECRET_KEY and its fallbacks. The separator is safe in a URL and in a mail.
_SURVEY = "closeloop.survey-link"
_UNSUBSCRIBE = "closeloop.unsubscribe-link"
_TRIAL = "closeloop.trial-link"

# A test mail is looked at on the day it comes.
TRIAL_LIFETIME = timedelta(days=7)


def survey_token(invitation_id: int) -> str:
    """The token of `/s/<token>`: lets its holder answer this invitation."""
    return _signer(_SURVEY).sign(str(invitation_id))


def read_survey_token(token: str) -> int | None:
    """The invitation's id, or None when the token is not ours."""
    return _read(_SURVEY, token)


def unsubscribe_token(contact_id: int) -> str:
    """The token of `/u/<token>`: lets its holder refuse for this address."""
    return _signer(_UNSUBSCRIBE).sign(str(contact_id))


def read_unsubscribe_token(token: str) -> int | None:
    """The contact's id, or None when the token is not ours."""
    return _read(_UNSUBSCRIBE, token)


def trial_token(survey_id: int, user_id: int, *, now: datetime) -> str:
    """The token of `/s/<token>` in a test mail: shows its holder everything, and can never be an answer."""
    return _signer(_TRIAL).sign(f"{survey_id}-{user_id}-{int(now.timestamp())}")


def read_trial_token(token: str) -> tuple[int, int, datetime] | None:
    """The survey's id, the id of whoever sent the test to themselves, and when; None for another token."""
    try:
        survey_id, user_id, seconds = _signer(_TRIAL).unsign(token).split("-")
    except (signing.BadSignature, ValueError):
        return None
    return int(survey_id), int(user_id), datetime.fromtimestamp(int(seconds), tz=UTC)


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=purpose, sep=".")


def _read(purpose: str, token: str) -> int | None:
    try:
        value = _signer(purpose).unsign(token)
    except signing.BadSignature:
        return None
    return int(value) if value.isascii() and value.isdigit() else None
