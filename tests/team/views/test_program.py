from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.forms.models import model_to_dict

from team.domain.program import IDENTITY, THRESHOLDS
from team.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import Program, User


@pytest.fixture
def page(client_for: Callable[[User], Client], admin: User) -> Client:
    """An admin's browser."""
    return client_for(admin)


@pytest.fixture
def facts(program: Program) -> dict[str, Any]:
    """What the form holds when nothing is touched."""
    return model_to_dict(program, fields=(*IDENTITY, *THRESHOLDS))


def test_settings_are_stored_and_audited(page: Client, program: Program, facts: dict[str, Any]) -> None:
    response = page.post("/settings/", {**facts, "renewal_days": 60, "company": " Blue\r\nYonder "})

    program.refresh_from_db()
    assert response.headers["Location"] == "/settings/"
    assert (program.renewal_days, program.company) == (60, "Blue Yonder")
    assert AuditEntry.objects.get().changes == {
        "company": ["Northwind", "Blue Yonder"],
        "renewal_days": [90, 60],
    }


def test_settings_untouched_change_nothing(page: Client, facts: dict[str, Any]) -> None:
    page.post("/settings/", facts)

    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("company", ""),
        ("sender_email", "a@b.example, c@d.example"),
        ("sender_email", "a@b.example\r\nBcc: c@d.example"),
        ("reply_to", "nobody"),
        ("privacy_url", "javascript:alert(1)"),
        ("privacy_url", "ftp://northwind.example/"),
        ("advocate_purchases", 1),
        ("time_zone", "Mars/Base"),
    ],
)
def test_settings_say_what_is_wrong(
    page: Client, program: Program, facts: dict[str, Any], field: str, value: object
) -> None:
    response = page.post("/settings/", {**facts, field: value})

    assert list(response.context["form"].errors) == [field]
    assert program.asked_about in response.content.decode()
    assert not AuditEntry.objects.exists()


def test_settings_warn_while_no_campaign_can_start(page: Client, program: Program) -> None:
    warning = "Every mail must carry your postal address."
    assert warning not in page.get("/settings/").content.decode()

    program.postal_address = ""
    program.save(update_fields=["postal_address"])

    assert warning in page.get("/settings/").content.decode()


def test_the_question_is_shown_as_customers_read_it(page: Client, program: Program) -> None:
    """G7"""
    text = page.get("/settings/").content.decode()

    assert "How likely are you to recommend Northwind Freight to a friend or colleague?" in text
