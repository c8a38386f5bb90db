from __future__ import annotations

from typing import TYPE_CHECKING

from team.domain import audit, trail
from team.domain.trail import Line
from team.models import AuditEntry
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import Program, User


def test_describe_puts_fields_and_values_in_words(admin: User, rep: User) -> None:
    changes = {
        "email": ["a@b.example", "c@d.example"],
        "is_active": [True, False],
        "manager": [None, "Ada"],
        "reports": [2, 0],
        "scopes": "read, write",
        "expires_at": "2026-03-10T09:00:00+00:00",
        "channels": ["email", "link", "widget"],
        "rules": {
            "match": "all",
            "rules": [{"field": "country", "value": ["DE", "AT"]}, {"field": "plan", "value": None}],
        },
    }
    entry = audit.log(
        actor=admin, action="person.remove_second_factor", subject=rep, now=NOW, changes=changes
    )

    described = trail.describe(entry)

    assert (described.action, described.kind) == ("Remove second factor", "person")
    assert described.url == f"/settings/users/{rep.pk}/"
    assert described.lines == [
        Line("E-mail address", "a@b.example", "c@d.example"),
        Line("Has access", "yes", "no"),
        Line("Manager", "", "Ada"),
        Line("Reports", "2", "0"),
        Line("Scopes", "", "read, write"),
        Line("Expires at", "", "Mar 10, 2026, 09:00"),
        Line("Channels", "", "email, link, widget"),
        Line("Rules", "", "match: all, rules: field: country, value: DE, AT; field: plan, value: –"),
    ]


def test_describe_survives_a_kind_that_is_gone(admin: User) -> None:
    entry = AuditEntry(
        action="change", subject_type="surveys.ghost", subject_id="7", changes={"name": [1, 2]}
    )

    described = trail.describe(entry)

    assert (described.action, described.kind, described.url) == ("Change", "ghost", "")
    assert described.lines == [Line("Name", "1", "2")]


def test_describe_links_nothing_without_a_page(admin: User, program: Program) -> None:
    entry = audit.log(actor=admin, action="program.change", subject=program, now=NOW)

    assert trail.describe(entry).url == ""
