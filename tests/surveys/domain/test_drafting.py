from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mailroom.enums import OutboxState
from surveys.domain import drafting, planning
from surveys.enums import CampaignState, DateField, Reason, ScheduleKind
from surveys.models import Campaign, Invitation
from team.models import AuditEntry
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory, SentInvitationFactory, SurveyFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program, User

pytestmark = pytest.mark.django_db


def facts_of(campaign: Campaign, **changes: Any) -> dict[str, Any]:
    return {**{name: getattr(campaign, name) for name in drafting.FACTS}, **changes}


def test_create_stores_a_draft_and_writes_it_down(program: Program, manager: User) -> None:
    built = CampaignFactory.build(survey=SurveyFactory.create(), name="Before renewal")

    made = drafting.create(facts=facts_of(built), actor=manager, now=NOW)

    made.refresh_from_db()
    assert (made.state, made.created_by, made.created_at) == (CampaignState.DRAFT, manager, NOW)
    assert facts_of(made) == facts_of(built)
    assert AuditEntry.objects.values_list("action", "subject_label").get() == (
        "campaign.create",
        "Before renewal",
    )


def test_create_refuses_a_name_twice(program: Program, manager: User) -> None:
    campaign = CampaignFactory.create()

    with pytest.raises(drafting.NameTaken):
        drafting.create(facts=facts_of(campaign), actor=manager, now=NOW)

    assert Campaign.objects.count() == 1


def test_change_of_a_running_campaign_rings_and_is_audited(program: Program, manager: User) -> None:
    """G2: the next planning follows the new rules."""
    campaign = CampaignFactory.create(stages=["renewal"], plan_due_at=NOW + timedelta(hours=1))

    changes = drafting.change(
        campaign=campaign, facts=facts_of(campaign, stages=["loss"]), actor=manager, now=NOW
    )

    campaign.refresh_from_db()
    assert changes == {"stages": [["renewal"], ["loss"]]}
    assert (campaign.stages, campaign.plan_due_at) == (["loss"], NOW)
    assert AuditEntry.objects.get().changes == changes


def test_change_without_a_difference_writes_nothing(program: Program, manager: User) -> None:
    campaign = CampaignFactory.create(plan_due_at=NOW + timedelta(hours=1))

    assert drafting.change(campaign=campaign, facts=facts_of(campaign), actor=manager, now=NOW) == {}

    assert not AuditEntry.objects.exists()
    assert Campaign.objects.get().plan_due_at == NOW + timedelta(hours=1)


def test_change_of_the_schedule_plans_anew(program: Program, manager: User) -> None:
    """G55: who is planned by the old offset is planned again by the new one, once."""
    campaign = CampaignFactory.create(offset_days=-60)
    CustomerFactory.create(renewal_on=(NOW + timedelta(days=60)).date())
    planning.plan(campaign=campaign, now=NOW)
    sent = SentInvitationFactory.create(campaign=campaign)

    drafting.change(campaign=campaign, facts=facts_of(campaign, offset_days=-30), actor=manager, now=NOW)
    campaign.refresh_from_db()
    planning.plan(campaign=campaign, now=NOW)
    cancelled = Invitation.objects.exclude(pk=sent.pk).get()
    planning.plan(campaign=campaign, now=NOW + timedelta(days=30))

    row = Invitation.objects.exclude(pk=sent.pk).get()
    assert (cancelled.state, cancelled.reason) == (OutboxState.CANCELLED, Reason.SCHEDULE_CHANGED)
    assert (row.state, row.reason, row.send_after.date()) == (
        "planned",
        "",
        (NOW + timedelta(days=29)).date(),
    )
    sent.refresh_from_db()
    assert sent.state == OutboxState.SENT


def test_change_of_the_schedule_leaves_a_refused_attempt(program: Program, manager: User) -> None:
    row = InvitationFactory.create(attempts=1, reason=Reason.RETRY)
    campaign = row.campaign

    facts = facts_of(campaign, schedule_kind=ScheduleKind.DATE, date_field=DateField.CHURNED)
    drafting.change(campaign=campaign, facts=facts, actor=manager, now=NOW)

    row.refresh_from_db()
    assert (row.state, row.reason) == (OutboxState.PLANNED, Reason.RETRY)


def test_an_ended_campaign_stays_as_it_is(program: Program, manager: User) -> None:
    campaign = CampaignFactory.create(state=CampaignState.ENDED)

    with pytest.raises(drafting.NotEditable):
        drafting.change(campaign=campaign, facts=facts_of(campaign, priority=9), actor=manager, now=NOW)

    campaign.refresh_from_db()
    assert campaign.priority == 50


def test_drawn_by_counts_whom_planning_then_takes_in(program: Program) -> None:
    """G55 G64: the number that is said before saving is the number that is planned after it."""
    campaign = CampaignFactory.create(sample_percent=20)
    for number in range(0, 10_000, 400):
        CustomerFactory.create(spread=number, renewal_on=NOW.date() + timedelta(days=60))
    planning.plan(campaign=campaign, now=NOW)
    Invitation.objects.filter(pk=Invitation.objects.latest("pk").pk).update(expires_at=NOW)
    said = drafting.drawn_by(campaign, percent=70, now=NOW)
    smaller = drafting.drawn_by(campaign, percent=10, now=NOW)
    Invitation.objects.update(expires_at=NOW + timedelta(days=9))
    every = drafting.drawn_by(campaign, percent=100, now=NOW)
    Campaign.objects.filter(pk=campaign.pk).update(sample_percent=100)
    campaign.refresh_from_db()

    assert planning.plan(campaign=campaign, now=NOW).written == every
    assert 0 < said < every
    assert smaller == 0
