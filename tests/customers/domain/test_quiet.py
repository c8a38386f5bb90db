"""The quiet period of those who were asked already, when the program's own changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.calendars import quiet_until
from customers.domain import quiet
from customers.models import Contact
from tests.factories.customers import ContactFactory
from tests.moments import NOW

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def asked(at: datetime, months: int = 6) -> Contact:
    return ContactFactory.create(last_asked_at=at, next_survey_at=quiet_until(at, months, BERLIN))


def until(contact: Contact) -> datetime | None:
    contact.refresh_from_db()
    return contact.next_survey_at


def test_a_longer_period_holds_whoever_was_asked_before() -> None:
    """G61"""
    recent, free = asked(NOW - timedelta(days=20)), asked(NOW - timedelta(days=200))
    long_ago, never = asked(NOW - timedelta(days=400)), ContactFactory.create()

    told = quiet.gain(months=9, zone=BERLIN, now=NOW)
    gained = quiet.lengthen(months=9, zone=BERLIN, now=NOW)

    assert (told, gained) == (quiet.Gain(free=1, held=1), 2)
    assert until(recent) == quiet_until(NOW - timedelta(days=20), 9, BERLIN)
    assert until(free) == quiet_until(NOW - timedelta(days=200), 9, BERLIN)
    assert until(long_ago) == quiet_until(NOW - timedelta(days=400), 6, BERLIN)
    assert until(never) is None


def test_a_shorter_period_takes_nothing_back() -> None:
    """G61"""
    recent = asked(NOW - timedelta(days=20))

    assert quiet.gain(months=3, zone=BERLIN, now=NOW) == quiet.Gain(0, 0)
    assert quiet.lengthen(months=3, zone=BERLIN, now=NOW) == 0
    assert until(recent) == quiet_until(NOW - timedelta(days=20), 6, BERLIN)


def test_a_hold_that_grows_is_no_claims_any_more() -> None:
    """What a claim under way would give back is less than what this asks for."""
    contact = asked(NOW - timedelta(days=20))
    Contact.objects.filter(pk=contact.pk).update(
        hold_token="6f0f4f2c-0a53-4d6e-9a55-0f1a4e0f0d11", hold_before=NOW
    )

    quiet.lengthen(months=9, zone=BERLIN, now=NOW)

    contact.refresh_from_db()
    assert (contact.hold_token, contact.hold_before) == (None, None)


def test_counting_changes_nothing() -> None:
    contact = asked(NOW - timedelta(days=20))
    before = until(contact)

    quiet.gain(months=24, zone=BERLIN, now=NOW)

    assert until(contact) == before


class WhatIsToldIsWhatIsDone(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(
        days=st.lists(st.integers(0, 800), min_size=1, max_size=6),
        doubts=st.lists(st.integers(0, 800), max_size=6),
        before=st.integers(1, 12),
        months=st.integers(1, 24),
        zone=st.sampled_from(["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"]),
    )
    def test_the_count_is_the_number_that_the_change_holds(
        self, days: list[int], doubts: list[int], before: int, months: int, zone: str
    ) -> None:
        now = datetime(2026, 8, 31, 23, 30, tzinfo=UTC)
        known = [asked(now - timedelta(days=number, hours=number % 24), before) for number in days]
        # Of some of them, and of somebody who was never asked for certain.
        people = [*known, ContactFactory.create(next_survey_at=quiet_until(now, before, BERLIN))]
        in_doubt = {
            who.pk: now - timedelta(days=number) for who, number in zip(people[::-1], doubts, strict=False)
        }
        dates = dict(Contact.objects.values_list("pk", "next_survey_at"))

        told = quiet.gain(months=months, zone=ZoneInfo(zone), now=now, in_doubt=in_doubt)
        gained = quiet.lengthen(months=months, zone=ZoneInfo(zone), now=now, in_doubt=in_doubt)

        later = sum(dates[pk] != at for pk, at in Contact.objects.values_list("pk", "next_survey_at"))
        assert (told.total, gained) == (later, later)
