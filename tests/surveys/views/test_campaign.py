from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.enums import BlockReason
from mailroom.enums import OutboxState
from surveys.domain import looking_ahead
from surveys.enums import CampaignState, Reason
from surveys.models import Reminder
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory, SentInvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from django.test import Client

    from surveys.models import Campaign
    from team.models import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory.create()


def address(campaign: Campaign) -> str:
    return f"/campaigns/{campaign.pk}/"


def rows(response: object) -> list[str]:
    return [str(row.customer) for row in response.context["page"].rows]  # type: ignore[attr-defined]  # the test client's


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_page_shows_the_funnel_with_its_definitions(onlooker: Client, campaign: Campaign) -> None:
    """G65"""
    SentInvitationFactory.create_batch(2, campaign=campaign)
    SentInvitationFactory.create(campaign=campaign, bounced_at=NOW)
    SentInvitationFactory.create(campaign=campaign, started_at=NOW, answered_at=NOW)

    text = words(onlooker.get(address(campaign)).content.decode())

    assert (
        "Planned 4 0 still waiting Sent 4 none refused Delivered 3 1 bounced "
        "Opened – unreliable; not reported Answered 1 1 opened the form" in text
    )
    assert "Response rate 33.3% n = 3, 6% to 79% at 95%" in text
    assert "answered in percent of delivered" in text


def test_page_shows_who_is_not_asked_and_why(onlooker: Client, campaign: Campaign) -> None:
    """G60"""
    blocked = ContactFactory.create(blocked_reason=BlockReason.BOUNCED, blocked_at=NOW)
    due = NOW.date() + timedelta(days=70)
    CustomerFactory.create(name="Ada", renewal_on=due)
    CustomerFactory.create(name="Ben", renewal_on=due, contact=blocked)

    ahead = onlooker.get(address(campaign)).context["ahead"]

    assert [str(person.customer) for person in ahead["asked"]] == ["Ada"]
    assert [(row["code"], [str(one.customer) for one in row["people"]]) for row in ahead["held"]] == [
        (Reason.BOUNCED, ["Ben"])
    ]


def test_invitations_are_listed_with_state_and_reason(page: Client, campaign: Campaign) -> None:
    """G60: why somebody was not asked is a look-up."""
    InvitationFactory.create(
        campaign=campaign, customer__name="Ada", state=OutboxState.SKIPPED, reason=Reason.QUIET_PERIOD
    )
    SentInvitationFactory.create(campaign=campaign, customer__name="Ben")

    response = page.get(address(campaign))

    assert rows(response) == ["Ben", "Ada"]
    assert b"Asked within the quiet period" in response.content
    assert rows(page.get(address(campaign), {"state": "sent"})) == ["Ben"]
    assert rows(page.get(address(campaign), {"reason": "quiet_period"})) == ["Ada"]
    assert rows(page.get(address(campaign), {"q": "ben"})) == ["Ben"]
    assert b"Nobody fits" in page.get(address(campaign), {"state": "failed"}).content


def test_invitations_take_the_same_queries_for_one_and_three(page: Client, campaign: Campaign) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page.get(address(campaign), headers={"HX-Target": "rows"})
        return len(captured)

    SentInvitationFactory.create(campaign=campaign)
    page.get(address(campaign))
    one = queries()
    SentInvitationFactory.create_batch(2, campaign=campaign)

    assert queries() == one


def test_invitations_are_paged(page: Client, campaign: Campaign) -> None:
    SentInvitationFactory.create_batch(21, campaign=campaign)

    first = page.get(address(campaign))
    second = page.get(address(campaign) + first.context["next_url"])

    assert (len(rows(first)), first.context["previous_url"]) == (20, "")
    assert (len(rows(second)), second.context["next_url"]) == (1, "")
    assert rows(page.get(address(campaign) + second.context["previous_url"])) == rows(first)


def test_a_draft_says_what_activating_will_do(page: Client, onlooker: Client) -> None:
    """G2"""
    campaign = CampaignFactory.create(state=CampaignState.DRAFT)
    CustomerFactory.create(renewal_on=NOW.date() + timedelta(days=60))

    sentence = (
        "When activated, 1 customer is asked today and 1 in all within 30 days; "
        "mails leave at any hour of any day."
    )
    assert sentence in page.get(address(campaign)).content.decode()
    assert "/activate/" not in onlooker.get(address(campaign)).content.decode()


def test_obstacles_are_listed_before_activation(page: Client, program: Program) -> None:
    program.postal_address = ""
    program.save(update_fields=["postal_address"])
    campaign = CampaignFactory.create(state=CampaignState.DRAFT)

    text = page.get(address(campaign)).content.decode()

    assert "Every mail must carry your postal address" in text
    assert re.search(r"<button[^>]* disabled>\s*<svg.*?</svg>\s*Activate", text, re.DOTALL)


