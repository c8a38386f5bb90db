"""The frame around every page: who sees what in it, and what a stranger or an error sees instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from team.enums import Role
from team.models import User
from tests.front.files import TEMPLATES, markup

if TYPE_CHECKING:
    from django.test import Client

BLOCKS = settings.BASE_DIR / "core" / "templatetags" / "blocks.py"
PLACES = [
    "Home", "Follow-ups", "Notifications", "Responses", "Customers", "Success plans", "Advocates", "Insights",
    "Campaigns", "Surveys", "Playbooks", "Segments", "Outbox", "Settings",
]  # fmt: skip


def frame(user: User | AnonymousUser, path: str = "/", **context: object) -> str:
    request = RequestFactory().get(path)
    request.user = user
    return render_to_string("base.html", {"user": user, **context}, request)


def person(role: Role) -> User:
    return User.objects.create_user("ana@example.org", name="Ana Example", role=role)


def places(html: str) -> list[str]:
    return re.findall(r'<a class="sidebar-link".*?</svg><span>(.*?)</span>', html, re.DOTALL)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "without"),
    [
        (Role.VIEWER, {"Follow-ups", "Notifications", "Playbooks", "Outbox", "Settings"}),
        (Role.REP, {"Playbooks", "Outbox", "Settings"}),
        (Role.MANAGER, {"Settings"}),
        (Role.ADMIN, set()),
    ],
)
def test_sidebar_shows_what_the_role_may_open(role: Role, without: set[str], settings: Any) -> None:
    """G1: the queue stands among the first places, for all who work it."""
    settings.EMAIL_BACKEND = settings.LOCAL_OUTBOX

    assert places(frame(person(role))) == [place for place in PLACES if place not in without]


@pytest.mark.django_db
def test_user_menu_logs_out_by_post_and_names_the_role() -> None:
    html = frame(person(Role.MANAGER))

    assert re.search(
        r'<form method="post" action="/logout/">\s*<input type="hidden" name="csrfmiddlewaretoken"', html
    )
    assert '<span class="person-note">Manager</span>' in html


@pytest.mark.django_db
def test_frame_gives_htmx_the_form_token_once() -> None:
    assert re.search(r"<body hx-headers='{\"X-CSRFToken\": \"\w{64}\"}'", frame(person(Role.REP)))


@pytest.mark.django_db
def test_nobody_logged_in_has_no_user_menu() -> None:
    assert "user-button" not in frame(AnonymousUser())


@pytest.mark.django_db
def test_messages_are_toasts_that_screen_readers_hear() -> None:
    html = frame(person(Role.REP), messages=[Message(constants.SUCCESS, "Saved <b>it</b>.")])

    assert 'id="toasts" role="status"' in html
    assert 'class="toast toast-success" data-toast="success"' in html
    assert "Saved &lt;b&gt;it&lt;/b&gt;." in html


@pytest.mark.parametrize(
    "name", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"]
)
def test_error_page_needs_neither_request_nor_user(name: str) -> None:
    html = get_template(name).render({})

    assert "<h1>" in html
    assert 'href="/"' in html


@pytest.mark.django_db
def test_login_page_is_ours_and_strict(client: Client) -> None:
    response = client.get("/login/")
    html = response.content.decode()

    assert "Sign in to Closeloop" in html
    assert 'autocomplete="current-password"' in html
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_wrong_password_says_so_on_the_page(client: Client) -> None:
    response = client.post("/login/", {"login": "nobody@example.org", "password": "wrong-horse"})

    assert 'class="notice notice-danger" role="alert"' in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/password/reset/", "/password/reset/done/", "/password/reset/key/1-x/", "/login/"]
)
def test_entrance_pages_wear_the_look(client: Client, path: str) -> None:
    html = client.get(path, follow=True).content.decode()

    assert 'class="entrance-card' in html
    assert 'class="logo-mark"' in html


@pytest.mark.django_db
def test_theme_of_the_cookie_is_in_the_first_byte(client: Client) -> None:
    client.cookies["theme"] = "dark"

    assert '<html lang="en" data-theme="dark">' in client.get("/login/").content.decode()


@pytest.mark.django_db
def test_style_guide_renders() -> None:
    request = RequestFactory().get("/styleguide/")
    request.user = AnonymousUser()

    assert get_template("styleguide.html").render({}, request).count('class="panel') > 20


def test_style_guide_shows_every_element() -> None:
    """The guide is where authors of pages look: an element that is not there gets written again."""
    guide = [TEMPLATES / "styleguide.html", *(TEMPLATES / "styleguide").glob("*.html")]
    frame = [TEMPLATES / "base.html", TEMPLATES / "entrance.html", *(TEMPLATES / "elements").glob("*.html")]
    sources = [markup(path) for path in [*guide, *frame]] + [BLOCKS.read_text(encoding="utf-8")]
    shown = {name for text in sources for name in re.findall(r"elements/(\w+)\.html", text)}

    assert {path.stem for path in (TEMPLATES / "elements").glob("*.html")} - shown == {"form", "login_error"}
