"""Themes as other programs read and keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.routers import DefaultRouter

from responses.api.themes import ThemeViewSet
from responses.domain.themes import editing
from responses.models import Tagging, Theme
from team.enums import Scope
from team.models import AuditEntry
from tests.factories.team import ApiKeyFactory, bearer
from tests.moments import NOW

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.responses.api.test_themes")]

router = DefaultRouter()
router.register("themes", ThemeViewSet)
urlpatterns = [path("api/v1/", include(router.urls))]

LIST = "/api/v1/themes/"


@pytest.fixture
def headers() -> dict[str, Any]:
    return bearer(ApiKeyFactory.create(scopes=[Scope.READ, Scope.WRITE]))


@pytest.fixture
def price() -> Theme:
    phrases = {"en": ["dear", "expensive"], "de": ["teuer*"]}
    return editing.add(name="Price", description="What it costs", phrases=phrases, actor=None, now=NOW)


def said(theme: Theme) -> dict[str, list[str]]:
    return editing.phrases_of(Theme.objects.get(pk=theme.pk))


def test_a_program_adds_a_theme_and_every_comment_is_read_again(
    client: Client, headers: dict[str, Any]
) -> None:
    """G42: the company's own words, kept where another program keeps its."""
    sent = {"name": " Slow  support ", "phrases": {"en": ["slow*", "no  answer"], "any": ["SLA"], "fr": []}}

    answer = client.post(LIST, sent, content_type="application/json", headers=headers)

    theme = Theme.objects.get()
    assert answer.status_code == 201, answer.json()
    told = answer.json()
    assert told.pop("created_at")
    assert told == {
        "id": theme.pk, "key": "slow-support", "name": "Slow support", "description": "", "is_active": True,
        "phrases": {"any": ["SLA"], "en": ["no answer", "slow*"]},
    }  # fmt: skip
    assert said(theme) == {"": ["SLA"], "en": ["no answer", "slow*"]}
    assert Tagging.objects.get().version == 1
    entry = AuditEntry.objects.get(action="theme.add")
    assert (entry.actor, entry.actor_label[:7]) == (None, "API key")


def test_a_change_leaves_alone_what_it_does_not_name(
    client: Client, headers: dict[str, Any], price: Theme
) -> None:
    def patch(**sent: Any) -> Any:
        return client.patch(f"{LIST}price/", sent, content_type="application/json", headers=headers).json()

    assert patch(phrases={"de": ["teuer*", "kostet"]})["phrases"] == {
        "de": ["kostet", "teuer*"],
        "en": ["dear", "expensive"],
    }
    assert patch(phrases={"en": []})["phrases"] == {"de": ["kostet", "teuer*"]}
    told = patch(name="Prices", is_active=False)
    assert (told["key"], told["name"], told["description"]) == ("price", "Prices", "What it costs")
    assert (
        told["is_active"],
        client.get(LIST, {"is_active": "true"}, headers=headers).json()["results"],
    ) == (
        False,
        [],
    )
    assert patch(is_active=True)["is_active"]
    version = Tagging.objects.get().version
    assert patch(is_active=True, name="Prices")["is_active"]
    assert Tagging.objects.get().version == version


@pytest.mark.parametrize(
    ("sent", "field", "word"),
    [
        ({"name": "price"}, "name", "Another theme"),
        ({}, "name", "required"),
        ({"name": "x" * 81}, "name", "80"),
        ({"name": "Speed", "words": []}, "words", "no such field"),
        ({"name": "Speed", "phrases": ["slow"]}, "phrases", "dictionary"),
        ({"name": "Speed", "phrases": {"German": ["langsam"]}}, "phrases.German", "primary language"),
        ({"name": "Speed", "phrases": {"en": ["slow*ly"]}}, "phrases.en", "only come last"),
        ({"name": "Speed", "phrases": {"en": ["!!"]}}, "phrases.en", "no letter"),
        ({"name": "Speed", "phrases": {"en": ["x" * 121]}}, "phrases.en", "longer than 120"),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    client: Client, headers: dict[str, Any], price: Theme, sent: dict[str, Any], field: str, word: str
) -> None:
    answer = client.post(LIST, sent, content_type="application/json", headers=headers)

    assert answer.status_code == 422
    ((name, (told,)),) = answer.json()["errors"].items()
    assert name == field
    assert word in told
    assert list(Theme.objects.all()) == [price]


def test_a_taken_name_changes_nothing(client: Client, headers: dict[str, Any], price: Theme) -> None:
    other = editing.add(name="Speed", description="", phrases={}, actor=None, now=NOW)
    version = Tagging.objects.get().version

    sent = {"name": "PRICE", "phrases": {"en": ["slow"]}}
    answer = client.patch(f"{LIST}speed/", sent, content_type="application/json", headers=headers)

    assert (answer.status_code, said(other), Tagging.objects.get().version) == (422, {}, version)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_statements_for_one_theme_as_for_three(
    client: Client, headers: dict[str, Any], rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        editing.add(name=f"Theme {number}", description="", phrases={"en": ["x"]}, actor=None, now=NOW)

    with django_assert_max_num_queries(4):
        assert len(client.get(LIST, headers=headers).json()["results"]) == rows


def test_nothing_is_deleted_and_reading_alone_writes_nothing(client: Client, price: Theme) -> None:
    reads = bearer(ApiKeyFactory.create(scopes=[Scope.READ]))
    writes = bearer(ApiKeyFactory.create(scopes=[Scope.WRITE]))

    assert client.get(f"{LIST}price/", headers=reads).json()["phrases"]["de"] == ["teuer*"]
    assert (
        client.patch(f"{LIST}price/", {}, content_type="application/json", headers=reads).status_code == 403
    )
    assert client.delete(f"{LIST}price/", headers=writes).status_code == 405
    assert client.get(LIST, headers=writes).status_code == 403


def test_the_schema_describes_phrases_by_language() -> None:
    generator: Any = SchemaGenerator
    schema = generator(urlconf="tests.responses.api.test_themes").get_schema(public=True)

    shape = schema["components"]["schemas"]["Theme"]["properties"]["phrases"]
    assert shape["additionalProperties"] == {"type": "array", "items": {"type": "string"}}
    assert set(schema["paths"][LIST]) == {"get", "post"}
    assert set(schema["paths"][f"{LIST}{{key}}/"]) == {"get", "patch"}
