from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from django.http import QueryDict

from customers.domain.events import KNOWN
from customers.models import Audience
from surveys.domain import starters
from surveys.forms.campaign import CampaignForm, initial_of
from surveys.models import Campaign
from tests.factories.surveys import CampaignFactory, SurveyFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from surveys.models import Survey

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
        ("schedule_kind", {"schedule_kind": ""}),
        ("schedule_kind", {"schedule_kind": "none"}),
        ("audience", {"audience": "987654321"}),
        ("sample_percent", {"sample_percent": "101"}),
        ("cycle_anchor_on", {"schedule_kind": "cycle", "cycle_months": "6"}),
        ("cycle_months", {"schedule_kind": "cycle", "cycle_anchor_on": "2026-07-01", "cycle_months": "0"}),
        ("wave_dates", {"schedule_kind": "wave", "wave_dates": [""]}),
        ("wave_dates", {"schedule_kind": "wave", "wave_dates": ["2026-02-30"]}),
        ("wave_dates", {"schedule_kind": "wave", "wave_dates": [f"2026-03-{n:02}" for n in range(1, 26)]}),
        ("rotation", {"schedule_kind": "wave", "wave_dates": ["2026-03-01"], "rotation": "13"}),
        ("warm_up_first", {"warms_up": "on", "warm_up_growth": "50"}),
        ("reminder_1", {"reminder_2": "7"}),
        ("reminder_1", {"reminder_1": "30"}),
        ("reminder_2", {"reminder_1": "7", "reminder_2": "7"}),
    ],
)
def test_form_names_the_field_that_is_wrong(survey: Survey, field: str, changes: dict[str, Any]) -> None:
    form = form_of(survey, **changes)

    assert list(form.errors) == [field]


SCHEDULED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "cycle": (
        {"cycle_months": "6", "cycle_anchor_on": "2026-07-01", "window_days": ""},
        {"cycle_months": 6, "cycle_anchor_on": date(2026, 7, 1), "quiet_rule": "wait", "window_days": 14},
    ),
    "wave": (
        {"wave_dates": ["2026-09-01", "", "2026-03-03", "2026-09-01"], "rotation": "2", "reserves": "on"},
        {"wave_dates": ["2026-03-03", "2026-09-01"], "rotation": 2, "reserves": True, "quiet_rule": "skip"},
    ),
}


@pytest.mark.parametrize("kind", SCHEDULED)
def test_form_takes_cycles_and_waves(survey: Survey, kind: str) -> None:
    """G58 G59 T45: a cycle waits for the quiet period, waves come in order and each once."""
    sent, expected = SCHEDULED[kind]
    form = form_of(survey, schedule_kind=kind, **sent)

    assert form.is_valid(), form.errors
    facts = form.facts()
    assert {name: facts[name] for name in expected} == expected
    assert (facts["date_field"], facts["offset_days"]) == ("", 0)


def test_form_takes_limits_reminders_and_the_test_of_subjects(survey: Survey) -> None:
    """G65 T17"""
    form = form_of(
        survey,
        audience=Audience.objects.create(name="Key accounts").pk,
        sample_percent="40",
        reserves="on",
        daily_cap="500",
        warms_up="on",
        warm_up_first="50",
        warm_up_growth="40",
        reminder_1="5",
        reminder_2="12",
        tests_subject="on",
        skips_holidays="on",
    )

    assert form.is_valid(), form.errors
    facts = form.facts()
    assert facts["audience"] == Audience.objects.get()
    names = ("sample_percent", "reserves", "daily_cap", "warm_up_first", "warm_up_growth", "reminder_days")
    assert [facts[name] for name in names] == [40, True, 500, 50, 40, [5, 12]]
    assert (facts["tests_subject"], facts["skips_holidays"]) == (True, True)


def test_form_forgets_a_warm_up_that_is_switched_off(survey: Survey) -> None:
    form = form_of(survey, warm_up_first="nonsense", warm_up_growth="")

    assert form.is_valid(), form.errors
    assert (form.facts()["warm_up_first"], form.facts()["warm_up_growth"]) == (None, 50)


@pytest.mark.parametrize("event", [*KNOWN, "other"])
def test_form_takes_every_event_that_our_texts_know_and_any_other(survey: Survey, event: str) -> None:
    """G52 T43: support_contact, trial_signup, renewal, feature_launched, and the company's own names."""
    form = form_of(
        survey,
        schedule_kind="event",
        event=event,
        event_other="contract_signed",
        delay="2",
        delay_unit="days",
    )

    assert form.is_valid(), form.errors
    name = "contract_signed" if event == "other" else event
    assert (form.facts()["event_name"], form.facts()["delay_hours"]) == (name, 48)


def test_the_events_that_requirements_name_are_known() -> None:
    """G52 T43"""
    named = {"support_contact", "trial_signup", "renewal", "onboarding_completed", "feature_launched"}

    assert named <= KNOWN.keys()


def test_form_reserves_for_dates_and_waves_alone(survey: Survey) -> None:
    """G60: an event campaign does not know its day ahead."""
    form = form_of(survey, schedule_kind="event", delay="1", reserves="on")

    assert form.is_valid(), form.errors
    assert form.facts()["reserves"] is False


