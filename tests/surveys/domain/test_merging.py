"""The invitations of two customers who become one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from customers.domain import merging
from customers.models import Contact, Customer
from mailroom.enums import OutboxState
from surveys.domain import claiming
from surveys.domain.mailbag import InvitationMailbag
from surveys.enums import Reason
from surveys.models import Campaign, Invitation
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import (
    CampaignFactory,
    EventCampaignFactory,
    InvitationFactory,
    SentInvitationFactory,
)
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program

pytestmark = pytest.mark.usefixtures("program")

DUE, LATER = date(2026, 5, 9), date(2026, 5, 20)
PLANNED, SENT, CANCELLED, SKIPPED, UNKNOWN, CLAIMED = (
    OutboxState.PLANNED,
    OutboxState.SENT,
    OutboxState.CANCELLED,
    OutboxState.SKIPPED,
    OutboxState.UNKNOWN,
    OutboxState.CLAIMED,
)


@pytest.fixture
def kept() -> Customer:
    return CustomerFactory.create(renewal_on=DUE)


@pytest.fixture
def lost() -> Customer:
    return CustomerFactory.create(renewal_on=LATER)


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory.create()


def merge(kept: Customer, lost: Customer, **choices: str) -> Customer:
    return merging.merge(kept=kept, lost=lost, choices=choices, actor=None, now=NOW)


def planned(campaign: Campaign, customer: Customer, occasion: str = "", **more: Any) -> Invitation:
    on = customer.renewal_on
    return InvitationFactory.create(
        campaign=campaign, customer=customer, occasion=occasion or f"renewal_on:{on}", occasion_on=on, **more
    )


def claimed(campaign: Campaign, customer: Customer, *, is_begun: bool = False, **more: Any) -> Invitation:
    """Claimed as a claim does it: the contact is held by its token."""
    row = planned(
        campaign,
        customer,
        state=CLAIMED,
        claim_token=uuid4(),
        claimed_at=NOW,
        contact=customer.contact,
        attempts=int(is_begun),
        attempt_started_at=NOW if is_begun else None,
        **more,
    )
    Contact.objects.filter(pk=customer.contact_id or 0).update(
        hold_token=row.claim_token, next_survey_at=NOW + timedelta(days=180), hold_before=None
    )
    return row


def story() -> list[tuple[int, int, str, str, str]]:
    return list(
        Invitation.objects.order_by("pk").values_list("pk", "customer", "occasion", "state", "reason")
    )


def test_every_invitation_moves(kept: Customer, lost: Customer) -> None:
    """T52"""
    sent = SentInvitationFactory.create(customer=lost, occasion="event:1")
    skipped = InvitationFactory.create(
        customer=lost, occasion="event:2", state=SKIPPED, reason="quiet_period"
    )

    merge(kept, lost)

    assert story() == [
        (sent.pk, kept.pk, "event:1", SENT, ""),
        (skipped.pk, kept.pk, "event:2", SKIPPED, "quiet_period"),
    ]


def test_of_one_occasion_the_row_that_waits_keeps_the_name(
    kept: Customer, lost: Customer, campaign: Campaign
) -> None:
    Customer.objects.filter(pk=lost.pk).update(renewal_on=DUE)
    lost.renewal_on = DUE
    mine = planned(campaign, kept, state=SKIPPED, reason=Reason.NO_ADDRESS)
    theirs = planned(campaign, lost)

    merge(kept, lost)

    assert story() == [
        (mine.pk, kept.pk, f"merged-{lost.pk}:renewal_on:2026-05-09", SKIPPED, "no_address"),
        (theirs.pk, kept.pk, "renewal_on:2026-05-09", PLANNED, ""),
    ]


@pytest.mark.parametrize("used", [SENT, UNKNOWN])
@pytest.mark.parametrize("is_theirs", [True, False])
def test_an_occasion_that_was_used_is_not_used_again(
    kept: Customer, lost: Customer, campaign: Campaign, used: str, is_theirs: bool
) -> None:
    lost.renewal_on = DUE
    asked, waits = (lost, kept) if is_theirs else (kept, lost)
    first = planned(campaign, asked, state=used, sent_at=NOW, attempt_started_at=NOW)
    second = planned(campaign, waits)

    merge(kept, lost)

    assert {(row[0], row[1], row[3], row[4]) for row in story()} == {
        (first.pk, kept.pk, used, ""),
        (second.pk, kept.pk, CANCELLED, Reason.MERGED),
    }


def test_of_two_that_wait_in_a_campaign_the_one_by_the_date_that_is_left_stays(
    kept: Customer, lost: Customer, campaign: Campaign
) -> None:
    mine, theirs = planned(campaign, kept), planned(campaign, lost)

    merge(kept, lost, renewal_on="lost")

    assert story() == [
        (mine.pk, kept.pk, "renewal_on:2026-05-09", CANCELLED, Reason.MERGED),
        (theirs.pk, kept.pk, "renewal_on:2026-05-20", PLANNED, ""),
    ]


def test_of_two_events_the_earlier_stays_and_other_campaigns_are_left_alone(
    kept: Customer, lost: Customer
) -> None:
    campaign, other = EventCampaignFactory.create(), EventCampaignFactory.create()
    late = planned(campaign, kept, "event:1", send_after=NOW + timedelta(days=2))
    soon = planned(campaign, lost, "event:2", send_after=NOW + timedelta(days=1))
    apart = planned(other, lost, "event:2")

    merge(kept, lost)

    assert story() == [
        (late.pk, kept.pk, "event:1", CANCELLED, Reason.MERGED),
        (soon.pk, kept.pk, "event:2", PLANNED, ""),
        (apart.pk, kept.pk, "event:2", PLANNED, ""),
    ]


@pytest.mark.parametrize("side", ["kept", "lost"])
def test_a_claim_that_was_not_begun_goes_back_with_its_hold(
    kept: Customer, lost: Customer, campaign: Campaign, side: str
) -> None:
    row = claimed(campaign, lost)

    merged = merge(kept, lost, email=side, renewal_on="lost")

    row.refresh_from_db()
    assert (row.state, row.customer_id, row.claim_token, row.claimed_at) == (PLANNED, kept.pk, None, None)
    assert list(Contact.objects.exclude(next_survey_at=None)) == []
    assert list(Contact.objects.exclude(hold_token=None)) == []
    # Nothing was sent and nothing is lost: the next claim asks the one who is left, at their address.
    assert claiming.claim(now=NOW).claimed == 1
    row.refresh_from_db()
    assert row.contact_id == merged.contact_id


def test_what_is_on_its_way_stays_so_and_nothing_else_waits_in_its_campaign(
    kept: Customer, lost: Customer, campaign: Campaign
) -> None:
    row, mine = claimed(campaign, lost, is_begun=True), planned(campaign, kept)
    token = row.claim_token

    merge(kept, lost)

    assert story() == [
        (row.pk, kept.pk, "renewal_on:2026-05-20", CLAIMED, ""),
        (mine.pk, kept.pk, "renewal_on:2026-05-09", CANCELLED, Reason.MERGED),
    ]
    row.refresh_from_db()
    assert (row.claim_token, row.contact_id) == (token, lost.contact_id)


def test_when_it_turns_out_sent_both_addresses_are_quiet(
    kept: Customer, lost: Customer, campaign: Campaign, program: Program
) -> None:
    """G64"""
    row = claimed(campaign, lost, is_begun=True)
    merge(kept, lost)

    # As the worker has it, who read the row before the merge.
    InvitationMailbag().settle({OutboxState.SENT: [row]}, now=NOW)

    asked = set(Contact.objects.filter(last_asked_at=NOW).values_list("pk", flat=True))
    assert asked == {kept.contact_id, lost.contact_id}


def test_a_claimed_row_of_before_the_merge_does_not_leave(
    kept: Customer, lost: Customer, campaign: Campaign
) -> None:
    row = claimed(campaign, lost)
    held = Invitation.objects.filter(pk=row.pk, claim_token=row.claim_token)
    assert InvitationMailbag().sendable(held).exists()

    merge(kept, lost)

    assert not InvitationMailbag().sendable(held).exists()


def test_two_claims_that_were_not_begun_are_one_row_that_waits(
    kept: Customer, lost: Customer, campaign: Campaign
) -> None:
    mine, theirs = claimed(campaign, kept), claimed(campaign, lost)

    merge(kept, lost)

    assert story() == [
        (mine.pk, kept.pk, "renewal_on:2026-05-09", PLANNED, ""),
        (theirs.pk, kept.pk, "renewal_on:2026-05-20", CANCELLED, Reason.MERGED),
    ]
    assert list(Contact.objects.exclude(hold_token=None)) == []


def test_a_long_occasion_still_fits(kept: Customer, lost: Customer, campaign: Campaign) -> None:
    occasion = "event:" + "9" * 54
    planned(campaign, kept, occasion)
    planned(campaign, lost, occasion)

    merge(kept, lost)

    assert sorted(len(row[2]) for row in story()) == [60, 60]
