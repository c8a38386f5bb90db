"""One act on several follow-ups."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from followups.domain import bulk, working
from followups.enums import ActivityKind, FollowUpState
from followups.models import FollowUp
from responses.domain import themes
from responses.models import Theme
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import Rep


def test_each_does_what_can_be_done_and_says_why_the_rest_was_not(ines: Rep, omar: Rep) -> None:
    """G1: two are taken, one was quicker taken by somebody else, one is closed."""
    free = [FollowUpFactory.create() for _ in range(2)]
    gone = FollowUpFactory.create(assignee=omar.user)
    closed = FollowUpFactory.create(state=FollowUpState.UNREACHABLE, closed_at=NOW)

    outcome = bulk.each(
        followups=[gone, *free, closed],
        verb=lambda row: working.take(followup=row, actor=ines.user, now=NOW),
    )

    assert outcome.done == free
    assert outcome.refused == [
        (gone, "Omar was quicker and has taken this follow-up."),
        (closed, "This follow-up is closed already."),
    ]
    assert FollowUp.objects.filter(assignee=ines.user).count() == 2
    ines.refresh_from_db()
    assert ines.load == 2


def test_tag_puts_a_theme_on_the_answer_once_with_a_line_of_history(ines: Rep) -> None:
    row = FollowUpFactory.create(assignee=ines.user)
    theme = Theme.objects.create(code="billing", name="Billing")
    tag = partial(bulk.tag, followup=row, theme=theme, actor=ines.user, now=NOW)

    assert [tag(), tag()] == [True, False]

    assert themes.of(row.response) == [theme]
    (line,) = row.activities.filter(kind=ActivityKind.THEME)
    assert (line.facts, line.actor) == ({"words": "Tagged “Billing”"}, ines.user)
