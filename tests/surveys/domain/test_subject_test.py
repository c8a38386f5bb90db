"""Two subjects against each other (subject_test.py)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from customers.models.customer import SPREAD
from surveys.domain import subject_test
from surveys.enums import Variant
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import CampaignFactory, SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from surveys.models import Campaign
    from team.models import Program

pytestmark = pytest.mark.django_db


def mails(campaign: Campaign, variant: Variant, *, reached: int, answered: int, bounced: int = 0) -> None:
    customer = CustomerFactory.create()
    for number in range(reached + bounced):
        SentInvitationFactory.create(
            campaign=campaign,
            customer=customer,
            variant=variant,
            answered_at=NOW if number < answered else None,
            bounced_at=NOW if number >= reached else None,
        )


def test_variants_are_drawn_half_and_half_and_apart_from_other_campaigns() -> None:
    """G65: the arm follows from the stored random place and the campaign alone."""
    arms = {
        campaign: [subject_test.variant_for(spread=spread, campaign_id=campaign) for spread in range(SPREAD)]
        for campaign in (1, 2)
    }

    shares = {campaign: Counter(drawn)[Variant.B] / SPREAD for campaign, drawn in arms.items()}
    both = sum(one == other for one, other in zip(arms[1], arms[2], strict=True)) / SPREAD
    assert shares == {1: pytest.approx(0.5, abs=0.02), 2: pytest.approx(0.5, abs=0.02)}
    assert both == pytest.approx(0.5, abs=0.02)


def test_compare_names_the_winner_when_chance_would_not_do_it(program: Program) -> None:
    """G65: B is answered by 30 of 60, A by 12 of 60; bounced mails count on neither side."""
    campaign = CampaignFactory.create(tests_subject=True)
    mails(campaign, Variant.A, reached=60, answered=12, bounced=5)
    mails(campaign, Variant.B, reached=60, answered=30)

    found = subject_test.compare(campaign=campaign)

    assert found is not None
    assert [(arm.reached, arm.answered, arm.rate) for arm in found.arms] == [(60, 12, 20.0), (60, 30, 50.0)]
    assert found.winner is found.b
    assert found.sentence == (
        "Subject B is answered more often: 50.0% against 20.0%, "
        "13.0 to 45.1 points more at 95% confidence, n = 120."
    )


def test_compare_claims_nothing_before_the_difference_is_significant(program: Program) -> None:
    """G65: no verdict from a difference that chance makes, nor from a handful of mails."""
    close, few = CampaignFactory.create(tests_subject=True), CampaignFactory.create(tests_subject=True)
    mails(close, Variant.A, reached=60, answered=12)
    mails(close, Variant.B, reached=60, answered=15)
    mails(few, Variant.A, reached=20, answered=0)
    mails(few, Variant.B, reached=20, answered=20)

    verdicts = [subject_test.compare(campaign=campaign) for campaign in (close, few)]

    assert [found and found.sentence for found in verdicts] == [
        "No distinguishable difference yet, n = 120.",
        "No distinguishable difference yet, n = 40.",
    ]


def test_compare_knows_a_test_before_its_first_mail_and_one_that_was_switched_off(program: Program) -> None:
    planned, past = CampaignFactory.create(tests_subject=True), CampaignFactory.create()
    mails(past, Variant.A, reached=1, answered=0)

    begun, ended = (subject_test.compare(campaign=campaign) for campaign in (planned, past))

    assert begun is not None
    assert (begun.n, begun.a.rate, begun.sentence) == (0, None, "No distinguishable difference yet, n = 0.")
    assert ended is not None
    assert ended.n == 1
    assert subject_test.compare(campaign=CampaignFactory.create()) is None
