"""What is asked every few seconds must not read the history of years (SQLite keeps no statistics)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from mailroom.enums import OutboxState
from surveys.models import Invitation
from tests.factories.surveys import CampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from surveys.models import Campaign
    from surveys.querysets import InvitationQuerySet

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def rows() -> InvitationQuerySet:
    found: InvitationQuerySet = Invitation.objects.order_by()
    return found


@pytest.mark.parametrize(
    ("question", "index"),
    [
        (lambda campaign: rows().due(now=NOW).filter(campaign=campaign), "due"),
        (lambda _: rows().claimed_by(uuid.uuid4()), "claimed"),
        (lambda _: rows().left_behind(before=NOW), "claimed"),
        (lambda campaign: rows().filter(campaign=campaign, state=OutboxState.CLAIMED), "claimed"),
        (lambda campaign: rows().filter(campaign=campaign, attempt_started_at__gte=NOW), "tried"),
    ],
    ids=["due", "claimed by", "left behind", "claimed of a campaign", "tried today"],
)
def test_questions_of_every_tick_are_answered_by_an_index(
    question: Callable[[Campaign], InvitationQuerySet], index: str
) -> None:
    plan = question(CampaignFactory.create()).explain()

    assert f"USING INDEX surveys_invitation_{index} " in plan
