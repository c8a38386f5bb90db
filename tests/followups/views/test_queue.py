"""The queue page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from followups.enums import FollowUpState, Recovery
from followups.models import FollowUp
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import SentInvitationFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from followups.models import Rep
    from team.models import User

    ClientFor = Callable[[User], Client]

URL = reverse("followups:list")


def due_in(hours: float, **fields: object) -> FollowUp:
    """A follow-up whose contact is due so many hours from the wall clock's now."""
    now = timezone.now()
    return FollowUpFactory.create(
        opened_at=now - timedelta(days=3),
        contact_due_at=now + timedelta(hours=hours),
        resolve_due_at=now + timedelta(days=30),
        **fields,
    )


def names(client: Client, **query: str) -> list[str]:
    """The customers of a view, in the page's order."""
    page = client.get(URL, query).content.decode()
    return re.findall(r'<a class="row-title"[^>]*>\s*([^<]+?)\s*</a>', page)


def named(name: str, hours: float = 5, **fields: Any) -> FollowUp:
    """A follow-up of a customer of this name."""
    return due_in(hours, customer=CustomerFactory.create(name=name), **fields)


@pytest.fixture
def desk(ines: Rep, omar: Rep, petra: User) -> None:
    """One follow-up of each kind."""
    now = timezone.now()
    contacted: dict[str, Any] = {"first_contact_at": now - timedelta(days=1), "state": FollowUpState.WAITING}
    named("Late", -2, assignee=ines.user)
    named("Soon", 1, assignee=ines.user)
    named("Asleep", assignee=ines.user, waiting_since=now, wait_until=now + timedelta(days=2), **contacted)
    named("Awake", assignee=ines.user, waiting_since=now, wait_until=now - timedelta(hours=1), **contacted)
    named("Nobodys", 3, accountable=petra)
    named("Other", 4, assignee=omar.user)
    named("Done", assignee=ines.user, state=FollowUpState.UNREACHABLE, closed_at=now)


@pytest.mark.parametrize(
    ("view", "found"),
    [
        ("", ["Late", "Awake", "Soon"]),
        ("mine", ["Late", "Awake", "Soon"]),
        ("unassigned", ["Nobodys"]),
        ("overdue", ["Late", "Awake"]),
        ("waiting", ["Awake", "Asleep"]),
        ("done", ["Done"]),
        ("team", ["Late", "Awake", "Soon"]),
        ("nonsense", ["Late", "Awake", "Soon"]),
    ],
)
def test_a_rep_sees_their_own_and_the_unassigned(
    desk: None, ines: Rep, client_for: ClientFor, view: str, found: list[str]
) -> None:
    """G1: the queue is the rep's place; the view of the whole team is not theirs."""
    assert names(client_for(ines.user), view=view) == found


def test_a_manager_sees_everybodys(desk: None, petra: User, client_for: ClientFor) -> None:
    client = client_for(petra)

    assert names(client) == ["Late", "Awake", "Soon", "Nobodys", "Other", "Asleep"]
    assert names(client, view="mine") == []
    assert names(client, view="done") == ["Done"]


def test_viewers_may_not_open_the_queue(viewer: User, client_for: ClientFor) -> None:
    assert client_for(viewer).get(URL).status_code == 403


def test_rows_say_what_a_rep_needs_to_choose(ines: Rep, client_for: ClientFor) -> None:
    """G41, T47: score and comment together, the reasons of the priority beside them."""
    today = timezone.localdate()
    invitation = SentInvitationFactory.create(customer__name="Maya Lindqvist")
    response = ResponseFactory.create(invitation=invitation, score=2, reason="Two outages in one week.")
    due_in(
        -3,
        response=response,
        customer=invitation.customer,
        assignee=ines.user,
        priority_reasons=[
            {"code": "renewal", "points": 25, "words": "x", "on": str(today + timedelta(days=23))},
            {"code": "score", "points": 30, "words": "scored 2"},
        ],
    )

    page = " ".join(client_for(ines.user).get(URL).content.decode().split())

    for words in ("Maya Lindqvist", "Two outages in one week.", "Renews in 23 days", "3 h overdue", "Yours"):
        assert words in page
    assert "out of 10, detractor" in page


def test_groups_follow_the_readers_day(ines: Rep, client_for: ClientFor) -> None:
    for hours in (-1, 24 * 9):
        due_in(hours, assignee=ines.user)

    page = client_for(ines.user).get(URL).content.decode()

    assert [title.split()[0] for title in re.findall(r"rows-group-title[^>]*>([^<]+)", page)] == [
        "Overdue",
        "Later",
    ]


def test_search_finds_name_company_and_reason(ines: Rep, client_for: ClientFor) -> None:
    named("Jonas Weber", assignee=ines.user)
    named("Sofia Rail", assignee=ines.user)

    client = client_for(ines.user)

    assert names(client, q="weber jonas") == ["Jonas Weber"]
    assert "Nothing found" in client.get(URL, {"q": "zzz"}).content.decode()


