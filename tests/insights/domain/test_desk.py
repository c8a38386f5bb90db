"""What lies on a rep's desk: follow-ups and tasks, the first due on top."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from insights.domain import desk
from team.enums import Role
from tests.factories.followups import FollowUpFactory, RepFactory
from tests.factories.team import UserFactory
from tests.followups.domain.queue.desks import named, task
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import Rep
    from team.models import Program


@pytest.fixture
def ines(program: Program) -> Rep:
    """A rep."""
    return RepFactory.create(user=UserFactory.create(name="Ines", role=Role.REP))


def test_a_task_that_is_due_first_is_the_next_thing(ines: Rep) -> None:
    """G1: what a playbook gave somebody stands on the first screen too."""
    late = named("Ana", 5, assignee=ines.user)
    first = task("Ask for a review", ines.user, hours=1, followup=late)

    found = desk.of(user=ines.user, now=NOW)

    assert (found.next_task, found.next) == (first, None)
    assert (found.after, found.tasks_after) == ([late], [])


def test_a_follow_up_that_is_due_first_is_the_next_thing(ines: Rep) -> None:
    first, second = (named(name, hours, assignee=ines.user) for name, hours in (("Ana", 1), ("Ben", 3)))
    later = task("Ask for a review", ines.user, hours=2, followup=second)

    found = desk.of(user=ines.user, now=NOW)

    assert (found.next_task, found.next) == (None, first)
    assert (found.after, found.tasks_after) == ([second], [later])


def test_ones_own_task_comes_before_what_nobody_has_taken(ines: Rep) -> None:
    free = FollowUpFactory.create(contact_due_at=NOW - timedelta(hours=9))
    other = named("Other", assignee=RepFactory.create().user)
    own = task("Ask for a review", ines.user, followup=other)

    found = desk.of(user=ines.user, now=NOW)

    assert (found.next_task, found.is_own, found.after) == (own, False, [free])


def test_an_empty_desk_has_nothing_next(ines: Rep) -> None:
    found = desk.of(user=ines.user, now=NOW)

    assert (found.next, found.next_task, found.after, found.tasks_after) == (None, None, [], [])
