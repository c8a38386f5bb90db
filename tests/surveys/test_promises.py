"""What nobody may break between a claim and the end of its quiet period, one mishap after the other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.domain import erasure, intake
from customers.enums import BlockReason, Source
from customers.models import Contact, Customer
from mailroom.domain import delivery
from mailroom.domain.transports import Kind, Verdict
from mailroom.enums import OutboxState
from responses.domain import recording
from surveys.domain import campaigns, claiming, planning, posting
from surveys.domain.mailbag import InvitationMailbag
from surveys.enums import QuietRule
from surveys.models import Campaign, Invitation
from team.domain import program as programs
from tests.factories.customers import ContactFactory, CustomerFactory, EventFactory
from tests.factories.surveys import CampaignFactory, EventCampaignFactory, InvitationFactory
from tests.mailroom.claims import Told
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mailroom.domain.letters import Letter
    from mailroom.domain.transports import Transport
    from team.models import Program, User

pytestmark = pytest.mark.django_db

FOR_NOW = Verdict(Kind.RETRY, "451 busy")
OPEN = Verdict(Kind.UNKNOWN, "no reply")
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def ask(row: Invitation, *, now: datetime = NOW) -> claiming.Claim:
    """Claim what is due; the row must be among it."""
    claim = claiming.claim(now=now)
    row.refresh_from_db()
    assert row.state == OutboxState.CLAIMED
    return claim


def hand_over(claim: claiming.Claim, transport: Transport, *, now: datetime = NOW) -> dict[str, int]:
    tally = delivery.hand_over(
        mailbag=InvitationMailbag(), token=claim.token, transport=transport, clock=lambda: now
    )
    return dict(tally)


def move(customer: Customer, email: str, *, now: datetime = NOW) -> Contact:
    """Change somebody's address; gives the contact of the new one."""
    facts = {"external_id": customer.external_id, "email": email}
    contact = intake.upsert(facts=facts, source=Source.API, now=now).customer.contact
    assert contact is not None
    return contact


def answer(row: Invitation, *, now: datetime) -> None:
    recording.record(
        invitation=row, score=9, reason="", contact_me=False, language="en", started_at=now, now=now
    )


def contact_of(row: Invitation) -> Contact:
    row.refresh_from_db()
    assert row.contact is not None
    row.contact.refresh_from_db()
    return row.contact


class Moving(Told):
    """Something happens to the customers while the letter is on its way."""

    def __init__(self, happening: Any, *verdicts: Verdict) -> None:
        super().__init__(*verdicts)
        self.happening = happening

    def send(self, letter: Letter) -> Verdict:
        verdict = super().send(letter)
        self.happening()
        return verdict


@pytest.mark.parametrize(
    "facts",
    [
        {"next_survey_at": NOW + timedelta(days=170), "last_asked_at": NOW - timedelta(days=10)},
        {"blocked_reason": BlockReason.UNSUBSCRIBED, "blocked_at": NOW - HOUR},
        {},
    ],
    ids=["asked ten days ago", "unsubscribed", "free"],
)
def test_an_address_that_changed_after_the_claim_gets_no_mail(
    program: Program, facts: dict[str, Any]
) -> None:
    """G61: the hold was taken for the old address; the new one is judged for itself."""
    ContactFactory.create(address="new@people.example", **facts)
    row = InvitationFactory.create()
    claim, transport = ask(row), Told()
    old = contact_of(row)
    move(row.customer, "new@people.example")

    assert hand_over(claim, transport) == {OutboxState.PLANNED: 1}

    assert transport.sent == []
    old.refresh_from_db()
    assert (old.next_survey_at, old.hold_token) == (None, None)


def test_somebody_erased_after_the_claim_gets_no_mail(program: Program, admin: User) -> None:
    """I9: and the row is over."""
    row = InvitationFactory.create()
    claim, transport = ask(row), Told()
    erasure.erase(customer=row.customer, actor=admin, now=NOW)

    hand_over(claim, transport)

    row.refresh_from_db()
    assert (transport.sent, row.state, row.reason) == ([], OutboxState.SKIPPED, "erased")


