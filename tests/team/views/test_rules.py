"""The settings pages on whom to write to and on how long things are kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.forms.models import model_to_dict

from team.domain.program import CONTACT_RULES, RETENTION
from team.models import AuditEntry
from tests.factories.customers import AccountFactory, ContactFactory, CustomerFactory
from tests.factories.mailroom import LocalMailFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from team.models import Program, User

RULES, PRIVACY = "/settings/contact-rules/", "/settings/privacy/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def page(client_for: Callable[[User], Client], admin: User) -> Client:
    """An admin's browser."""
    return client_for(admin)


def facts_of(program: Program, fields: tuple[str, ...]) -> dict[str, Any]:
    """What the form holds when nothing is touched."""
    facts = model_to_dict(program, fields=fields)
    facts["blocked_domains"] = "\n".join(facts.get("blocked_domains", []))
    return {name: "" if value is None else value for name, value in facts.items()}


def effects_of(page: Client, path: str, facts: dict[str, Any]) -> dict[str, list[str]]:
    """What the page says that these settings would do, by setting."""
    response = page.post(path, {**facts, "preview": "1"}, headers={"HX-Target": "effects"})
    assert response.status_code == 200
    assert "<html" not in response.text
    return {field.name: sentences for _, field, sentences in response.context["rows"]}


def test_rules_are_stored_and_audited(page: Client, program: Program) -> None:
    """G61"""
    response = page.post(
        RULES,
        {
            "quiet_months": 9,
            "opt_in_countries": ["DE", "AT"],
            "blocked_domains": "Rival.example\n@münchen.example, rival.EXAMPLE",
            "account_most": 3,
            "account_days": 14,
        },
    )

    program.refresh_from_db()
    assert response.headers["Location"] == RULES
    assert AuditEntry.objects.get().changes == {
        "quiet_months": [6, 9],
        "opt_in_countries": [[], ["DE", "AT"]],
        "blocked_domains": [[], ["rival.example", "xn--mnchen-3ya.example"]],
        "account_most": [None, 3],
        "account_days": [30, 14],
    }
    assert program.blocked_domains == ["rival.example", "xn--mnchen-3ya.example"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quiet_months", 0),
        ("quiet_months", 25),
        ("opt_in_countries", ["XX"]),
        ("blocked_domains", "not a domain"),
        ("blocked_domains", "user@rival.example"),
        ("account_most", 0),
        ("account_days", ""),
    ],
)
def test_rules_say_what_is_wrong(page: Client, program: Program, field: str, value: object) -> None:
    response = page.post(RULES, {**facts_of(program, CONTACT_RULES), field: value})

    assert list(response.context["form"].errors) == [field]
    assert not AuditEntry.objects.exists()


def test_rules_untouched_change_nothing(page: Client, program: Program) -> None:
    page.post(RULES, facts_of(program, CONTACT_RULES))

    assert not AuditEntry.objects.exists()


def test_preview_of_a_longer_period_counts_whom_it_holds_and_changes_nothing(
    page: Client, program: Program
) -> None:
    """G61: what a change does is said before it is made."""
    ContactFactory.create(last_asked_at=NOW - timedelta(days=30), next_survey_at=NOW + timedelta(days=150))
    ContactFactory.create(last_asked_at=NOW - timedelta(days=200), next_survey_at=NOW - timedelta(days=19))
    ContactFactory.create(last_asked_at=NOW - timedelta(days=900), next_survey_at=NOW - timedelta(days=720))
    facts = facts_of(program, CONTACT_RULES)

    told = effects_of(page, RULES, {**facts, "quiet_months": 9})
    shorter = effects_of(page, RULES, {**facts, "quiet_months": 3})
    same = effects_of(page, RULES, facts)

    program.refresh_from_db()
    assert program.quiet_months == 6
    assert told["quiet_months"] == [
        (
            "A later date for 2 people who were asked before: 1 quiet now and longer so, "
            "1 who could be asked today and could not any more."
        )
    ]
    assert shorter["quiet_months"] == [
        (
            "Nobody is asked earlier than they were promised: "
            "the shorter period counts from the next survey on. In their quiet period now: 1 person."
        )
    ]
    assert same["quiet_months"] == ["In their quiet period now: 1 person. Nobody’s date changes."]


