from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from surveys.domain import describing
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
