from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.team import ApiKeyFactory, bearer

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.team.api.urls")]


def test_refusals_list_sentences_by_field(client: Client) -> None:
    response = client.post(
        "/api/people/",
        {"role": "king"},
        content_type="application/json",
        headers=bearer(ApiKeyFactory.create()),
    )

    assert response.status_code == 400
    assert response.json() == {
        "errors": {"name": ["This field is required."], "role": ['"king" is not a valid choice.']}
    }


def test_nested_refusals_get_dotted_names(client: Client) -> None:
    response = client.get("/api/nested/", headers=bearer(ApiKeyFactory.create()))

    assert response.json() == {
        "errors": {
            "address.city": ["Too long."],
            "events.1.name": ["Missing."],
            "score": ["0 to 10."],
            "request": ["Nothing to do."],
        }
    }


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        (b'{"name": NaN}', 400, "NaN is not a JSON number."),
        (b'{"name": "a", "name": "b"}', 400, 'The key "name" stands twice in one object.'),
        (b" " * (5 * 1024 * 1024 + 1), 413, "The body is larger than 5242880 bytes."),
    ],
)
def test_a_body_that_cannot_be_read_is_named(client: Client, body: bytes, status: int, sentence: str) -> None:
    response = client.generic(
        "POST", "/api/people/", body, "application/json", headers=bearer(ApiKeyFactory.create())
    )

    assert (response.status_code, response.json()) == (status, {"errors": {"request": [sentence]}})


def test_another_content_type_is_415_in_the_same_shape(client: Client) -> None:
    response = client.post("/api/people/", {"name": "Ada"}, headers=bearer(ApiKeyFactory.create()))

    assert response.status_code == 415
    assert list(response.json()["errors"]) == ["request"]
