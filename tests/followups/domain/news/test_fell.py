"""A score falls shortly before the renewal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.enums import Stage
from followups.domain import news
from followups.enums import NotificationKind
from followups.models import Notification, NotificationChoice
from responses.enums import ResponseState
from team.models import User
from tests.factories.customers import AccountFactory, CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory, RevisionFactory
from tests.factories.team import UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep
    from responses.models import Response

HALF_A_YEAR_AGO = NOW - timedelta(days=180)
LATER = NOW + timedelta(minutes=1)
SOON = NOW.date() + timedelta(days=23)


@pytest.fixture
def acme(ines: Rep) -> Customer:
    """A customer whose account Ines manages and that renews in 23 days."""
    account = AccountFactory.create(
        name="Acme", manager=ines.user, annual_revenue=90_000, currency="EUR", renewal_on=SOON
    )
    row: Customer = CustomerFactory.create(name="Ana Ruiz", account=account)
    return row


def scored(customer: Customer, *scores: int, **facts: Any) -> Response:
    """One answer before, if there are two scores, and one now."""
    for score in scores[:-1]:
        ResponseFactory.create(invitation__customer=customer, score=score, answered_at=HALF_A_YEAR_AGO)
    facts = {"answered_at": NOW, "reason": "Prices.", **facts}
    row: Response = ResponseFactory.create(invitation__customer=customer, score=scores[-1], **facts)
    return row


def heard() -> list[tuple[str, str]]:
    rows = Notification.objects.filter(kind=NotificationKind.FELL).order_by("pk")
    return list(rows.values_list("recipient__name", "title"))


def test_who_looks_after_the_account_hears_of_a_fall_once(acme: Customer, petra: User) -> None:
    """G88: the two scores, when they renew, what they are worth, and why."""
    response = scored(acme, 10, 7)

    assert news.tell(response_id=response.pk, now=LATER) == 1
    assert news.tell(response_id=response.pk, now=LATER) == 0
    assert news.tell_missed(now=LATER) == 0

    assert heard() == [("Ines", "Ana Ruiz fell from 10 to 7 and renews in 23 days")]
    row = Notification.objects.get()
    assert (row.text, row.path) == ("Acme, €90,000 a year. “Prices.”", f"/customers/{acme.pk}/")
    assert (row.state, row.in_app, row.followup) == ("planned", True, None)


def test_whoever_has_the_follow_up_hears_before_the_account_manager(acme: Customer, omar: Rep) -> None:
    response = scored(acme, 9, 6)
    row = FollowUpFactory.create(customer=acme, response=response, assignee=omar.user)

    assert news.tell(response_id=response.pk, now=LATER) == 1
    told = Notification.objects.get()
    assert (told.recipient, told.path, told.followup) == (omar.user, f"/followups/{row.pk}/", row)


def test_where_nobody_looks_after_them_every_manager_hears(acme: Customer, petra: User) -> None:
    UserFactory.create(name="Paul", role="manager")
    User.objects.filter(name="Ines").update(is_active=False)

    assert news.tell(response_id=scored(acme, 10, 2).pk, now=LATER) == 2
    assert [name for name, _ in heard()] == ["Petra", "Paul"]


@pytest.mark.parametrize(
    ("before", "after", "is_told"), [(9, 6, True), (9, 7, False), (5, 2, True), (4, 2, False)]
)
def test_three_points_are_a_fall(acme: Customer, before: int, after: int, is_told: bool) -> None:
    """G88: so is every way from promoter to detractor."""
    assert bool(news.tell(response_id=scored(acme, before, after).pk, now=LATER)) is is_told


@pytest.mark.parametrize(
    ("renewal_on", "stage", "is_told"),
    [
        (NOW.date(), Stage.RENEWAL, True),
        (NOW.date() + timedelta(days=90), Stage.RENEWAL, True),
        (NOW.date() + timedelta(days=91), Stage.RENEWAL, False),
        (NOW.date() - timedelta(days=1), Stage.RENEWAL, False),
        (SOON, Stage.LOSS, False),
    ],
)
def test_only_those_who_renew_within_the_horizon(
    acme: Customer, renewal_on: date, stage: str, is_told: bool
) -> None:
    """G88: the customer's own date counts before the account's; whoever has left renews nothing."""
    acme.renewal_on, acme.stage = renewal_on, stage
    acme.save(update_fields=["renewal_on", "stage"])
    response = scored(acme, 9, 3)

    assert bool(news.tell_missed(now=LATER)) is is_told
    assert bool(heard()) is is_told
    assert news.tell(response_id=response.pk, now=LATER) == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"state": ResponseState.PROVISIONAL},
        {"typed_email": "ana@acme.example"},
        {"answered_at": NOW - timedelta(days=2)},
    ],
)
def test_what_does_not_count_or_is_old_is_no_fall(acme: Customer, facts: dict[str, Any]) -> None:
    assert news.tell(response_id=scored(acme, 10, 2, **facts).pk, now=LATER) == 0
    assert news.tell_missed(now=LATER) == 0


def test_a_first_answer_that_is_changed_can_fall_too(acme: Customer) -> None:
    response = scored(acme, 9)
    assert news.tell(response_id=response.pk, now=LATER) == 0

    RevisionFactory.create(response=response, number=2, score=4)
    type(response).objects.filter(pk=response.pk).update(score=4, revised_at=NOW)
    assert news.tell(response_id=response.pk, now=LATER) == 1

    RevisionFactory.create(response=response, number=3, score=0)
    type(response).objects.filter(pk=response.pk).update(score=0)
    assert news.tell(response_id=response.pk, now=LATER) == 0
    assert [title for _, title in heard()] == ["Ana Ruiz fell from 9 to 4 and renews in 23 days"]


def test_a_later_answer_says_more(acme: Customer) -> None:
    fallen = scored(acme, 10, 2, answered_at=NOW - timedelta(hours=2))
    ResponseFactory.create(invitation__customer=acme, score=9, answered_at=NOW)

    assert news.tell(response_id=fallen.pk, now=LATER) == 0


def test_it_can_be_switched_off(acme: Customer, ines: Rep) -> None:
    NotificationChoice.objects.create(user=ines.user, mail_off=["fell"])
    assert news.tell(response_id=scored(acme, 10, 2).pk, now=LATER) == 1
    assert Notification.objects.get().state == "skipped"
