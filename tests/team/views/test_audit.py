from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from team.domain import audit
from team.models import AuditEntry
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import Program, User


@pytest.fixture
def page(client_for: Callable[[User], Client], admin: User) -> Client:
    """An admin's browser."""
    return client_for(admin)


def actions(response: Any) -> list[str]:
    return [row.entry.action for row in response.context["entries"]]


def queries(page: Client, url: str) -> int:
    """How many a page takes."""
    with CaptureQueriesContext(connection) as captured:
        page.get(url)
    return len(captured)


def test_trail_takes_the_same_queries_for_one_entry_and_three(page: Client, admin: User, rep: User) -> None:
    audit.log(actor=admin, action="person.change", subject=admin, now=NOW)
    page.get("/settings/audit/")
    one = queries(page, "/settings/audit/")

    for actor in (rep, None):
        audit.log(actor=actor, action="person.change", subject=admin, now=NOW)

    assert queries(page, "/settings/audit/") == one
    assert actions(page.get("/settings/audit/")) == ["person.change"] * 3


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["program.change", "person.deactivate", "person.add"]),
        ("q=deact", ["person.deactivate"]),
        ("q=closeloop", ["person.add"]),
        ("person={rep}", ["program.change"]),
        ("room=surveys", []),
        ("room=team", ["program.change", "person.deactivate", "person.add"]),
        ("until=2026-03-10", ["person.deactivate", "person.add"]),
        ("until=2026-03-09", ["person.add"]),
        ("until=yesterday", ["program.change", "person.deactivate", "person.add"]),
        ("before=99999999999999999999", ["program.change", "person.deactivate", "person.add"]),
    ],
)
def test_trail_is_filtered(
    page: Client, admin: User, rep: User, program: Program, query: str, expected: list[str]
) -> None:
    day = timedelta(days=1)
    audit.log(actor=None, action="person.add", subject=rep, now=NOW - day)
    audit.log(actor=admin, action="person.deactivate", subject=rep, now=NOW)
    audit.log(actor=rep, action="program.change", subject=program, now=NOW + day)

    assert actions(page.get(f"/settings/audit/?{query.format(rep=rep.pk)}")) == expected


def test_trail_is_paged_by_entry_while_it_grows(page: Client, admin: User) -> None:
    for number in range(120):
        audit.log(actor=admin, action=f"step.{number}", subject=admin, now=NOW)

    url, seen = "/settings/audit/?q=step", []
    while url:
        response = page.get(url)
        seen += actions(response)
        url = response.context["next_url"] and "/settings/audit/" + response.context["next_url"]
        audit.log(actor=admin, action="step.late", subject=admin, now=NOW)

    assert seen == [f"step.{number}" for number in reversed(range(120))]


def test_trail_shows_before_and_after_escaped(page: Client, admin: User) -> None:
    changes = {"name": ["<b>Old</b>", "New"]}
    audit.log(actor=admin, action="person.change", subject=admin, now=NOW, changes=changes)

    text = page.get("/settings/audit/").content.decode()

    assert "<del>&lt;b&gt;Old&lt;/b&gt;</del> → New" in text


def test_trail_without_a_fit_says_so(page: Client) -> None:
    assert not AuditEntry.objects.exists()
    assert "Show everything" in page.get("/settings/audit/").content.decode()
