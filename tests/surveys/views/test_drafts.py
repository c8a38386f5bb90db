from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.enums import BlockReason, Stage
from surveys.enums import CampaignState
from surveys.models import Campaign, Invitation, Survey
from team.models import AuditEntry
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory, SurveyFactory
from tests.moments import NOW
from tests.surveys.forms.test_campaign import filled

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

NEW = "/campaigns/new/"
DUE_TODAY = NOW.date() + timedelta(days=60)
OUTLOOK = {"HX-Request": "true", "HX-Target": "outlook"}


@pytest.fixture
def survey() -> Survey:
    return SurveyFactory.create()


@pytest.fixture
def people() -> None:
    """Two of the renewal stage due today, one quiet, one without consent, one due in three weeks."""
    for name, facts in (
        ("Ada", {}),
        ("Ben", {}),
        ("Cleo", {"contact": ContactFactory.create(next_survey_at=NOW + timedelta(days=50))}),
        ("Dan", {"contact": ContactFactory.create(blocked_reason=BlockReason.UNSUBSCRIBED, blocked_at=NOW)}),
        ("Eve", {"renewal_on": DUE_TODAY + timedelta(days=21)}),
    ):
        CustomerFactory.create(name=name, **{"renewal_on": DUE_TODAY, "stage": Stage.RENEWAL, **facts})


def ahead_of(response: Any) -> tuple[int, int, dict[str, list[str]]]:
    """Asked today, asked in 30 days, and the names behind each reason."""
    ahead = response.context["ahead"]
    held = {row["code"]: [str(person.customer) for person in row["people"]] for row in ahead["held"]}
    return ahead["outlook"].today, ahead["outlook"].asked, held


def test_new_saves_a_draft_that_asks_nobody(page: Client, survey: Survey, people: None) -> None:
    """G53 G55"""
    response = page.post(NEW, filled(survey))

    campaign = Campaign.objects.get()
    assert response.headers["Location"] == f"/campaigns/{campaign.pk}/"
    assert (campaign.state, campaign.offset_days, campaign.stages) == (CampaignState.DRAFT, -60, ["renewal"])
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("headers", [{}, OUTLOOK])
def test_preview_shows_who_would_be_asked_and_who_not_and_why(
    page: Client, survey: Survey, people: None, headers: dict[str, str]
) -> None:
    """G2 G60 G64: with the names behind each reason, without saving, with and without script."""
    response = page.post(NEW, {**filled(survey, any_hour="on"), "name": "", "preview": "1"}, headers=headers)

    text = response.content.decode()
    assert ahead_of(response) == (2, 3, {"quiet_period": ["Cleo"], "unsubscribed": ["Dan"]})
    assert "5 = 3 asked + 2 not asked" in text
    assert "Asks customers in the Renewal stage, 60 days before renewal." in text
    assert ("<html" in text) == (headers == {})
    assert not Campaign.objects.exists()
    assert not AuditEntry.objects.exists()


def test_preview_says_what_is_still_needed(page: Client, survey: Survey) -> None:
    response = page.post(NEW, {**filled(survey, amount=""), "preview": "1"}, headers=OUTLOOK)

    assert response.context["ahead"] is None
    assert b"Say how many days; 0 is the day itself." in response.content


def test_new_says_what_is_wrong(page: Client, survey: Survey) -> None:
    response = page.post(NEW, filled(survey, name="", weekdays=[]))

    assert list(response.context["form"].errors) == ["name", "weekdays"]
    assert b"2 things need your attention" in response.content
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("stage", "stages", "kind"),
    [
        ("renewal", ["renewal"], "date"),
        ("prospect", ["prospect"], "event"),
        ("advocate", ["advocate"], "cycle"),
    ],
)
def test_new_begins_with_what_is_usual_for_the_segment(
    page: Client, survey: Survey, stage: str, stages: list[str], kind: str
) -> None:
    """G21"""
    form = page.get(NEW, {"stage": stage}).context["form"]

    assert (form.initial["stages"], form.initial["schedule_kind"]) == (stages, kind)


def test_new_counts_the_customers_of_each_stage(page: Client, survey: Survey, people: None) -> None:
    """T17"""
    text = page.get(NEW, {"template": "plain"}).content.decode()

    assert "Renewal (5)" in text
    assert "Loss (0)" in text


def test_new_without_a_survey_leads_to_the_survey(page: Client) -> None:
    assert b'href="/surveys/new/">Write the survey' in page.get(NEW).content


def test_edit_of_a_running_campaign_says_what_happens(page: Client) -> None:
    campaign = CampaignFactory.create(name="Before renewal", stages=["renewal"])
    address = f"/campaigns/{campaign.pk}/edit/"

    shown = page.get(address).content.decode()
    response = page.post(address, filled(campaign.survey, amount="45"), follow=True)

    campaign.refresh_from_db()
    assert "whoever is planned is judged again under what you save" in shown
    assert (campaign.offset_days, campaign.state) == (-45, CampaignState.ACTIVE)
    assert "Mails that were sent stay as they are" in response.content.decode()


def test_an_ended_campaign_cannot_be_edited(page: Client) -> None:
    campaign = CampaignFactory.create(state=CampaignState.ENDED)

    assert page.get(f"/campaigns/{campaign.pk}/edit/").status_code == 404


def test_a_viewer_cannot_write_campaigns(onlooker: Client, survey: Survey) -> None:
    assert onlooker.post(NEW, filled(survey)).status_code == 403
    assert not Campaign.objects.exists()
