"""Answers as other programs read them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.routers import DefaultRouter

from customers.domain import erasure
from responses.api.views import ResponseViewSet
from responses.domain import themes
from responses.models import Response, ResponseTheme, Theme
from team.enums import Scope
from tests.factories.customers import CustomerFactory
from tests.factories.questions import AnswerFactory, SurveyQuestionFactory
from tests.factories.responses import ResponseFactory, RevisionFactory
from tests.factories.surveys import CampaignFactory, WidgetFactory
from tests.factories.team import ApiKeyFactory, bearer
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from team.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.responses.api.test_views")]

router = DefaultRouter()
router.register("responses", ResponseViewSet)
urlpatterns = [path("api/v1/", include(router.urls))]

LIST = "/api/v1/responses/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def headers() -> dict[str, Any]:
    return bearer(ApiKeyFactory.create(scopes=[Scope.READ]))


@pytest.fixture
def speed() -> Theme:
    return Theme.objects.create(code="speed", name="Speed")


def found(client: Client, headers: dict[str, Any], **query: str) -> list[int]:
    answer = client.get(LIST, query, headers=headers)
    assert answer.status_code == 200, answer.json()
    return [row["id"] for row in answer.json()["results"]]


def test_an_answer_is_told_in_full(client: Client, headers: dict[str, Any]) -> None:
    """G8 G41 G62 T19: score, band, reason, the stage then, every instant, every version."""
    customer = CustomerFactory.create(name="Ada Byron", email="ada@customers.example", external_id="C-1815")
    response = ResponseFactory.create(
        invitation__customer=customer,
        invitation__campaign=CampaignFactory.create(name="Before renewal"),
        invitation__stage="renewal",
        invitation__occasion="renewal_on:2026-05-01",
        score=4,
        reason="Slow.",
        attributes={"plan": "gold"},
        answered_at=NOW,
        revised_at=NOW + timedelta(hours=1),
    )
    survey = response.campaign.survey
    for key, kind, value in (("easy", "scale", {"number": 4}), ("matters", "choice", {"choice": "price"})):
        question = SurveyQuestionFactory.create(survey=survey, key=key, kind=kind)
        AnswerFactory.create(response=response, question=question, **value)
    RevisionFactory.create(response=response, number=2, recorded_at=NOW + timedelta(hours=1))

    told = client.get(f"{LIST}{response.pk}/", headers=headers).json()

    versions = [
        {
            "number": number,
            "score": 4,
            "reason": "Slow.",
            "contact_me": True,
            "answers": None,
            "recorded_at": at,
        }
        for number, at in ((1, "2026-03-10T09:00:00Z"), (2, "2026-03-10T10:00:00Z"))
    ]
    assert told == {
        "id": response.pk, "score": 4, "band": "detractor", "reason": "Slow.", "contact_me": True,
        "answers": [
            {"question": "easy", "kind": "scale", "value": 4},
            {"question": "matters", "kind": "choice", "value": "price"},
        ],
        "themes": [],
        "language": "en", "channel": "email", "placement": None, "page_url": "", "typed_email": "",
        "customer": {
            "id": customer.pk, "external_id": "C-1815", "name": "Ada Byron", "email": "ada@customers.example",
        },
        "campaign": {"id": response.campaign_id, "name": "Before renewal"},
        "invitation": {
            "id": response.invitation_id, "occasion": "renewal_on:2026-05-01",
            "queued_at": "2026-03-10T09:00:00Z", "sent_at": "2026-03-10T08:00:00Z", "delivered_at": None,
            "bounced_at": None, "opened_at": None, "started_at": "2026-03-10T09:00:00Z",
            "answered_at": "2026-03-10T09:00:00Z",
        },
        "stage": "renewal", "attributes": {"plan": "gold"}, "state": "counted", "excluded_reason": "",
        "origin": "live", "answered_at": "2026-03-10T09:00:00Z", "revised_at": "2026-03-10T10:00:00Z",
        "versions": versions,
    }  # fmt: skip
    told.pop("versions")
    assert client.get(LIST, headers=headers).json() == {"next": None, "results": [told]}


def test_each_filter_narrows(client: Client, headers: dict[str, Any]) -> None:
    """T7: neutral is an older word for passive."""
    wanted = ResponseFactory.create(
        score=8, invitation__stage="loss", answered_at=NOW - timedelta(days=9), revised_at=NOW
    )
    other = ResponseFactory.create(score=9, answered_at=NOW - timedelta(days=5))
    for query in (
        {"band": "passive"},
        {"band": "neutral"},
        {"stage": "loss"},
        {"campaign": str(wanted.campaign_id)},
        {"customer": str(wanted.customer_id)},
        {"until": "2026-03-05T09:00:00Z"},
        {"updated_since": "2026-03-10T10:00:00+01:00"},
    ):
        assert found(client, headers, **query) == [wanted.pk], query
    assert found(client, headers, since="2026-03-05T09:00:00Z") == [other.pk]
    assert found(client, headers, updated_since="2026-03-05T09:00:00Z") == [wanted.pk, other.pk]
    assert found(client, headers, state="excluded") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("band", "lovers"),
        ("stage", "x"),
        ("campaign", "9" * 30),
        ("campaign", "1.5"),
        ("customer", "-1"),
        ("since", "yesterday"),
        ("theme", "unheard-of"),
    ],
)
def test_a_filter_that_is_not_understood_is_refused_by_name(
    client: Client, headers: dict[str, Any], name: str, value: str
) -> None:
    answer = client.get(LIST, {name: value}, headers=headers)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [name])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_statements_for_one_row_as_for_three(
    client: Client, headers: dict[str, Any], rows: int, speed: Theme, django_assert_max_num_queries: Any
) -> None:
    ResponseFactory.create_batch(rows)

    for response in Response.objects.all():
        ResponseTheme.objects.create(response=response, theme=speed, origin="rule", found="Quick")

    with django_assert_max_num_queries(5):
        assert len(found(client, headers)) == rows


def test_an_erased_customers_answer_keeps_its_score_alone(client: Client, headers: dict[str, Any]) -> None:
    response = ResponseFactory.create(score=3, reason="I am Ada")
    assert response.customer
    erasure.erase(customer=response.customer, actor=None, now=NOW)

    told = client.get(f"{LIST}{response.pk}/", headers=headers).json()

    assert (told["score"], told["reason"], told["versions"][0]["reason"]) == (3, "", "")
    assert told["customer"] == {"id": response.customer_id, "external_id": None, "name": "", "email": ""}


def test_no_key_writes_an_answer(client: Client) -> None:
    """T3: not even one that may write."""
    response = ResponseFactory.create(score=2)
    key = bearer(ApiKeyFactory.create(scopes=[Scope.READ, Scope.WRITE]))
    for address in (LIST, f"{LIST}{response.pk}/"):
        for method in ("post", "put", "patch", "delete"):
            sent = {"score": 10}
            answer = getattr(client, method)(address, sent, content_type="application/json", headers=key)
            assert answer.status_code == 405
    assert Response.objects.get().score == 2


def test_the_schema_describes_the_filters_and_the_fields() -> None:
    generator: Any = SchemaGenerator
    schema = generator(urlconf="tests.responses.api.test_views").get_schema(public=True)

    names = {one["name"] for one in schema["paths"][LIST]["get"]["parameters"]}
    assert {"band", "stage", "state", "campaign", "customer", "since", "until", "updated_since"} <= names
    fields = schema["components"]["schemas"]["ResponseDetail"]["properties"]
    assert {"score", "band", "reason", "versions", "invitation"} <= set(fields)


def test_themes_are_told_with_who_says_so_and_narrow_the_list(
    client: Client, headers: dict[str, Any], speed: Theme, manager: User
) -> None:
    """G42: found by a phrase, put on by a person; what a person took off is not told."""
    price = Theme.objects.create(code="price", name="Price")
    response = ResponseFactory.create(reason="So slow")
    ResponseTheme.objects.create(response=response, theme=speed, origin="rule", found="slow")
    themes.tag(response=response, theme=price, actor=manager, now=NOW)
    calm = ResponseFactory.create(reason="Fine")
    themes.tag(response=calm, theme=speed, actor=manager, now=NOW)
    themes.untag(response=calm, theme=speed, actor=manager, now=NOW)
    silent = ResponseFactory.create(reason="")

    told = client.get(LIST, headers=headers).json()["results"]

    assert {row["id"]: row["themes"] for row in told} == {
        response.pk: [
            {"key": "price", "name": "Price", "by": "person", "found": ""},
            {"key": "speed", "name": "Speed", "by": "rule", "found": "slow"},
        ],
        calm.pk: [],
        silent.pk: [],
    }
    assert found(client, headers, theme="speed") == [response.pk]
    assert found(client, headers, theme="none") == [calm.pk]


def test_without_a_key_nothing_is_read(client: Client) -> None:
    assert client.get(LIST).status_code == 401
    key = bearer(ApiKeyFactory.create(scopes=[Scope.WRITE]))
    assert client.get(LIST, headers=key).status_code == 403


def test_answers_of_visitors_say_where_they_came_from(client: Client, headers: dict[str, Any]) -> None:
    """G25: channel and placement, filterable; the address that was typed apart from the customer's."""
    widget = WidgetFactory.create(name="Shop")
    visitor = ResponseFactory.create(
        invitation=None, customer=None, campaign=widget.campaign, placement=widget, stage="",
        channel="widget", page_url="https://shop.example/cart", typed_email="ada@visitors.example",
    )  # fmt: skip
    mailed = ResponseFactory.create()

    told = client.get(f"{LIST}{visitor.pk}/", headers=headers).json()

    place = {"id": widget.pk, "kind": "widget", "name": "Shop"}
    names = ("channel", "placement", "page_url", "typed_email", "customer")
    assert [told[name] for name in names] == [
        "widget", place, "https://shop.example/cart", "ada@visitors.example", None,
    ]  # fmt: skip
    assert found(client, headers, channel="widget") == [visitor.pk]
    assert found(client, headers, channel="email") == [mailed.pk]
    assert found(client, headers, placement=str(widget.pk)) == [visitor.pk]
