"""A customer with an unfinished follow-up speaks again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from followups.domain import forgetting, news, notifying, working
from followups.enums import ActivityKind, NotificationKind, Outcome
from followups.models import Activity, Notification, NotificationChoice
from responses.enums import Origin, ResponseState
from responses.models import Response, Revision
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import FollowUp, Rep
    from team.models import User

A_WEEK_AGO = NOW - timedelta(days=7)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def followup(ana: Customer, ines: Rep) -> FollowUp:
    """Of Ana's 3 a week ago; Ines works on it."""
    answer = ResponseFactory.create(invitation__customer=ana, score=3, answered_at=A_WEEK_AGO)
    row: FollowUp = FollowUpFactory.create(
        customer=ana, response=answer, assignee=ines.user, opened_at=A_WEEK_AGO
    )
    return row


def answer(customer: Customer, score: int, **facts: Any) -> Response:
    facts = {"answered_at": NOW, "reason": "They called at once.", **facts}
    row: Response = ResponseFactory.create(invitation__customer=customer, score=score, **facts)
    return row


def revise(response: Response, score: int, reason: str = "Still waiting.") -> None:
    """As recording does: another version."""
    number = response.revisions.count() + 1
    Revision.objects.create(
        response=response, number=number, score=score, reason=reason, recorded_at=NOW, contact_me=True
    )
    response.score, response.reason, response.revised_at = score, reason, NOW
    response.save(update_fields=["score", "reason", "revised_at"])


def heard(user: User) -> list[tuple[str, str, str]]:
    rows = Notification.objects.filter(recipient=user).order_by("pk")
    return list(rows.values_list("kind", "title", "text"))


def test_the_assignee_hears_what_the_customer_says_now_once(followup: FollowUp, ana: Customer) -> None:
    """G45, G84: both scores, what it means and why, in the app and by e-mail."""
    response = answer(ana, 9)

    assert news.tell(response_id=response.pk, now=LATER) == 1
    assert news.tell(response_id=response.pk, now=LATER) == 0
    assert news.tell_missed(now=LATER) == 0

    row = Notification.objects.get()
    assert (row.recipient, row.followup, row.path) == (
        followup.assignee,
        followup,
        f"/followups/{followup.pk}/",
    )
    assert (row.kind, row.state, row.in_app) == (NotificationKind.ANSWERED, "planned", True)
    assert row.title == "Ana Ruiz answered again: 9 after 3"
    assert row.text == "Recovered to promoter. “They called at once.”"


def test_each_change_of_the_answer_is_told(followup: FollowUp) -> None:
    for score, reason in ((5, ""), (5, "x" * 500)):
        revise(followup.response, score, reason)
        assert news.tell(response_id=followup.response_id, now=LATER) == 1
        assert news.tell(response_id=followup.response_id, now=LATER) == 0

    assert followup.assignee
    assert heard(followup.assignee) == [
        ("answered", "Ana Ruiz changed the answer: 5 after 3", "Moved up."),
        ("answered", "Ana Ruiz changed the answer: 5, as before", f"“{'x' * 400}…”"),
    ]


@pytest.mark.parametrize(
    "facts",
    [
        {"state": ResponseState.PROVISIONAL},
        {"state": ResponseState.EXCLUDED, "excluded_reason": "A test"},
        {"origin": Origin.IMPORTED, "answered_at": NOW - timedelta(days=3)},
        {"answered_at": A_WEEK_AGO - timedelta(days=1), "revised_at": None},
    ],
)
def test_what_does_not_count_or_is_old_is_no_news(
    followup: FollowUp, ana: Customer, facts: dict[str, Any]
) -> None:
    assert news.tell(response_id=answer(ana, 9, **facts).pk, now=LATER) == 0
    assert news.tell_missed(now=LATER) == 0


def test_the_first_answer_and_others_customers_answers_are_no_news(followup: FollowUp) -> None:
    Response.objects.update(answered_at=NOW)
    assert news.tell(response_id=followup.response_id, now=LATER) == 0

    assert news.tell(response_id=ResponseFactory.create(score=9, answered_at=NOW).pk, now=LATER) == 0
    assert news.tell(response_id=0, now=LATER) == 0