def test_the_mail_is_shown_in_each_language_and_width(onlooker: Client, campaign: Campaign) -> None:
    """G14: with the product's name and the reader's."""
    shown = onlooker.get(
        address(campaign), {"language": "de", "width": "phone"}, headers={"HX-Target": "mail"}
    )
    text = shown.content.decode()
    framed = onlooker.get(f"/surveys/{campaign.survey_id}/mail/de/")

    subject = campaign.survey.texts.get(language="de").subject.replace("{product}", "Northwind Freight")
    assert subject in text
    assert (
        f'class="mail-frame mail-frame-phone" src="/surveys/{campaign.survey_id}/mail/de/?show=mail"' in text
    )
    assert "Guten Tag Maya Lindqvist" in words(framed.content.decode())
    assert "sandbox" in framed.headers["Content-Security-Policy"]
    assert "default-src 'none'" in framed.headers["Content-Security-Policy"]
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_page_shows_the_rate_by_segment_and_day(onlooker: Client, campaign: Campaign) -> None:
    """G65: with n and its interval."""
    SentInvitationFactory.create_batch(3, campaign=campaign, stage="renewal")
    SentInvitationFactory.create(campaign=campaign, stage="renewal", answered_at=NOW)
    SentInvitationFactory.create(campaign=campaign, stage="loss", sent_at=NOW - timedelta(days=2))

    response = onlooker.get(address(campaign))

    told = [(stage.value, rate.reached, rate.percent) for stage, rate in response.context["by_stage"]]
    assert told == [("renewal", 4, 25.0), ("loss", 1, 0.0)]
    assert "Renewal 4 1 25.0% 5% to 70%" in words(response.content.decode())
    assert "Tuesday, Mar 10: 4 sent, 1 answered" in response.content.decode()


def test_an_automatic_pause_is_shown_with_its_reason(page: Client, onlooker: Client) -> None:
    reason = "6% of the last 500 mails bounced."
    campaign = CampaignFactory.create(state=CampaignState.PAUSED, paused_reason=reason)

    text = page.get(address(campaign)).content.decode()
    assert "Closeloop paused this campaign by itself" in text
    assert reason in text
    assert "Resume" not in words(onlooker.get(address(campaign)).content.decode())

    page.post(f"{address(campaign)}resume/")
    campaign.refresh_from_db()
    assert (campaign.state, campaign.paused_reason, campaign.watched_from) == ("active", "", NOW)


def test_ending_cancels_mails_and_reminders_and_says_so(page: Client, campaign: Campaign) -> None:
    """G65"""
    sent = SentInvitationFactory.create(campaign=campaign)
    InvitationFactory.create(campaign=campaign, send_after=NOW + timedelta(days=1))
    reminder = Reminder.objects.create(invitation=sent, number=1, send_after=NOW + timedelta(days=5))

    sentence = "For good. 1 planned mail and 1 planned reminder will be cancelled."
    assert sentence in page.get(address(campaign)).content.decode()
    page.post(f"{address(campaign)}end/")

    reminder.refresh_from_db()
    assert (reminder.state, reminder.reason) == (OutboxState.CANCELLED, Reason.CAMPAIGN_ENDED)


def test_a_widgets_page_leads_to_its_placements(page: Client) -> None:
    """G25"""
    campaign = CampaignFactory.create(channel="widget", schedule_kind="none", date_field="")

    text = page.get(address(campaign)).content.decode()

    assert f'href="/campaigns/{campaign.pk}/placements/"' in text
    assert "Nobody is asked any more until it goes on" in text
    assert "Invitations" not in words(text)


def test_a_test_of_subjects_is_shown_with_its_verdict(page: Client, campaign: Campaign) -> None:
    """G65"""
    campaign.tests_subject = True
    campaign.save(update_fields=["tests_subject"])
    SentInvitationFactory.create_batch(2, campaign=campaign, variant="a")
    SentInvitationFactory.create(campaign=campaign, variant="b", answered_at=NOW)

    text = words(page.get(address(campaign)).content.decode())

    assert "No distinguishable difference yet, n = 3." in text
    assert re.search(r"Subject B .{5,200} 1 1 100\.0%", text)


def test_a_count_that_is_kept_says_how_old_it_is(onlooker: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """G60: on the page, with a way to count again."""
    monkeypatch.setattr(looking_ahead, "WORTH_KEEPING", 0.0)
    campaign = CampaignFactory.create()
    first = onlooker.get(address(campaign))
    CustomerFactory.create(renewal_on=(NOW + timedelta(days=60)).date())

    with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
        kept, again = onlooker.get(address(campaign)), onlooker.get(f"{address(campaign)}?count=again")

    told = [page.context["ahead"]["outlook"].asked for page in (first, kept, again)]
    assert told == [0, 0, 1]
    assert [b">Count again<" in page.content for page in (first, kept, again)] == [False, True, False]
    assert b"as things stood when they were counted" in kept.content
