"""Where an answer came from: on the list, on its page, and as a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from responses.enums import Channel, Origin
from tests.factories.customers import CustomerFactory
from tests.factories.responses import ResponseFactory
from tests.factories.surveys import WidgetFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from responses.models import Response
    from team.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("program")]


@pytest.fixture
def looks(client_for: Callable[[User], Client], viewer: User) -> Client:
    return client_for(viewer)


def visitors_answer(**facts: Any) -> Response:
    widget = WidgetFactory.create(name="Shop front")
    return ResponseFactory.create(
        invitation=None,
        campaign=widget.campaign,
        placement=widget,
        channel=Channel.WIDGET,
        stage="",
        page_url="https://shop.example/cart",
        **{"customer": None, **facts},
    )


def test_a_visitors_answer_says_where_it_came_from(looks: Client) -> None:
    """G25 G26."""
    row = visitors_answer()

    page, listed = looks.get(f"/responses/{row.pk}/").text, looks.get("/responses/").text

    for words in ("Website widget", "Shop front", "https://shop.example/cart", "A visitor who is not known."):
        assert words in page
    assert "Shop front" in listed
    assert f"/campaigns/{row.campaign_id}/placements/{row.placement_id}/" in page


def test_a_typed_address_is_told_from_a_proven_one(looks: Client) -> None:
    customer = CustomerFactory.create(email="ada@visitors.example")
    row = visitors_answer(customer=customer, typed_email="ada@visitors.example")

    page, listed = looks.get(f"/responses/{row.pk}/").text, looks.get("/responses/").text

    assert "Nobody proved that it is theirs" in page
    assert "Address not verified" in listed


def test_entries_of_staff_are_marked(looks: Client, rep: User) -> None:
    """T3: wherever the answer shows."""
    row = ResponseFactory.create(channel=Channel.MANUAL, origin=Origin.STAFF, entered_by=rep)

    page, listed = looks.get(f"/responses/{row.pk}/").text, looks.get("/responses/").text

    assert ("Entered by staff" in page, "Rep Example" in page, "Entered by staff</span>" in listed) == (
        True,
        True,
        True,
    )


def test_list_narrows_by_channel_and_by_placement(looks: Client) -> None:
    visitor, mailed = visitors_answer(), ResponseFactory.create()

    def shown(query: str) -> list[bool]:
        html = looks.get(f"/responses/?{query}").text
        return [f'href="/responses/{row.pk}/"' in html for row in (visitor, mailed)]

    assert shown("channel=widget") == [True, False]
    assert shown("channel=email") == [False, True]
    assert shown(f"placement={visitor.placement_id}") == [True, False]
    assert "take this filter away" in looks.get(f"/responses/?placement={visitor.placement_id}").text


def test_list_needs_no_query_more_for_more_visitors(
    looks: Client, django_assert_max_num_queries: Any
) -> None:
    visitors_answer()
    looks.get("/responses/")
    with django_assert_max_num_queries(20) as one:
        looks.get("/responses/")
    for _ in range(2):
        visitors_answer()
    with django_assert_max_num_queries(len(one)):
        looks.get("/responses/")
