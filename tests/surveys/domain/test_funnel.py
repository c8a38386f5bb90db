from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from mailroom.enums import OutboxState
from surveys.domain import funnel
from surveys.domain.funnel import Funnel
from surveys.enums import Reason
from tests.factories.surveys import CampaignFactory, InvitationFactory, SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from team.models import Program

pytestmark = pytest.mark.django_db


def test_funnel_counts_what_became_of_everybody(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """G65: the response rate is answered of sent minus bounced, with its n."""
    campaign, other = CampaignFactory.create_batch(2)
    InvitationFactory.create(campaign=campaign, send_after=NOW + timedelta(hours=5))
    InvitationFactory.create(campaign=campaign, send_after=NOW + timedelta(hours=2))
    SentInvitationFactory.create_batch(2, campaign=campaign, delivered_at=NOW)
    SentInvitationFactory.create(campaign=campaign, bounced_at=NOW)
    SentInvitationFactory.create(campaign=campaign, started_at=NOW, answered_at=NOW)
    for state in (OutboxState.UNKNOWN, OutboxState.FAILED, OutboxState.EXPIRED, OutboxState.CANCELLED):
        InvitationFactory.create(campaign=campaign, state=state)
    InvitationFactory.create(campaign=campaign, state=OutboxState.SKIPPED, reason=Reason.QUIET_PERIOD)

    with django_assert_num_queries(1):
        counted = funnel.of_campaigns([campaign.pk, other.pk])

    own = counted[campaign.pk]
    assert counted == {
        campaign.pk: Funnel(
            waiting=2, sent=4, bounced=1, proven=2, opened=1, answered=1, unknown=1, failed=1, skipped=1,
            expired=1, cancelled=1, next_at=NOW + timedelta(hours=2),
        ),
        other.pk: Funnel(),
    }  # fmt: skip
    assert (own.planned, own.reached, own.rate) == (9, 3, 33.3)
    assert Funnel().rate is None


def test_a_list_of_campaigns_is_counted_once_a_minute_where_that_takes_long(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """G65: a million rows are not counted anew for each look at the list; a quick count never is old."""
    campaign = CampaignFactory.create()
    monkeypatch.setattr(funnel, "WORTH_KEEPING", 60.0)
    quick = [funnel.lately([campaign.pk])[campaign.pk].sent for _ in range(2)]
    SentInvitationFactory.create(campaign=campaign)
    fresh = funnel.lately([campaign.pk])
    monkeypatch.setattr(funnel, "WORTH_KEEPING", 0.0)
    funnel.lately([campaign.pk])
    SentInvitationFactory.create(campaign=campaign)

    kept = funnel.lately([campaign.pk])

    assert (quick, fresh[campaign.pk].sent, kept) == ([0, 0], 1, fresh)
    assert funnel.of_campaign(campaign.pk).sent == 2
