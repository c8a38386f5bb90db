"""Pausing a campaign that bounces or annoys."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailroom.enums import OutboxState
from surveys.domain import campaigns, watching
from surveys.domain.watching import Sample
from surveys.models import Campaign, Invitation
from team.models import AuditEntry, Program, User
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory
from tests.moments import NOW

pytestmark = pytest.mark.django_db


def mailed(campaign: Campaign, number: int, *, bounced: int = 0, complained: int = 0, hours: int = 1) -> None:
    """So many mails, an hour ago, of which the first ones bounced or were complained about."""
    left = NOW - timedelta(hours=hours)
    people = CustomerFactory.create_batch(number, contact=None, email="")
    Invitation.objects.bulk_create(
        InvitationFactory.build(
            campaign=campaign,
            customer=customer,
            contact=None,
            state=OutboxState.SENT,
            sent_at=left,
            attempt_started_at=left,
            bounced_at=NOW if place < bounced else None,
            complained_at=NOW if place < complained else None,
        )
        for place, customer in enumerate(people)
    )


@pytest.mark.parametrize(
    ("sample", "stops"),
    [
        (Sample(0, 0, 0), False),
        (Sample(3, 1, 0), False),
        (Sample(99, 99, 0), False),
        (Sample(100, 5, 0), False),
        (Sample(100, 6, 0), True),
        (Sample(500, 25, 0), False),
        (Sample(500, 26, 0), True),
        (Sample(10, 0, 1), False),
        (Sample(499, 0, 1), False),
        (Sample(500, 0, 1), True),
        (Sample(40, 0, 2), True),
    ],
)
def test_a_sample_is_judged_by_its_rates_and_its_size(sample: Sample, stops: bool) -> None:
    assert bool(sample.verdict) is stops


def test_a_campaign_that_bounces_is_paused_without_an_actor(program: Program) -> None:
    campaign = CampaignFactory.create()
    mailed(campaign, 100, bounced=6)

    assert watching.watch(campaign_id=campaign.pk, now=NOW)
    assert not watching.watch(campaign_id=campaign.pk, now=NOW)

    campaign.refresh_from_db()
    assert (campaign.state, campaign.paused_reason) == (
        "paused",
        "6 of the last 100 mails bounced: more than 5%.",
    )
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.actor_label, entry.changes) == (
        "campaign.pause",
        None,
        "Closeloop",
        {"paused_reason": "6 of the last 100 mails bounced: more than 5%."},
    )


def test_only_the_last_five_hundred_count(program: Program) -> None:
    campaign = CampaignFactory.create()
    mailed(campaign, 40, bounced=40, hours=5)
    mailed(campaign, 500, bounced=25)

    assert not watching.watch(campaign_id=campaign.pk, now=NOW)
    assert watching.sample(campaign) == Sample(500, 25, 0)


def test_whoever_resumes_gives_it_another_chance(program: Program, manager: User) -> None:
    campaign = CampaignFactory.create()
    mailed(campaign, 100, bounced=6)
    watching.watch(campaign_id=campaign.pk, now=NOW)

    campaigns.resume(campaign=campaign, actor=manager, now=NOW)

    campaign.refresh_from_db()
    assert (campaign.paused_reason, campaign.watched_from) == ("", NOW)
    assert not watching.watch(campaign_id=campaign.pk, now=NOW)
    assert watching.sample(campaign) == Sample(0, 0, 0)


def test_a_pause_by_a_person_has_no_reason(program: Program, manager: User) -> None:
    campaign = CampaignFactory.create()

    campaigns.pause(campaign=campaign, actor=manager, now=NOW)

    campaign.refresh_from_db()
    assert (campaign.state, campaign.paused_reason) == ("paused", "")
    assert AuditEntry.objects.get().changes == {}


def test_all_active_campaigns_are_looked_at_and_no_other(program: Program) -> None:
    good, bad, idle = CampaignFactory.create_batch(3)
    ended = CampaignFactory.create(state="ended")
    mailed(good, 100, bounced=5)
    mailed(bad, 100, bounced=6)
    mailed(ended, 100, bounced=50)

    assert watching.watch_all(now=NOW) == 1
    states = Campaign.objects.order_by("pk").values_list("pk", "state")
    assert dict(states) == {good.pk: "active", bad.pk: "paused", idle.pk: "active", ended.pk: "ended"}
