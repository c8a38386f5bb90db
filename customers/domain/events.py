"""What happened to a customer, as other programs tell it: recorded once, whoever repeats it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from customers.domain import announcing
from customers.models import Event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from customers.models import Customer

# The names that our own texts and templates speak of; any other name of this form is the company's own.
KNOWN = {
    "support_case_closed": "Support case closed",
    "support_contact": "Contact with support",
    "trial_signup": "Trial sign-up",
    "onboarding_completed": "Onboarding completed",
    "feature_launched": "Feature launched",
    "renewal": "Renewal",
    "followup_resolved": "Follow-up resolved",
}
NAME = re.compile(r"[a-z0-9_]{1,64}", re.ASCII)
MAX_KEY = 120
# Clocks differ and zones are forgotten; what lies further ahead has not happened.
AHEAD = timedelta(days=1)
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class InvalidEvent(Exception):
    """This is no event; `errors` names each field with a sentence."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in errors.items()))
        self.errors = errors


def record(
    *,
    customer: Customer,
    name: str,
    occurred_at: datetime,
    now: datetime,
    payload: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> tuple[Event, bool]:
    """Store what happened; returns the event and whether it is new.

    `key` is the sender's own: an event with a key that is known already is that event, unchanged.
    Raises InvalidEvent.
    """
    _check(name=name, occurred_at=occurred_at, now=now, key=key)
    if key and (known := Event.objects.filter(key=key).first()):
        return known, False
    try:
        with transaction.atomic():
            event = Event.objects.create(
                customer=customer,
                name=name,
                occurred_at=occurred_at,
                received_at=now,
                payload=dict(payload or {}),
                key=key or None,
            )
            announcing.changed([customer.pk])
    except IntegrityError:
        # Told twice at the same moment: the other call's row stands.
        known = Event.objects.filter(key=key).first() if key else None
        if known is None:
            raise
        return known, False
    return event, True


def label_of(name: str) -> str:
    """An event's name in words."""
    return KNOWN.get(name) or name.replace("_", " ").capitalize()


def _check(*, name: str, occurred_at: datetime, now: datetime, key: str | None) -> None:
    errors = {}
    if not NAME.fullmatch(name):
        errors["name"] = "Use 1 to 64 small letters, digits and underscores, like support_case_closed."
    if occurred_at > now + AHEAD:
        errors["occurred_at"] = "This lies in the future; tell us when it has happened."
    elif occurred_at < EARLIEST:
        errors["occurred_at"] = "This lies before 1970."
    if key is not None and len(key) > MAX_KEY:
        errors["key"] = f"A key has at most {MAX_KEY} characters."
    if errors:
        raise InvalidEvent(errors)
