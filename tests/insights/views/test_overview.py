from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from customers.enums import Stage
from insights.enums import Period
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import CampaignFactory, SentInvitationFactory
from tests.insights.answers import answers, queries
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now", "program")]

URL = "/insights/"


@pytest.fixture
def client(client_for: "Callable[[User], Client]", viewer: "User") -> "Client":
    """The least of all roles may read the numbers."""
    return client_for(viewer)


def text(client: "Client", url: str = URL, **headers: str) -> str:
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_overview_shows_the_score_with_its_interval_and_number(client: "Client") -> None:
    """G85 G86 T9: 32 promoters, 13 passives, 6 detractors: +51, computed on the spot."""
    answers(CampaignFactory.create(), {10: 20, 9: 12, 8: 9, 7: 4, 6: 3, 0: 3})

    page = text(client)

    assert '<span class="nps-value">+51</span>' in page
    assert "95% interval +29 to +67" in page
    assert "(32 − 6) ÷ 51 × 100 = <strong>+51</strong>" in page
    assert "62.7%" in page


def test_overview_of_nothing_says_what_to_do(client: "Client") -> None:
    """G10: no answers, no number."""
    page = text(client, "/insights/?period=all")

    assert "nps-value" not in page
    assert "No answers yet" in page


def test_overview_of_too_few_answers_shows_counts_only(client: "Client") -> None:
    answers(CampaignFactory.create(), {9: 4, 1: 2})

    page = text(client)

    assert "6 answers, too few for a score" in page
    assert '<span class="nps-value">–</span>' in page


@pytest.mark.parametrize(
    ("query", "answered"),
    [
        ("", 14),
        ("?period=12m", 25),
        ("?period=all", 27),
        (f"?stage={Stage.LOSS}", 3),
        (f"?period=12m&stage={Stage.RENEWAL}", 22),
        ("?campaign={campaign}", 11),
        ("?period=yesterday&stage=moon&campaign=nobody", 14),
    ],
)
def test_filters_choose_what_is_counted(client: "Client", query: str, answered: int) -> None:
    one, other = CampaignFactory.create(), CampaignFactory.create()
    answers(one, {9: 11})
    answers(other, {1: 3}, stage=Stage.LOSS)
    answers(other, {7: 11}, at=NOW - timedelta(days=200))
    answers(other, {7: 2}, at=NOW - timedelta(days=900))

    page = text(client, URL + query.format(campaign=one.pk))

    assert f"<dt>answers</dt><dd>{answered}</dd>" in page


def test_a_filter_by_htmx_brings_the_results_alone(client: "Client") -> None:
    answers(CampaignFactory.create(), {9: 12})

    whole, part = text(client), text(client, **{"HX-Request": "true", "HX-Target": "results"})

    assert part.startswith('<div class="stack" id="results">')
    assert part in whole
    assert 'hx-target="#results"' in whole


def test_the_response_rate_names_its_denominator(client: "Client") -> None:
    """G65: the share is of those whom the question reached, in words."""
    ResponseFactory.create_batch(3, invitation__sent_at=NOW - timedelta(days=2))
    SentInvitationFactory.create_batch(5, sent_at=NOW - timedelta(days=2))
    SentInvitationFactory.create(sent_at=NOW - timedelta(days=2), bounced_at=NOW)

    page = text(client)

    assert "3 of 8 whom the question reached have answered." in page
    assert "3 answered ÷ (9 sent − 1 bounced) = <strong>37.5%</strong>" in page


def test_charts_have_their_numbers_beside_them(client: "Client") -> None:
    answers(CampaignFactory.create(), {9: 20, 2: 10})

    page = text(client)

    assert page.count("Show the numbers") == 3
    assert '<th scope="row">March 2026 <span class="faint">so far</span></th>' in page
    assert page.count("How is this computed?") == 5


def test_answers_show_their_reason_beside_the_score(client: "Client") -> None:
    """G41: the comment stands next to the score."""
    answer = ResponseFactory.create(score=2, reason="Two outages in one week.")

    page = text(client)

    assert "Two outages in one week." in page
    assert f'href="/customers/{answer.customer_id}/"' in page


def test_overview_asks_the_database_as_often_for_many_as_for_one(client: "Client") -> None:
    """Campaigns, answers, invitations and the latest answers: once each, however many there are."""
    ResponseFactory.create()
    one = queries(client, URL)
    ResponseFactory.create_batch(2)
    three = queries(client, URL)

    assert len(one) == len(three)
    assert len([sql for sql in three if "responses_" in sql or "surveys_" in sql]) == 4


def test_every_period_has_a_name() -> None:
    assert [(period.label, period.before) for period in Period] == [
        ("Last 90 days", "the 90 days before"),
        ("Last 12 months", "the 12 months before"),
        ("All time", ""),
    ]
