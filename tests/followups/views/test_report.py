"""The report page (G45)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from followups.domain import opening
from responses.enums import ResponseState
from tests.factories.customers import CustomerFactory
from tests.factories.responses import ResponseFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from followups.models import Rep
    from team.models import User

    ClientFor = Callable[[User], Client]

URL = reverse("followups:report")


def page_of(client: Client, **query: str) -> str:
    """The page with single blanks."""
    return " ".join(client.get(URL, query).content.decode().split())


def test_the_report_names_the_exceptions_and_then_says_zero(
    ines: Rep, petra: User, client_for: ClientFor
) -> None:
    """G45."""
    answer = ResponseFactory.create(
        invitation__customer=CustomerFactory.create(name="Maya Lindqvist"),
        score=3,
        answered_at=timezone.now(),
    )
    ResponseFactory.create(score=2, state=ResponseState.PROVISIONAL, answered_at=timezone.now())
    client = client_for(petra)
    before = page_of(client)
    assert "Maya Lindqvist" in before
    assert "A follow-up" in before

    opening.open_for(response_id=answer.pk, now=timezone.now())

    after = page_of(client)
    assert "Maya Lindqvist" not in after
    assert "Every detractor has a person" in after
    assert "Not counted yet (provisional)" in after


def test_the_report_looks_at_the_period_that_was_chosen(petra: User, client_for: ClientFor) -> None:
    ResponseFactory.create(score=3, answered_at=timezone.now() - timedelta(days=200))
    client = client_for(petra)

    assert "No answer of this time owes a follow-up." in page_of(client)
    for period in ("365", "all"):
        assert "A follow-up" in page_of(client, period=period)
    assert page_of(client, period="nonsense")


def test_the_report_is_the_managers(ines: Rep, client_for: ClientFor) -> None:
    assert client_for(ines.user).get(URL).status_code == 403
