"""What is sent now, at most one for each contact (claiming.py, judging.py, allowance.py)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.enums import BlockReason, Stage
from customers.models import Contact
from surveys.domain import claiming
from surveys.enums import CampaignState, QuietRule
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from surveys.models import Invitation
    from team.models import Program

pytestmark = pytest.mark.django_db

# NOW is 10 March, 10:00 in Berlin: six calendar months on, the local day begins at 22:00 UTC the day before.
HALF_A_YEAR_ON = datetime(2026, 9, 9, 22, tzinfo=UTC)


def state_of(row: Invitation) -> tuple[str, str]:
    row.refresh_from_db()
    return row.state, row.reason


def test_claim_raises_the_hold_for_six_calendar_months(program: Program) -> None:
    """G61 T19: the hold is the boundary day's first instant; stage and attributes are frozen."""
    earlier = NOW - timedelta(days=1)
    customer = CustomerFactory.create(
        contact=ContactFactory.create(next_survey_at=earlier),
        stage=Stage.PROSPECT,
        attributes={"plan": "pro"},
    )
    row = InvitationFactory.create(customer=customer)

    claim = claiming.claim(now=NOW)

    row.refresh_from_db()
    assert (claim.claimed, claim.examined) == (1, 1)
    assert (row.state, row.claim_token, row.claimed_at) == ("claimed", claim.token, NOW)
    assert (row.contact, row.stage, row.attributes) == (customer.contact, Stage.PROSPECT, {"plan": "pro"})
    contact = Contact.objects.get()
    assert (contact.next_survey_at, contact.hold_before, contact.hold_token) == (
        HALF_A_YEAR_ON,
        earlier,
        claim.token,
    )


@pytest.mark.parametrize(
    ("asked_at", "hold"),
    [
        (datetime(2025, 8, 31, 9, tzinfo=UTC), datetime(2026, 2, 27, 23, tzinfo=UTC)),
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), datetime(2026, 9, 28, 22, tzinfo=UTC)),
        (datetime(2026, 4, 30, 9, tzinfo=UTC), datetime(2026, 10, 29, 23, tzinfo=UTC)),
    ],
    ids=["to the end of February", "local day across the change of clocks", "out of summer time"],
)
def test_claim_counts_months_on_the_programs_local_day(
    program: Program, asked_at: datetime, hold: datetime
) -> None:
    """G61: 2025-08-31 becomes 2026-02-28; the zone's clock changes do not move the day."""
    row = InvitationFactory.create(send_after=asked_at)

    claiming.claim(now=asked_at)

    row.refresh_from_db()
    assert row.contact is not None
    assert row.contact.next_survey_at == hold


def test_claim_allows_the_boundary_day_and_not_the_day_before(program: Program) -> None:
    """G58 G61: "every six months" and "not more than once in six months" agree on the boundary day."""
    customer = CustomerFactory.create(contact=ContactFactory.create(next_survey_at=HALF_A_YEAR_ON))
    campaign = CampaignFactory.create(quiet_rule=QuietRule.WAIT)
    row = InvitationFactory.create(campaign=campaign, customer=customer)

    day_before = claiming.claim(now=HALF_A_YEAR_ON - timedelta(seconds=1))
    assert (day_before.claimed, *state_of(row)) == (0, "planned", "quiet_period")
    assert row.send_after == HALF_A_YEAR_ON

    assert claiming.claim(now=HALF_A_YEAR_ON).claimed == 1


def test_claim_takes_one_row_for_each_contact_by_priority(program: Program) -> None:
    """G61 and "priority decides": two campaigns, one person, one mail."""
    customer = CustomerFactory.create()
    low = InvitationFactory.create(campaign=CampaignFactory.create(priority=10), customer=customer)
    high = InvitationFactory.create(campaign=CampaignFactory.create(priority=90), customer=customer)

    claiming.claim(now=NOW)

    assert state_of(high) == ("claimed", "")
    assert state_of(low) == ("skipped", "quiet_period")


def test_claim_knows_a_contact_shared_by_two_customers(program: Program) -> None:
    """An address that was re-imported under another customer is one contact."""
    shared = ContactFactory.create()
    campaign = CampaignFactory.create()
    first = InvitationFactory.create(campaign=campaign, customer=CustomerFactory.create(contact=shared))
    second = InvitationFactory.create(campaign=campaign, customer=CustomerFactory.create(contact=shared))

    claiming.claim(now=NOW)

    assert sorted([state_of(first)[0], state_of(second)[0]]) == ["claimed", "skipped"]


