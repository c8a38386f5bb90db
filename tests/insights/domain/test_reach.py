from datetime import timedelta

import pytest

from customers.enums import Stage
from insights.domain import overview, reach
from insights.domain.counting import Scope
from insights.domain.reach import Reach
from insights.domain.windows import Window
from insights.enums import Period
from mailroom.enums import OutboxState
from team.models import Program
from tests.factories.surveys import CampaignFactory, InvitationFactory, SentInvitationFactory
from tests.moments import NOW

pytestmark = pytest.mark.django_db

YESTERDAY, LONG_AGO = NOW - timedelta(days=1), NOW - timedelta(days=40)


def test_the_rate_is_of_those_whom_the_question_reached(program: Program) -> None:
    """G65: bounced mails are no refusals; sends with an unknown end stand apart."""
    SentInvitationFactory.create_batch(3, sent_at=LONG_AGO, answered_at=YESTERDAY, stage=Stage.NEW)
    SentInvitationFactory.create_batch(4, sent_at=LONG_AGO, stage=Stage.NEW)
    SentInvitationFactory.create(sent_at=YESTERDAY, stage=Stage.RENEWAL)
    SentInvitationFactory.create(sent_at=YESTERDAY, bounced_at=NOW, stage=Stage.RENEWAL)
    InvitationFactory.create(state=OutboxState.UNKNOWN, attempt_started_at=YESTERDAY, stage=Stage.RENEWAL)
    InvitationFactory.create(state=OutboxState.SKIPPED, reason="quiet_period")
    InvitationFactory.create()

    found = overview.reached(period=Period.QUARTER, scope=Scope(), program=program, now=NOW)

    assert found.whole == Reach(sent=9, bounced=1, answered=3, fresh=1, unknown=1)
    assert (found.whole.asked, found.whole.rate) == (8, 37.5)
    assert found.stages == {
        "new": Reach(sent=7, answered=3),
        "renewal": Reach(sent=2, bounced=1, fresh=1, unknown=1),
    }


def test_the_rate_of_nobody_is_none() -> None:
    assert (Reach().rate, Reach().interval) == (None, None)


def test_the_rate_has_a_wilson_interval() -> None:
    """statistics.md: 12 of 40 are 30%, between 18 and 45."""
    found = Reach(sent=40, answered=12).interval

    assert found is not None
    assert (round(found.low), round(found.high)) == (18, 45)


def test_invitations_belong_to_the_window_in_which_they_left() -> None:
    campaign = CampaignFactory.create()
    SentInvitationFactory.create(campaign=campaign, sent_at=YESTERDAY, answered_at=NOW)
    SentInvitationFactory.create(campaign=campaign, sent_at=LONG_AGO, answered_at=NOW)

    found = reach.by_campaign(window=Window(since=NOW - timedelta(days=30)), now=NOW)

    assert found == {campaign.pk: Reach(sent=1, answered=1)}


def test_scope_narrows_to_a_stage_and_a_campaign() -> None:
    wanted = SentInvitationFactory.create(stage=Stage.NEW)
    SentInvitationFactory.create(stage=Stage.NEW)
    SentInvitationFactory.create(stage=Stage.LOSS, campaign=wanted.campaign)

    scope = Scope(stage=Stage.NEW, campaign_id=wanted.campaign_id)

    assert reach.by_stage(scope=scope, window=Window(), now=NOW) == {"new": Reach(sent=1, fresh=1)}
