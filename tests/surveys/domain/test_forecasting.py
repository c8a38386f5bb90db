"""What future waves will reach, and what the quiet period will cost them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.enums import Stage
from surveys.domain import exceptions, forecasting, outlook, schedule
from surveys.domain.forecasting import ELSEWHERE, WaveForecast
from surveys.enums import CampaignState, QuietRule
from surveys.models import Invitation
from tests.factories.customers import ContactFactory, CustomerFactory, EventFactory
from tests.factories.surveys import (
    CampaignFactory,
    CycleCampaignFactory,
    EventCampaignFactory,
    InvitationFactory,
    SentInvitationFactory,
    WaveCampaignFactory,
)
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from team.models import Program, User

pytestmark = pytest.mark.django_db

JUNE, SEPTEMBER, DECEMBER = date(2026, 6, 10), date(2026, 9, 10), date(2026, 12, 10)
OWN = "An earlier wave of this campaign"


def asked_in_january(**facts: Any) -> Customer:
    """Somebody who was asked on 10 January: free again on 10 July."""
    hold = datetime(2026, 7, 9, 22, tzinfo=UTC)
    contact = ContactFactory.create(last_asked_at=NOW - timedelta(days=59), next_survey_at=hold)
    customer: Customer = CustomerFactory.create(contact=contact, **facts)
    return customer


def test_forecast_tells_for_each_wave_who_is_asked_and_who_is_not(program: Program) -> None:
    """G59 G60: the audience of each wave to come, those asked, and those not asked by reason."""
    draft = WaveCampaignFactory.build(
        survey=None, state=CampaignState.DRAFT, wave_dates=[str(JUNE), str(DECEMBER), "2026-01-10"],
        stages=[Stage.ADVOCATE],
    )  # fmt: skip
    CustomerFactory.create_batch(3, stage=Stage.ADVOCATE)
    CustomerFactory.create_batch(2, stage=Stage.PROSPECT)
    asked_in_january(stage=Stage.ADVOCATE)

    found = forecasting.forecast(campaign=draft, now=NOW)

    assert found == [
        WaveForecast(
            on=JUNE, considered=6, asked=3, held=Counter({"out_of_audience": 2, "quiet_period": 1}),
            lost_to=[(ELSEWHERE, 1)],
        ),
        WaveForecast(on=DECEMBER, considered=6, asked=4, held=Counter({"out_of_audience": 2}), lost_to=[]),
    ]  # fmt: skip


def test_forecast_names_the_campaigns_that_asked_people_last(program: Program) -> None:
    """G60: to which campaigns the quiet period loses them."""
    campaign = WaveCampaignFactory.create(wave_dates=[str(JUNE)])
    support, renewal = EventCampaignFactory.create(name="Support"), CampaignFactory.create(name="Renewal")
    for number in range(5):
        person = asked_in_january()
        SentInvitationFactory.create(
            campaign=support, customer=person, sent_at=NOW - timedelta(days=59 if number < 3 else 400)
        )
        if number >= 3:
            SentInvitationFactory.create(campaign=renewal, customer=person, sent_at=NOW - timedelta(days=59))
    CustomerFactory.create()

    [wave] = forecasting.forecast(campaign=campaign, now=NOW)

    assert (wave.considered, wave.asked, dict(wave.held)) == (6, 1, {"quiet_period": 5})
    assert wave.lost_to == [("Support", 3), ("Renewal", 2)]


def test_forecast_counts_what_earlier_waves_cost_later_ones(program: Program) -> None:
    """G59 G61: quarterly waves without turns reach everybody only every other time."""
    campaign = WaveCampaignFactory.create(wave_dates=[str(JUNE), str(SEPTEMBER), str(DECEMBER)])
    CustomerFactory.create_batch(4)

    found = forecasting.forecast(campaign=campaign, now=NOW)

    assert [(wave.asked, wave.lost_to) for wave in found] == [(4, []), (0, [(OWN, 4)]), (4, [])]


def test_forecast_of_groups_that_take_turns_loses_nobody(program: Program) -> None:
    """T45 G59: with two groups each quarterly wave asks its half, and no hold costs anything."""
    campaign = WaveCampaignFactory.create(wave_dates=[str(JUNE), str(SEPTEMBER), str(DECEMBER)], rotation=2)
    people = CustomerFactory.create_batch(30)
    first = sum(schedule.group_of(campaign, person.spread) == 0 for person in people)

    found = forecasting.forecast(campaign=campaign, now=NOW)

    assert [(wave.asked, dict(wave.held), wave.lost_to) for wave in found] == [
        (first, {"other_rotation": 30 - first}, []),
        (30 - first, {"other_rotation": first}, []),
        (first, {"other_rotation": 30 - first}, []),
    ]


def test_forecast_expects_what_other_campaigns_will_send_until_then(program: Program) -> None:
    """G60: the renewal survey in April costs the wave in June; one in January, or before a wave, does not."""
    campaign = WaveCampaignFactory.create(wave_dates=[str(JUNE)])
    CampaignFactory.create(name="Renewal")
    april, after = date(2026, 4, 15), date(2026, 6, 20)
    CustomerFactory.create_batch(2, renewal_on=april + timedelta(days=60))
    CustomerFactory.create(renewal_on=after + timedelta(days=60))
    CustomerFactory.create()

    [wave] = forecasting.forecast(campaign=campaign, now=NOW)

    assert (wave.considered, wave.asked, dict(wave.held)) == (4, 2, {"quiet_period": 2})
    assert wave.lost_to == [("Renewal", 2)]


def test_forecast_expects_cycles_and_planned_mails_of_events(program: Program) -> None:
    campaign = WaveCampaignFactory.create(wave_dates=["2026-03-20"])
    CycleCampaignFactory.create(name="Half year", cycle_anchor_on=date(2026, 3, 1), cycle_months=1)
    support = EventCampaignFactory.create(name="Support")
    # The cycle's own days: 3 March (gone) and 15 March (before the wave).
    CustomerFactory.create(spread=700)
    CustomerFactory.create(spread=4600)
    planned = CustomerFactory.create(spread=9900)
    InvitationFactory.create(campaign=support, customer=planned, send_after=NOW + timedelta(hours=3))
    EventFactory.create(customer=planned)

    [wave] = forecasting.forecast(campaign=campaign, now=NOW)

    assert wave.asked == 1
    assert sorted(wave.lost_to) == [("Half year", 1), ("Support", 1)]


def test_forecast_tells_a_reservation_from_a_survey_that_comes_first(program: Program) -> None:
    """G60: kept for December's renewal survey in September; in June asked by it in April; free in March."""
    campaign = WaveCampaignFactory.create(
        wave_dates=[str(JUNE), str(SEPTEMBER), "2027-03-10"], priority=10, weekdays=[0, 1, 2, 3, 4]
    )
    renewal = CampaignFactory.create(name="Renewal", priority=90, reserves=True)
    CustomerFactory.create(renewal_on=date(2026, 4, 15) + timedelta(days=60))
    CustomerFactory.create(renewal_on=date(2026, 11, 15) + timedelta(days=60))

    june, september, march = forecasting.forecast(campaign=campaign, now=NOW)

    kept = f"reserved_for:{renewal.pk}"
    assert (dict(june.held), june.lost_to) == ({"quiet_period": 1, kept: 1}, [("Renewal", 1)])
    assert (dict(september.held), september.lost_to) == ({"quiet_period": 1, kept: 1}, [("Renewal", 1)])
    assert (march.asked, dict(march.held)) == (1, {"quiet_period": 1})


