from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from insights.domain import health
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import CampaignFactory, WidgetCampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from team.models import Program

pytestmark = pytest.mark.django_db


def test_of_campaigns_counts_answers_that_no_mail_asked_for(
    program: "Program", django_assert_num_queries: "DjangoAssertNumQueries"
) -> None:
    """G25: a widget's answers of the last 90 days; a mailed campaign's are those to its mails."""
    mailed, website = CampaignFactory.create(name="A"), WidgetCampaignFactory.create(name="B")
    ResponseFactory.create(invitation__campaign=mailed, invitation__sent_at=NOW - timedelta(days=1))
    for days in (1, 2, 120):
        ResponseFactory.create(
            invitation=None,
            customer=None,
            campaign=website,
            stage="",
            answered_at=NOW - timedelta(days=days),
        )

    with django_assert_num_queries(4):
        found = {row.campaign: row for row in health.of_campaigns(program=program, now=NOW)}

    assert (found[mailed].is_mailed, found[mailed].reach.answered, found[mailed].answers) == (True, 1, 0)
    assert (found[website].is_mailed, found[website].reach.sent, found[website].answers) == (False, 0, 2)
