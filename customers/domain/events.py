"""What happened to a customer, as other programs tell it: recorded once, whoever repeats it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from customers.domain import announcing, cases
from customers.enums import CaseState
from customers.models import Event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from customers.models import Customer, SupportCase

# The names that our own texts and templates speak of; any other name of this form is the company's own.
KNOWN = {
    "support_case_opened": "Support case opened",
    "support_case_closed": "Support case closed",
    "support_case_reopened": "Support case reopened",
    "support_contact": "Contact with support",
    "trial_signup": "Trial sign-up",
    "onboarding_completed": "Onboarding completed",
    "feature_launched": "Feature launched",
    "renewal": "Renewal",
    "followup_resolved": "Follow-up resolved",
}
NAME = re.compile(r"[a-z0-9_]{1,64}", re.ASCII)
STATES = {
    "support_case_opened": CaseState.OPEN,
    "support_case_closed": CaseState.CLOSED,
    "support_case_reopened": CaseState.REOPENED,
}
WEB = re.compile(r"https?://[^\s\x00-\x20]{1,480}")
MAX_KEY = 120
LONGEST_SUBJECT = 300
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

    `key` is the sender's own: an event with a key that is known already is that event, unchanged. One of a
    support case with `{"case": "4711"}` keeps the case, too.
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
                support_case=_case(customer, name, payload or {}, at=occurred_at, now=now),
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


def _case(
    customer: Customer, name: str, payload: Mapping[str, Any], *, at: datetime, now: datetime
) -> SupportCase | None:
    state, told = STATES.get(name), payload.get("case")
    external_id = str(told).strip() if isinstance(told, str | int) and not isinstance(told, bool) else ""
    if state is None or not 0 < len(external_id) <= MAX_KEY:
        return None
    subject, url = (
        payload[it].strip() if isinstance(payload.get(it), str) else "" for it in ("subject", "url")
    )
    try:
        return cases.keep(
            customer=customer,
            external_id=external_id,
            state=state,
            subject=subject[:LONGEST_SUBJECT],
            url=url if WEB.fullmatch(url) else "",
            at=at,
            now=now,
        )
    except cases.OfSomebodyElse as refusal:
        raise InvalidEvent({"payload.case": "This is another customer's case."}) from refusal


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
