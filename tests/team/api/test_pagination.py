from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.factories.team import ApiKeyFactory, UserFactory, bearer

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.team.api.urls")]


def pages(client: Client, url: str | None) -> list[list[str]]:
    """The names on every page, following `next` to the end."""
    headers, found = bearer(ApiKeyFactory.create()), []
    while url:
        body = client.get(url, headers=headers).json()
        found.append([person["name"] for person in body["results"]])
        url = body["next"]
    return found


def test_pages_follow_each_other_without_gap_or_repetition(client: Client) -> None:
    for name in "edcba":
        UserFactory.create(name=name)

    assert pages(client, "/api/people/?limit=2") == [["e", "d"], ["c", "b"], ["a"]]
    assert pages(client, "/api/newest/?limit=2") == [["a", "b"], ["c", "d"], ["e"]]
    assert pages(client, "/api/people/?limit=5") == [["e", "d", "c", "b", "a"]]


def test_a_row_added_meanwhile_shifts_nothing(client: Client) -> None:
    headers = bearer(ApiKeyFactory.create())
    UserFactory.create_batch(3)
    first = client.get("/api/newest/?limit=2", headers=headers).json()
    UserFactory.create()

    second = client.get(first["next"], headers=headers).json()

    assert len({person["id"] for person in first["results"] + second["results"]}) == 3


def test_next_is_built_from_the_base_url_and_keeps_the_query(client: Client, settings: Any) -> None:
    settings.BASE_URL = "https://nps.northwind.example"
    settings.ALLOWED_HOSTS = ["*"]
    people = UserFactory.create_batch(2)
    headers = {**bearer(ApiKeyFactory.create()), "Host": "evil.example"}

    body = client.get("/api/people/?limit=1&tag=a%26b&cursor=0", headers=headers).json()

    expected = f"https://nps.northwind.example/api/people/?limit=1&tag=a%26b&cursor={people[0].pk}"
    assert body["next"] == expected


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("limit=0", {"limit": ["Ask for 1 to 200 rows."]}),
        ("limit=201", {"limit": ["Ask for 1 to 200 rows."]}),
        ("limit=-1", {"limit": ["This must be a whole number."]}),
        ("limit=%EF%BC%97", {"limit": ["This must be a whole number."]}),
        ("cursor=1_0", {"cursor": ["This must be a whole number."]}),
        ("cursor=9999999999999999999", {"cursor": ["This must be a whole number."]}),
        ("cursor=%00", {"cursor": ["This must be a whole number."]}),
    ],
)
def test_a_broken_cursor_or_limit_is_named(client: Client, query: str, errors: dict[str, list[str]]) -> None:
    response = client.get(f"/api/people/?{query}", headers=bearer(ApiKeyFactory.create()))

    assert (response.status_code, response.json()) == (400, {"errors": errors})


def test_200_rows_are_allowed_and_50_usual(client: Client) -> None:
    UserFactory.create_batch(51)

    assert [len(page) for page in pages(client, "/api/people/")] == [50, 1]
    assert [len(page) for page in pages(client, "/api/people/?limit=200")] == [51]
