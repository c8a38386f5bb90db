"""Erasing a customer reaches this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.domain import erasure
from followups.domain import working
from followups.enums import FollowUpState
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep
    from team.models import User


def test_erasure_clears_the_notes_and_closes_what_is_unfinished(
    ana: Customer, ines: Rep, admin: User
) -> None:
    followup = FollowUpFactory.create(customer=ana, assignee=ines.user)
    other = FollowUpFactory.create(customer=CustomerFactory.create(), assignee=ines.user)
    for row, text in ((followup, "Ana is on leave until May."), (other, "Stays.")):
        working.log_call(followup=row, actor=ines.user, reached=True, note=text, now=NOW)

    erasure.erase(customer=ana, actor=admin, now=NOW)

    followup.refresh_from_db()
    ines.refresh_from_db()
    assert (followup.state, followup.closed_at, ines.load) == (FollowUpState.UNREACHABLE, NOW, 1)
    assert list(followup.activities.values_list("kind", "note")) == [
        ("opened", ""),
        ("call", ""),
        ("state", ""),
    ]
    assert list(other.activities.exclude(note="").values_list("note", flat=True)) == ["Stays."]
