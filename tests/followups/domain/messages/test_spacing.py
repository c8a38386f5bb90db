"""Nobody gets two messages on one working day that no person sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups.domain import messages, playbooks
from followups.domain.messages import claiming, posting
from followups.enums import MessageReason, StepKind
from followups.models import Message
from mailroom.enums import OutboxState
from team.models import Holiday
from tests.factories.customers import CustomerFactory
from tests.factories.messages import MessageFactory, MessageTemplateFactory
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.moments import NOW
from tests.surveys.test_claiming_concurrently import side_by_side

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep
    from responses.models import Response
    from team.models import Program

DAY = timedelta(days=1)


def sent(*, now: datetime) -> int:
    """How many leave now."""
    return posting.deliver(clock=lambda: now).get(OutboxState.SENT, 0)


def waits_until() -> set[datetime]:
    return set(Message.objects.filter(state=OutboxState.PLANNED).values_list("send_after", flat=True))


def test_three_playbooks_write_on_three_days(detractor: Response) -> None:
    """G13: they know nothing of each other; whoever is written to hears of one at a time."""
    for _ in range(3):
        StepFactory.create(
            playbook=PlaybookFactory.create(band="detractor"),
            kind=StepKind.MESSAGE,
            template=MessageTemplateFactory.create(),
            is_reviewed=False,
        )
    playbooks.begin_for(response_id=detractor.pk, now=NOW)
    playbooks.advance(now=NOW)

    assert sent(now=NOW) == 1
    waiting = Message.objects.filter(state=OutboxState.PLANNED)
    told = waiting.values_list("reason", "send_after", "expires_at")
    assert set(told) == {(MessageReason.SPACED, NOW + DAY, NOW + 8 * DAY)}

    assert [sent(now=NOW + days * DAY) for days in (0, 1, 1, 2, 3)] == [0, 1, 0, 1, 0]
    assert set(Message.objects.values_list("state", "reason")) == {(OutboxState.SENT, "")}


@pytest.mark.parametrize(
    ("left_at", "next_at"),
    [
        # A Friday before the clocks change, a Saturday before a holiday, a Tuesday, a Friday by half an hour.
        (datetime(2026, 3, 27, 14, 30, tzinfo=UTC), datetime(2026, 3, 30, 13, 30, tzinfo=UTC)),
        (datetime(2026, 4, 4, 8, tzinfo=UTC), datetime(2026, 4, 7, 8, tzinfo=UTC)),
        (datetime(2026, 3, 10, 22, 30, tzinfo=UTC), datetime(2026, 3, 11, 22, 30, tzinfo=UTC)),
        (datetime(2026, 3, 12, 23, 30, tzinfo=UTC), datetime(2026, 3, 15, 23, 30, tzinfo=UTC)),
    ],
)
def test_a_working_day_is_one_on_which_the_office_opens(
    program: Program, ana: Customer, left_at: datetime, next_at: datetime
) -> None:
    """In the program's zone: a letter at half past midnight is of the new day."""
    program.time_zone = "Europe/Berlin"
    program.save(update_fields=["time_zone"])
    Holiday.objects.create(on=datetime(2026, 4, 6, tzinfo=UTC).date(), name="Easter Monday")
    MessageFactory.create_batch(2, customer=ana, send_after=left_at)

    assert (sent(now=left_at), waits_until()) == (1, {next_at})


def test_what_people_write_neither_waits_nor_counts(program: Program, ana: Customer, ines: Rep) -> None:
    """T27: they know why they write today."""
    by_hand = MessageFactory.create_batch(2, customer=ana, author=ines.user)
    MessageFactory.create_batch(2, customer=ana)

    assert sent(now=NOW) == 3

    assert {row.pk for row in by_hand} <= set(
        Message.objects.filter(state=OutboxState.SENT).values_list("pk", flat=True)
    )


def test_whom_it_is_about_says_the_address(program: Program, ana: Customer) -> None:
    """Two customers of one address are one reader; other readers wait for nobody."""
    twin = CustomerFactory.create(contact=ana.contact)
    for customer in (ana, twin, CustomerFactory.create()):
        MessageFactory.create(customer=customer)

    assert sent(now=NOW) == 2
    assert Message.objects.get(state=OutboxState.PLANNED).customer == twin


def test_what_never_left_keeps_nobody_waiting(program: Program, ana: Customer) -> None:
    """Taken back, refused or put aside: the next one leaves at once."""
    first, second = MessageFactory.create_batch(2, customer=ana)
    for state in (OutboxState.CANCELLED, OutboxState.FAILED, OutboxState.SKIPPED):
        Message.objects.filter(pk=first.pk).update(state=state, reason="x", attempt_started_at=NOW)
        Message.objects.filter(pk=second.pk).update(state=OutboxState.PLANNED, sent_at=None)
        assert sent(now=NOW) == 1
    assert len(mail.outbox) == 3


def test_one_that_waits_can_still_be_taken_back(program: Program, ana: Customer) -> None:
    _, second = MessageFactory.create_batch(2, customer=ana)
    sent(now=NOW)

    messages.withdraw(message=second, actor=None, now=NOW)

    assert sent(now=NOW + DAY) == 0
    second.refresh_from_db()
    assert (second.state, second.reason) == (OutboxState.CANCELLED, MessageReason.WITHDRAWN)


def test_many_cost_no_more_than_few(program: Program) -> None:
    def queries(readers: int) -> int:
        for customer in CustomerFactory.create_batch(readers):
            MessageFactory.create_batch(2, customer=customer)
        with CaptureQueriesContext(connection) as asked:
            assert claiming.claim(now=NOW).verdicts == {"claimed": readers, "planned": readers}
        return len(asked)

    queries(1)
    assert queries(2) == queries(4)


@pytest.mark.django_db(transaction=True)
def test_eight_claimers_let_one_leave(program: Program) -> None:
    """However they come: the claim is a single file."""
    ana = CustomerFactory.create()
    MessageFactory.create_batch(8, customer=ana)

    side_by_side(lambda: posting.deliver(clock=lambda: NOW, limit=1), 8)

    assert (len(mail.outbox), waits_until()) == (1, {NOW + DAY})
