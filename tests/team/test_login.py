"""Logging in as staff do, through the pages that allauth brings."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client

from team.models import AuditEntry, User
from tests.factories.team import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

INSIDE = "/settings/about/"


@pytest.fixture(autouse=True)
def _nobody_failed_before() -> None:
    cache.clear()


def login(client: Client, email: str, password: str = PASSWORD) -> Any:
    """The answer to the login form."""
    return client.post("/login/?next=" + INSIDE, {"login": email, "password": password})


def inside(client: Client) -> bool:
    return client.get(INSIDE).status_code == 200


def test_people_log_in_by_e_mail_in_any_case(client: Client) -> None:
    UserFactory.create(email="ada@northwind.example")

    response = login(client, "Ada@Northwind.example")

    assert (response.status_code, response.headers["Location"]) == (302, INSIDE)
    assert inside(client)


def test_a_wrong_password_opens_nothing(client: Client) -> None:
    user = UserFactory.create()

    response = login(client, user.email, "wrong")

    assert response.status_code == 200
    assert not inside(client)


def test_logging_in_makes_no_second_copy_of_the_address(client: Client) -> None:
    login(client, UserFactory.create().email)

    assert not EmailAddress.objects.exists()


def test_a_deactivated_person_cannot_log_in(client: Client) -> None:
    user = UserFactory.create(is_active=False)

    response = login(client, user.email)

    assert response.headers["Location"] == "/inactive/"
    assert not inside(client)


def test_logins_are_throttled_by_account(client: Client) -> None:
    user = UserFactory.create()
    for number in range(5):
        login(Client(REMOTE_ADDR=f"192.0.2.{number}"), user.email, "wrong")

    assert "Too many failed login attempts" in login(client, user.email).content.decode()
    assert not inside(client)


def test_logins_are_throttled_by_address(client: Client) -> None:
    for number in range(10):
        login(client, f"nobody{number}@northwind.example", "wrong")

    assert "Too many failed login attempts" in login(client, UserFactory.create().email).content.decode()
    assert not inside(client)


def test_nobody_can_sign_up(client: Client) -> None:
    facts = {"email": "eve@elsewhere.example", "password1": PASSWORD, "password2": PASSWORD}

    for response in (client.get("/signup/"), client.post("/signup/", facts)):
        assert response.status_code == 200
        assert "password1" not in response.content.decode()
    assert not User.objects.exists()


def test_logging_out_needs_a_post(client: Client) -> None:
    login(client, UserFactory.create().email)

    client.get("/logout/")
    assert inside(client)
    client.post("/logout/")
    assert not inside(client)


def test_an_address_is_not_changed_on_the_side(client: Client) -> None:
    user = UserFactory.create()
    login(client, user.email)

    for response in (
        client.get("/email/"),
        client.post("/email/", {"email": "new@elsewhere.example", "action_add": ""}),
    ):
        assert (response.status_code, response.headers["Location"]) == (302, "/settings/profile/")
    assert not EmailAddress.objects.exists()


def test_a_forgotten_password_is_reset_once_and_ends_other_sessions(client: Client) -> None:
    user = UserFactory.create(email="ada@northwind.example")
    login(client, user.email)

    stranger = Client(HTTP_HOST="localhost")
    stranger.post("/password/reset/", {"email": "ada@northwind.example"})
    link = re.search(r"http://testserver(/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link is not None
    reset(stranger, link[1], "another good password")

    assert not inside(client)
    assert login(client, user.email, "another good password").headers["Location"] == INSIDE
    assert "set-password" not in Client().get(link[1], follow=True).content.decode()
    entry = AuditEntry.objects.get(action="person.set_password")
    assert (entry.actor, entry.subject_id) == (user, str(user.pk))
    assert [message.subject for message in mail.outbox][1:] == ["Closeloop: Password Reset"]


def reset(client: Client, link: str, password: str) -> None:
    form = client.get(link, follow=True).redirect_chain[-1][0]
    response = client.post(form, {"password1": password, "password2": password})
    assert response.status_code == 302


def test_resetting_an_unknown_address_says_and_sends_nothing(client: Client) -> None:
    response = client.post("/password/reset/", {"email": "nobody@northwind.example"})

    assert (response.status_code, mail.outbox) == (302, [])


def test_changing_the_password_ends_the_other_sessions_alone(client: Client) -> None:
    user, elsewhere = UserFactory.create(), Client()
    login(client, user.email)
    login(elsewhere, user.email)

    response = client.post(
        "/password/change/",
        {"oldpassword": PASSWORD, "password1": "quite another one", "password2": "quite another one"},
    )

    assert response.status_code == 302
    assert (inside(client), inside(elsewhere)) == (True, False)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([user.email], "Closeloop: Password Changed")
    ]


def test_a_mail_server_that_is_down_undoes_no_change(client: Client, settings: Any) -> None:
    user = UserFactory.create()
    login(client, user.email)
    settings.EMAIL_BACKEND = "tests.team.domain.test_welcome.Refusing"

    facts = {"oldpassword": PASSWORD, "password1": "quite another one", "password2": "quite another one"}
    response = client.post("/password/change/", facts)

    user.refresh_from_db()
    assert (response.status_code, user.check_password("quite another one")) == (302, True)


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_is_set_up_and_asked_for(client: Client) -> None:
    user, elsewhere = UserFactory.create(), Client()
    login(client, user.email)
    login(elsewhere, user.email)
    assert client.get("/2fa/").status_code == 200
    client.post("/reauthenticate/?next=/2fa/totp/activate/", {"password": PASSWORD})
    secret = client.get("/2fa/totp/activate/").context["form"].secret

    response = client.post("/2fa/totp/activate/", {"code": code_of(secret)})

    assert response.status_code == 302
    assert (inside(client), inside(elsewhere)) == (True, False)
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    assert AuditEntry.objects.filter(action="person.set_second_factor", actor=user).exists()
    cache.clear()
    assert login(elsewhere, user.email).headers["Location"].startswith("/2fa/authenticate/")
    assert not inside(elsewhere)


def test_setting_up_a_second_factor_asks_for_the_password_again(client: Client) -> None:
    login(client, UserFactory.create().email)

    response = client.get("/2fa/totp/activate/")
    assert response.headers["Location"].startswith("/reauthenticate/")
    client.post(response.headers["Location"], {"password": "wrong"})
    assert client.get("/2fa/totp/activate/").status_code == 302
    client.post(response.headers["Location"], {"password": PASSWORD})

    assert client.get("/2fa/totp/activate/").status_code == 200


def code_of(secret: str) -> str:
    """What the authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