def test_htmx_gets_the_rows_alone(ines: Rep, client_for: ClientFor) -> None:
    due_in(1, assignee=ines.user)

    page = client_for(ines.user).get(URL, headers={"HX-Request": "true", "HX-Target": "rows"})

    assert "<html" not in page.content.decode()
    assert 'data-title-count="1"' in page.content.decode()
    assert 'hx-trigger="click, every 30s"' in page.content.decode()


def test_a_follow_up_shows_that_the_answer_changed_or_no_contact_is_wanted(
    ines: Rep, client_for: ClientFor
) -> None:
    response = ResponseFactory.create(score=9, contact_me=False)
    due_in(1, assignee=ines.user, response=response, customer=response.customer, opening_score=3)

    page = client_for(ines.user).get(URL).content.decode()

    assert "Answer changed" in page
    assert "No contact wanted" in page


@pytest.mark.parametrize("view", ["mine", "unassigned", "overdue", "waiting", "done"])
def test_an_empty_view_says_what_to_do_next(ines: Rep, client_for: ClientFor, view: str) -> None:
    page = client_for(ines.user).get(URL, {"view": view}).content.decode()

    assert "empty-title" in page
    assert "empty-action" in page


def queries_of(client: Client, **query: str) -> int:
    """How many queries the page needs."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(URL, query).status_code == 200
    return len(caught)


def test_the_number_of_queries_does_not_grow_with_the_rows(
    ines: Rep, petra: User, client_for: ClientFor
) -> None:
    client = client_for(petra)
    due_in(1, assignee=ines.user)
    queries_of(client)
    one = queries_of(client)
    for _ in range(2):
        due_in(1, accountable=petra)
    three = queries_of(client)
    template = FollowUp.objects.latest("pk")
    campaign = template.response.campaign
    for number in range(297):
        answer = ResponseFactory.create(
            invitation=None,
            customer=template.customer,
            campaign=campaign,
            stage="",
            score=number % 7,
            first=None,
        )
        FollowUp.objects.create(
            response=answer,
            customer=answer.customer,
            opening_score=answer.score,
            opened_at=template.opened_at,
            contact_due_at=template.contact_due_at,
            resolve_due_at=template.resolve_due_at,
        )

    assert FollowUp.objects.count() == 300
    assert one == three == queries_of(client) <= 16
    page = client.get(URL).content.decode()
    assert page.count('class="row queue-row"') == 50
    assert 'rel="next"' in page


def answered_again(name: str, score: int | None, **fields: Any) -> FollowUp:
    """A closed follow-up of an answer of 3, whose customer then gave this score; None: no answer."""
    closed = timezone.now() - timedelta(days=1)
    customer = CustomerFactory.create(name=name)
    later = None
    if score is not None:
        later = ResponseFactory.create(invitation__customer=customer, score=score, answered_at=closed)
    done: dict[str, Any] = {"state": FollowUpState.UNREACHABLE, "closed_at": closed, **fields}
    return FollowUpFactory.create(customer=customer, later_response=later, **done)


def test_what_is_done_shows_whether_it_was_worth_it(ines: Rep, client_for: ClientFor) -> None:
    """G47, T42: the next answer beside the one that opened it; the filter keeps one verdict."""
    client = client_for(ines.user)
    for name, score in {"Won": 9, "Up": 7, "Same": 3, "Down": 0, "Unasked": None}.items():
        answered_again(name, score, assignee=ines.user)
    asked = answered_again("Silent", None, assignee=ines.user)
    SentInvitationFactory.create(customer=asked.customer, sent_at=asked.opened_at + timedelta(days=1))
    FollowUp.objects.filter(pk=asked.pk).update(opened_at=timezone.now() - timedelta(days=400))
    asked.customer.invitations.update(sent_at=timezone.now() - timedelta(days=200))  # type: ignore[union-attr]  # it has one

    page = " ".join(client.get(URL, {"view": "done"}).content.decode().split())
    found = {code: names(client, view="done", recovery=code) for code in Recovery.values}

    assert found == {
        "recovered": ["Won"],
        "improved": ["Up"],
        "unchanged": ["Same"],
        "worse": ["Down"],
        "no_answer": ["Silent"],
    }
    assert len(names(client, view="done")) == 6
    assert [page.count(f"</svg>{verdict.label}</span>") for verdict in Recovery] == [1] * len(Recovery)
    assert 'name="recovery"' in page
    assert 'name="recovery"' not in client.get(URL).content.decode()
    assert client.get(URL, {"view": "mine", "recovery": "worse"}).status_code == 200


def test_the_next_answers_cost_no_query_per_row(ines: Rep, client_for: ClientFor) -> None:
    client = client_for(ines.user)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(URL, {"view": "done", "recovery": "recovered"})
        return len(found)

    answered_again("One", 9, assignee=ines.user)
    alone = asked()
    answered_again("Two", 9, assignee=ines.user)
    answered_again("Three", 10, assignee=ines.user)

    assert asked() == alone
