from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mailroom.enums import OutboxState
from responses.enums import ResponseState
from surveys.enums import CampaignState
from tests.factories.customers import CustomerFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import (
    CampaignFactory,
    EventCampaignFactory,
    InvitationFactory,
    SentInvitationFactory,
    WidgetCampaignFactory,
)
from tests.moments import NOW

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

LIST = "/campaigns/"


def names(content: bytes) -> list[str]:
    return re.findall(r'id="campaign-\d+"[^>]*>([^<]+)<', content.decode())


def cells(content: bytes) -> list[str]:
    """The first row's cells after the name, as they read."""
    found = re.findall(r"<td data-label=.*?</td>", content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in found]


def test_list_shows_running_campaigns_first(page: Client) -> None:
    for name, state, priority in (
        ("Ended", CampaignState.ENDED, 90),
        ("Draft", CampaignState.DRAFT, 90),
        ("Paused", CampaignState.PAUSED, 10),
        ("Low", CampaignState.ACTIVE, 10),
        ("High", CampaignState.ACTIVE, 80),
    ):
        CampaignFactory.create(name=name, state=state, priority=priority)

    assert names(page.get(LIST).content) == ["High", "Low", "Paused", "Draft", "Ended"]


def test_list_shows_the_schedule_in_words_and_the_rate_with_its_n(onlooker: Client) -> None:
    """G65 T17: a viewer sees them too."""
    campaign = CampaignFactory.create(stages=["renewal"])
    SentInvitationFactory.create_batch(3, campaign=campaign)
    SentInvitationFactory.create(campaign=campaign, answered_at=NOW, started_at=NOW)
    SentInvitationFactory.create(campaign=campaign, bounced_at=NOW)
    InvitationFactory.create(campaign=campaign, send_after=NOW + timedelta(hours=3))

    content = onlooker.get(LIST).content

    assert "60 days before renewal, Renewal stage" in content.decode()
    assert cells(content) == ["Active", "1", "5", "1", "25.0% n = 4", "in 3 h"]


def test_list_shows_a_dash_where_nobody_was_reached(page: Client) -> None:
    EventCampaignFactory.create(state=CampaignState.DRAFT)

    assert cells(page.get(LIST).content) == ["Draft", "0", "0", "0", "–", "–"]


def test_list_takes_the_same_queries_for_one_campaign_and_three(page: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page.get(LIST)
        return len(captured)

    InvitationFactory.create()
    page.get(LIST)
    one = queries()
    InvitationFactory.create_batch(2)

    assert queries() == one


def test_list_is_narrowed_by_name_and_state(page: Client) -> None:
    CampaignFactory.create(name="Before renewal")
    CampaignFactory.create(name="After renewal", state=CampaignState.PAUSED)

    assert names(page.get(LIST, {"q": "after"}).content) == ["After renewal"]
    assert names(page.get(LIST, {"state": "active"}).content) == ["Before renewal"]
    assert b"No campaign fits" in page.get(LIST, {"q": "churn"}).content


def test_an_empty_list_leads_to_the_first_campaign(page: Client, onlooker: Client) -> None:
    assert b'href="/campaigns/new/">Set up the first campaign' in page.get(LIST).content
    assert b"/campaigns/new/" not in onlooker.get(LIST).content


def test_list_points_at_unknown_sends(page: Client) -> None:
    InvitationFactory.create(state=OutboxState.UNKNOWN)

    assert cells(page.get(LIST).content)[-1] == "Unknown sends"


def test_list_gives_htmx_the_rows_alone(page: Client) -> None:
    CampaignFactory.create()

    response = page.get(LIST, headers={"HX-Request": "true", "HX-Target": "rows"})

    assert response.content.strip().startswith(b'<div id="rows">')
    assert "HX-Target" in response["Vary"]


def test_list_is_narrowed_by_channel_and_segment(page: Client) -> None:
    """T17: a campaign for every stage asks each of them."""
    CampaignFactory.create(name="Renewal", stages=["renewal"])
    CampaignFactory.create(name="Everybody", stages=[])
    widget = {"channel": "widget", "schedule_kind": "none", "date_field": "", "stages": ["prospect"]}
    CampaignFactory.create(name="Website", **widget)

    assert names(page.get(LIST, {"channel": "widget"}).content) == ["Website"]
    assert names(page.get(LIST, {"stage": "renewal"}).content) == ["Everybody", "Renewal"]
    assert names(page.get(LIST, {"stage": "prospect"}).content) == ["Everybody", "Website"]


def test_list_says_that_a_widget_sends_no_mails(page: Client) -> None:
    """G25"""
    campaign = WidgetCampaignFactory.create()
    for state in (ResponseState.COUNTED, ResponseState.COUNTED, ResponseState.PROVISIONAL):
        ResponseFactory.create(invitation=None, customer=None, campaign=campaign, stage="", state=state)

    content = page.get(LIST).content

    assert cells(content) == ["Active", "2", "no mails"]
    assert b"Website widget: whenever somebody visits the website" in content


def test_list_guides_to_the_first_answer_and_tells_how_long_it_took(page: Client) -> None:
    """T54"""
    text = page.get(LIST).content.decode()
    assert "The way to the first answer" in text
    assert 'href="/customers/imports/new/">' in text

    customer = CustomerFactory.create(created_at=NOW - timedelta(hours=3))
    SentInvitationFactory.create(customer=customer, answered_at=NOW, started_at=NOW)
    text = page.get(LIST).content.decode()
    assert "The way to the first answer" not in text
    assert "Time to the first survey: 2 h" in text


def test_a_campaign_that_paused_itself_stands_out(page: Client) -> None:
    CampaignFactory.create(state=CampaignState.PAUSED, paused_reason="6% of the last 500 mails bounced.")

    assert cells(page.get(LIST).content)[0] == "Paused by itself"
