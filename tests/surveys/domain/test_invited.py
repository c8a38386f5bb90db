from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surveys.domain import invited
from surveys.models import Invitation
from tests.factories.surveys import CampaignFactory, InvitationFactory

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.django_db


def test_counting_a_long_list_stops(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """G65: "more than 2" is as quick for a million as for three."""
    monkeypatch.setattr(invited, "COUNTED", 2)
    campaign = CampaignFactory.create()
    rows = Invitation.objects.filter(campaign=campaign)
    told = []
    for _ in range(3):
        InvitationFactory.create(campaign=campaign)
        told.append(invited.count_of(rows))

    assert told == [(1, False), (2, False), (2, True)]
