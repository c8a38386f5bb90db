"""What the report counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain import opening, report
from responses.enums import ResponseState
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from followups.models import Rep
    from responses.models import Response
    from team.models import User


def answer(score: int, **fields: object) -> Response:
    """An answer of a customer of its own, given now."""
    response: Response = ResponseFactory.create(
        invitation__customer=CustomerFactory.create(), score=score, answered_at=NOW, **fields
    )
    return response


def test_coverage_counts_who_owes_who_has_and_who_is_exempt(ines: Rep) -> None:
    """G45."""
    covered, missing = answer(2), answer(5)
    answer(0, state=ResponseState.EXCLUDED, excluded_reason="A test")
    answer(8)
    opening.open_for(response_id=covered.pk, now=NOW)

    found = report.coverage(now=NOW)

    assert (found.answers, found.owed, found.covered, found.share) == (3, 2, 1, 50.0)
    assert (found.missing, found.unowned, found.exceptions) == ([missing], [], 1)
    assert found.exempt == [("Excluded from the numbers", 1)]


def test_a_follow_up_that_nobody_answers_for_is_an_exception(ines: Rep, petra: User) -> None:
    """G45: with a responsible person."""
    FollowUpFactory.create(assignee=ines.user)
    FollowUpFactory.create(accountable=petra)
    orphan = FollowUpFactory.create()
    ines.user.is_active = False
    ines.user.save(update_fields=["is_active"])

    found = report.coverage(now=NOW)

    assert {row.assignee for row in found.unowned} == {ines.user, None}
    assert (orphan in found.unowned, found.exceptions) == (True, 2)


def test_coverage_without_answers_has_no_share(program: object) -> None:
    found = report.coverage(now=NOW)

    assert (found.share, found.exceptions) == (None, 0)