def test_claim_respects_the_daily_cap_exactly(program: Program) -> None:
    campaign = CampaignFactory.create(daily_cap=2)
    rows = [InvitationFactory.create(campaign=campaign) for _ in range(5)]

    first = claiming.claim(now=NOW)
    second = claiming.claim(now=NOW + timedelta(hours=1))

    assert (first.claimed, second.claimed) == (2, 0)
    waiting = [row for row in rows if state_of(row) == ("planned", "daily_cap")]
    assert [row.send_after for row in waiting] == [datetime(2026, 3, 10, 23, tzinfo=UTC)] * 3


@pytest.mark.parametrize(
    ("contact", "reason"),
    [
        ({"blocked_reason": BlockReason.UNSUBSCRIBED, "blocked_at": NOW}, "unsubscribed"),
        ({"blocked_reason": BlockReason.BOUNCED, "blocked_at": NOW}, "bounced"),
        ({"next_survey_at": NOW + timedelta(days=1)}, "quiet_period"),
    ],
)
def test_claim_checks_consent_and_quiet_again(
    program: Program, contact: dict[str, object], reason: str
) -> None:
    row = InvitationFactory.create(customer=CustomerFactory.create(contact=ContactFactory.create(**contact)))

    assert claiming.claim(now=NOW).claimed == 0
    assert state_of(row) == ("skipped", reason)


def test_claim_checks_the_stage_of_today(program: Program) -> None:
    """T17: the stored stage is last night's; the claim looks at the dates themselves."""
    customer = CustomerFactory.create(stage=Stage.PROSPECT, churned_on=date(2026, 3, 1))
    row = InvitationFactory.create(
        campaign=CampaignFactory.create(stages=[Stage.PROSPECT]), customer=customer
    )

    claiming.claim(now=NOW)

    assert state_of(row) == ("skipped", "out_of_audience")


def test_claim_checks_that_the_date_did_not_move(program: Program) -> None:
    """G55: also between planning and sending."""
    row = InvitationFactory.create(
        customer=CustomerFactory.create(renewal_on=date(2026, 6, 1)), occasion_on=date(2026, 5, 9),
    )  # fmt: skip

    claiming.claim(now=NOW)

    assert state_of(row) == ("cancelled", "date_moved")


def test_claim_waits_for_the_send_window_in_the_customers_zone(program: Program) -> None:
    campaign = CampaignFactory.create(opens_at=time(9), closes_at=time(17), weekdays=[0, 1, 2, 3, 4])
    berlin = InvitationFactory.create(campaign=campaign)
    new_york = InvitationFactory.create(
        campaign=campaign, customer=CustomerFactory.create(time_zone="America/New_York")
    )

    claiming.claim(now=NOW)

    assert state_of(berlin) == ("claimed", "")
    assert state_of(new_york) == ("planned", "send_window")
    assert new_york.send_after == datetime(2026, 3, 10, 13, tzinfo=UTC)


def test_claim_lets_late_rows_expire(program: Program) -> None:
    """G28: not sent after the window closed."""
    row = InvitationFactory.create(expires_at=NOW)

    claiming.claim(now=NOW)

    assert state_of(row) == ("expired", "too_late")


@pytest.mark.parametrize("state", [CampaignState.PAUSED, CampaignState.DRAFT, CampaignState.ENDED])
def test_claim_passes_campaigns_that_are_not_active(program: Program, state: CampaignState) -> None:
    row = InvitationFactory.create(campaign=CampaignFactory.create(state=state))

    assert claiming.claim(now=NOW).examined == 0
    assert state_of(row) == ("planned", "")


def test_claim_takes_no_more_than_its_limit_and_leaves_nothing_undecided(program: Program) -> None:
    campaign = CampaignFactory.create()
    for _ in range(5):
        InvitationFactory.create(campaign=campaign)

    counts = [claiming.claim(now=NOW, limit=2).claimed for _ in range(4)]

    assert counts == [2, 2, 1, 0]


def test_claim_asks_as_many_questions_for_many_rows_as_for_few(
    program: Program, django_assert_max_num_queries: Any
) -> None:
    campaign = CampaignFactory.create()
    for _ in range(30):
        InvitationFactory.create(campaign=campaign)

    with django_assert_max_num_queries(15):
        assert claiming.claim(now=NOW).claimed == 30
