from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from customers.enums import SEGMENTS
from surveys.domain import campaigns, describing, drafting, planning, starters, validity
from surveys.enums import CampaignState
from surveys.forms.campaign import CampaignForm, initial_of
from tests.factories.surveys import SurveyFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program, User

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize("starter", starters.STARTERS, ids=lambda starter: starter.key)
def test_every_starter_is_valid_as_it_stands_and_activates(
    starter: starters.Starter, program: Program, manager: User
) -> None:
    """G21: through the form as a browser sends it, saved, activated and planned without a change."""
    survey = SurveyFactory.create()
    shown = initial_of(starters.draft(starter.key, today=TODAY))
    sent = {name: value for name, value in shown.items() if value not in (None, False)}
    form = CampaignForm({**sent, "survey": survey.pk}, stage_counts={})
    assert form.is_valid(), form.errors
    assert validity.problems(form.facts()) == {}

    made = drafting.create(facts=form.facts(), actor=manager, now=NOW)
    campaigns.activate(campaign=made, actor=manager, now=NOW)
    planning.plan_due(now=NOW)

    made.refresh_from_db()
    assert (made.state, made.stages) == (CampaignState.ACTIVE, [starter.stage] if starter.stage else [])
    assert describing.rules(made)


def test_each_of_the_five_segments_has_a_starter() -> None:
    """G21 G34: advocates once a year, losses by their date, prospects after an event or on the website."""
    usual = {stage.value: describing.schedule(starters.draft(stage, today=TODAY)) for stage in SEGMENTS}

    assert usual == {
        "prospect": "2 days after “Trial sign-up”",
        "new": "30 days after first purchase",
        "renewal": "60 days before renewal",
        "advocate": "every year, each customer on a day of their own",
        "loss": "14 days after churn",
    }


def test_prospects_can_be_asked_without_an_address() -> None:
    """G25: by widget, by link, or shortly after they left their address."""
    channels = [starter.facts.get("channel", "email") for starter in starters.of_stage("prospect")]

    assert channels == ["email", "widget", "link"]


def test_waves_keep_the_day_of_the_month() -> None:
    """G59: two a year, six whole months apart, so that the quiet period costs none of them."""
    assert starters.wave_days(2, 6, today=TODAY) == [date(2026, 3, 24), date(2026, 9, 24)]
    assert starters.wave_days(4, 3, today=date(2026, 11, 16)) == [
        date(2026, 12, 1), date(2027, 3, 1), date(2027, 6, 1), date(2027, 9, 1),
    ]  # fmt: skip


def test_quarterly_samples_take_turns_slowly_enough() -> None:
    """T45: each person at most once in six months."""
    draft = starters.draft("quarters", today=TODAY)

    assert (len(draft.wave_dates), draft.rotation) == (4, 2)
    assert describing.rotation(draft, quiet_months=6).endswith("So nobody is asked twice within 6 months.")


def test_an_unknown_starter_is_a_plain_campaign() -> None:
    plain = starters.draft("plain", today=TODAY)

    assert (plain.name, plain.stages, plain.schedule_kind) == ("", [], "date")


def test_renewals_are_asked_with_enough_time_to_act() -> None:
    """G31: from 60 days before to no later than 39 days before, and lower priorities keep clear."""
    draft = starters.draft("renewal", today=TODAY)

    assert draft.offset_days + draft.window_days == -39
    assert (draft.reserves, draft.priority) == (True, 80)


def test_new_customers_give_a_baseline() -> None:
    """G28 G56: the first answer of each is from day 30 to day 60, and waits for a quiet period inside it."""
    draft = starters.draft("first-purchase", today=TODAY)

    assert (draft.date_field, draft.offset_days, draft.window_days, draft.quiet_rule) == (
        "first_purchase_on", 30, 30, "wait",
    )  # fmt: skip


def test_everybody_comes_round_every_half_year() -> None:
    """G58 T40 T44: recurring, as often as the quiet period allows."""
    draft = starters.draft("half-yearly", today=TODAY)

    assert (draft.schedule_kind, draft.cycle_months, draft.quiet_rule) == ("cycle", 6, "wait")
    assert draft.cycle_anchor_on == TODAY


def test_success_events_have_starters() -> None:
    """T43 T46: onboarding and launches, each with time to settle."""
    told = {
        key: (draft.event_name, draft.delay_hours)
        for key in ("onboarding", "feature", "support")
        for draft in [starters.draft(key, today=TODAY)]
    }

    assert told == {
        "onboarding": ("onboarding_completed", 72),
        "feature": ("feature_launched", 168),
        "support": ("support_case_closed", 24),
    }
