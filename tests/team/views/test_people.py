from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from team.enums import Role
from team.models import User
from tests.factories.team import UserFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import Program

PERSON = {"email": "ada@northwind.example", "name": "Ada", "role": "rep", "time_zone": "Europe/Berlin"}


@pytest.fixture
def page(client_for: Callable[[User], Client], admin: User) -> Client:
    """An admin's browser."""
    return client_for(admin)


def names(response: Any) -> list[str]:
    return [person.name for person in response.context["page"]]


def queries(page: Client, url: str) -> int:
    """How many a page takes."""
    with CaptureQueriesContext(connection) as captured:
        page.get(url)
    return len(captured)


def test_list_takes_the_same_queries_for_one_person_and_three(page: Client, manager: User) -> None:
    User.objects.filter(pk=manager.pk).update(is_active=False)
    url = "/settings/users/?state=active"
    page.get(url)
    one = queries(page, url)

    UserFactory.create_batch(2, manager=manager)

    assert queries(page, url) == one
    assert len(names(page.get(url))) == 3


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=grace", ["Grace"]),
        ("q=@northwind.example", ["Admin Example"]),
        ("role=manager", ["Grace"]),
        ("state=former", ["Tom"]),
        ("state=active", ["Admin Example", "Grace"]),
        ("q=nobody", []),
        ("role=king", ["Admin Example", "Grace", "Tom"]),
        ("page=999", ["Admin Example", "Grace", "Tom"]),
    ],
)
def test_list_is_filtered(page: Client, query: str, expected: list[str]) -> None:
    UserFactory.create(name="Grace", role=Role.MANAGER)
    UserFactory.create(name="Tom", is_active=False)

    assert names(page.get(f"/settings/users/?{query}")) == expected


def test_list_gives_htmx_the_rows_alone(page: Client) -> None:
    whole, rows = page.get("/settings/users/"), page.get("/settings/users/", headers={"HX-Target": "rows"})

    assert rows.content.decode().strip().startswith('<div id="rows">')
    assert rows.content.decode().strip() in whole.content.decode()
    assert "HX-Target" in whole.headers["Vary"]


def test_list_says_what_to_do_where_nobody_fits(page: Client) -> None:
    assert "Show everybody" in page.get("/settings/users/?q=nobody").content.decode()


def test_invite_shows_the_link_once_and_it_sets_the_password(
    page: Client, client: Client, program: Program
) -> None:
    response = page.post("/settings/users/new/", PERSON)

    link = re.search(r"http://testserver(/password/reset/key/[^<\"]+)", response.content.decode())
    assert link is not None
    assert link[0] in str(mail.outbox[0].body)
    assert "no-store" in response.headers["Cache-Control"]
    form = client.get(link[1], follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "quite a good one", "password2": "quite a good one"})
    user = User.objects.get(email="ada@northwind.example")
    assert (user.check_password("quite a good one"), user.role, user.time_zone) == (
        True,
        "rep",
        "Europe/Berlin",
    )


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"email": "admin@northwind.example"}, "email", "Somebody signs in with this address already."),
        ({"email": "a@b.example,c@d.example"}, "email", "Enter a valid email address."),
        ({"role": "king"}, "role", "Select a valid choice. king is not one of the available choices."),
        (
            {"time_zone": "Mars/Base"},
            "time_zone",
            "Select a valid choice. Mars/Base is not one of the available choices.",
        ),
        ({"name": " \r\n "}, "name", "This field is required."),
    ],
)
def test_invite_says_what_is_wrong(page: Client, facts: dict[str, str], field: str, sentence: str) -> None:
    response = page.post("/settings/users/new/", {**PERSON, **facts})

    assert response.context["form"].errors == {field: [sentence]}
    assert (User.objects.count(), mail.outbox) == (1, [])


def test_invite_makes_one_line_of_a_name(page: Client, program: Program) -> None:
    page.post("/settings/users/new/", {**PERSON, "name": " Ada\r\nBcc:  all "})

    assert User.objects.get(email=PERSON["email"]).name == "Ada Bcc: all"


def test_change_stores_role_and_manager(page: Client, rep: User, manager: User) -> None:
    facts = {**PERSON, "email": rep.email, "role": "manager", "manager": manager.pk}

    response = page.post(f"/settings/users/{rep.pk}/", facts)

    rep.refresh_from_db()
    assert response.headers["Location"] == f"/settings/users/{rep.pk}/"
    assert (rep.name, rep.role, rep.manager) == ("Ada", "manager", manager)


def test_change_offers_managers_but_not_the_person(
    page: Client, rep: User, manager: User, admin: User
) -> None:
    form = page.get(f"/settings/users/{manager.pk}/").context["form"]

    assert list(form.fields["manager"].queryset) == [admin]


def test_change_explains_that_the_last_admin_stays(page: Client, admin: User) -> None:
    facts = {**PERSON, "email": admin.email}

    response = page.post(f"/settings/users/{admin.pk}/", facts)

    sentence = "This is the last admin. Make somebody else an admin first."
    assert response.context["form"].errors == {"role": [sentence]}
    admin.refresh_from_db()
    assert (admin.role, admin.name) == ("admin", "Admin Example")


def test_deactivate_and_reactivate(page: Client, rep: User) -> None:
    for verb, active in (("deactivate", False), ("reactivate", True)):
        response = page.post(f"/settings/users/{rep.pk}/{verb}/", follow=True)
        rep.refresh_from_db()
        assert (rep.is_active, response.redirect_chain[-1][0]) == (active, f"/settings/users/{rep.pk}/")


def test_nobody_deactivates_themselves(page: Client, admin: User) -> None:
    response = page.post(f"/settings/users/{admin.pk}/deactivate/", follow=True)

    admin.refresh_from_db()
    assert admin.is_active
    assert "You cannot end your own access. Ask another admin." in response.content.decode()
    assert f"/settings/users/{admin.pk}/deactivate/" not in response.content.decode()


def test_a_new_link_is_for_active_people_alone(page: Client, rep: User, program: Program) -> None:
    assert "A new link for Rep Example" in page.post(f"/settings/users/{rep.pk}/link/").content.decode()

    User.objects.filter(pk=rep.pk).update(is_active=False)
    assert page.post(f"/settings/users/{rep.pk}/link/").status_code == 404
    assert len(mail.outbox) == 1


def test_a_get_changes_nothing(page: Client, rep: User) -> None:
    verbs = ("link", "second-factor", "deactivate", "reactivate")

    assert {page.get(f"/settings/users/{rep.pk}/{verb}/").status_code for verb in verbs} == {405}
