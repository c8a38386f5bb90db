"""Who is due, who is skipped and why (planning.py, candidates.py, outlook.py)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from customers.enums import BlockReason, Stage
from customers.models import Contact
from mailroom.enums import OutboxState
from surveys.domain import outlook, planning
from surveys.enums import CampaignState, DateField, QuietRule
from surveys.models import Invitation
from tests.factories.customers import AccountFactory, ContactFactory, CustomerFactory, EventFactory
from tests.factories.surveys import CampaignFactory, EventCampaignFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from surveys.models import Campaign
    from team.models import Program

pytestmark = pytest.mark.django_db

# 60 days after NOW's local day, 2026-03-10: due today for a campaign of 60 days before renewal.
DUE_TODAY = date(2026, 5, 9)


def rows_of(campaign: Campaign) -> list[tuple[str, str, str]]:
    return [
        (row.customer.name, row.state, row.reason)
        for row in Invitation.objects.filter(campaign=campaign)
        .select_related("customer")
        .order_by("customer__name")
    ]


def test_plan_writes_one_row_for_every_candidate_with_the_reason(program: Program) -> None:
    """G2 G53 G55 T17: planned per segment and moment; whoever is not asked has a reason."""
    campaign = CampaignFactory.create(stages=[Stage.RENEWAL])
    CustomerFactory.create(name="Ada", renewal_on=DUE_TODAY, stage=Stage.RENEWAL)
    CustomerFactory.create(name="Ben", renewal_on=DUE_TODAY, stage=Stage.LOSS)
    CustomerFactory.create(
        name="Cleo", renewal_on=DUE_TODAY, stage=Stage.RENEWAL, email="", canonical_email=None, contact=None
    )
    CustomerFactory.create(
        name="Dan", renewal_on=DUE_TODAY, stage=Stage.RENEWAL,
        contact=ContactFactory.create(blocked_reason=BlockReason.UNSUBSCRIBED, blocked_at=NOW),
    )  # fmt: skip
    CustomerFactory.create(
        name="Eve",
        renewal_on=DUE_TODAY,
        stage=Stage.RENEWAL,
        contact=ContactFactory.create(next_survey_at=NOW + timedelta(days=9)),
    )
    CustomerFactory.create(name="Far", renewal_on=DUE_TODAY + timedelta(days=30), stage=Stage.RENEWAL)

    done = planning.plan(campaign=campaign, now=NOW)

    assert done == planning.Planned(written=5, cancelled=0)
    assert rows_of(campaign) == [
        ("Ada", "planned", ""),
        ("Ben", "skipped", "out_of_audience"),
        ("Cleo", "skipped", "no_address"),
        ("Dan", "skipped", "unsubscribed"),
        ("Eve", "skipped", "quiet_period"),
    ]
    ada = Invitation.objects.get(customer__name="Ada")
    assert (ada.occasion, ada.occasion_on) == ("renewal_on:2026-05-09", DUE_TODAY)
    assert ada.send_after == datetime(2026, 3, 9, 23, tzinfo=UTC)
    assert ada.expires_at == datetime(2026, 3, 24, 23, tzinfo=UTC)


def test_plan_twice_changes_nothing(program: Program) -> None:
    campaign = CampaignFactory.create(stages=[Stage.RENEWAL])
    CustomerFactory.create(renewal_on=DUE_TODAY, stage=Stage.RENEWAL)
    CustomerFactory.create(renewal_on=DUE_TODAY, stage=Stage.LOSS)
    planning.plan(campaign=campaign, now=NOW)
    before = list(Invitation.objects.order_by("pk").values())

    again = planning.plan(campaign=campaign, now=NOW + timedelta(hours=1))

    assert again.written == 0
    assert list(Invitation.objects.order_by("pk").values()) == before


def test_plan_counts_the_accounts_date_when_the_customer_has_none(program: Program) -> None:
    """G53: relative to customer or account dates; the customer's own wins."""
    campaign = CampaignFactory.create()
    account = AccountFactory.create(renewal_on=DUE_TODAY)
    CustomerFactory.create(name="Own", account=account, renewal_on=DUE_TODAY + timedelta(days=99))
    CustomerFactory.create(name="Shared", account=account, renewal_on=None)

    planning.plan(campaign=campaign, now=NOW)

    assert rows_of(campaign) == [("Shared", "planned", "")]


def test_plan_asks_thirty_days_after_joining(program: Program) -> None:
    """G54: the offset of 30 days from the join date."""
    campaign = CampaignFactory.create(date_field=DateField.JOINED, offset_days=30)
    CustomerFactory.create(name="Due", joined_on=date(2026, 2, 8))
    CustomerFactory.create(name="Early", joined_on=date(2026, 2, 12))

    planning.plan(campaign=campaign, now=NOW)

    assert rows_of(campaign) == [("Due", "planned", "")]


