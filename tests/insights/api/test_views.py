"""The numbers as other programs read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from customers.enums import Stage
from team.enums import Scope
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import CampaignFactory, SentInvitationFactory
from tests.factories.team import ApiKeyFactory, bearer
from tests.insights.answers import answers
from tests.moments import NOW

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now", "program")]

URL = "/api/v1/metrics/"


@pytest.fixture
def headers() -> dict[str, Any]:
    return bearer(ApiKeyFactory.create(scopes=[Scope.READ]))


def read(client: Client, headers: dict[str, Any], **query: str | int) -> dict[str, Any]:
    answer = client.get(URL, query, headers=headers)
    assert answer.status_code == 200, answer.json()
    found: dict[str, Any] = answer.json()
    return found


def test_metrics_by_hand(client: Client, headers: dict[str, Any]) -> None:
    """G10 T9: 32 promoters, 13 passives and 6 detractors are +51, with the interval of statistics.md."""
    answers(CampaignFactory.create(), {10: 20, 9: 12, 8: 9, 7: 4, 6: 3, 0: 3})

    found = read(client, headers)

    interval = found.pop("interval")
    rounded = {name: round(value, 2) for name, value in interval.items()}
    assert rounded == {"low": 29.29, "high": 67.0, "confidence": 0.95}
    (stage,) = found.pop("stages")
    assert (stage["stage"], stage["n"], stage["nps"]) == ("renewal", 51, 51)
    assert found == {
        "since": None,
        "until": None,
        "stage": None,
        "campaign": None,
        "n": 51,
        "promoters": 32,
        "passives": 13,
        "detractors": 6,
        "nps": 51,
        "evidence": "normal",
        "distribution": [3, 0, 0, 0, 0, 0, 3, 4, 9, 12, 20],
        "response_rate": {
            "sent": 0,
            "bounced": 0,
            "asked": 0,
            "answered": 0,
            "unknown": 0,
            "percent": None,
            "interval": None,
        },
    }


def test_metrics_of_nobody(client: Client, headers: dict[str, Any]) -> None:
    """G10: no answers, no score."""
    found = read(client, headers)

    assert (found["n"], found["nps"], found["interval"], found["evidence"]) == (0, None, None, "counts")
    assert (found["distribution"], found["stages"]) == ([0] * 11, [])


def test_days_are_those_of_the_program(client: Client, headers: dict[str, Any]) -> None:
    """In Berlin, March 1 begins at 23:00 UTC of the day before."""
    campaign = CampaignFactory.create()
    answers(campaign, {9: 1}, at=datetime(2026, 2, 28, 22, 59, tzinfo=UTC))
    answers(campaign, {9: 2}, at=datetime(2026, 2, 28, 23, 0, tzinfo=UTC))
    answers(campaign, {9: 4}, at=datetime(2026, 3, 1, 22, 59, tzinfo=UTC))
    answers(campaign, {9: 8}, at=datetime(2026, 3, 1, 23, 0, tzinfo=UTC))

    found = read(client, headers, since="2026-03-01", until="2026-03-01")

    assert found["n"] == 6
    assert (found["since"], found["until"]) == ("2026-02-28T23:00:00Z", "2026-03-01T23:00:00Z")


def test_instants_cut_at_the_instant(client: Client, headers: dict[str, Any]) -> None:
    campaign = CampaignFactory.create()
    for hours in range(4):
        answers(campaign, {9: 1}, at=NOW - timedelta(hours=hours))

    found = read(client, headers, since="2026-03-10T08:00:00+01:00", until="2026-03-10T09:00:00Z")

    assert found["n"] == 2


def test_metrics_of_a_stage_and_a_campaign(client: Client, headers: dict[str, Any]) -> None:
    """G3: the score of one stage is a parameter away."""
    one, other = CampaignFactory.create(), CampaignFactory.create()
    answers(one, {9: 3}, stage=Stage.NEW)
    answers(one, {2: 4}, stage=Stage.LOSS)
    answers(other, {9: 8}, stage=Stage.NEW)

    found = read(client, headers, stage="new", campaign=one.pk)

    assert (found["n"], found["stage"], found["campaign"], found["evidence"]) == (3, "new", one.pk, "counts")


def test_the_response_rate_has_its_parts(client: Client, headers: dict[str, Any]) -> None:
    """G65: what the rate is a share of can be read beside it."""
    ResponseFactory.create_batch(3)
    SentInvitationFactory.create_batch(5)
    SentInvitationFactory.create(bounced_at=NOW)

    rate = read(client, headers)["response_rate"]

    interval = rate.pop("interval")
    assert (round(interval["low"]), round(interval["high"])) == (14, 69)
    assert rate == {"sent": 9, "bounced": 1, "asked": 8, "answered": 3, "unknown": 0, "percent": 37.5}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"since": "yesterday"}, "since"),
        ({"since": "2026-02-30"}, "since"),
        ({"since": "9999-12-31"}, "since"),
        ({"until": "0001-01-01"}, "until"),
        ({"since": "2026-03-01T09:00:00"}, "since"),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "until"),
        ({"stage": "moon"}, "stage"),
        ({"campaign": "12345"}, "campaign"),
        ({"campaign": "x"}, "campaign"),
        ({"campaign": "9" * 40}, "campaign"),
    ],
)
def test_what_cannot_be_counted_is_refused_by_name(
    client: Client, headers: dict[str, Any], query: dict[str, str], field: str
) -> None:
    answer = client.get(URL, query, headers=headers)

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_reading_numbers_needs_a_key_that_reads(client: Client) -> None:
    writer = bearer(ApiKeyFactory.create(scopes=[Scope.WRITE]))

    assert client.get(URL).status_code == 401
    assert client.get(URL, headers=writer).status_code == 403


def test_metrics_are_two_queries_of_their_own(
    client: Client, headers: dict[str, Any], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    answers(CampaignFactory.create(), {9: 5, 2: 5})
    read(client, headers)

    # The key, when it was last used, the program's zone, answers, invitations.
    with django_assert_max_num_queries(6):
        read(client, headers)
