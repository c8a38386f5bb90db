from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from customers.models import Audience
from surveys.domain import describing, drafting
from surveys.domain.forecasting import WaveForecast
from surveys.domain.funnel import Funnel
from surveys.domain.outlook import Outlook
from surveys.models import Campaign

RENEWAL = {"schedule_kind": "date", "date_field": "renewal_on"}
TRIAL = {"schedule_kind": "event", "event_name": "trial_signup"}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({**RENEWAL, "offset_days": -60}, "60 days before renewal"),
        ({**RENEWAL, "offset_days": 1}, "1 day after renewal"),
        ({**RENEWAL, "offset_days": 0}, "on the day of renewal"),
        ({**TRIAL, "delay_hours": 48}, "2 days after “Trial sign-up”"),
        ({**TRIAL, "delay_hours": 5}, "5 hours after “Trial sign-up”"),
        ({**TRIAL, "delay_hours": 0}, "at once after “Trial sign-up”"),
        (
            {"schedule_kind": "event", "event_name": "bike_stolen", "delay_hours": 24},
            "1 day after “Bike stolen”",
        ),
        (
            {"schedule_kind": "cycle", "cycle_months": 6},
            "every 6 months, each customer on a day of their own",
        ),
        (
            {"schedule_kind": "cycle", "cycle_months": 24},
            "every 2 years, each customer on a day of their own",
        ),
        (
            {"schedule_kind": "wave", "wave_dates": ["2026-09-01", "2026-03-03"]},
            "on March 3, 2026 and September 1, 2026",
        ),
        (
            {"schedule_kind": "wave", "wave_dates": ["2026-03-03", "2026-06-02", "2026-09-01"]},
            "on 3 days from March 3, 2026 to September 1, 2026",
        ),
        ({"schedule_kind": "none", "channel": "widget"}, "whenever somebody visits the website"),
    ],
)
def test_schedule_in_words(facts: dict[str, Any], words: str) -> None:
    """G53 T46"""
    assert describing.schedule(Campaign(**facts)) == words


@pytest.mark.parametrize(
    ("stages", "words"),
    [
        ([], "every stage"),
        (["renewal"], "Renewal stage"),
        (["prospect", "new", "loss"], "Prospect, New customer and Loss stages"),
    ],
)
def test_audience_in_words(stages: list[str], words: str) -> None:
    """T17"""
    assert describing.audience(Campaign(stages=stages)) == words


@pytest.mark.parametrize(
    ("weekdays", "opens", "closes", "words"),
    [
        ([0, 1, 2, 3, 4], 9, 17, "on weekdays between 9:00 and 17:00 in the customer’s time zone"),
        ([5, 6], 10, 12, "on Saturdays and Sundays between 10:00 and 12:00 in the customer’s time zone"),
        (list(range(7)), 0, 0, "at any hour of any day"),
        ([0], 0, 0, "at any hour on Mondays"),
    ],
)
def test_hours_in_words(weekdays: list[int], opens: int, closes: int, words: str) -> None:
    campaign = Campaign(weekdays=weekdays, opens_at=time(opens), closes_at=time(closes))

    assert describing.hours(campaign) == words


def test_activating_says_how_many_will_be_asked() -> None:
    """G2"""
    sentence = describing.consequence(
        Campaign(**RENEWAL), "activate", ahead=Outlook(days=30, asked=48, today=12), funnel=Funnel()
    )

    assert sentence == (
        "When activated, 12 customers are asked today and 48 in all within 30 days; "
        "mails leave on weekdays between 9:00 and 17:00 in the customer’s time zone."
    )


def test_who_is_asked_later_is_told_apart_from_today() -> None:
    ahead = Outlook(days=30, asked=5)

    assert describing.effect(ahead) == "nobody is asked today and 5 customers within 30 days"


@pytest.mark.parametrize(
    ("verb", "waiting", "sentence"),
    [
        ("pause", 0, "Planning and sending stop at once. Nothing is planned right now."),
        ("pause", 1, "Planning and sending stop at once. 1 planned mail will wait, and may become too late."),
        (
            "end",
            1200,
            ("For good. 1,200 planned mails will be cancelled. "
            "Links that were mailed stay open until they expire."),
        ),
        ("resume", 3, ("Planning and sending go on: nobody is due in the next 30 days. "
         "What became too late meanwhile is left out.")),
    ],
)  # fmt: skip
def test_every_act_says_what_it_will_do(verb: str, waiting: int, sentence: str) -> None:
    said = describing.consequence(
        Campaign(**RENEWAL), verb, ahead=Outlook(days=30), funnel=Funnel(waiting=waiting)
    )

    assert said == sentence


def test_the_audience_is_named_beside_the_stages() -> None:
    """T17"""
    campaign = Campaign(stages=["renewal"], audience=Audience(name="Key accounts"))

    assert describing.audience(campaign) == "Renewal stage, in “Key accounts”"