def test_plan_moves_with_the_renewal_date(program: Program) -> None:
    """G55: a moved renewal date cancels what was planned, plans the new day, and back again."""
    campaign = CampaignFactory.create()
    customer = CustomerFactory.create(name="Ada", renewal_on=DUE_TODAY)
    planning.plan(campaign=campaign, now=NOW)

    customer.renewal_on = DUE_TODAY + timedelta(days=1)
    customer.save(update_fields=["renewal_on"])
    moved = planning.plan(campaign=campaign, now=NOW)

    assert moved == planning.Planned(written=1, cancelled=1)
    assert list(Invitation.objects.order_by("occasion").values_list("occasion", "state", "reason")) == [
        ("renewal_on:2026-05-09", "cancelled", "date_moved"),
        ("renewal_on:2026-05-10", "planned", ""),
    ]

    customer.renewal_on = DUE_TODAY
    customer.save(update_fields=["renewal_on"])
    planning.plan(campaign=campaign, now=NOW)

    assert list(Invitation.objects.order_by("occasion").values_list("state", flat=True)) == [
        "planned",
        "cancelled",
    ]


def test_plan_revives_a_row_whose_cause_went_away(program: Program) -> None:
    campaign = CampaignFactory.create(stages=[Stage.RENEWAL])
    customer = CustomerFactory.create(name="Ada", renewal_on=DUE_TODAY, stage=Stage.ADVOCATE)
    planning.plan(campaign=campaign, now=NOW)
    assert rows_of(campaign) == [("Ada", "skipped", "out_of_audience")]

    customer.stage = Stage.RENEWAL
    customer.save(update_fields=["stage"])
    planning.plan(campaign=campaign, now=NOW)

    assert rows_of(campaign) == [("Ada", "planned", "")]


def test_plan_leaves_a_lost_quiet_period_lost(program: Program) -> None:
    """Under the rule `skip` the occasion is gone for good, also when the hold is lifted later."""
    campaign = CampaignFactory.create()
    CustomerFactory.create(
        name="Ada",
        renewal_on=DUE_TODAY,
        contact=ContactFactory.create(next_survey_at=NOW + timedelta(days=2)),
    )
    planning.plan(campaign=campaign, now=NOW)
    Contact.objects.update(next_survey_at=None)

    planning.plan(campaign=campaign, now=NOW)

    assert rows_of(campaign) == [("Ada", "skipped", "quiet_period")]


def test_plan_waits_for_the_end_of_the_quiet_period_inside_the_window(program: Program) -> None:
    campaign = CampaignFactory.create(quiet_rule=QuietRule.WAIT, window_days=14)
    soon, late = NOW + timedelta(days=5), NOW + timedelta(days=40)
    CustomerFactory.create(
        name="Soon", renewal_on=DUE_TODAY, contact=ContactFactory.create(next_survey_at=soon)
    )
    CustomerFactory.create(
        name="Too late", renewal_on=DUE_TODAY, contact=ContactFactory.create(next_survey_at=late)
    )

    planning.plan(campaign=campaign, now=NOW)

    assert rows_of(campaign) == [("Soon", "planned", "quiet_period"), ("Too late", "skipped", "quiet_period")]
    assert Invitation.objects.get(customer__name="Soon").send_after == soon


def test_plan_uses_the_customers_own_zone(program: Program) -> None:
    campaign = CampaignFactory.create()
    CustomerFactory.create(name="Berlin", renewal_on=DUE_TODAY)
    CustomerFactory.create(name="Tokyo", renewal_on=DUE_TODAY, time_zone="Asia/Tokyo")
    CustomerFactory.create(name="Unknown zone", renewal_on=DUE_TODAY, time_zone="Mars/Olympus")

    planning.plan(campaign=campaign, now=NOW)

    sends = dict(Invitation.objects.values_list("customer__name", "send_after"))
    assert sends == {
        "Berlin": datetime(2026, 3, 9, 23, tzinfo=UTC),
        "Tokyo": datetime(2026, 3, 9, 15, tzinfo=UTC),
        "Unknown zone": datetime(2026, 3, 9, 23, tzinfo=UTC),
    }


def test_plan_takes_events_after_their_delay(program: Program) -> None:
    """G52 T46: an event and a settling delay; events from before the activation stay out."""
    campaign = EventCampaignFactory.create(delay_hours=24)
    fresh = EventFactory.create(
        customer__name="Fresh", name="support_case_closed", occurred_at=NOW, received_at=NOW
    )
    EventFactory.create(customer__name="Other", name="trial_signup", occurred_at=NOW, received_at=NOW)
    old = NOW - timedelta(days=3)
    EventFactory.create(
        customer__name="Backlog", name="support_case_closed", occurred_at=old, received_at=old
    )

    planning.plan(campaign=campaign, now=NOW)

    assert rows_of(campaign) == [("Fresh", "planned", "")]
    row = Invitation.objects.get()
    assert (row.occasion, row.occasion_on) == (f"event:{fresh.pk}", None)
    assert row.send_after == NOW + timedelta(hours=24)
    assert row.expires_at == NOW + timedelta(days=15)


