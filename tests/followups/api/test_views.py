"""Follow-ups by API."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from followups.domain import opening, working
from followups.enums import FollowUpState, Recovery
from team.enums import Scope
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory
from tests.factories.team import ApiKeyFactory, bearer

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import FollowUp, Rep
    from responses.models import Response

pytestmark = pytest.mark.django_db


def get(path: str, **query: Any) -> Any:
    """What a key that may read gets."""
    key = bearer(ApiKeyFactory.create(scopes=[Scope.READ]))
    return Client().get(path, query, headers=key).json()


def ids(**query: Any) -> list[int]:
    """The ids of a filtered list."""
    return [row["id"] for row in get("/api/v1/followups/", **query)["results"]]


def test_one_follow_up_comes_with_its_history(detractor: Response, ines: Rep) -> None:
    """G82, G83, T8: with the flag of somebody who may leave."""
    now = timezone.now()
    followup = opening.open_for(response_id=detractor.pk, now=now)
    assert followup
    working.log_call(followup=followup, actor=ines.user, reached=True, note="Sends the log.", now=now)

    found = get(f"/api/v1/followups/{followup.pk}/")

    assert (found["state"], found["opening_score"], found["assignee"]["name"]) == ("in_progress", 3, "Ines")
    assert found["response"]["band"] == "detractor"
    assert found["customer"]["name"] == "Ana Ruiz"
    reasons = ["scored 3", "may be called or written to"]
    assert [reason["words"] for reason in found["priority_reasons"]] == reasons
    assert found["churn_risk"] is True
    assert [line["headline"] for line in found["activities"]] == [
        "Opened for an answer of 3",
        "Assigned to Ines",
        "Called and talked",
    ]
    assert found["activities"][2]["note"] == "Sends the log."


def test_the_list_is_filtered_by_state_owner_and_lateness(ines: Rep) -> None:
    now = timezone.now()
    ahead = {"contact_due_at": now + timedelta(days=1), "resolve_due_at": now + timedelta(days=9)}
    late = FollowUpFactory.create(assignee=ines.user, contact_due_at=now - timedelta(hours=1))
    free = FollowUpFactory.create(**ahead)
    done = FollowUpFactory.create(assignee=ines.user, state=FollowUpState.UNREACHABLE, closed_at=now, **ahead)

    assert ids() == [late.pk, free.pk, done.pk]
    assert ids(overdue="true") == [late.pk]
    assert ids(overdue="false") == [free.pk, done.pk]
    assert ids(assignee=ines.user_id) == [late.pk, done.pk]
    assert ids(assignee_email="INES@northwind.example", state="open") == [late.pk]
    assert ids(unassigned="true") == [free.pk]
    assert ids(state=["open", "unreachable"]) == [late.pk, free.pk, done.pk]
    assert ids(customer=free.customer_id) == [free.pk]


def test_a_closed_follow_up_is_due_no_more(ines: Rep) -> None:
    now = timezone.now()
    FollowUpFactory.create(assignee=ines.user, state=FollowUpState.UNREACHABLE, closed_at=now)

    assert get("/api/v1/followups/")["results"][0]["due_at"] is None


def test_the_list_needs_as_many_queries_for_three_as_for_one(ines: Rep) -> None:
    key = bearer(ApiKeyFactory.create())
    counts = []
    for number in (1, 2):
        FollowUpFactory.create_batch(number, assignee=ines.user)
        Client().get("/api/v1/followups/", headers=key)
        with CaptureQueriesContext(connection) as caught:
            Client().get("/api/v1/followups/", headers=key)
        counts.append(len(caught))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_here(ines: Rep, method: str) -> None:
    """T3: no key changes a follow-up or a score."""
    followup = FollowUpFactory.create(assignee=ines.user)
    key = bearer(ApiKeyFactory.create())

    answer = getattr(Client(), method)(
        f"/api/v1/followups/{followup.pk}/",
        {"opening_score": 10},
        content_type="application/json",
        headers=key,
    )

    assert answer.status_code == 405


def test_strangers_are_sent_away() -> None:
    assert Client().get("/api/v1/followups/").status_code == 401
    writer = bearer(ApiKeyFactory.create(scopes=[Scope.WRITE]))
    assert Client().get("/api/v1/followups/", headers=writer).status_code == 403


def test_the_next_answer_says_whether_they_were_won_back(ana: Customer) -> None:
    """G47, T42: with the answer, as a filter, and the same number of queries for three."""

    def won(score: int) -> FollowUp:
        later = ResponseFactory.create(invitation__customer=ana, score=score, answered_at=timezone.now())
        return FollowUpFactory.create(customer=ana, later_response=later)

    one = won(9)
    with CaptureQueriesContext(connection) as alone:
        (found,) = get("/api/v1/followups/")["results"]
    worse, unasked = won(1), FollowUpFactory.create(customer=CustomerFactory.create())
    with CaptureQueriesContext(connection) as three:
        assert len(get("/api/v1/followups/")["results"]) == 3

    assert (found["recovery"], found["later_response"]) == ("recovered", one.later_response_id)
    assert get(f"/api/v1/followups/{one.pk}/")["recovery"] == "recovered"
    assert get(f"/api/v1/followups/{unasked.pk}/")["recovery"] is None
    assert ids(recovery="recovered") == [one.pk]
    assert ids(recovery=[Recovery.RECOVERED, Recovery.WORSE]) == [one.pk, worse.pk]
    assert ids(recovery="no_answer") == []
    assert len(three) == len(alone)
