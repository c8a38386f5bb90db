"""A look ahead that took long is kept for a while, and never survives an edit or a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from customers.domain import erasure
from customers.models import Audience
from surveys.domain import exceptions, looking_ahead
from surveys.enums import CampaignState
from surveys.models import Campaign
from team.models import Holiday, Program
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import CampaignFactory, WaveCampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from surveys.domain.looking_ahead import Look
    from team.models import User

pytestmark = pytest.mark.django_db
DUE = (NOW + timedelta(days=60)).date()
RULES = {"match": "all", "rules": [{"field": "country", "op": "in", "value": ["DE"]}]}


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every count takes long enough to be kept."""
    monkeypatch.setattr(looking_ahead, "WORTH_KEEPING", 0.0)


def look(campaign: Campaign, now: datetime = NOW, *, again: bool = False) -> Look:
    return looking_ahead.look(campaign=campaign, now=now, days=30, names=5, again=again)


def due() -> None:
    CustomerFactory.create(renewal_on=DUE)


def test_a_quick_count_is_always_what_is_true_now(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """G60: nobody waits for an hour where nobody has to."""
    monkeypatch.setattr(looking_ahead, "WORTH_KEEPING", 60.0)
    campaign = CampaignFactory.create()
    first = look(campaign)
    due()

    second = look(campaign, NOW + timedelta(minutes=5))

    assert (first.outlook.asked, second.outlook.asked) == (0, 1)
    assert not second.is_from_before(NOW + timedelta(minutes=5))


@pytest.mark.usefixtures("slow")
def test_a_slow_count_is_kept_and_says_how_old_it_is(program: Program) -> None:
    """G60: until it is counted again, or the day ends."""
    campaign, later = CampaignFactory.create(), NOW + timedelta(minutes=40)
    due()
    first = look(campaign)
    due()

    kept, again = look(campaign, later), look(campaign, later, again=True)
    next_day = look(campaign, NOW + timedelta(days=1))

    assert kept == first
    assert kept.is_from_before(later)
    assert (again.outlook.asked, again.counted_at) == (2, later)
    assert look(campaign, later) == again
    assert next_day.counted_at == NOW + timedelta(days=1)


def edit_campaign(campaign: Campaign, admin: User) -> None:
    campaign.window_days = 3


def end_campaign(campaign: Campaign, admin: User) -> None:
    campaign.state = CampaignState.PAUSED


def edit_program(campaign: Campaign, admin: User) -> None:
    Program.objects.update(blocked_domains=["example.org"])


def edit_audience(campaign: Campaign, admin: User) -> None:
    Audience.objects.create(name="Germans", rules=RULES)


def add_campaign(campaign: Campaign, admin: User) -> None:
    CampaignFactory.create(reserves=True, priority=90)


def add_holiday(campaign: Campaign, admin: User) -> None:
    Holiday.objects.create(on=NOW.date(), name="Spring")


def grant_exception(campaign: Campaign, admin: User) -> None:
    until = NOW + timedelta(days=9)
    exceptions.grant(campaign=campaign, months=3, reason="Beta", until=until, actor=admin, now=NOW)


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize(
    "edit",
    [edit_campaign, end_campaign, edit_program, edit_audience, add_campaign, add_holiday, grant_exception],
)
def test_an_edit_is_counted_anew(program: Program, admin: User, edit: Callable[..., None]) -> None:
    """G55 G60: whatever people set that the numbers depend on."""
    campaign = CampaignFactory.create()
    first = look(campaign)
    due()

    edit(campaign, admin)

    assert look(campaign) != first
    assert look(campaign).outlook.considered == 1


@pytest.mark.usefixtures("slow")
def test_drafts_are_kept_by_what_they_say(program: Program) -> None:
    """Two drafts that are not stored and say the same are the same."""
    due()
    stored = CampaignFactory.create()
    facts = {
        field: getattr(stored, field) for field in ("survey", "schedule_kind", "date_field", "offset_days")
    }

    first = look(Campaign(**facts))

    assert look(Campaign(**facts)) == first
    assert look(Campaign(**{**facts, "offset_days": -59})) != first


@pytest.mark.usefixtures("slow")
def test_names_are_those_of_now_and_of_nobody_who_is_gone(program: Program, admin: User) -> None:
    """Erasure: what is kept names nobody."""
    campaign = CampaignFactory.create()
    stays, goes = CustomerFactory.create_batch(2, renewal_on=DUE, name="Ada")
    look(campaign)
    erasure.erase(customer=goes, actor=admin, now=NOW)
    stays.name = "Grace"
    stays.save(update_fields=["name"])

    kept = look(campaign)

    assert [str(person.customer) for person in kept.people()[""]] == ["Grace"]
    assert kept.outlook.asked == 2


@pytest.mark.usefixtures("slow")
def test_waves_are_kept_too(program: Program) -> None:
    """G59"""
    campaign = WaveCampaignFactory.create(wave_dates=["2026-03-20"])
    due()
    first = look(campaign)
    due()

    kept, again = look(campaign), look(campaign, again=True)

    assert [wave.considered for wave in (*kept.waves, *again.waves)] == [1, 2]
    assert replace(kept) == first