def test_plan_takes_the_backlog_when_asked_to(program: Program) -> None:
    campaign = EventCampaignFactory.create(include_backlog=True)
    old = NOW - timedelta(days=3)
    EventFactory.create(
        customer__name="Backlog", name="support_case_closed", occurred_at=old, received_at=old
    )

    planning.plan(campaign=campaign, now=NOW)

    assert rows_of(campaign) == [("Backlog", "planned", "")]


def test_plan_works_in_slices_and_reports_each(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = CampaignFactory.create()
    customers = CustomerFactory.create_batch(5, renewal_on=DUE_TODAY)
    monkeypatch.setitem(planning.SLICE, "sqlite", 2)
    monkeypatch.setitem(planning.SLICE, "postgresql", 2)
    seen: list[tuple[int, int]] = []

    done = planning.plan(campaign=campaign, now=NOW, progress=lambda _, at, total: seen.append((at, total)))

    assert done.written == len(customers)
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_plan_due_passes_paused_campaigns_and_those_planned_lately(program: Program) -> None:
    active, paused = CampaignFactory.create(), CampaignFactory.create(state=CampaignState.PAUSED)
    CustomerFactory.create(renewal_on=DUE_TODAY)

    first = planning.plan_due(now=NOW)
    second = planning.plan_due(now=NOW + timedelta(seconds=5))
    planning.ring(now=NOW + timedelta(seconds=6))
    third = planning.plan_due(now=NOW + timedelta(seconds=20))

    assert (list(first), list(second), list(third)) == ([active], [], [active])
    assert not Invitation.objects.filter(campaign=paused).exists()


def test_outlook_counts_what_planning_would_write(program: Program) -> None:
    """G60: what the quiet period costs is seen before anything is sent."""
    campaign = CampaignFactory.create(stages=[Stage.RENEWAL], state=CampaignState.DRAFT)
    CustomerFactory.create(renewal_on=DUE_TODAY, stage=Stage.RENEWAL)
    CustomerFactory.create(renewal_on=DUE_TODAY + timedelta(days=3), stage=Stage.RENEWAL)
    CustomerFactory.create(renewal_on=DUE_TODAY, stage=Stage.LOSS)
    CustomerFactory.create(
        renewal_on=DUE_TODAY,
        stage=Stage.RENEWAL,
        contact=ContactFactory.create(next_survey_at=NOW + timedelta(days=9)),
    )

    ahead = outlook.outlook(campaign=campaign, now=NOW, days=30)

    assert (ahead.asked, ahead.today, ahead.considered) == (2, 1, 4)
    assert ahead.held == {"out_of_audience": 1, "quiet_period": 1}
    assert ahead.by_day == {date(2026, 3, 10): 1, date(2026, 3, 13): 1}
    assert not Invitation.objects.exists()


def test_outlook_leaves_out_whom_the_campaign_has_asked(program: Program) -> None:
    campaign = CampaignFactory.create()
    CustomerFactory.create(renewal_on=DUE_TODAY)
    planning.plan(campaign=campaign, now=NOW)
    Invitation.objects.update(state=OutboxState.SENT, sent_at=NOW)

    assert outlook.outlook(campaign=campaign, now=NOW).considered == 0


def test_outlook_shows_an_occasion_that_was_left_out_for_good_as_left_out(program: Program) -> None:
    campaign = CampaignFactory.create()
    contact = ContactFactory.create(next_survey_at=NOW + timedelta(days=2))
    CustomerFactory.create(renewal_on=DUE_TODAY, contact=contact)
    planning.plan(campaign=campaign, now=NOW)
    Contact.objects.update(next_survey_at=None)

    ahead = outlook.outlook(campaign=campaign, now=NOW)

    assert (ahead.asked, ahead.held) == (0, {"quiet_period": 1})


def test_outlook_works_on_an_unsaved_draft(program: Program) -> None:
    EventFactory.create(name="support_case_closed", occurred_at=NOW, received_at=NOW)
    draft = EventCampaignFactory.build(survey=None, include_backlog=True, activated_at=None)

    assert outlook.outlook(campaign=draft, now=NOW).asked == 1


def test_people_names_those_of_one_reason(program: Program) -> None:
    campaign = CampaignFactory.create()
    CustomerFactory.create(name="Ada", renewal_on=DUE_TODAY)
    CustomerFactory.create(
        name="Eve",
        renewal_on=DUE_TODAY,
        contact=ContactFactory.create(next_survey_at=NOW + timedelta(days=9)),
    )

    asked = outlook.people(campaign=campaign, now=NOW, reason="")
    held = outlook.people(campaign=campaign, now=NOW, reason="quiet_period")

    assert [(person.customer.name, person.state, person.why) for person in asked] == [("Ada", "planned", "")]
    assert [(person.customer.name, person.state, person.why) for person in held] == [
        ("Eve", "skipped", "Asked within the quiet period")
    ]