def test_rules_tell_all_that_a_campaign_will_do() -> None:
    """T17 T44 G65"""
    campaign = Campaign(
        **RENEWAL, offset_days=-60, stages=["renewal"], sample_percent=40, daily_cap=500, warm_up_first=50,
        reserves=True, reminder_days=[5, 12], tests_subject=True,
    )  # fmt: skip

    assert describing.rules(campaign) == [
        "Asks 40% of the customers in the Renewal stage, 60 days before renewal.",
        "Mails leave on weekdays between 9:00 and 17:00 in the customer’s time zone, and on no holiday.",
        "Anyone who cannot be asked within 14 days is left out.",
        "At most 500 mails a day.",
        "Warms up: 50 mails on the first sending day, 50% more on each day after it.",
        "Campaigns of lower priority leave out anyone who would still be quiet when it is this one’s turn.",
        "Anyone who has not answered is reminded 5 and 12 days after the first mail.",
        "Half of the mails have the first subject, half the second.",
    ]


def test_rules_of_a_cycle_say_how_it_spreads() -> None:
    """G58: it waits for the quiet period, so the two rules do not exclude each other."""
    campaign = Campaign(schedule_kind="cycle", cycle_months=6, cycle_anchor_on=date(2026, 1, 1))

    assert "From January 1, 2026 on everybody has one day in every 6 months" in describing.rules(campaign)[-1]
    assert "asked when that ends" in describing.rules(campaign)[-1]


def test_rules_of_a_widget_promise_that_nobody_is_written_to() -> None:
    """G25"""
    link = Campaign(channel="link", schedule_kind="none")

    assert describing.rules(link) == ["Asks whoever opens the link or scans the code; nobody is written to."]


def test_a_rotation_that_comes_round_too_soon_says_so() -> None:
    """T45"""
    campaign = Campaign(
        schedule_kind="wave", rotation=2, wave_dates=["2026-01-06", "2026-02-03", "2026-04-07", "2026-07-07"]
    )

    said = describing.rotation(campaign, quiet_months=6)

    assert "Each wave asks half of the customers" in said
    assert "Those of January 6, 2026 come up again on April 7, 2026, within the quiet period" in said
    assert describing.rotation(Campaign(schedule_kind="wave"), quiet_months=6) == ""


@pytest.mark.parametrize(
    ("changed", "state", "said"),
    [
        (
            {"offset_days"}, "active",
            "38 planned mails will be cancelled and planned anew under the new schedule.",
        ),
        (
            {"stages"}, "active",
            "38 planned mails will be judged again under the new rules before they leave.",
        ),
        (
            {"reminder_days"}, "paused",
            "5 planned reminders will be cancelled and planned anew. That happens when the campaign goes on.",
        ),
        ({"name"}, "active", ""),
    ],
)  # fmt: skip
def test_editing_says_what_becomes_of_what_is_planned(changed: set[str], state: str, said: str) -> None:
    """G55"""
    told = describing.edit(
        Campaign(state=state), changed=changed, anew=drafting.SCHEDULE, waiting=38, reminders=5
    )

    assert told == said


@pytest.mark.parametrize(
    ("changed", "waiting", "said"),
    [
        (
            {"sample_percent"},
            0,
            (
                "12 customers whom the smaller share left out will be looked at again, and asked if nothing "
                "else speaks against it."
            ),
        ),
        (
            {"sample_percent", "window_days"},
            1,
            "1 planned mail will be cancelled and planned anew under the new schedule.",
        ),
    ],
)
def test_a_larger_share_says_whom_it_takes_in(changed: set[str], waiting: int, said: str) -> None:
    """G55 G64: under another schedule their occasions are others, and nothing is promised."""
    facts: dict[str, Any] = {"anew": drafting.SCHEDULE, "waiting": waiting, "reminders": 0, "drawn": 12}

    assert describing.edit(Campaign(state="active"), changed=changed, **facts) == said


def test_pausing_and_ending_speak_of_reminders_too() -> None:
    """G65"""
    told = [
        describing.consequence(
            Campaign(**RENEWAL), verb, ahead=Outlook(days=30), funnel=Funnel(waiting=38), reminders=12
        )
        for verb in ("pause", "end")
    ]

    assert told == [
        (
            "Planning and sending stop at once. 38 planned mails and 12 planned reminders will wait, and may "
            "become too late."
        ),
        (
            "For good. 38 planned mails and 12 planned reminders will be cancelled. Links that were mailed "
            "stay open until they expire."
        ),
    ]


def test_a_wave_that_loses_many_gets_advice() -> None:
    """G59 G60"""
    wave = WaveForecast(
        on=date(2026, 9, 1), considered=1000, asked=680,
        held=Counter({"quiet_period": 310, "no_address": 10}),
        lost_to=[("60 days before renewal", 250), ("After support", 60)],
    )  # fmt: skip
    few = WaveForecast(on=date(2026, 9, 1), considered=1000, asked=900, held=Counter({"quiet_period": 100}))

    assert describing.advice(Campaign(schedule_kind="wave"), wave) == (
        "The quiet period costs this wave 310 of 1,000 (31%), most of them asked by “60 days before renewal” "
        "and “After support”. Keep its customers free for this campaign, with a higher priority than those "
        "others, or choose a day further from theirs."
    )
    assert describing.advice(Campaign(schedule_kind="wave"), few) == ""
    estimate = describing.advice(Campaign(schedule_kind="wave"), replace(wave, one_in=5))
    assert estimate.startswith("The quiet period costs this wave about 310 of 1,000 (31%)")
