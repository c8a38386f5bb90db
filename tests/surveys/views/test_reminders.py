"""The list of a campaign's reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mailroom.enums import OutboxState
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import CampaignFactory, ReminderFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from django.test import Client

    from surveys.models import Campaign

pytestmark = pytest.mark.django_db


def some(campaign: Campaign, number: int) -> None:
    for _ in range(number):
        ReminderFactory.create(invitation__campaign=campaign)


def test_the_list_names_everybody_with_state_and_reason(onlooker: Client) -> None:
    """G65: who was reminded, who was not, and why."""
    campaign = CampaignFactory.create(name="Renewals", reminder_days=[7, 14])
    ada = CustomerFactory.create(name="Ada Lovelace")
    ReminderFactory.create(
        invitation__campaign=campaign, invitation__customer=ada, state=OutboxState.SENT, sent_at=NOW
    )
    ReminderFactory.create(invitation__campaign=campaign, state="skipped", reason="unsubscribed", number=2)
    ReminderFactory.create(invitation__customer=CustomerFactory.create(name="Somebody Else"))

    page = onlooker.get(f"/campaigns/{campaign.pk}/reminders/").content.decode()

    for words in ("After 7 and 14 days", "Ada Lovelace", "Not reminded", "Unsubscribed", "second"):
        assert words in page
    assert "Somebody Else" not in page


def test_the_list_is_narrowed_by_state(onlooker: Client) -> None:
    campaign = CampaignFactory.create(reminder_days=[7])
    some(campaign, 2)
    ReminderFactory.create(invitation__campaign=campaign, state="cancelled", reason="answered")
    address = f"/campaigns/{campaign.pk}/reminders/"

    cancelled = onlooker.get(address, {"state": "cancelled"}, headers={"HX-Target": "rows"})
    unknown = onlooker.get(address, {"state": "unknown"})

    assert [row.reason for row in cancelled.context["page"].rows] == ["answered"]
    assert "<html" not in cancelled.content.decode()
    assert "No reminder is in this state" in unknown.content.decode()


def test_the_list_has_pages(onlooker: Client) -> None:
    campaign = CampaignFactory.create(reminder_days=[7])
    some(campaign, 21)

    first = onlooker.get(f"/campaigns/{campaign.pk}/reminders/")
    second = onlooker.get(f"/campaigns/{campaign.pk}/reminders/{first.context['next_url']}")
    back = onlooker.get(f"/campaigns/{campaign.pk}/reminders/{second.context['previous_url']}")

    assert [len(one.context["page"].rows) for one in (first, second, back)] == [20, 1, 20]


@pytest.mark.parametrize(
    ("days", "said"), [([7], "No reminder yet"), ([], "One reminder after a week brings many more answers")]
)
def test_an_empty_list_says_what_to_do(onlooker: Client, days: list[int], said: str) -> None:
    campaign = CampaignFactory.create(reminder_days=days)

    assert said in onlooker.get(f"/campaigns/{campaign.pk}/reminders/").content.decode()


def test_one_row_and_three_ask_as_many_questions(onlooker: Client) -> None:
    numbers = []
    for rows in (1, 3):
        campaign = CampaignFactory.create(reminder_days=[7])
        some(campaign, rows)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            onlooker.get(f"/campaigns/{campaign.pk}/reminders/")
        numbers.append(len(asked))

    assert numbers[0] == numbers[1]
