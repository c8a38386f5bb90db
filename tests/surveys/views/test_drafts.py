from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.enums import BlockReason, Stage
from mailroom.enums import OutboxState
from surveys.domain import forecasting
from surveys.enums import CampaignState, Reason
from surveys.models import Campaign, Invitation, Reminder, Survey
from team.models import AuditEntry
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import (
    CampaignFactory,
    InvitationFactory,
    SentInvitationFactory,
    SurveyFactory,
)
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


def test_the_chooser_compares_the_segments(page: Client, survey: Survey, people: None) -> None:
    """G2 G21: what each asks, when and why, and what runs for it already."""
    CampaignFactory.create(name="Before renewal", stages=["renewal"])

    response = page.get(NEW)

    rows = response.context["segments"]
    assert [row["stage"] for row in rows] == ["prospect", "new", "renewal", "advocate", "loss"]
    renewal = rows[2]
    assert (renewal["members"], [str(one) for one in renewal["running"]]) == (5, ["Before renewal"])
    assert renewal["usual"]["schedule"] == "60 days before renewal"
    assert b'href="?template=quarters"' in response.content


def test_preview_forecasts_waves(page: Client, survey: Survey, people: None) -> None:
    """G59 G60"""
    sent = filled(survey, schedule_kind="wave", wave_dates=["2026-03-20"], rotation="1", any_hour="on")

    response = page.post(NEW, {**sent, "preview": "1"}, headers=OUTLOOK)

    ((wave,),) = [response.context["ahead"]["waves"]]
    assert (wave["wave"].on, wave["wave"].considered) == (date(2026, 3, 20), 5)
    assert wave["wave"].asked + sum(wave["wave"].held.values()) == 5
    assert b"Wave by wave" in response.content


def test_a_forecast_of_very_many_people_says_about(
    page: Client, survey: Survey, people: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """G60: estimated numbers say that they are."""
    sent = filled(survey, schedule_kind="wave", wave_dates=["2026-03-20"], rotation="1", any_hour="on")
    exact = page.post(NEW, {**sent, "preview": "1"}, headers=OUTLOOK)
    monkeypatch.setattr(forecasting, "MOST_PEOPLE", 2)

    about = page.post(NEW, {**sent, "preview": "1"}, headers=OUTLOOK)

    assert (exact.context["ahead"]["waves_meta"], b"was counted" in exact.content) == (
        "as things stand now",
        False,
    )
    assert b"about, as things stand now" in about.content
    assert b"one in 3 was counted" in about.content


def test_preview_of_a_warm_up_shows_the_coming_days(page: Client, survey: Survey, people: None) -> None:
    sent = filled(survey, warms_up="on", warm_up_first="50", warm_up_growth="50", daily_cap="300")

    response = page.post(NEW, {**sent, "preview": "1"}, headers=OUTLOOK)

    assert response.context["ahead"]["warm_up"] == "50, 75, 112, 168, 253, 300, 300 …"


@pytest.mark.parametrize("button", ["add_wave_dates", "drop_wave_dates"])
def test_buttons_of_the_rows_save_nothing(page: Client, survey: Survey, button: str) -> None:
    """G59: without script they send the form."""
    sent = filled(survey, name="Twice", schedule_kind="wave", wave_dates=["2026-03-20"])

    response = page.post(NEW, {**sent, button: "0"})

    assert response.context["form"]["name"].value() == "Twice"
    assert not Campaign.objects.exists()


def test_a_template_is_saved_as_it_stands(page: Client, survey: Survey) -> None:
    """G21 G34: advocates once a year."""
    form = page.get(NEW, {"template": "advocates"}).context["form"]
    sent = {name: value for name, value in form.initial.items() if value not in (None, False)}

    page.post(f"{NEW}?template=advocates", {**sent, "survey": survey.pk})

    campaign = Campaign.objects.get()
    assert (campaign.schedule_kind, campaign.cycle_months, campaign.stages) == ("cycle", 12, ["advocate"])
    assert (campaign.cycle_anchor_on, campaign.reminder_days) == (NOW.date(), [7])


def test_saving_a_running_campaign_asks_before_it_cancels(page: Client) -> None:
    """G55: the sentence comes first, the change only after somebody agreed."""
    campaign = CampaignFactory.create(name="Before renewal", stages=["renewal"])
    row = InvitationFactory.create(campaign=campaign)
    address, sent = f"/campaigns/{campaign.pk}/edit/", filled(campaign.survey, amount="45")
    sentence = "1 planned mail will be cancelled and planned anew under the new schedule."

    seen = page.post(address, {**sent, "preview": "1"}, headers=OUTLOOK).content.decode()
    asked = page.post(address, sent).content.decode()
    campaign.refresh_from_db()
    before = campaign.offset_days
    page.post(address, {**sent, "agreed": "1"})

    campaign.refresh_from_db()
    row.refresh_from_db()
    assert sentence in seen
    assert sentence in asked
    assert (before, campaign.offset_days) == (-60, -45)
    assert (row.state, row.reason) == (OutboxState.CANCELLED, Reason.SCHEDULE_CHANGED)


def test_saving_other_reminder_days_cancels_what_was_planned_of_them(page: Client) -> None:
    """G65"""
    campaign = CampaignFactory.create(name="Before renewal", stages=["renewal"], reminder_days=[5])
    sent_row = SentInvitationFactory.create(campaign=campaign)
    reminder = Reminder.objects.create(invitation=sent_row, number=1, send_after=NOW + timedelta(days=4))
    sent = filled(campaign.survey, reminder_1="9", any_hour="on", weekdays=[str(n) for n in range(7)])

    asked = page.post(f"/campaigns/{campaign.pk}/edit/", sent).content.decode()
    page.post(f"/campaigns/{campaign.pk}/edit/", {**sent, "agreed": "1"})

    reminder.refresh_from_db()
    campaign.refresh_from_db()
    assert "1 planned reminder will be cancelled and planned anew." in asked
    assert (campaign.reminder_days, reminder.state) == ([9], OutboxState.CANCELLED)
