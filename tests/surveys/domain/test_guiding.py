from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from surveys.domain import guiding
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import CampaignFactory, SentInvitationFactory, SurveyFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.django_db


def done(program: Program) -> list[str]:
    return [step.key for step in guiding.guide(program=program).steps if step.is_done]


def test_the_guide_follows_the_way_to_the_first_answer(program: Program) -> None:
    """T54"""
    program.postal_address = ""
    assert done(program) == []

    customer = CustomerFactory.create(created_at=NOW - timedelta(hours=3))
    assert done(program) == ["customers"]
    survey = SurveyFactory.create()
    program.postal_address = "1 Harbor Street"
    assert done(program) == ["customers", "survey", "sender"]
    campaign = CampaignFactory.create(survey=survey)
    assert done(program) == ["customers", "survey", "sender", "campaign"]

    row = SentInvitationFactory.create(campaign=campaign, customer=customer)
    guide = guiding.guide(program=program)
    assert guide.next is not None
    assert (guide.next.key, guide.is_over, guide.time_to_first) == ("answer", False, timedelta(hours=2))

    row.answered_at = NOW
    row.save(update_fields=["answered_at"])
    assert guiding.guide(program=program).is_over


def test_there_is_no_time_before_the_first_mail(program: Program) -> None:
    CustomerFactory.create()

    assert guiding.guide(program=program).time_to_first is None
