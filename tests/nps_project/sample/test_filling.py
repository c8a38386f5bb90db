from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F

from customers.models import SupportCase, UsageReading
from followups.enums import FollowUpState
from followups.models import FollowUp, Notification, PlanItem, Rep, SlaPolicy
from integrations.models import WebhookDelivery, WebhookEndpoint
from nps_project.invariants import INVARIANTS
from nps_project.sample import filling
from responses.models import Response
from surveys.domain import claiming, planning

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# In UTC; the program is in Berlin.
MOMENTS = [
    datetime(2026, 11, 21, 23, 50, tzinfo=UTC),  # The night from Saturday to Sunday.
    datetime(2027, 3, 28, 1, 0, tzinfo=UTC),  # The clocks go forward.
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # They go back.
    datetime(2026, 12, 31, 23, 30, tzinfo=UTC),  # In Berlin it is next year.
    datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
    datetime(2027, 8, 31, 16, 59, tzinfo=UTC),  # Some months of its waves have no such day.
    datetime(2027, 5, 3, 6, 0, tzinfo=UTC),
]


def filled(now: datetime, *, days: int) -> filling.Filled:
    return filling.fill(customers=50, responses=15, seed=1, now=now, say=lambda words: None, days=days)


@pytest.mark.parametrize("now", MOMENTS, ids=lambda now: f"{now:%a %F %R}")
def test_sample_sends_mails_within_the_first_minute_whenever_it_is_filled(now: datetime) -> None:
    """Who tries it on a Saturday night sees mails arrive as well, and more with each minute."""
    filled(now, days=20)

    planning.plan_due(now=now + timedelta(seconds=30))

    at_once = claiming.claim(now=now + timedelta(seconds=30)).claimed
    a_minute_later = claiming.claim(now=now + timedelta(seconds=90)).claimed
    assert (at_once >= 4, a_minute_later >= 1) == (True, True), (at_once, a_minute_later)


@pytest.mark.parametrize("now", MOMENTS[::3], ids=lambda now: f"{now:%a %F %R}")
def test_sample_leaves_every_rep_people_to_call_whenever_it_is_filled(now: datetime) -> None:
    """G46: a day at the queue can be tried by each of them, on a weekend too."""
    filling.fill(customers=200, responses=110, seed=1, now=now, say=lambda words: None, days=20)

    waiting = FollowUp.objects.filter(state=FollowUpState.OPEN, response__contact_me=True)
    work = Counter(waiting.values_list("assignee__email", flat=True))
    reps = ("ines@example.com", "omar@example.com", "jonas@example.com")
    assert min(work[email] for email in reps) >= 3, work


def test_sample_year_leaves_mails_to_watch_and_work_to_do() -> None:
    """I1–I15: after a whole year in which nearly everybody was asked lately. What was told is read by now."""
    now = MOMENTS[0]
    came_of_it = filled(now, days=filling.A_YEAR)

    planning.plan_due(now=now)

    broken = {one.code: list(one.find(now)) for one in INVARIANTS}
    assert {code: found for code, found in broken.items() if found} == {}
    assert claiming.claim(now=now).claimed >= 4
    assert FollowUp.objects.filter(closed_at=None).exists()
    assert not Response.objects.filter(answered_at__gt=now).exists()
    assert came_of_it == filling.Filled("admin@example.com", 15)
    assert not Notification.objects.unread().filter(planned_at__lte=now - timedelta(days=1)).exists()


def test_sample_calls_nobody_and_shows_what_calls_came_to() -> None:
    """G50: a webhook to look at, which is off."""
    filling.fill(customers=50, responses=40, seed=1, now=MOMENTS[0], say=lambda words: None, days=20)

    assert not WebhookEndpoint.objects.listening().exists()
    states = set(WebhookDelivery.objects.values_list("state", flat=True))
    assert "delivered" in states
    assert not states & {"planned", "claimed"}


def test_sample_team_has_strengths_policies_and_what_other_programs_tell() -> None:
    """T31, G44: whom the machine chooses, and by when, has more than one reason."""
    filled(MOMENTS[0], days=20)

    people = Rep.objects.order_by("user__name")
    assert [(rep.regions, rep.skills.count()) for rep in people] == [
        (["ES", "FR"], 3),
        (["DE", "NL"], 3),
        (["GB", "US"], 3),
    ]
    policies = SlaPolicy.objects.filter(is_fallback=False).values_list("name", flat=True)
    assert list(policies) == ["Losses", "Large accounts"]
    assert {"open", "closed"} <= set(SupportCase.objects.values_list("state", flat=True))
    assert not SupportCase.objects.filter(state="closed", opened_at__gte=F("closed_at")).exists()
    metrics = UsageReading.objects.order_by("metric").values_list("metric", flat=True).distinct()
    assert list(metrics) == ["active_users", "shipments"]


def test_sample_has_promises_that_were_kept_and_some_that_are_late() -> None:
    """T15: each list of success plans has something in it."""
    filling.fill(customers=90, responses=80, seed=1, now=MOMENTS[0], say=lambda words: None, days=20)

    assert {"open", "done", "dropped"} <= set(PlanItem.objects.values_list("state", flat=True))
    assert PlanItem.objects.overdue(today=MOMENTS[0].date()).exists()
