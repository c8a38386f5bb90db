"""An answer whose address a visitor typed, and one that staff entered, in a customer's story."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from responses.enums import Origin
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import LinkFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import Program, User

pytestmark = pytest.mark.django_db


def test_an_unproven_answer_is_told_but_stands_for_nobody(
    program: Program, client_for: Callable[[User], Client], viewer: User
) -> None:
    """T50 G84: the line and the last answer are the customer's own."""
    own = ResponseFactory.create(score=9)
    link = LinkFactory.create()
    ResponseFactory.create(
        invitation=None, customer=own.customer, campaign=link.campaign, placement=link, stage="",
        score=1, typed_email="ada@visitors.example", answered_at=own.answered_at + timedelta(minutes=5),
    )  # fmt: skip

    story = client_for(viewer).get(f"/customers/{own.customer_id}/")

    assert (story.context["story"].last, len(story.context["story"].points)) == (own, 1)
    assert "nobody proved that it was them" in story.text


def test_an_entry_of_staff_says_so(
    program: Program, client_for: Callable[[User], Client], viewer: User, rep: User
) -> None:
    """T3."""
    row = ResponseFactory.create(origin=Origin.STAFF, channel="manual", entered_by=rep)

    assert "entered by staff" in client_for(viewer).get(f"/customers/{row.customer_id}/").text