def test_a_paused_campaign_begins_no_letter_any_more(program: Program, admin: User) -> None:
    row = InvitationFactory.create()
    claim, transport = ask(row), Told()
    campaigns.pause(campaign=row.campaign, actor=admin, now=NOW)

    hand_over(claim, transport)

    row.refresh_from_db()
    assert (transport.sent, row.state) == ([], OutboxState.PLANNED)
    assert Contact.objects.get(customers=row.customer).next_survey_at is None


@pytest.mark.parametrize("while_sending", [True, False])
def test_no_row_of_an_ended_campaign_stays_planned(
    program: Program, admin: User, while_sending: bool
) -> None:
    """ "None disappears": what comes back after the end is cancelled as the rest was."""
    row = InvitationFactory.create()
    claim = ask(row)

    def end() -> None:
        campaigns.end(campaign=row.campaign, actor=admin, now=NOW)

    if while_sending:
        hand_over(claim, Moving(end, FOR_NOW))
    else:
        hand_over(claim, Told(OPEN))
        end()
        row.refresh_from_db()
        delivery.decide_unknown(mailbag=InvitationMailbag(), row=row, was_sent=False, actor=admin, now=NOW)
    posting.reap(now=NOW + MINUTE)

    row.refresh_from_db()
    assert (row.state, row.reason) == (OutboxState.CANCELLED, "campaign_ended")


def test_proof_that_an_earlier_mail_arrived_stops_the_next_one(program: Program) -> None:
    """G61: refused, asked by another campaign, and then the answer to the "refused" mail comes."""
    customer = CustomerFactory.create()
    first = InvitationFactory.create(customer=customer)
    hand_over(ask(first), Told(FOR_NOW))
    second = InvitationFactory.create(customer=customer, campaign=CampaignFactory.create(priority=99))
    claim, transport = ask(second, now=NOW + MINUTE), Told()

    answer(first, now=NOW + MINUTE)
    hand_over(claim, transport, now=NOW + MINUTE)

    assert transport.sent == []
    contact = contact_of(first)
    assert contact.last_asked_at == NOW
    assert contact.next_survey_at is not None
    assert contact.next_survey_at > NOW + timedelta(days=180)
    assert claiming.claim(now=NOW + HOUR).claimed == 0


def test_an_earlier_mail_that_arrived_outlives_the_refusal_of_the_next(program: Program) -> None:
    """The refusal gives back what its own claim took, and not the quiet period of the other mail."""
    customer = CustomerFactory.create()
    first = InvitationFactory.create(customer=customer)
    hand_over(ask(first), Told(FOR_NOW))
    later = NOW + timedelta(days=2)
    second = InvitationFactory.create(customer=customer, campaign=CampaignFactory.create(priority=99))
    claim = ask(second, now=later)

    hand_over(claim, Moving(lambda: answer(first, now=later), FOR_NOW), now=later)

    hold = contact_of(first).next_survey_at
    assert hold is not None
    assert hold > NOW + timedelta(days=180)


def test_proof_after_a_change_of_address_holds_the_new_one(program: Program) -> None:
    """G61: refused, moved, and then the answer to the mail at the old address comes."""
    row = InvitationFactory.create()
    hand_over(ask(row), Told(FOR_NOW))
    new = move(row.customer, "new@people.example")

    answer(row, now=NOW + MINUTE)

    new.refresh_from_db()
    assert new.next_survey_at is not None
    assert new.next_survey_at > NOW + timedelta(days=180)


