"""A follow-up opened by hand, and themes put on where one reads the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from followups.models import FollowUp
from responses.domain import themes
from responses.models import Theme
from tests.factories.followups import FollowUpFactory
from tests.factories.responses import ResponseFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from customers.models import Customer
    from followups.models import Rep
    from responses.models import Response
    from team.models import User

    ClientFor = Callable[[User], Client]


@pytest.fixture
def promoter(ana: Customer) -> Response:
    answer: Response = ResponseFactory.create(invitation__customer=ana, score=9, reason="Call me.")
    return answer


def test_a_promoters_comment_becomes_a_follow_up(
    promoter: Response, ines: Rep, client_for: ClientFor
) -> None:
    """G42: somebody says why, the machine chooses an owner, the history begins with the reason."""
    client = client_for(ines.user)
    address = reverse("followups:open", args=[promoter.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422

    answer = client.post(address, {"reason": "Wants an offer for ten seats."}, follow=True)

    row = FollowUp.objects.get()
    assert (row.response, row.opened_by, row.assignee) == (promoter, ines.user, ines.user)
    assert "Wants an offer for ten seats." in answer.content.decode()
    assert client.get(address).headers["Location"] == reverse("followups:detail", args=[row.pk])


def test_who_may_not_see_it_is_led_to_the_answer(
    promoter: Response, ines: Rep, omar: Rep, client_for: ClientFor
) -> None:
    FollowUpFactory.create(response=promoter, customer=promoter.customer, assignee=ines.user)

    answer = client_for(omar.user).get(reverse("followups:open", args=[promoter.pk]))

    assert answer.headers["Location"] == reverse("responses:detail", args=[promoter.pk])


def test_themes_are_put_on_and_taken_off(detractor: Response, ines: Rep, client_for: ClientFor) -> None:
    """G42: tagged where one reads it."""
    row = FollowUpFactory.create(response=detractor, customer=detractor.customer, assignee=ines.user)
    speed = Theme.objects.create(code="speed", name="Speed")
    client = client_for(ines.user)
    address = reverse("followups:tag", args=[row.pk])

    page = client.post(address, {"theme": "speed"}, follow=True).content.decode()
    assert themes.of(detractor) == [speed]
    assert "Speed" in page

    client.post(address, {"remove": "speed"})
    assert themes.of(detractor) == []
    assert client.post(address, {"theme": "nothing"}).status_code == 404
    for nothing in ({}, {"theme": "no\0thing"}, {"remove": "no\0thing"}):
        assert "Choose a theme." in client.post(address, nothing, follow=True).content.decode()
