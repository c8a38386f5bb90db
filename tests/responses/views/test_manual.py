"""The pages on which staff write answers down."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.models import Contact
from responses.models import Response
from surveys.enums import CampaignChannel, QuestionKind
from surveys.models import Campaign, QuestionText, SurveyQuestion
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import SentInvitationFactory, WidgetCampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import Program, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("program")]
SAID = {
    "score": "3",
    "reason": "Late.",
    "contact_me": "on",
    "language": "en",
    "answered_at": "2026-03-10T08:30",
}


@pytest.fixture
def works(client_for: Callable[[User], Client], rep: User) -> Client:
    rep.time_zone = "UTC"
    rep.save(update_fields=["time_zone"])
    return client_for(rep)


@pytest.fixture
def campaign() -> Campaign:
    return WidgetCampaignFactory.create(channel=CampaignChannel.MANUAL, name="Calls")


def test_customer_is_looked_for_first(works: Client) -> None:
    """By name, address, phone or company, as everywhere."""
    customer = CustomerFactory.create(name="Ada Lovelace", account=AccountFactory.create(name="Engines"))
    CustomerFactory.create(name="Bob Kahn")

    empty, found = works.get("/responses/new/").text, works.get("/responses/new/?q=ada").text
    nobody = works.get("/responses/new/?q=zzz").text

    assert "Look for the customer" in empty
    assert (f'href="/responses/new/?customer={customer.pk}"' in found, "Bob Kahn" in found) == (True, False)
    assert "Nobody fits" in nobody


def test_entering_stores_and_shows_who_entered(works: Client, campaign: Campaign, rep: User) -> None:
    """T3: rep and above; the answer says it."""
    customer = CustomerFactory.create(name="Ada Lovelace")
    page = works.get(f"/responses/new/?customer={customer.pk}").text

    response = works.post(f"/responses/new/?customer={customer.pk}", SAID, follow=True)

    row = Response.objects.get()
    assert "What they said" in page
    assert (row.customer, row.score, row.entered_by, row.campaign) == (customer, 3, rep, campaign)
    assert row.answered_at == NOW - timedelta(minutes=30)
    assert response.redirect_chain == [(f"/responses/{row.pk}/", 302)]
    assert "Rep Example" in response.text
    assert "Entered by staff" in response.text


def test_an_open_survey_is_answered(works: Client, campaign: Campaign) -> None:
    invitation = SentInvitationFactory.create(sent_at=NOW - timedelta(days=1))
    url = f"/responses/new/?customer={invitation.customer_id}"

    page = works.get(url).text
    works.post(url, SAID)

    assert "A survey is open" in page
    assert Response.objects.get().invitation == invitation


def test_who_may_not_be_asked_is_said_before_and_after(works: Client, campaign: Campaign) -> None:
    """G61: with the day from which on."""
    answered = ResponseFactory.create()
    Contact.objects.update(next_survey_at=NOW + timedelta(days=90))
    url = f"/responses/new/?customer={answered.customer_id}"

    page, refused = works.get(url), works.post(url, SAID)

    for response in (page, refused):
        assert "was asked within the quiet period" in response.text
        assert "June 8, 2026" in response.text
    assert (refused.status_code, Response.objects.count()) == (400, 1)
    assert "Late." in refused.text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("score", "", "Choose the score that they named."),
        ("score", "11", "Select a valid choice"),
        ("answered_at", "2026-03-10T10:30", "This lies in the future."),
        ("answered_at", "2026-01-10T10:30", "within 31 days"),
        ("answered_at", "", "This field is required"),
        ("language", "xx", "Select a valid choice"),
    ],
)
def test_form_says_what_is_wrong(
    works: Client, campaign: Campaign, field: str, value: str, words: str
) -> None:
    customer = CustomerFactory.create()

    response = works.post(f"/responses/new/?customer={customer.pk}", {**SAID, field: value})

    assert (response.status_code, words in response.text) == (400, True)
    assert not Response.objects.exists()


def test_a_call_before_the_open_survey_is_refused(works: Client, campaign: Campaign) -> None:
    invitation = SentInvitationFactory.create(sent_at=NOW - timedelta(minutes=5))

    response = works.post(f"/responses/new/?customer={invitation.customer_id}", SAID)

    assert "A survey was sent to them after that" in response.text


def test_another_campaign_can_be_chosen(works: Client, campaign: Campaign) -> None:
    other = WidgetCampaignFactory.create(channel=CampaignChannel.MANUAL, name="Visits")
    customer = CustomerFactory.create()
    url = f"/responses/new/?customer={customer.pk}"

    assert f"campaign={other.pk}" in works.get(url).text
    works.post(f"{url}&campaign={other.pk}", SAID)

    assert Response.objects.get().campaign == other


def test_extra_questions_are_asked_as_well(works: Client, campaign: Campaign) -> None:
    question = SurveyQuestion.objects.create(survey=campaign.survey, key="mood", kind=QuestionKind.SCALE)
    QuestionText.objects.create(question=question, language="en", prompt="How easy was it?")
    customer = CustomerFactory.create()
    url = f"/responses/new/?customer={customer.pk}"

    assert "How easy was it?" in works.get(url).text
    works.post(url, {**SAID, "q_mood": "4"})

    assert Response.objects.get().answers.get().number == 4


def test_without_a_survey_the_page_says_what_is_first(works: Client) -> None:
    assert "First, what is asked" in works.get(f"/responses/new/?customer={CustomerFactory.create().pk}").text


def test_correction_is_a_version_with_a_reason(works: Client, campaign: Campaign) -> None:
    """T3."""
    customer = CustomerFactory.create()
    works.post(f"/responses/new/?customer={customer.pk}", SAID)
    row = Response.objects.get()
    url = f"/responses/{row.pk}/revise/"

    page = works.get(url).text
    missing = works.post(url, {"score": "8", "reason": "Late."})
    done = works.post(
        url, {"score": "8", "reason": "Late.", "contact_me": "on", "why": "Misheard"}, follow=True
    )

    assert 'value="3" required checked' in page
    assert "This field is required" in missing.text
    assert "Both versions stay on record" in done.text
    row.refresh_from_db()
    assert (row.score, row.revisions.count()) == (8, 2)


def test_what_customers_said_cannot_be_corrected(works: Client) -> None:
    """T3: reps cannot alter scores."""
    row = ResponseFactory.create(score=3)

    response = works.post(f"/responses/{row.pk}/revise/", {"score": "10", "why": "Nicer"}, follow=True)

    row.refresh_from_db()
    assert (row.score, row.revisions.count()) == (3, 1)
    assert "Only the one who entered an answer" in response.text
    assert "Correct" not in works.get(f"/responses/{row.pk}/").text


def test_viewers_enter_nothing(client_for: Callable[[User], Client], viewer: User, program: Program) -> None:
    customer: Any = CustomerFactory.create()
    client = client_for(viewer)

    codes = [client.get("/responses/new/"), client.post(f"/responses/new/?customer={customer.pk}", SAID)]

    assert [response.status_code for response in codes] == [403, 403]


def test_the_customers_page_leads_here(
    works: Client, client_for: Callable[[User], Client], viewer: User
) -> None:
    customer = CustomerFactory.create()
    link = f'href="/responses/new/?customer={customer.pk}"'

    assert link in works.get(f"/customers/{customer.pk}/").text
    assert link not in client_for(viewer).get(f"/customers/{customer.pk}/").text
