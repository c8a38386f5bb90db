"""Suppression wins: whatever comes in, nobody who refused is free again, and no hold gets shorter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.test import Client

from customers.domain import erasure, intake
from customers.enums import Source
from customers.models import Contact, Customer
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.team import ApiKeyFactory, bearer
from tests.moments import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from team.models import Program, User

pytestmark = pytest.mark.django_db

MAYA = "maya@customers.example"
UNTIL = NOW + timedelta(days=90)


def refused(**facts: Any) -> Contact:
    return ContactFactory.create(
        address=MAYA,
        blocked_reason="unsubscribed",
        blocked_at=NOW,
        last_asked_at=NOW,
        next_survey_at=UNTIL,
        paused_until=UNTIL,
        **facts,
    )


def standing() -> tuple[str, Any, Any, Any]:
    """What the address's record says."""
    contact = Contact.objects.get()
    return contact.blocked_reason, contact.blocked_at, contact.next_survey_at, contact.paused_until


REFUSED = ("unsubscribed", NOW, UNTIL, UNTIL)


def import_file(path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines), encoding="utf-8")
    call_command("import_customers", str(path), verbosity=0)


@pytest.mark.parametrize("is_known", [True, False])
def test_an_import_frees_nobody(program: Program, tmp_path: Path, is_known: bool) -> None:
    contact = refused()
    if is_known:
        CustomerFactory.create(email=MAYA, contact=contact)

    import_file(tmp_path / "people.csv", "Name,E-Mail", f"Maya Lind,{MAYA.upper()}")

    assert Customer.objects.get().contact == contact
    assert standing() == REFUSED


def test_an_import_that_says_no_refusal_takes_none_back(program: Program, tmp_path: Path) -> None:
    """A column may block; "no" in it says nothing."""
    refused()

    import_file(
        tmp_path / "people.csv",
        "Name,E-Mail,Unsubscribed,Opted in",
        f"Maya Lind,{MAYA},no,yes",
    )

    assert standing() == REFUSED


def test_an_import_may_refuse(program: Program, tmp_path: Path) -> None:
    import_file(tmp_path / "people.csv", "Name,E-Mail,Unsubscribed", f"Maya Lind,{MAYA},yes")

    assert Contact.objects.get().blocked_reason == "unsubscribed"


@pytest.mark.parametrize("is_known", [True, False])
def test_a_call_of_the_api_frees_nobody(program: Program, is_known: bool) -> None:
    contact = refused()
    if is_known:
        CustomerFactory.create(email=MAYA, contact=contact, external_id="C-1")
    headers = bearer(ApiKeyFactory.create())
    body = {"external_id": "C-1", "email": MAYA, "name": "Maya"}

    statuses = [
        Client()
        .post("/api/v1/customers/", {**body, **more}, content_type="application/json", headers=headers)
        .status_code
        for more in ({}, {"blocked_reason": ""}, {"next_survey_at": None}, {"unsubscribed": False})
    ]

    assert statuses[0] in {200, 201}
    assert standing() == REFUSED


@pytest.mark.parametrize("source", list(Source))
def test_no_source_frees_anybody(program: Program, source: Source) -> None:
    """The way that imports, a CRM's sync, the widget and the API all take."""
    refused()

    intake.upsert(facts={"email": MAYA, "name": "Maya"}, source=source, now=NOW)

    assert standing() == REFUSED


def test_whoever_was_erased_is_still_refused_when_a_file_brings_them_back(
    program: Program, admin: User, tmp_path: Path
) -> None:
    customer = CustomerFactory.create(email=MAYA, contact=refused())
    erasure.erase(customer=customer, actor=admin, now=NOW)

    import_file(tmp_path / "people.csv", "Name,E-Mail", f"Maya Lind,{MAYA}")

    assert Customer.objects.current().get().contact == Contact.objects.get()
    assert standing() == REFUSED


def test_a_change_of_address_takes_the_refusal_along(program: Program) -> None:
    """G61: the quiet period and a pause go with the person, too."""
    customer = CustomerFactory.create(email=MAYA, contact=refused(), external_id="C-1")

    intake.upsert(facts={"external_id": "C-1", "email": "m.lind@new.example"}, source=Source.API, now=NOW)

    customer.refresh_from_db()
    contact = customer.contact
    assert contact
    assert contact.pk != Contact.objects.order_by("pk")[0].pk
    assert (contact.blocked_reason, contact.next_survey_at, contact.paused_until) == (
        "unsubscribed",
        UNTIL,
        UNTIL,
    )
