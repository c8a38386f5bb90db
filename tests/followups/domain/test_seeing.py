"""What is new to somebody in the queue."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from followups.domain import history, seeing
from followups.enums import ActivityKind, FollowUpState
from followups.models import FollowUp, Seen
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import Rep
    from team.models import User

LATER = NOW + timedelta(hours=1)


def news_of(user: User) -> set[int]:
    return seeing.news_among(FollowUp.objects.all(), user=user)


def test_ones_own_is_news_until_it_is_seen_and_again_when_it_changes(ines: Rep, petra: User) -> None:
    """G1: what changed since the last visit."""
    row = FollowUpFactory.create(assignee=ines.user, changed_at=NOW)
    assert news_of(ines.user) == {row.pk}

    seeing.mark(followup_id=row.pk, user_id=ines.user_id, now=NOW)
    assert news_of(ines.user) == set()

    history.add(followup=row, kind=ActivityKind.NOTE, actor=petra, now=LATER, note="She called again.")
    assert news_of(ines.user) == {row.pk}

    seeing.mark(followup_id=row.pk, user_id=ines.user_id, now=LATER)
    assert news_of(ines.user) == set()
    assert Seen.objects.filter(user=ines.user).count() == 1


def test_ones_own_act_is_no_news(ines: Rep) -> None:
    row = FollowUpFactory.create(assignee=ines.user, changed_at=NOW)

    history.add(followup=row, kind=ActivityKind.NOTE, actor=ines.user, now=LATER, note="Called.")

    assert news_of(ines.user) == set()


def test_of_others_only_what_changed_since_one_looked_is_news(ines: Rep, petra: User) -> None:
    seen, unseen = (FollowUpFactory.create(assignee=ines.user, changed_at=NOW) for _ in range(2))
    seeing.mark(followup_id=seen.pk, user_id=petra.pk, now=NOW)
    FollowUp.objects.update(changed_at=LATER)

    assert news_of(petra) == {seen.pk}
    assert unseen.pk in news_of(ines.user)


def test_what_is_closed_is_no_news(ines: Rep) -> None:
    FollowUpFactory.create(assignee=ines.user, state=FollowUpState.UNREACHABLE, closed_at=NOW, changed_at=NOW)

    assert news_of(ines.user) == set()
