"""Shorter quiet periods, granted by a person (exceptions.py)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import calendars
from surveys.domain import exceptions
from surveys.models import QuietException
from team.models import AuditEntry, Program
from tests.factories.customers import ContactFactory
from tests.factories.surveys import CampaignFactory, QuietExceptionFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User

NEXT_YEAR = NOW + timedelta(days=300)
instants = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001  # Hypothesis asks for naive bounds


@given(
    instants,
    instants,
    st.integers(0, 12),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Beirut"]),
)
def test_asked_before_turns_the_quiet_period_round(
    asked_at: datetime, now: datetime, months: int, zone: str
) -> None:
    """T45: whoever was asked before that instant is free, whoever was asked at it or later is not."""
    program = Program(time_zone=zone)

    before = exceptions.asked_before(months=months, program=program, now=now)

    is_free = calendars.quiet_until(asked_at, months, ZoneInfo(zone)) <= now
    assert (asked_at < before) == is_free or (months == 0 and asked_at == now)


@pytest.mark.django_db
def test_grant_shortens_the_months_of_one_campaign_and_is_audited(program: Program, manager: User) -> None:
    """T45 G61: a quarterly cadence is an explicit exception, with a reason, a person and an end."""
    campaign, other = CampaignFactory.create(plan_due_at=NEXT_YEAR), CampaignFactory.create()

    granted = exceptions.grant(
        campaign=campaign, months=3, reason=" The pilot asks quarterly. ", until=NEXT_YEAR,
        actor=manager, now=NOW,
    )  # fmt: skip

    months = [exceptions.months_for(campaign=each, program=program, now=NOW) for each in (campaign, other)]
    entry = AuditEntry.objects.get()
    campaign.refresh_from_db()
    assert months == [3, 6]
    assert campaign.plan_due_at == NOW
    assert (granted.reason, granted.granted_by, granted.granted_at) == (
        "The pilot asks quarterly.",
        manager,
        NOW,
    )
    assert (entry.action, entry.actor, entry.subject_id) == ("exception.grant", manager, str(granted.pk))
    assert entry.changes == {
        "months": [6, 3],
        "reason": "The pilot asks quarterly.",
        "until": NEXT_YEAR.isoformat(),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"months": 6}, "Grant fewer than the program's 6 months."),
        ({"months": -1}, "Grant fewer than the program's 6 months."),
        ({"reason": "  "}, "Say why: the reason stays on record."),
        ({"until": NOW}, "An exception ends on a day to come, within a year."),
        ({"until": NOW + timedelta(days=400)}, "An exception ends on a day to come, within a year."),
        ({"campaign": None}, "An exception is for one campaign or for one contact."),
    ],
)
def test_grant_refuses_what_is_no_exception(
    program: Program, manager: User, wrong: dict[str, Any], problem: str
) -> None:
    """T45: never without a reason, never longer than the rule itself, never for good."""
    facts = {
        "campaign": CampaignFactory.create(),
        "months": 3,
        "reason": "Pilot",
        "until": NEXT_YEAR,
        **wrong,
    }

    with pytest.raises(exceptions.NotGrantable, match=problem):
        exceptions.grant(**facts, actor=manager, now=NOW)

    assert not QuietException.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_withdraw_ends_an_exception_once(program: Program, manager: User) -> None:
    campaign = CampaignFactory.create()
    granted = QuietExceptionFactory.create(campaign=campaign)

    exceptions.withdraw(exception=granted, actor=manager, now=NOW)

    granted.refresh_from_db()
    assert granted.withdrawn_at == NOW
    assert exceptions.months_for(campaign=campaign, program=program, now=NOW) == 6
    assert AuditEntry.objects.get().action == "exception.withdraw"
    with pytest.raises(exceptions.AlreadyOver):
        exceptions.withdraw(exception=granted, actor=manager, now=NOW)


@pytest.mark.django_db
def test_terms_take_the_fewest_months_that_are_in_force(program: Program) -> None:
    campaign, plain = CampaignFactory.create(), CampaignFactory.create()
    vip, ordinary = ContactFactory.create(), ContactFactory.create()
    QuietExceptionFactory.create(campaign=campaign, months=4)
    QuietExceptionFactory.create(campaign=campaign, months=3)
    QuietExceptionFactory.create(campaign=campaign, months=1, until=NOW)
    QuietExceptionFactory.create(contact=vip, months=2)
    QuietExceptionFactory.create(contact=ordinary, months=1, withdrawn_at=NOW)

    terms = exceptions.terms(
        campaigns=[campaign, plain], contact_ids=[vip.pk, ordinary.pk], program=program, now=NOW
    )

    assert terms[campaign.pk].by_months([vip.pk, ordinary.pk]) == {2: [vip.pk], 3: [ordinary.pk]}
    assert terms[plain.pk].by_months([vip.pk, ordinary.pk]) == {2: [vip.pk]}
