"""Answers of people who came by: kept apart, or linked to the address that they typed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from core.calendars import quiet_until
from customers.domain import erasure
from customers.enums import Source, Stage
from customers.models import Contact, Customer, CustomerAlias
from followups.domain import opening, queries
from followups.models import FollowUp
from responses.domain import exclusion, visiting
from responses.models import Response
from responses.signals import response_recorded, response_revised
from surveys.enums import CampaignState
from surveys.models import Campaign
from tests.factories.customers import CustomerFactory
from tests.factories.surveys import LinkFactory, WidgetFactory
from tests.moments import NOW
from tests.responses.visitors import BROWSER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.models import Placement
    from team.models import Program, User

pytestmark = pytest.mark.django_db


def record(placement: Placement, visitor: str = BROWSER, **said: Any) -> Response:
    said.setdefault("score", 9)
    return visiting.record(placement=placement, visitor=visitor, said=visiting.Said(**said), now=NOW)


@pytest.fixture
def heard() -> Iterator[list[tuple[str, int]]]:
    """The signals that were sent, with the scores."""
    told: list[tuple[str, int]] = []

    def recorded(score: int, **kwargs: object) -> None:
        told.append(("recorded", score))

    def revised(score: int, **kwargs: object) -> None:
        told.append(("revised", score))

    response_recorded.connect(recorded)
    response_revised.connect(revised)
    yield told
    response_recorded.disconnect(recorded)
    response_revised.disconnect(revised)


def test_record_tells_the_rooms_above(
    program: Program, heard: list[tuple[str, int]], django_capture_on_commit_callbacks: Any
) -> None:
    link = LinkFactory.create()
    with django_capture_on_commit_callbacks(execute=True):
        for score in (9, 9, 3):
            record(link, score=score)

    assert heard == [("recorded", 9), ("revised", 3)]


def test_two_browsers_are_two_visitors(program: Program) -> None:
    link = LinkFactory.create()

    record(link)
    record(link, visitor="f" * 32, score=3)
    record(LinkFactory.create(), score=5)

    assert sorted(Response.objects.values_list("score", flat=True)) == [3, 5, 9]
    assert len(set(Response.objects.values_list("visitor", flat=True))) == 3


def test_visitors_of_a_campaign_for_one_stage_count_for_it(program: Program) -> None:
    """G24 G26: who comes by the website of a campaign for prospects is a prospect."""
    one = record(WidgetFactory.create(campaign__stages=[Stage.PROSPECT]))
    any_of_two = record(WidgetFactory.create(campaign__stages=[Stage.PROSPECT, Stage.NEW]))

    assert (one.stage, any_of_two.stage) == (Stage.PROSPECT, "")


def test_where_a_link_hung_is_kept(program: Program) -> None:
    assert record(LinkFactory.create(), source="lobby").attributes == {"source": "lobby"}


def test_a_typed_address_makes_a_prospect(program: Program) -> None:
    """G24: a prospect who came by the website; asked just now, so not by mail next week."""
    response = record(LinkFactory.create(), typed_email="ada@visitors.example", language="de", score=10)

    made = Customer.objects.get()
    assert (response.customer, response.typed_email) == (made, "ada@visitors.example")
    assert (made.source, made.stage, made.language) == (Source.WEBSITE, Stage.PROSPECT, "de")
    assert (made.last_score, made.last_answered_at) == (None, None)
    held = quiet_until(NOW, program.quiet_months, ZoneInfo(program.time_zone))
    assert Contact.objects.get().next_survey_at == held


def test_a_typed_address_touches_nothing_of_a_known_customer(program: Program, manager: User) -> None:
    """Nobody proved that it is theirs: no score of theirs, and no quiet period for them."""
    known = CustomerFactory.create(email="ada@visitors.example")
    before = Customer.objects.filter(pk=known.pk).values().get(), Contact.objects.values().get()

    response = record(LinkFactory.create(), typed_email="ada@visitors.example", score=2)
    exclusion.exclude(response=response, reason="A test", actor=manager, now=NOW)
    exclusion.include(response=response, actor=manager, now=NOW)

    assert response.customer == known
    assert (Customer.objects.filter(pk=known.pk).values().get(), Contact.objects.values().get()) == before


def test_a_detractor_who_left_an_address_owes_a_follow_up(program: Program) -> None:
    """G45: identified, or left an address; the others have nobody to call."""
    link = LinkFactory.create()
    named = record(link, score=2, typed_email="ada@visitors.example", contact_me=True)
    record(link, visitor="f" * 32, score=2)

    assert list(queries.owing(now=NOW)) == [named]
    opening.open_missing(now=NOW)
    assert FollowUp.objects.get().customer == named.customer


def test_an_address_left_the_second_time_is_kept(program: Program) -> None:
    link = LinkFactory.create()
    record(link, score=2)

    record(link, score=2, typed_email="ada@visitors.example")

    row = Response.objects.get()
    assert (row.customer, row.typed_email) == (Customer.objects.get(), "ada@visitors.example")


def test_an_address_is_not_exchanged_by_a_later_version(program: Program) -> None:
    link = LinkFactory.create()
    first = record(link, score=2, typed_email="ada@visitors.example")

    record(link, score=3, typed_email="bob@visitors.example")

    row = Response.objects.get()
    assert (row.customer, row.typed_email, row.score) == (first.customer, "ada@visitors.example", 3)


def test_erasing_takes_the_typed_address_and_the_page_along(program: Program, admin: User) -> None:
    response = record(
        WidgetFactory.create(),
        score=2,
        typed_email="ada@visitors.example",
        page_url="https://shop.example/me",
    )
    assert response.customer

    erasure.erase(customer=response.customer, actor=admin, now=NOW)

    response.refresh_from_db()
    kept = response.score, response.typed_email, response.page_url, response.visitor
    assert kept == (2, "", "", "")


@pytest.mark.parametrize("state", [CampaignState.DRAFT, CampaignState.PAUSED, CampaignState.ENDED])
def test_record_refuses_what_is_closed(program: Program, state: str) -> None:
    link = LinkFactory.create()
    Campaign.objects.update(state=state)

    with pytest.raises(visiting.Closed):
        record(link)


def test_record_leaves_impossible_scores_to_the_database(program: Program) -> None:
    """G8."""
    with pytest.raises(IntegrityError):
        record(LinkFactory.create(), score=11)


def test_the_same_browser_is_new_after_the_days(program: Program) -> None:
    link = LinkFactory.create(frequency_days=1)
    record(link)

    visiting.record(
        placement=link, visitor=BROWSER, said=visiting.Said(score=1), now=NOW + timedelta(hours=25)
    )

    assert Response.objects.count() == 2


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://shop.example/cart?token=secret#x", "https://shop.example/cart"),
        ("https://shop.example", "https://shop.example"),
        ("https://evil.example/cart", "https://shop.example"),
        ("https://shop.example@evil.example/", "https://shop.example"),
        ("https://[", "https://shop.example"),
        ("", "https://shop.example"),
        ("https://shop.example/" + "x" * 400, ("https://shop.example/" + "x" * 400)[:300]),
    ],
)
def test_page_is_kept_without_what_may_be_private(url: str, page: str) -> None:
    assert visiting.page_of(url, origin="https://shop.example") == page


def test_an_address_from_before_a_merge_leads_to_who_is_left(program: Program) -> None:
    """T52: whoever types their old address is no new prospect."""
    customer = CustomerFactory.create()
    CustomerAlias.objects.create(customer=customer, kind="email", value="old@example.org")

    row = record(LinkFactory.create(), typed_email="old@example.org")

    assert (row.customer, row.typed_email) == (customer, "old@example.org")
    assert Customer.objects.get() == customer
