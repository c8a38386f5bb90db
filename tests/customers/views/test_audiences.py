"""Saved audiences on pages: built with and without script, counted, copied, kept while they are used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from customers.models import Audience, Contact, Launch
from team.models import AuditEntry, Program, User
from tests.factories.customers import AccountFactory, CustomerFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

ClientFor = Callable[[User], Client]
NEW = "/customers/audiences/new/"
GERMANS = {"match": "all", "rules": [{"field": "country", "op": "in", "value": ["DE"]}]}
BUILDER = {"HX-Request": "true", "HX-Target": "builder"}
EFFECT = {"HX-Request": "true", "HX-Target": "effect"}


@pytest.fixture
def client(manager: User, program: Program, client_for: ClientFor) -> Client:
    return client_for(manager)


def rows(**more: Any) -> dict[str, Any]:
    """What the page sends for one rule on the country."""
    return {
        "name": "Germans", "match": "all", "rule-0-field": "country", "rule-0-op": "in",
        "rule-0-value": ["DE"], **more,
    }  # fmt: skip


def page_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_new_saves_rules_groups_and_values_of_each_kind(client: Client, manager: User) -> None:
    """T17: an audience is put together from rules and one level of groups."""
    data = rows(
        **{
            "description": "At home",
            "rule-1-match": "any",
            "rule-1-0-field": "last_score", "rule-1-0-op": "between", "rule-1-0-value": ["0", "6"],
            "rule-1-1-field": "account", "rule-1-1-op": "in", "rule-1-1-value": "Acme, Inc.; Umbra",
            "rule-1-2-field": "owner", "rule-1-2-op": "in", "rule-1-2-value": [str(manager.pk)],
            "rule-4-field": "may_be_asked", "rule-4-op": "is", "rule-4-value": "true",
            "rule-5-field": "event:trial_signup", "rule-5-op": "in_last_days", "rule-5-value": "30",
            "rule-7-field": "renewal_on", "rule-7-op": "before", "rule-7-value": "2026-12-31",
            "rule-9-field": "account_value", "rule-9-op": "gte", "rule-9-value": "10,000",
        }
    )  # fmt: skip

    answer = client.post(NEW, data)

    audience = Audience.objects.get()
    assert answer["Location"] == f"/customers/audiences/{audience.pk}/"
    assert (audience.name, audience.description, audience.created_by) == ("Germans", "At home", manager)
    assert audience.rules == {
        "match": "all",
        "rules": [
            {"field": "country", "op": "in", "value": ["DE"]},
            {
                "match": "any",
                "rules": [
                    {"field": "last_score", "op": "between", "value": [0, 6]},
                    {"field": "account", "op": "in", "value": ["Acme, Inc.", "Umbra"]},
                    {"field": "owner", "op": "in", "value": [manager.pk]},
                ],
            },
            {"field": "may_be_asked", "op": "is", "value": True},
            {"field": "event:trial_signup", "op": "in_last_days", "value": 30},
            {"field": "renewal_on", "op": "before", "value": "2026-12-31"},
            {"field": "account_value", "op": "gte", "value": 10000},
        ],
    }
    assert AuditEntry.objects.get(action="audience.create").changes == {"rules": audience.rules}
    shown = page_of(client.get(answer["Location"]))
    for told in ('value="Acme, Inc.; Umbra"', 'value="2026-12-31"', 'value="10000"', "Manager Example"):
        assert told in shown


def test_builder_counts_while_one_edits(client: Client) -> None:
    """G64: how many fit, how many may be asked now, and who some of them are, before anything is saved."""
    for name, country in (("Ada", "DE"), ("Bob", "DE"), ("Cleo", "FR")):
        CustomerFactory.create(name=name, country=country, account=AccountFactory.create())
    held = Contact.objects.filter(customers__name="Ada")
    held.update(next_survey_at=timezone.now() + timedelta(days=9))

    page = page_of(client.post(NEW, rows(), headers=EFFECT))

    assert page.strip().startswith('<div id="effect"')
    assert "<strong>2</strong> of 3 customers" in page
    assert "1 may be asked now." in page
    assert "Country is Germany." in page
    assert "Bob" in page
    assert "Cleo" not in page
    assert not Audience.objects.exists()


def test_builder_says_what_is_missing(client: Client) -> None:
    page = page_of(client.post(NEW, rows(**{"rule-0-value": []}), headers=EFFECT))

    assert "Choose at least one value." in page


def test_builder_counts_without_the_rule_that_is_still_empty(client: Client) -> None:
    """A new audience begins with everybody, not with a complaint."""
    CustomerFactory.create(country="FR")
    CustomerFactory.create(country="DE")

    begun = page_of(client.get(NEW))
    more = page_of(client.post(NEW, rows(act="add"), headers=BUILDER))

    assert "<strong>2</strong> of 2 customers" in begun
    assert "<strong>1</strong> of 2 customers" in more
    for page in (begun, more):
        assert "A rule without a field does not count yet." in page
        assert "There is no such field." not in page


def test_save_names_the_rule_that_is_still_empty(client: Client) -> None:
    answer = client.post(NEW, rows(**{"rule-1-field": ""}))

    assert answer.status_code == 400
    assert page_of(answer).count("Choose what this rule looks at.") == 2
    assert not Audience.objects.exists()


@pytest.mark.parametrize("headers", [{}, BUILDER])
def test_builder_adds_and_removes_with_and_without_script(client: Client, headers: dict[str, str]) -> None:
    def pressed(act: str, **more: Any) -> str:
        return page_of(client.post(NEW, rows(act=act, **more), headers=headers))

    group = {
        "rule-1-match": "any",
        "rule-1-0-field": "last_score",
        "rule-1-0-op": "gte",
        "rule-1-0-value": "7",
    }

    assert 'name="rule-1-field"' in pressed("add")
    assert 'name="rule-1-match"' in pressed("group")
    assert 'name="rule-1-1-field"' in pressed("add-1", **group)
    assert 'name="rule-1-0-field"' not in pressed("remove-1-0", **group)
    assert 'name="rule-1-match"' not in pressed("remove-1", **group)
    assert 'name="rule-0-field"' not in pressed("remove-0")
    for odd in ("add-0", "remove-9", "remove-0-0", "remove", "add-x", "burn"):
        assert 'name="rule-0-field"' in pressed(odd)


def test_builder_shows_the_comparisons_of_the_chosen_field(client: Client) -> None:
    data = rows(**{"rule-0-field": "renewal_on", "rule-0-op": "in", "rule-0-value": "", "act": "check"})

    page = page_of(client.post(NEW, data, headers=BUILDER))

    assert "is within the next" in page
    assert 'inputmode="decimal" name="rule-0-value"' in page
    assert 'id="effect"' in page


def test_builder_leaves_recent_recipients_out_in_one_press(client: Client) -> None:
    """G64: recent recipients are excluded by one button, whatever the rules are."""
    page = page_of(client.post(NEW, rows(act="exclude"), headers=BUILDER))

    assert '<option value="last_surveyed" selected>' in page
    assert '<option value="not_in_last_days" selected>' in page


def test_save_refuses_what_cannot_be(client: Client) -> None:
    Audience.objects.create(name="Germans", rules=GERMANS)

    wrong = client.post(NEW, rows(**{"rule-0-value": []}))
    taken = client.post(NEW, rows())
    nameless = client.post(NEW, rows(name=" "))

    assert [answer.status_code for answer in (wrong, taken, nameless)] == [400, 400, 400]
    assert "Choose at least one value." in page_of(wrong)
    assert "Another audience has this name." in page_of(taken)
    assert Audience.objects.count() == 1


def test_edit_changes_rules_and_is_audited(client: Client) -> None:
    audience = Audience.objects.create(name="Germans", rules=GERMANS)
    url = f"/customers/audiences/{audience.pk}/"

    client.post(url, rows(name="Italians", **{"rule-0-value": ["IT"]}))

    audience.refresh_from_db()
    assert (audience.name, audience.rules["rules"][0]["value"]) == ("Italians", ["IT"])
    changes = AuditEntry.objects.get(action="audience.change").changes
    assert changes["name"] == ["Germans", "Italians"]
    client.post(url, rows(name="Italians", **{"rule-0-value": ["IT"]}))
    assert AuditEntry.objects.filter(action="audience.change").count() == 1


def test_duplicate_makes_a_name_of_its_own(client: Client) -> None:
    audience = Audience.objects.create(name="Germans", rules=GERMANS)

    for _ in range(2):
        client.post(f"/customers/audiences/{audience.pk}/duplicate/")

    names = ["Germans", "Germans (copy 2)", "Germans (copy)"]
    assert {it.name: it.rules for it in Audience.objects.all()} == dict.fromkeys(names, GERMANS)


def test_delete_is_refused_while_something_uses_it(client: Client) -> None:
    audience = Audience.objects.create(name="Germans", rules=GERMANS)
    launch = Launch.objects.create(
        title="Dark mode", event_name="feature_launched", audience=audience, occurred_at=timezone.now()
    )
    url = f"/customers/audiences/{audience.pk}/"

    refused = client.post(f"{url}delete/", follow=True)
    used = page_of(client.get(url))
    launch.delete()
    done = client.post(f"{url}delete/", follow=True)

    assert "“Germans” is still used by: Dark mode." in page_of(refused)
    assert "Dark mode" in used
    assert "delete/" not in used
    assert "“Germans” is deleted." in page_of(done)
    assert AuditEntry.objects.filter(action="audience.delete").count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_list_tells_each_in_as_many_queries(
    client: Client, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(number):
        Audience.objects.create(name=f"Audience {n}", rules=GERMANS)
    CustomerFactory.create(country="DE")

    with django_assert_max_num_queries(9 + 3 * number):
        page = page_of(client.get("/customers/audiences/"))

    assert page.count("Country is Germany.") == number


def test_list_says_what_an_audience_is_for(client: Client) -> None:
    assert "No audience yet" in page_of(client.get("/customers/audiences/"))