def test_whoever_is_told_that_it_is_theirs_again_is_told_once(followup: FollowUp, ines: Rep) -> None:
    """A worse answer reopens a closed follow-up: that notification names the change."""
    notifying.tell(
        recipient=ines.user,
        kind=NotificationKind.ASSIGNED,
        key="assigned:again",
        title="Yours again",
        path="/followups/",
        now=NOW,
        followup=followup,
    )
    revise(followup.response, 1)

    assert news.tell(response_id=followup.response_id, now=LATER) == 0


def test_a_finished_follow_up_tells_nothing(followup: FollowUp, ana: Customer, ines: Rep) -> None:
    working.log_call(followup=followup, actor=ines.user, reached=True, note="Hello.", now=A_WEEK_AGO)
    working.resolve(
        followup=followup,
        actor=ines.user,
        root_cause="support",
        outcome=Outcome.SOLVED,
        note="Done.",
        now=A_WEEK_AGO,
    )

    assert news.tell(response_id=answer(ana, 9).pk, now=LATER) == 0


def test_whoever_has_the_follow_up_of_the_new_answer_is_not_told_twice(
    followup: FollowUp, ana: Customer, omar: Rep
) -> None:
    """One mail an answer: "it is yours" says all of it. A colleague with the earlier one does hear."""
    response = answer(ana, 2)
    own = FollowUpFactory.create(customer=ana, response=response, assignee=followup.assignee)
    assert news.tell(response_id=response.pk, now=LATER) == 0

    type(own).objects.filter(pk=own.pk).update(assignee=omar.user)
    assert news.tell(response_id=response.pk, now=LATER) == 1
    assert followup.assignee
    assert heard(followup.assignee)[0][1] == "Ana Ruiz answered again: 2 after 3"


def test_whoever_took_it_up_afterwards_or_typed_it_in_knows(
    followup: FollowUp, ana: Customer, ines: Rep
) -> None:
    typed = answer(ana, 9, origin=Origin.STAFF, entered_by=ines.user)
    assert news.tell(response_id=typed.pk, now=LATER) == 0

    response = answer(ana, 8)
    facts = {"to": ines.user_id}
    Activity.objects.create(followup=followup, at=NOW, kind=ActivityKind.ASSIGNED, facts=facts)
    assert news.tell(response_id=response.pk, now=LATER) == 0


def test_in_the_overflow_queue_whoever_answers_for_it_hears(ana: Customer, petra: User) -> None:
    old = ResponseFactory.create(invitation__customer=ana, score=3, answered_at=A_WEEK_AGO)
    row = FollowUpFactory.create(customer=ana, response=old, accountable=petra, opened_at=A_WEEK_AGO)

    assert news.tell(response_id=answer(ana, 3, reason="").pk, now=LATER) == 1
    assert heard(petra) == [("answered", "Ana Ruiz answered again: 3, as before", "")]

    row.accountable = None
    row.save(update_fields=["accountable"])
    assert news.tell(response_id=answer(ana, 9).pk, now=LATER) == 0


def test_it_can_be_switched_off(followup: FollowUp, ana: Customer, ines: Rep) -> None:
    NotificationChoice.objects.create(user=ines.user, mail_off=["answered"], app_off=["answered"])

    assert news.tell(response_id=answer(ana, 9).pk, now=LATER) == 0
    assert not Notification.objects.exists()


def test_the_sweep_tells_what_signals_lost(followup: FollowUp, ana: Customer) -> None:
    answer(ana, 9)
    revise(followup.response, 1)

    assert news.tell_missed(now=LATER) == 2
    assert news.tell_missed(now=LATER) == 0


def test_who_is_forgotten_is_quoted_nowhere(followup: FollowUp, ana: Customer, ines: Rep) -> None:
    news.tell(response_id=answer(ana, 9).pk, now=LATER)

    forgetting.forget(customer=ana, now=LATER)

    assert heard(ines.user) == [("answered", "erased", "")]
