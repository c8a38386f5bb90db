from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import InterfaceError, OperationalError, connection

from mailroom.domain import delivery
from mailroom.domain.delivery.insisting import insist
from mailroom.enums import OutboxState
from surveys.domain.mailbag import InvitationMailbag
from team.models import Program
from tests.mailroom.claims import Told, claim_of, only
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from surveys.models import Invitation


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailroom.domain.delivery.insisting._PAUSES", (0.0, 0.0))


class Faltering(InvitationMailbag):
    """The database breaks a deadlock at our expense, as often as told."""

    def __init__(self, *problems: Exception) -> None:
        super().__init__()
        self.problems = list(problems)

    def settle(self, outcome: Mapping[OutboxState, Sequence[Invitation]], *, now: datetime) -> None:
        super().settle(outcome, now=now)
        if self.problems:
            raise self.problems.pop()


def hand_over(bag: InvitationMailbag) -> None:
    token = claim_of(1)
    delivery.hand_over(mailbag=bag, token=token, transport=Told(), clock=lambda: NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("problem", [OperationalError("deadlock detected"), InterfaceError("closed")])
def test_hand_over_writes_the_outcome_again_when_the_database_falters(problem: Exception) -> None:
    Program.objects.current()

    hand_over(Faltering(problem))

    assert (only().state, only().sent_at) == (OutboxState.SENT, NOW)


@pytest.mark.django_db(transaction=True)
def test_hand_over_gives_up_on_a_database_that_stays_away() -> None:
    Program.objects.current()

    with pytest.raises(OperationalError):
        hand_over(Faltering(*[OperationalError("gone")] * 3))

    assert only().state == OutboxState.CLAIMED


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_insist_finds_a_connection_again_that_was_cut() -> None:
    def count() -> int:
        return Program.objects.count()

    count()
    connection.connection.close()

    assert insist(count) == 0


def test_insist_leaves_a_transaction_of_somebody_else_alone(db: None) -> None:
    tries = []

    def fail() -> None:
        tries.append(1)
        raise OperationalError("deadlock detected")

    with pytest.raises(OperationalError):
        insist(fail)

    assert len(tries) == 1
