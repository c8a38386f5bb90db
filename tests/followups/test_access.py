"""Who sees which follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.access import followups_for
from tests.factories.followups import FollowUpFactory

if TYPE_CHECKING:
    from followups.models import Rep
    from team.models import User


def test_followups_for_each_role(ines: Rep, omar: Rep, viewer: User, petra: User, admin: User) -> None:
    mine, theirs = FollowUpFactory.create(assignee=ines.user), FollowUpFactory.create(assignee=omar.user)
    free = FollowUpFactory.create()

    assert set(followups_for(ines.user)) == {mine, free}
    assert set(followups_for(viewer)) == set()
    for boss in (petra, admin):
        assert set(followups_for(boss)) == {mine, theirs, free}


def test_somebody_deactivated_sees_nothing(ines: Rep) -> None:
    FollowUpFactory.create(assignee=ines.user)
    ines.user.is_active = False

    assert not followups_for(ines.user).exists()
