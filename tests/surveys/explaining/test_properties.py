"""The explainer says what the machinery does: drawn at random, then planned and claimed for real."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.domain import lifecycle
from customers.enums import Stage
from customers.models import Account, Audience, Contact, Customer, Event
from mailroom.enums import OutboxState
from surveys.domain import claiming, explaining, planning
from surveys.enums import QuietRule
from surveys.models import Campaign, Invitation, QuietException
from team.models import Holiday, Program
from tests.factories.customers import AccountFactory, ContactFactory, CustomerFactory, EventFactory
from tests.factories.surveys import (
    CampaignFactory,
    CycleCampaignFactory,
    EventCampaignFactory,
    QuietExceptionFactory,
    WaveCampaignFactory,
)
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]

TODAY = NOW.date()
EXAMPLES, HEALTHY = 25, [HealthCheck.function_scoped_fixture]
KINDS = [CampaignFactory, EventCampaignFactory, CycleCampaignFactory, WaveCampaignFactory]
GERMANS = {"match": "all", "rules": [{"field": "country", "op": "in", "value": ["DE"]}]}

PEOPLE = st.fixed_dictionaries(
    {
        "days": st.sampled_from([-10, -3, -1, 0, 0, 0, 1, 30]),
        "spread": st.integers(0, 9_999),
        "stage": st.sampled_from([Stage.PROSPECT, Stage.PROSPECT, Stage.RENEWAL]),
        "time_zone": st.sampled_from(["", "Asia/Tokyo", "America/Los_Angeles"]),
        "country": st.sampled_from(["", "DE", "FR"]),
        "asked": st.none() | st.integers(80, 190),
        "hold": st.sampled_from([None, None, -1, 0.3, 5, 100]),
        "blocked": st.sampled_from([False, False, False, True]),
        "paused": st.sampled_from([None, None, None, -1, 3]),
        "has_address": st.sampled_from([True, True, True, False]),
        "in_account": st.booleans(),
    }
)
CAMPAIGNS = st.fixed_dictionaries(
    {
        "kind": st.integers(0, len(KINDS) - 1),
        "window_days": st.sampled_from([0, 5, 14]),
        "quiet_rule": st.sampled_from(QuietRule.values),
        "priority": st.sampled_from([10, 50, 90]),
        "sample_percent": st.sampled_from([100, 100, 60]),
        "rotation": st.sampled_from([1, 1, 2]),
        "stages": st.sampled_from([[], [], [Stage.PROSPECT]]),
        "weekdays": st.sampled_from([list(range(7)), [0, 1, 2, 3, 4], [3]]),
        "hours": st.sampled_from([(time(0), time(0)), (time(9), time(17)), (time(20), time(22))]),
        "daily_cap": st.sampled_from([None, None, 1]),
        "reserves": st.booleans(),
        "audience": st.booleans(),
        "months": st.sampled_from([None, None, 3, 0]),
        "state": st.sampled_from(["active", "active", "active", "paused"]),
    }
)
WORLDS = st.fixed_dictionaries(
    {
        "people": st.lists(PEOPLE, min_size=1, max_size=3),
        "campaigns": st.lists(CAMPAIGNS, min_size=1, max_size=3),
        "account_most": st.sampled_from([None, None, 1]),
        "opt_in": st.sampled_from([[], [], ["DE"]]),
        "holiday": st.sampled_from([None, None, "", "FR"]),
    }
)


def build(world: dict[str, Any]) -> list[Customer]:
    """This world and nothing else."""
    for model in (Invitation, QuietException, Event, Customer, Contact, Account, Campaign, Audience, Holiday):
        model.objects.all().delete()
    Program.objects.update(
        account_most=world["account_most"], account_days=30, opt_in_countries=world["opt_in"]
    )
    if world["holiday"] is not None:
        Holiday.objects.create(on=TODAY, country=world["holiday"], name="Founders’ Day")
    for facts in world["campaigns"]:
        campaign(**facts)
    account = AccountFactory.create()
    return [person(account, **facts) for facts in world["people"]]


def campaign(
    *, kind: int, hours: tuple[time, time], months: int | None, audience: bool, **facts: Any
) -> None:
    factory = KINDS[kind]
    if factory is not WaveCampaignFactory:
        facts["rotation"] = 1
    if factory not in {WaveCampaignFactory, CampaignFactory}:
        facts["reserves"] = False
    if factory is CycleCampaignFactory:
        facts["window_days"] = 14
    if audience:
        facts["audience"], _ = Audience.objects.get_or_create(name="Germany", rules=GERMANS)
    made = factory.create(
        **facts,
        opens_at=hours[0],
        closes_at=hours[1],
        wave_dates=["2026-03-06", "2026-03-10", "2026-04-20"],
        cycle_anchor_on="2026-03-01",
        activated_at=NOW - timedelta(days=20),
    )
    if months is not None:
        QuietExceptionFactory.create(campaign=made, months=months)


def person(
    account: Account, *, days: int, asked: int | None, hold: float | None, paused: int | None,
    blocked: bool, has_address: bool, in_account: bool, **facts: Any,
) -> Customer:  # fmt: skip
    contact = ContactFactory.create(
        last_asked_at=None if asked is None else NOW - timedelta(days=asked),
        next_survey_at=None if hold is None else NOW + timedelta(days=hold),
        paused_until=None if paused is None else NOW + timedelta(days=paused),
        blocked_reason="unsubscribed" if blocked else "",
        blocked_at=NOW if blocked else None,
    )
    day = TODAY + timedelta(days=days)
    made = CustomerFactory.create(
        **facts,
        **({"contact": contact} if has_address else {"email": "", "contact": None}),
        renewal_on=day + timedelta(days=60),
        account=account if in_account else None,
    )
    noon = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    EventFactory.create(customer=made, occurred_at=noon - timedelta(hours=24))
    return made


def planned_at(until: datetime) -> list[datetime]:
    """Instants up to then at which to plan. Planning goes on all the time, up to 36 hours ahead.

    A day of a cycle is still planned in the two weeks after it, and may then wait for months.
    """
    last = max(NOW, until - timedelta(hours=36))
    return [*(NOW + timedelta(days=days) for days in range(0, (last - NOW).days, 10)), last]


def asked_by_the_machinery(now: datetime) -> set[tuple[int, int]]:
    Campaign.objects.update(plan_due_at=None)
    planning.plan_due(now=now)
    claiming.claim(now=now)
    rows = Invitation.objects.filter(state=OutboxState.CLAIMED)
    return set(rows.values_list("campaign_id", "customer_id"))


def asked_as_explained(customers: Sequence[Customer]) -> set[tuple[int, int]]:
    return {
        (found.campaign.pk, customer.pk)
        for customer in customers
        for found in explaining.explain_all(customer=customer, now=NOW)
        if found.is_asked_now
    }


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=HEALTHY)
@given(WORLDS)
def test_explained_as_asked_now_is_who_is_asked_now(program: Program, world: dict[str, Any]) -> None:
    """G60 G61: what the explainer says of everybody is what planning and the claim then do."""
    customers = build(world)
    if len(customers) > 1:
        # Limits depend on what is planned of others; without a limit nothing needs to be written first.
        asked_before = Campaign.objects.exclude(daily_cap=None).exists() or world["account_most"]
        if asked_before:
            planning.plan_due(now=NOW)

    explained = asked_as_explained(customers)

    assert explained == asked_by_the_machinery(NOW)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=HEALTHY)
@given(PEOPLE, CAMPAIGNS, st.sampled_from([None, "", "FR"]))
def test_the_first_possible_moment_is_one(
    program: Program, who: dict[str, Any], rules: dict[str, Any], holiday: str | None
) -> None:
    """G60: with the clock moved there, and nothing else, the mail leaves."""
    (customer,) = build(
        {
            "people": [who],
            "campaigns": [{**rules, "state": "active"}],
            "account_most": None,
            "opt_in": [],
            "holiday": holiday,
        }
    )
    found = explaining.explain(campaign=Campaign.objects.get(), customer=customer, now=NOW)
    assert found.is_asked_now == (found.first_possible_at == NOW)
    if found.first_possible_at is None:
        return
    QuietException.objects.update(until=NOW + timedelta(days=500))

    for instant in planned_at(found.first_possible_at):
        lifecycle.refresh(now=instant)
        Campaign.objects.update(plan_due_at=None)
        planning.plan_due(now=instant)
    lifecycle.refresh(now=found.first_possible_at)
    asked = asked_by_the_machinery(found.first_possible_at)

    assert asked == {(found.campaign.pk, customer.pk)}


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=HEALTHY)
@given(WORLDS)
def test_every_refusal_names_a_rule(program: Program, world: dict[str, Any]) -> None:
    """Nobody is left without a reason, and who is asked has none against them."""
    for customer in build(world):
        for found in explaining.explain_all(customer=customer, now=NOW):
            assert found.is_asked_now == (not found.against)
            assert found.verdict
            assert all(rule.detail for rule in found.rules)