def test_forecast_waits_where_the_campaign_does(program: Program) -> None:
    campaign = WaveCampaignFactory.create(
        wave_dates=["2026-07-05"], quiet_rule=QuietRule.WAIT, window_days=14
    )
    asked_in_january()

    [wave] = forecasting.forecast(campaign=campaign, now=NOW)

    assert (wave.asked, dict(wave.held)) == (1, {})


def test_forecast_knows_the_campaigns_exception(program: Program, admin: User) -> None:
    """T45: with three months granted, quarterly waves cost each other nothing."""
    campaign = WaveCampaignFactory.create(wave_dates=[str(JUNE), str(SEPTEMBER)])
    exceptions.grant(
        campaign=campaign, months=3, reason="Agreed with sales", until=NOW + timedelta(days=300), actor=admin,
        now=NOW,
    )  # fmt: skip
    CustomerFactory.create_batch(2)
    asked_in_january()

    assert [wave.asked for wave in forecasting.forecast(campaign=campaign, now=NOW)] == [3, 3]


def test_forecast_and_outlook_agree_on_a_wave_that_is_near(program: Program) -> None:
    """G60: one SELECT; the sum over reasons is everybody."""
    campaign = WaveCampaignFactory.create(
        wave_dates=["2026-03-25"], rotation=2, sample_percent=60, stages=[Stage.ADVOCATE]
    )
    for number in range(40):
        stage = Stage.ADVOCATE if number % 4 else Stage.PROSPECT
        hold = NOW + timedelta(days=30) if number % 5 == 0 else None
        CustomerFactory.create(stage=stage, contact=ContactFactory.create(next_survey_at=hold))

    [wave] = forecasting.forecast(campaign=campaign, now=NOW)
    ahead = outlook.outlook(campaign=campaign, now=NOW)

    assert (wave.considered, wave.asked, wave.held) == (40, ahead.asked, ahead.held)
    assert wave.asked + sum(wave.held.values()) == 40
    assert sum(count for _, count in wave.lost_to) == wave.held["quiet_period"]


def test_forecast_is_empty_without_waves_to_come(program: Program) -> None:
    past = WaveCampaignFactory.create(wave_dates=["2026-03-01", str(NOW.date())])

    assert forecasting.forecast(campaign=past, now=NOW) == []
    assert forecasting.forecast(campaign=WaveCampaignFactory.create(wave_dates=[]), now=NOW) == []
    assert not Invitation.objects.exists()


def test_forecast_of_very_many_people_counts_some_and_multiplies(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """G60: what takes too long to count is estimated, and says so; the sums still hold."""
    monkeypatch.setattr(forecasting, "MOST_PEOPLE", 20)
    campaign = WaveCampaignFactory.create(wave_dates=[str(JUNE)], stages=[Stage.ADVOCATE])
    CampaignFactory.create()
    for number in range(50):
        CustomerFactory.create(stage=Stage.ADVOCATE if number % 2 else Stage.PROSPECT)

    [wave] = forecasting.forecast(campaign=campaign, now=NOW)

    assert (wave.one_in, wave.is_estimate) == (3, True)
    assert abs(wave.considered - 50) <= 3
    assert wave.asked + wave.held["out_of_audience"] == wave.considered
    assert wave.asked % 3 == 0