def test_a_late_decision_moves_no_date_back(program: Program, admin: User) -> None:
    row = InvitationFactory.create()
    hand_over(ask(row), Told(OPEN))
    asked_since = NOW + timedelta(days=200)
    Contact.objects.update(last_asked_at=asked_since, next_survey_at=asked_since + timedelta(days=181))
    row.refresh_from_db()

    delivery.decide_unknown(mailbag=InvitationMailbag(), row=row, was_sent=True, actor=admin, now=NOW)

    contact = contact_of(row)
    assert contact.last_asked_at == asked_since
    assert contact.next_survey_at == asked_since + timedelta(days=181)


def test_the_quiet_period_of_an_open_outcome_counts_from_the_attempt(program: Program) -> None:
    """Claimed just before the local midnight, attempted after it."""
    claimed_at = datetime(2026, 3, 10, 22, 59, 50, tzinfo=UTC)
    row = InvitationFactory.create()
    claim = ask(row, now=claimed_at)

    hand_over(claim, Told(OPEN), now=claimed_at + MINUTE)

    assert contact_of(row).next_survey_at == datetime(2026, 9, 10, 22, tzinfo=UTC)


def test_the_quiet_period_follows_somebody_who_moves_during_the_send(program: Program) -> None:
    """Sent a local day after the claim: the address that they have by then gets the later hold, too."""
    claimed_at = datetime(2026, 3, 10, 22, 59, 50, tzinfo=UTC)
    row = InvitationFactory.create()
    claim = ask(row, now=claimed_at)

    hand_over(claim, Moving(lambda: move(row.customer, "new@people.example")), now=claimed_at + MINUTE)

    assert Contact.objects.get(customers=row.customer).next_survey_at == datetime(2026, 9, 10, 22, tzinfo=UTC)


def test_a_decision_on_an_earlier_attempt_decides_nothing(program: Program, admin: User) -> None:
    """Two people look at one open outcome; after "not sent" and a second attempt the other page is stale."""
    row = InvitationFactory.create()
    hand_over(ask(row), Told(OPEN))
    row.refresh_from_db()
    stale = Invitation.objects.get(pk=row.pk)
    delivery.decide_unknown(mailbag=InvitationMailbag(), row=row, was_sent=False, actor=admin, now=NOW)
    hand_over(ask(row, now=NOW + MINUTE), Told(OPEN), now=NOW + MINUTE)

    with pytest.raises(delivery.AlreadyDecided):
        delivery.decide_unknown(mailbag=InvitationMailbag(), row=stale, was_sent=False, actor=admin, now=NOW)


def refusals(campaign: Campaign, *, hours: int) -> int:
    """Claim and be refused for now, again and again; how many attempts that made."""
    attempts = 0
    for minutes in range(0, 60 * hours, 5):
        now, transport = NOW + minutes * MINUTE, Told(FOR_NOW)
        while (claim := claiming.claim(now=now)).examined:
            hand_over(claim, transport, now=now)
        attempts += len(transport.sent)
    return attempts


@pytest.mark.parametrize("people", [2, 5, 12])
def test_refusals_do_not_exceed_the_daily_cap(program: Program, people: int) -> None:
    """I11: the cap counts attempts, whatever came of them."""
    campaign = CampaignFactory.create(daily_cap=5)
    for _ in range(people):
        InvitationFactory.create(campaign=campaign)

    assert refusals(campaign, hours=8) == 5


def test_rows_given_back_without_an_attempt_keep_their_earlier_attempts(program: Program) -> None:
    """I11: refused once, claimed again, given back since the server is gone: one attempt was made."""
    campaign = CampaignFactory.create(daily_cap=2)
    first = InvitationFactory.create(campaign=campaign)
    hand_over(ask(first), Told(FOR_NOW))
    gone = Told(Verdict(Kind.RETRY, "no line", for_all=True))
    hand_over(ask(first, now=NOW + HOUR), gone, now=NOW + HOUR)
    for _ in range(3):
        InvitationFactory.create(campaign=campaign)

    assert claiming.claim(now=NOW + 2 * HOUR).claimed == 1


