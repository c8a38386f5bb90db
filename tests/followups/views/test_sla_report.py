"""The page that says whether the deadlines were met."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.domain import opening, working
from tests.factories.customers import CustomerFactory
from tests.factories.responses import ResponseFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from followups.models import FollowUp, Rep
    from team.models import User

    ClientFor = Callable[[User], Client]

URL, EXPORT = reverse("followups:sla_report"), reverse("followups:sla_export")


@pytest.fixture
def late(ines: Rep, petra: User) -> FollowUp:
    """Maya's, whom nobody called for two working days."""
    then = timezone.now() - timedelta(days=2)
    maya = CustomerFactory.create(name="Maya Lindqvist")
    response = ResponseFactory.create(invitation__customer=maya, score=3, answered_at=then)
    followup = opening.open_for(response_id=response.pk, now=then)
    assert followup
    return followup


def text_of(client: Client, **query: str) -> str:
    """The page with single blanks."""
    return " ".join(client.get(URL, query).content.decode().split())


def test_the_report_names_what_is_late_and_then_says_that_nothing_is(
    late: FollowUp, ines: Rep, petra: User, client_for: ClientFor
) -> None:
    """G51 G45: exceptions are none, or named."""
    client = client_for(petra)
    before = text_of(client)
    assert "Late now" in before
    assert "Maya Lindqvist" in before
    assert "Every detractor of this time has a person" in before

    working.log_call(followup=late, actor=ines.user, reached=True, note="", now=timezone.now())

    after = text_of(client)
    assert "Nothing is late" in after
    assert 'data-label="Contact: missed" class="number danger">1<' in after
    assert "16 h" in after
    assert 'data-label="Contact: in time" class="number faint">0%<' in after


@pytest.mark.parametrize("by", ["rep", "stage", "week", "policy", "nonsense"])
@pytest.mark.parametrize("period", ["30", "all", "nonsense"])
def test_the_report_is_broken_down_as_chosen(
    late: FollowUp, petra: User, client_for: ClientFor, by: str, period: str
) -> None:
    page = text_of(client_for(petra), by=by, period=period)

    assert "Of 1 follow-up opened in this time" in page


def test_an_empty_report_says_what_to_do(petra: User, client_for: ClientFor) -> None:
    assert "No follow-up was opened in this time" in text_of(client_for(petra))


def test_the_file_is_a_spreadsheet(late: FollowUp, petra: User, client_for: ClientFor) -> None:
    """G51."""
    response = client_for(petra).get(EXPORT, {"period": "30"})

    assert response["Content-Disposition"] == 'attachment; filename="deadlines-2026-11-18.csv"'
    text = response.getvalue().decode()
    assert "Maya Lindqvist" in text


@pytest.mark.parametrize("url", [URL, EXPORT])
def test_the_report_is_the_managers(ines: Rep, client_for: ClientFor, url: str) -> None:
    assert client_for(ines.user).get(url).status_code == 403
