"""The API's papers and its front door."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml
from django.core.management import call_command
from django.urls import reverse

from tests.factories.team import ApiKeyFactory, bearer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from team.models import User

    ClientFor = Callable[[User], Client]


def test_the_description_is_valid_and_leaves_nothing_open(tmp_path: Path) -> None:
    """Every call has a schema of its own, without a single warning of the generator."""
    file = tmp_path / "schema.yml"

    call_command("spectacular", "--validate", "--fail-on-warn", file=str(file))

    described = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert {path.split("/")[3] for path in described["paths"]} >= {
        "campaigns",
        "invitations",
        "responses",
        "followups",
        "metrics",
    }
    assert described["components"]["securitySchemes"]["key"]["scheme"] == "bearer"


def test_every_call_but_none_of_the_papers_needs_a_key(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "schema.yml"
    call_command("spectacular", file=str(file))
    described = yaml.safe_load(file.read_text(encoding="utf-8"))

    answers = {
        path: client.generic(method.upper(), re.sub(r"\{\w+\}", "1", path)).status_code
        for path, methods in described["paths"].items()
        for method in methods
    }

    assert set(answers.values()) == {401}


def test_the_papers_are_public_and_from_this_server_alone(client: Client) -> None:
    page = client.get(reverse("integrations:docs"))
    script = client.get(f"{reverse('integrations:docs')}?script=")

    assert (page.status_code, script.status_code) == (200, 200)
    assert script.headers["Content-Type"] == "application/javascript"
    assert re.findall(r'(?:src|href)="(?!/)[^"]*"', page.content.decode()) == []
    policy = page.headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert "default-src 'self'" in policy


def test_only_the_papers_may_set_styles(client: Client) -> None:
    assert "unsafe-inline" not in client.get("/api/schema/").headers["Content-Security-Policy"]


def test_the_description_can_be_read_without_a_key(client: Client) -> None:
    answer = client.get("/api/schema/", headers={"Accept": "application/json"})

    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Closeloop API"


@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
def test_an_unknown_address_answers_in_the_usual_shape(client: Client, method: str) -> None:
    answer = getattr(client, method)("/api/v1/custommers/")

    assert answer.status_code == 404
    assert answer.json() == {"errors": {"request": ["There is nothing at this address of the API."]}}


@pytest.mark.django_db
def test_the_root_lists_what_there_is(client: Client) -> None:
    key = bearer(ApiKeyFactory.create())

    assert "http://testserver/api/v1/responses/" in client.get("/api/v1/", headers=key).json().values()


@pytest.mark.django_db
def test_how_to_begin_is_for_staff(client: Client, client_for: ClientFor, viewer: User, admin: User) -> None:
    stranger = client.get("/api/")

    assert stranger.headers["Location"] == "/login/?next=/api/"
    assert 'href="/settings/keys/new/"' in client_for(admin).get("/api/").content.decode()
    assert "An admin makes keys" in client_for(viewer).get("/api/").content.decode()