@pytest.mark.parametrize("channel", ["widget", "link", "manual"])
def test_form_needs_no_schedule_where_nobody_is_written_to(survey: Survey, channel: str) -> None:
    """G25"""
    form = CampaignForm(
        {"name": "On the website", "survey": survey.pk, "channel": channel, "stages": ["prospect"]},
        stage_counts={},
    )

    assert form.is_valid(), form.errors
    campaign = Campaign(**form.facts())
    campaign.save()
    assert (campaign.channel, campaign.schedule_kind, campaign.stages) == (channel, "none", ["prospect"])
    assert (campaign.reminder_days, campaign.daily_cap, campaign.audience) == ([], None, None)


def test_a_widget_may_have_an_audience_for_those_it_knows(survey: Survey) -> None:
    """G25 T17: visitors whom the company's own server identifies."""
    audience = Audience.objects.create(name="Key accounts")
    sent = {"name": "On the website", "survey": survey.pk, "channel": "widget"}

    chosen = CampaignForm({**sent, "audience": audience.pk}, stage_counts={})
    cleared = CampaignForm(sent, stage_counts={})

    assert (chosen.is_valid(), chosen.facts()["audience"]) == (True, audience)
    assert (cleared.is_valid(), cleared.facts()["audience"]) == (True, None)


def test_form_drops_the_row_of_the_pressed_button(survey: Survey) -> None:
    """G59: without script the page's buttons change the rows, and nothing else is lost."""
    sent = QueryDict(mutable=True)
    sent.update(filled(survey, schedule_kind="wave", weekdays="0", stages="renewal"))
    sent.setlist("wave_dates", ["2026-03-03", "2026-09-01", "nonsense"])
    sent["drop_wave_dates"] = "1"

    form = CampaignForm(sent, stage_counts={})

    assert form.wave_rows == ["2026-03-03", "nonsense", ""]
    assert list(form.errors) == ["wave_dates"]
    assert form.errors["wave_dates"] == ["“nonsense” is not a day."]


def test_a_campaign_that_has_begun_keeps_its_channel(survey: Survey) -> None:
    campaign = CampaignFactory.create()

    form = CampaignForm(
        filled(survey, name=campaign.name, channel="link"), stage_counts={}, campaign=campaign
    )

    assert list(form.errors) == ["channel"]


def test_form_at_any_hour_needs_no_hours(survey: Survey) -> None:
    form = form_of(survey, any_hour="on", opens_at="", closes_at="nonsense")

    assert form.is_valid(), form.errors
    assert (form.facts()["opens_at"], form.facts()["closes_at"]) == (time(0), time(0))


def test_form_refuses_another_campaigns_name_but_not_its_own(survey: Survey) -> None:
    campaign = CampaignFactory.create(name="Before renewal")

    taken = CampaignForm(filled(survey), stage_counts={})
    own = CampaignForm(filled(survey), stage_counts={}, campaign=campaign)

    assert (list(taken.errors), list(own.errors)) == (["name"], [])


@pytest.mark.parametrize(
    "facts",
    [
        {"offset_days": 30, "reminder_days": [5, 10], "tests_subject": True, "reserves": True},
        {"schedule_kind": "event", "event_name": "contract_signed", "date_field": "", "offset_days": 0},
        {
            "schedule_kind": "cycle", "cycle_months": 12, "cycle_anchor_on": date(2026, 4, 1),
            "date_field": "", "offset_days": 0, "quiet_rule": "wait",
        },
        {
            "schedule_kind": "wave", "wave_dates": ["2026-05-05", "2026-11-03"], "rotation": 2,
            "date_field": "", "offset_days": 0, "warm_up_first": 20, "warm_up_growth": 30,
        },
        {
            "channel": "widget", "schedule_kind": "none", "date_field": "", "offset_days": 0,
            "daily_cap": None, "opens_at": time(9), "closes_at": time(17), "weekdays": [0, 1, 2, 3, 4],
        },
    ],
    ids=["date", "event", "cycle", "wave", "widget"],
)  # fmt: skip
def test_form_shows_what_is_stored_and_saves_it_unchanged(facts: dict[str, Any]) -> None:
    stored = {"stages": ["renewal"], "daily_cap": 40, "opens_at": time(8), "closes_at": time(12), **facts}
    campaign = CampaignFactory.create(**stored)
    shown = {name: value for name, value in initial_of(campaign).items() if value not in (None, False)}

    form = CampaignForm(shown, stage_counts={}, campaign=campaign)

    assert form.is_valid(), form.errors
    campaign.refresh_from_db()
    assert form.facts() == {name: getattr(campaign, name) for name in form.facts()}


def test_the_starter_for_new_customers_asks_from_day_30_to_day_60() -> None:
    """G28: due 30 days after the first purchase, not sent once 60 have passed."""
    draft = starters.draft("new", today=NOW.date())

    assert (draft.date_field, draft.offset_days, draft.window_days) == ("first_purchase_on", 30, 30)


def test_a_starter_takes_the_next_free_name() -> None:
    CampaignFactory.create(name="60 days before renewal")

    assert starters.draft("renewal", today=NOW.date()).name == "60 days before renewal (2)"
