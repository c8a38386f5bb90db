from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from nps_project.middleware import is_public
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoAssertNumQueries

PROBES = pytest.mark.urls("tests.nps_project.probe_urls")
STRICT = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


@pytest.mark.parametrize(
    ("path", "public"),
    [
        ("/s/token", True),
        ("/u/token", True),
        ("/w/key.js", True),
        ("/l/slug", True),
        ("/api/v1/customers/", True),
        ("/v1/people.json", True),
        ("/anymail/postmark/tracking/", True),
        ("/healthz", True),
        ("/readyz", True),
        ("/metrics", True),
        ("/static/css/app.css", True),
        ("/", False),
        ("/s", False),
        ("/surveys/", False),
        ("/settings/", False),
        ("/users/", False),
        ("/login/", False),
        ("/v1", False),
        ("/apidocs/", False),
    ],
)
def test_pages_of_customers_and_programs_are_public(path: str, public: bool) -> None:
    assert is_public(RequestFactory().get(path)) is public


@PROBES
@pytest.mark.parametrize("path", ["/s/probe", "/api/probe"])
def test_public_pages_know_no_session_and_set_no_cookie(
    path: str, client_for: Callable[[User], Client], admin: User
) -> None:
    response = client_for(admin).get(path)

    assert response.json() == {"given": [], "zone": "UTC"}
    assert (dict(response.cookies), response.headers.get("Vary")) == ({}, None)


@PROBES
def test_public_pages_ask_the_database_nothing(
    db: None, django_assert_num_queries: DjangoAssertNumQueries, client: Client
) -> None:
    client.cookies["session"] = "0" * 32
    with django_assert_num_queries(0):
        assert client.get("/s/probe").status_code == 200


@PROBES
def test_public_pages_take_a_post_without_cookie_and_staff_pages_none(db: None) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post("/s/probe").status_code == 200
    assert client.post("/open/probe").status_code == 403


@PROBES
def test_a_page_is_behind_the_login_unless_it_says_otherwise(db: None, client: Client) -> None:
    response = client.get("/settings/probe?tab=2")

    assert (response.status_code, response.headers["Location"]) == (
        302,
        "/login/?next=/settings/probe%3Ftab%3D2",
    )
    assert client.get("/open/probe").status_code == 200


@PROBES
@pytest.mark.parametrize(
    ("stored", "zone"), [("Asia/Tokyo", "Asia/Tokyo"), ("UTC", "UTC"), ("", "UTC"), ("Mars/Base", "UTC")]
)
def test_staff_pages_run_in_the_readers_zone(
    client_for: Callable[[User], Client], viewer: User, stored: str, zone: str
) -> None:
    User.objects.filter(pk=viewer.pk).update(time_zone=stored)
    client = client_for(viewer)

    assert client.get("/settings/probe").json() == {"given": ["session", "user", "_messages"], "zone": zone}
    assert Client().get("/open/probe").json()["zone"] == "UTC"


@pytest.mark.parametrize(
    "path", ["/s/no-such-token", "/u/no-such-token", "/no/such/page", "/login/", "/healthz"]
)
def test_every_answer_has_the_strict_headers(db: None, client: Client, path: str) -> None:
    headers = client.get(path).headers

    policy = {part.strip() for part in headers["Content-Security-Policy"].split(";")}
    # The pages for customers allow by name alone: default-src 'none'.
    assert STRICT - policy <= {"default-src 'self'", "img-src 'self' data:"}
    assert policy & {"default-src 'self'", "default-src 'none'"}
    assert not any(word in headers["Content-Security-Policy"] for word in ("unsafe", "*", "http:", "https:"))
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_staff_pages_have_the_strict_policy(client_for: Callable[[User], Client], viewer: User) -> None:
    policy = client_for(viewer).get("/settings/about/").headers["Content-Security-Policy"]

    assert {part.strip() for part in policy.split(";")} == STRICT


def test_cookies_of_staff_are_out_of_reach_of_scripts_and_other_sites() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert (settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE) == ("Lax", "Lax")
