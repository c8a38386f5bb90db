"""The explainer's pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from surveys.enums import CampaignChannel, CampaignState, ScheduleKind
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import (
    CampaignFactory,
    InvitationFactory,
    SentInvitationFactory,
    WaveCampaignFactory,
)
from tests.moments import NOW

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

DUE = date(2026, 5, 9)


def test_a_customer_is_explained_rule_by_rule(onlooker: Client) -> None:
    """G60: which rules pass, which do not, until when, and the first possible moment."""
    asked = WaveCampaignFactory.create(name="Spring wave")
    held_until = NOW + timedelta(days=150)
    contact = ContactFactory.create(last_asked_at=NOW - timedelta(days=30), next_survey_at=held_until)
    customer = CustomerFactory.create(name="Ada Lovelace", contact=contact, renewal_on=DUE)
    SentInvitationFactory.create(
        campaign=asked, customer=customer, sent_at=NOW - timedelta(days=30), contact=contact
    )
    campaign = CampaignFactory.create(name="Before renewal")

    response = onlooker.get(f"/campaigns/{campaign.pk}/explain/?customer={customer.pk}")

    explanation = response.context["explanation"]
    assert [(rule.name, rule.until) for rule in explanation.against] == [
        ("occasion", None),
        ("quiet_period", held_until),
    ]
    page = response.content.decode()
    assert "Asked last by “Spring wave” on February 8, 2026. Quiet until August 7, 2026, 11:00." in page
    assert "Renewal on May 9, 2026: would be left out (asked within the quiet period)." in page
    assert "They are in “Prospect”; the campaign asks every stage." in page


def test_whoever_would_be_asked_is_told_so(onlooker: Client) -> None:
    campaign = CampaignFactory.create()
    customer = CustomerFactory.create(renewal_on=DUE)

    response = onlooker.get(f"/campaigns/{campaign.pk}/explain/?customer={customer.pk}")

    assert response.context["explanation"].is_asked_now
    assert "Would be asked now." in response.content.decode()


def test_a_search_finds_the_customer(onlooker: Client) -> None:
    campaign = CampaignFactory.create()
    ada, _ = CustomerFactory.create(name="Ada Lovelace"), CustomerFactory.create(name="Grace Hopper")

    response = onlooker.get(f"/campaigns/{campaign.pk}/explain/?q=lovel", headers={"HX-Target": "found"})

    page = response.content.decode()
    assert "<html" not in page
    assert f"/campaigns/{campaign.pk}/explain/?customer={ada.pk}" in page
    assert "Grace Hopper" not in page


def test_a_search_without_a_find_says_what_to_do(onlooker: Client) -> None:
    campaign = CampaignFactory.create()

    assert "Nobody fits" in onlooker.get(f"/campaigns/{campaign.pk}/explain/?q=zzz").content.decode()


def test_the_page_begins_with_one_of_each_reason(onlooker: Client) -> None:
    campaign = CampaignFactory.create()
    empty = onlooker.get(f"/campaigns/{campaign.pk}/explain/").content.decode()
    for reason in ("quiet_period", "quiet_period", "unsubscribed"):
        InvitationFactory.create(campaign=campaign, state="skipped", reason=reason)

    response = onlooker.get(f"/campaigns/{campaign.pk}/explain/")

    assert "Whom do you wonder about?" in empty
    assert [row.reason for row in response.context["examples"]] == ["unsubscribed", "quiet_period"]


@pytest.mark.parametrize("query", ["?customer=0", "?customer=x", "?customer=99999999999999999999"])
def test_an_unknown_customer_is_not_found(onlooker: Client, query: str) -> None:
    campaign = CampaignFactory.create()

    assert onlooker.get(f"/campaigns/{campaign.pk}/explain/{query}").status_code == 404


def test_a_campaign_that_writes_to_nobody_has_nothing_to_explain(onlooker: Client) -> None:
    widget = CampaignFactory.create(
        channel=CampaignChannel.WIDGET, schedule_kind=ScheduleKind.NONE, date_field=""
    )

    assert onlooker.get(f"/campaigns/{widget.pk}/explain/").status_code == 404


def test_where_two_campaigns_want_one_customer_the_page_says_which_wins_and_why(onlooker: Client) -> None:
    """ "Priority decides": the winner, and for the other the reason."""
    customer = CustomerFactory.create(renewal_on=DUE)
    high = CampaignFactory.create(name="Renewals first", priority=90)
    low = CampaignFactory.create(name="Renewals again", priority=10)
    CampaignFactory.create(name="Paused one", state=CampaignState.PAUSED)
    CampaignFactory.create(name="Ended one", state=CampaignState.ENDED)

    response = onlooker.get(f"/campaigns/explain/{customer.pk}/")

    rows = response.context["rows"]
    assert [(row.campaign.name, row.is_asked_now) for row in rows] == [
        ("Renewals first", True),
        ("Renewals again", False),
        ("Paused one", False),
    ]
    assert response.context["winner"] == high
    details = {rule.name: rule.detail for rule in rows[1].rules}
    assert details["priority"] == "“Renewals first” asks them now: its priority is 90, this one’s 10."
    assert low.name in response.content.decode()


def test_the_page_of_a_customer_without_campaigns_says_what_to_do(onlooker: Client) -> None:
    customer = CustomerFactory.create()

    assert (
        "No campaign writes to people yet"
        in onlooker.get(f"/campaigns/explain/{customer.pk}/").content.decode()
    )


def test_more_campaigns_cost_no_more_than_their_share(
    onlooker: Client, django_assert_max_num_queries: Any
) -> None:
    customer = CustomerFactory.create(renewal_on=DUE)
    for _ in range(3):
        CampaignFactory.create()

    with django_assert_max_num_queries(130):
        onlooker.get(f"/campaigns/explain/{customer.pk}/")