def test_a_cap_is_free_again_on_the_next_day(program: Program) -> None:
    """What waited for a second attempt since yesterday takes nothing from today before it is tried."""
    campaign = CampaignFactory.create(daily_cap=3)
    for _ in range(3):
        InvitationFactory.create(campaign=campaign)
    refusals(campaign, hours=1)

    tomorrow = NOW + timedelta(days=1)
    InvitationFactory.create(campaign=campaign)
    assert claiming.claim(now=tomorrow).claimed == 3


def test_a_longer_quiet_period_holds_those_who_were_asked(program: Program, admin: User) -> None:
    """G61: from now on the program promises more, also to those whose hold was shorter."""
    row = InvitationFactory.create()
    hand_over(ask(row), Told())

    programs.change(facts={"quiet_months": 12}, actor=admin, now=NOW)

    assert contact_of(row).next_survey_at == datetime(2027, 3, 9, 23, tzinfo=UTC)


def test_a_zone_further_west_ends_the_quiet_period_later(program: Program, admin: User) -> None:
    """G61: six calendar months are counted on the local day that the program has now."""
    row = InvitationFactory.create()
    hand_over(ask(row), Told())

    programs.change(facts={"time_zone": "America/Los_Angeles"}, actor=admin, now=NOW)

    assert contact_of(row).next_survey_at == datetime(2026, 9, 10, 7, tzinfo=UTC)


def test_a_change_during_planning_is_seen_soon(program: Program) -> None:
    """Planning may take minutes; who changes meanwhile must not wait for the next quarter of an hour."""
    campaign = CampaignFactory.create()
    CustomerFactory.create(renewal_on=date(2026, 5, 9))
    planning.plan(
        campaign=campaign,
        now=NOW,
        progress=lambda *_: planning.ring(now=NOW + timedelta(seconds=1)),
    )

    campaign.refresh_from_db()
    assert campaign.plan_due_at is not None
    assert campaign.plan_due_at < NOW + MINUTE


def test_a_planning_that_is_stopped_goes_on_at_the_next_tick(program: Program) -> None:
    campaign = CampaignFactory.create()
    CustomerFactory.create(renewal_on=date(2026, 5, 9))

    def stop(*_: object) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        planning.plan(campaign=campaign, now=NOW, progress=stop)

    assert list(Campaign.objects.to_plan(now=NOW)) == [campaign]


def instants() -> Iterator[timedelta]:
    for seconds in (-1, 0, 1):
        for microseconds in (-1, 0, 1, 500_000):
            yield timedelta(seconds=seconds, microseconds=microseconds)


@pytest.mark.parametrize("occurred", [0, 7, 700_000])
@pytest.mark.parametrize("fraction", [0, 1, 500_000, 999_999])
def test_instants_compare_alike_in_python_and_in_the_database(
    program: Program, fraction: int, occurred: int
) -> None:
    """SQLite keeps instants as text, with a fraction or without one."""
    now = NOW + timedelta(microseconds=fraction)
    campaign = EventCampaignFactory.create(delay_hours=0, quiet_rule=QuietRule.WAIT)
    held = {}
    for offset in instants():
        customer = CustomerFactory.create(contact=ContactFactory.create(next_survey_at=now + offset))
        EventFactory.create(customer=customer, occurred_at=NOW + timedelta(microseconds=occurred))
        held[customer.pk] = offset

    planning.plan(campaign=campaign, now=now)

    opens_at = NOW + timedelta(microseconds=occurred)
    start = max(now, opens_at)
    planned = {row.customer_id: row.reason for row in Invitation.objects.all()}
    assert planned == {pk: "quiet_period" if now + offset > start else "" for pk, offset in held.items()}
    for row in Invitation.objects.exclude(reason=""):
        assert row.send_after == now + held[row.customer_id]
    free = sum(opens_at <= now and offset <= timedelta(0) for offset in held.values())
    assert claiming.claim(now=now).claimed == free
