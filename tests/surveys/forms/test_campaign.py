from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

import pytest

from surveys.domain import starters
from surveys.forms.campaign import CampaignForm, initial_of
from tests.factories.surveys import CampaignFactory, EventCampaignFactory, SurveyFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from surveys.models import Campaign, Survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey() -> Survey:
    return SurveyFactory.create()


def filled(survey: Survey, /, **changes: Any) -> dict[str, Any]:
    """A form as a browser sends it: 60 days before renewal, weekdays from 9 to 17."""
    return {
        "name": "Before renewal",
        "survey": survey.pk,
        "stages": ["renewal"],
        "schedule_kind": "date",
        "amount": "60",
        "direction": "before",
        "date_field": "renewal_on",
        "event": "trial_signup",
        "event_other": "",
        "delay": "",
        "delay_unit": "days",
        "window_days": "14",
        "quiet_rule": "skip",
        "priority": "50",
        "daily_cap": "",
        "weekdays": ["0", "1", "2", "3", "4"],
        "opens_at": "09:00",
        "closes_at": "17:00",
        "link_days": "30",
        **changes,
    }


def form_of(survey: Survey, /, **changes: Any) -> CampaignForm:
    return CampaignForm(filled(survey, **changes), stage_counts={})


def test_form_turns_days_before_into_a_negative_offset(survey: Survey) -> None:
    """G53 G55: minus 60 days from the renewal date, as people say it."""
    form = form_of(survey)

    assert form.is_valid()
    assert form.facts() == {
        "name": "Before renewal",
        "survey": survey,
        "channel": "email",
        "audience": None,
        "stages": ["renewal"],
        "sample_percent": 100,
        "schedule_kind": "date",
        "event_name": "",
        "delay_hours": 24,
        "include_backlog": False,
        "date_field": "renewal_on",
        "offset_days": -60,
        "window_days": 14,
        "cycle_months": 6,
        "cycle_anchor_on": None,
        "wave_dates": [],
        "rotation": 1,
        "quiet_rule": "skip",
        "priority": 50,
        "reserves": False,
        "daily_cap": None,
        "warm_up_first": None,
        "warm_up_growth": 50,
        "weekdays": [0, 1, 2, 3, 4],
        "opens_at": time(9),
        "closes_at": time(17),
        "skips_holidays": False,
        "link_days": 30,
        "reminder_days": [],
        "tests_subject": False,
    }


def test_form_turns_days_after_joining_into_an_offset(survey: Survey) -> None:
    """G54: plus 30 days from the join date."""
    facts = form_of(survey, amount="30", direction="after", date_field="joined_on")

    assert facts.is_valid()
    assert (facts.facts()["date_field"], facts.facts()["offset_days"]) == ("joined_on", 30)


def test_form_takes_a_custom_event_and_a_settling_delay(survey: Survey) -> None:
    """T46"""
    form = form_of(
        survey,
        schedule_kind="event",
        event="other",
        event_other="contract_signed",
        delay="2",
        delay_unit="days",
        include_backlog="on",
        amount="no number",
    )

    assert form.is_valid(), form.errors
    facts = form.facts()
    assert (facts["event_name"], facts["delay_hours"], facts["include_backlog"]) == (
        "contract_signed",
        48,
        True,
    )
    assert (facts["date_field"], facts["offset_days"]) == ("", 0)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": " "}),
        ("survey", {"survey": "987654321"}),
        ("stages", {"stages": ["customer"]}),
        ("amount", {"amount": ""}),
        ("amount", {"amount": "731"}),
        ("amount", {"amount": "-1"}),
        ("date_field", {"date_field": ""}),
        ("delay", {"schedule_kind": "event"}),
        ("delay", {"schedule_kind": "event", "delay": "366"}),
        ("event_other", {"schedule_kind": "event", "delay": "1", "event": "other"}),
        (
            "event_other",
            {"schedule_kind": "event", "delay": "1", "event": "other", "event_other": "Case closed"},
        ),
        ("window_days", {"window_days": "366"}),
        ("priority", {"priority": "101"}),
        ("daily_cap", {"daily_cap": "0"}),
        ("weekdays", {"weekdays": []}),
        ("opens_at", {"opens_at": ""}),
        ("closes_at", {"opens_at": "17:00", "closes_at": "09:00"}),
        ("closes_at", {"opens_at": "09:00", "closes_at": "09:00"}),
        ("link_days", {"link_days": "0"}),
    ],
)
def test_form_names_the_field_that_is_wrong(survey: Survey, field: str, changes: dict[str, Any]) -> None:
    form = form_of(survey, **changes)

    assert list(form.errors) == [field]


def test_form_at_any_hour_needs_no_hours(survey: Survey) -> None:
    form = form_of(survey, any_hour="on", opens_at="", closes_at="nonsense")

    assert form.is_valid(), form.errors
    assert (form.facts()["opens_at"], form.facts()["closes_at"]) == (time(0), time(0))


def test_form_refuses_another_campaigns_name_but_not_its_own(survey: Survey) -> None:
    campaign = CampaignFactory.create(name="Before renewal")

    taken = CampaignForm(filled(survey), stage_counts={})
    own = CampaignForm(filled(survey), stage_counts={}, campaign=campaign)

    assert (list(taken.errors), list(own.errors)) == (["name"], [])


@pytest.mark.parametrize(("factory", "offset"), [(CampaignFactory, 30), (EventCampaignFactory, 0)])
def test_form_shows_what_is_stored_and_saves_it_unchanged(
    factory: type[CampaignFactory], offset: int
) -> None:
    campaign: Campaign = factory.create(
        stages=["renewal"], daily_cap=40, opens_at=time(8), closes_at=time(12), offset_days=offset
    )
    shown = {name: value for name, value in initial_of(campaign).items() if value not in (None, False)}

    form = CampaignForm(shown, stage_counts={}, campaign=campaign)

    assert form.is_valid(), form.errors
    assert form.facts() == {name: getattr(campaign, name) for name in form.facts()}


def test_the_starter_for_new_customers_asks_from_day_30_to_day_60() -> None:
    """G28: due 30 days after the first purchase, not sent once 60 have passed."""
    draft = starters.draft("new", today=NOW.date())

    assert (draft.date_field, draft.offset_days, draft.window_days) == ("first_purchase_on", 30, 30)


def test_a_starter_takes_the_next_free_name() -> None:
    CampaignFactory.create(name="60 days before renewal")

    assert starters.draft("renewal", today=NOW.date()).name == "60 days before renewal (2)"
