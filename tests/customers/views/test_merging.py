"""The merge as a person goes through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from customers.models import Customer, NotDuplicate
from team.models import AuditEntry
from tests.factories.customers import AccountFactory, CustomerFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import Program, User


@pytest.fixture
def staff(manager: User, program: Program, client_for: Callable[[User], Client]) -> Client:
    return client_for(manager)


@pytest.fixture
def two() -> tuple[Customer, Customer]:
    account = AccountFactory.create()
    return (
        CustomerFactory.create(name="Ada Lovelace", email="ada@x.example", account=account),
        CustomerFactory.create(name="ada lovelace", email="a.da@x.example", account=account),
    )


def test_both_stand_side_by_side_with_what_follows(staff: Client, two: tuple[Customer, Customer]) -> None:
    """T52"""
    kept, lost = two
    page = staff.get(f"/customers/{kept.pk}/merge/{lost.pk}/").content.decode()

    assert 'name="side-email" value="kept" checked' in page
    assert "This cannot be undone." in page
    assert f'href="/customers/{lost.pk}/merge/{kept.pk}/"' in page
    assert Customer.objects.current().count() == 2


def test_the_consequences_follow_the_choice(staff: Client, two: tuple[Customer, Customer]) -> None:
    kept, lost = two
    page = staff.get(
        f"/customers/{kept.pk}/merge/{lost.pk}/",
        {"side-email": "lost"},
        headers={"HX-Request": "true", "HX-Target": "compared"},
    ).content.decode()

    assert page.strip().startswith('<div id="compared"')
    assert "Nothing is sent to ada@x.example any more." in page


def test_a_merge_ends_at_the_one_who_is_left(
    staff: Client, manager: User, two: tuple[Customer, Customer]
) -> None:
    kept, lost = two
    response = staff.post(
        f"/customers/{kept.pk}/merge/{lost.pk}/", {"side-email": "lost", "side-name": "kept"}
    )

    assert response.headers["Location"] == f"/customers/{kept.pk}/"
    kept.refresh_from_db()
    assert (kept.name, kept.email) == ("Ada Lovelace", "a.da@x.example")
    assert AuditEntry.objects.get(action="customer.merged").actor == manager
    assert staff.get(f"/customers/{lost.pk}/").headers["Location"] == f"/customers/{kept.pk}/"
    assert staff.post(f"/customers/{kept.pk}/merge/{lost.pk}/").status_code == 404


def test_what_cannot_go_together_is_said(staff: Client, two: tuple[Customer, Customer]) -> None:
    kept, lost = two
    Customer.objects.filter(pk=kept.pk).update(first_purchase_on="2020-01-01", last_purchase_on="2020-02-02")
    Customer.objects.filter(pk=lost.pk).update(first_purchase_on="2021-01-01")

    response = staff.post(f"/customers/{kept.pk}/merge/{lost.pk}/", {"side-first_purchase_on": "lost"})

    assert response.status_code == 400
    assert "The last purchase would lie before the first" in response.content.decode()
    assert Customer.objects.current().count() == 2


def test_nobody_is_merged_with_themselves_or_with_nobody(
    staff: Client, two: tuple[Customer, Customer]
) -> None:
    assert staff.get(f"/customers/{two[0].pk}/merge/{two[0].pk}/").status_code == 404
    assert staff.get(f"/customers/{two[0].pk}/merge/999999/").status_code == 404


def test_the_other_one_is_offered_or_searched(staff: Client, two: tuple[Customer, Customer]) -> None:
    kept, lost = two
    stranger = CustomerFactory.create(name="Grace Hopper", email="grace@y.example")

    alike = staff.get(f"/customers/{kept.pk}/merge/").content.decode()
    assert f'href="/customers/{kept.pk}/merge/{lost.pk}/"' in alike
    assert f"/merge/{stranger.pk}/" not in alike
    found = staff.get(f"/customers/{kept.pk}/merge/", {"q": "hopper"}).content.decode()
    assert f'href="/customers/{kept.pk}/merge/{stranger.pk}/"' in found
    assert (
        "Nobody else has these words"
        in staff.get(f"/customers/{kept.pk}/merge/", {"q": "zz"}).content.decode()
    )


def test_two_people_stay_two(staff: Client, manager: User, two: tuple[Customer, Customer]) -> None:
    kept, lost = two
    response = staff.post(f"/customers/{lost.pk}/merge/{kept.pk}/apart/")

    assert response.headers["Location"] == "/customers/quality/duplicates/"
    pair = NotDuplicate.objects.get()
    assert (pair.first, pair.second, pair.decided_by) == (kept, lost, manager)
    assert AuditEntry.objects.get(action="customer.kept_apart").actor == manager
    assert "Nobody looks like them" in staff.get(f"/customers/{kept.pk}/merge/").content.decode()
