from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from team.domain import audit
from team.models import AuditEntry
from tests.factories.team import ApiKeyFactory, UserFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from team.models import User


def test_log_names_person_key_or_machine(admin: User, rep: User) -> None:
    key = ApiKeyFactory.create(name="CRM")

    entries = [
        audit.log(actor=actor, action="thing.do", subject=rep, now=NOW) for actor in (admin, key, None)
    ]

    assert [(entry.actor, entry.actor_label) for entry in entries] == [
        (admin, "Admin Example"),
        (None, "API key CRM"),
        (None, "Closeloop"),
    ]


def test_log_keeps_the_name_of_somebody_who_is_deleted(admin: User, rep: User) -> None:
    entry = audit.log(actor=rep, action="thing.do", subject=admin, now=NOW)

    rep.delete()

    entry.refresh_from_db()
    assert (entry.actor, entry.actor_label, entry.subject_label) == (None, "Rep Example", "Admin Example")


def test_differences_are_in_words_that_json_holds(admin: User) -> None:
    before = {"day": date(2026, 3, 1), "person": None, "months": 6, "same": 1}
    after = {"day": date(2026, 4, 1), "person": admin, "months": 7, "same": 1}

    assert audit.differences(before, after) == {
        "day": ["2026-03-01", "2026-04-01"],
        "person": [None, "Admin Example"],
        "months": [6, 7],
    }


def test_forget_takes_name_and_values_of_one_row_alone(admin: User) -> None:
    gone, other = UserFactory.create(name="Gone"), UserFactory.create(name="Other")
    for user in (gone, other):
        audit.log(actor=admin, action="person.change", subject=user, now=NOW, changes={"name": ["A", "B"]})

    assert audit.forget(subject=gone) == 1

    entries = AuditEntry.objects.order_by("pk")
    assert [(entry.action, entry.subject_label, entry.changes) for entry in entries] == [
        ("person.change", "erased", {}),
        ("person.change", "Other", {"name": ["A", "B"]}),
    ]