def test_preview_counts_whom_opt_in_and_domains_leave_out(page: Client, program: Program) -> None:
    CustomerFactory.create(country="DE", opted_in_at=NOW)
    CustomerFactory.create(country="", account=AccountFactory.create(country="DE"))
    CustomerFactory.create(country="US", email="ada@mail.rival.example")
    facts = facts_of(program, CONTACT_RULES)

    told = effects_of(
        page,
        RULES,
        {**facts, "opt_in_countries": ["DE"], "blocked_domains": "rival.example\nnobody.example"},
    )

    assert told["opt_in_countries"] == [
        "In these countries: 2 people, 1 without an opt-in. No survey is mailed to those."
    ]
    assert told["blocked_domains"] == ["No survey for 1 person: nobody.example 0, rival.example 1."]


def test_preview_counts_accounts_at_their_limit(page: Client, program: Program) -> None:
    account = AccountFactory.create()
    for days in (5, 10):
        asked = ContactFactory.create(last_asked_at=NOW - timedelta(days=days))
        CustomerFactory.create(account=account, contact=asked)
    CustomerFactory.create(account=AccountFactory.create())
    facts = facts_of(program, CONTACT_RULES)

    two = effects_of(page, RULES, {**facts, "account_most": 2})
    three = effects_of(page, RULES, {**facts, "account_most": 3})

    assert two["account_most"] == [
        "1 account has reached this in the last 30 days: their next people wait until there is room."
    ]
    assert three["account_most"] == [
        "0 accounts have reached this in the last 30 days: their next people wait until there is room."
    ]


def test_preview_of_something_wrong_shows_the_error_and_what_holds_now(
    page: Client, program: Program
) -> None:
    facts = {**facts_of(program, CONTACT_RULES), "quiet_months": "many"}

    response = page.post(RULES, {**facts, "preview": "1"}, headers={"HX-Target": "effects"})

    assert "Enter a whole number." in response.text
    assert "In their quiet period now" in response.text


def test_retention_is_stored_and_swept_soon(page: Client, program: Program) -> None:
    program.swept_on = NOW.date()
    program.save(update_fields=["swept_on"])

    page.post(PRIVACY, {**facts_of(program, RETENTION), "keep_mails_days": 7, "keep_files_days": ""})

    program.refresh_from_db()
    stored: list[object] = [program.keep_mails_days, program.keep_files_days, program.swept_on]
    assert stored == [7, None, None]
    assert AuditEntry.objects.get().changes == {"keep_mails_days": [90, 7], "keep_files_days": [30, None]}


def test_preview_of_retention_counts_what_would_go(page: Client, program: Program) -> None:
    LocalMailFactory.create(created_at=NOW - timedelta(days=8))
    LocalMailFactory.create(created_at=NOW - timedelta(days=6))

    told = effects_of(page, PRIVACY, {**facts_of(program, RETENTION), "keep_mails_days": 7})

    assert told["keep_mails_days"] == ["The next sweep would remove 1 mail."]
    assert told["keep_files_days"] == ["There is no file old enough to be removed."]
    assert told["keep_usage_months"] == ["There is no reading old enough to be removed."]
    assert told["keep_lost_months"] == ["They are kept for good."]


def test_pages_without_script_show_the_same_on_a_whole_page(page: Client, program: Program) -> None:
    response = page.post(RULES, {**facts_of(program, CONTACT_RULES), "quiet_months": 9, "preview": "1"})

    assert response.status_code == 200
    assert 'value="9"' in response.text
    assert "Nobody’s date changes." in response.text
