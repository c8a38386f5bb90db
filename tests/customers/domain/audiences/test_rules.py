"""What may stand in rules, and how a mistake is told."""

from datetime import date
from typing import Any

import pytest

from customers.domain import audiences
from customers.enums import AttributeKind
from customers.models import AttributeDefinition
from team.models import User


@pytest.fixture(autouse=True)
def seats(db: None) -> None:
    AttributeDefinition.objects.create(key="seats", label="Seats", kind=AttributeKind.NUMBER)


def problems(raw: object) -> dict[str, str]:
    with pytest.raises(audiences.InvalidRules) as refusal:
        audiences.parse(raw)
    return refusal.value.problems


def rule(field: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"rules": [{"field": field, "op": op, "value": value}]}


@pytest.mark.parametrize("raw", [None, {}, {"rules": []}, {"match": "any", "rules": []}])
def test_parse_takes_nothing_for_everybody(raw: object) -> None:
    rules = audiences.parse(raw)

    assert rules.is_empty
    assert audiences.describe(rules) == "All customers."


def test_parse_reads_what_as_json_writes(manager: User) -> None:
    raw = {
        "match": "any",
        "rules": [
            {"field": "stage", "op": "in", "value": ["renewal", "advocate"]},
            {"field": "owner", "op": "in", "value": [manager.pk]},
            {"field": "renewal_on", "op": "between", "value": ["2026-01-01", "2026-03-31"]},
            {
                "match": "all",
                "rules": [
                    {"field": "attribute:seats", "op": "gte", "value": 2.5},
                    {"field": "event:trial_signup", "op": "in_last_days", "value": 30},
                    {"field": "may_be_asked", "op": "is", "value": True},
                    {"field": "last_surveyed", "op": "is_not_set", "value": None},
                ],
            },
        ],
    }

    rules = audiences.parse(raw)

    assert audiences.as_json(rules) == raw
    assert audiences.describe(rules) == (
        "Stage is Renewal or Advocate or account manager is Manager Example or renewal is between "
        "Jan 1, 2026 and Mar 31, 2026 or (seats is at least 2.5 and event “Trial sign-up” happened within "
        "the last 30 days and may be asked now: yes and last surveyed never)."
    )


def test_parse_makes_values_canonical(manager: User) -> None:
    """T7: "neutral" is another word for passive. A colleague may be named by address."""
    rules = audiences.parse(
        {
            "rules": [
                {"field": "last_band", "op": "in", "value": ["neutral", "passive", "none"]},
                {"field": "country", "op": "in", "value": ["germany", "DE"]},
                {"field": "owner", "op": "in", "value": ["Manager@northwind.example"]},
                {"field": "churned_on", "op": "on", "value": "2026-03-31"},
            ]
        }
    )

    values = [it.value for it in rules.rules if isinstance(it, audiences.Rule)]
    assert values == [("passive", "none"), ("DE",), (manager.pk,), date(2026, 3, 31)]


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ([], "rules"),
        ("all", "rules"),
        ("", "rules"),
        (0, "rules"),
        ({"match": "any"}, "rules"),
        ({"match": "some", "rules": []}, "match"),
        ({"rules": [], "and": 1}, "and"),
        ({"rules": ["stage"]}, "rules.0"),
        ({"rules": [{"match": "all", "rules": []}]}, "rules.0.rules"),
        ({"rules": [{"rules": [{"rules": []}]}]}, "rules.0.rules.0"),
        ({"rules": [rule("stage", "in", ["new"])["rules"][0] | {"not": 1}]}, "rules.0.not"),
        (rule("email", "in", ["a@b.example"]), "rules.0.field"),
        (rule("account__name", "in", ["x"]), "rules.0.field"),
        (rule("attribute:unheard", "in", ["x"]), "rules.0.field"),
        (rule("event:Not A Name", "is_set"), "rules.0.field"),
        ({"rules": [{"field": ["stage"], "op": "in"}]}, "rules.0.field"),
        (rule("stage", "iexact", ["new"]), "rules.0.op"),
        (rule("stage", "is_not_set"), "rules.0.op"),
        (rule("stage", "in", "new"), "rules.0.value"),
        (rule("stage", "in", []), "rules.0.value"),
        (rule("stage", "in", ["sideways"]), "rules.0.value"),
        (rule("stage", "in", [None]), "rules.0.value"),
        (rule("country", "in", ["Atlantis"]), "rules.0.value"),
        (rule("owner", "in", [True]), "rules.0.value"),
        (rule("owner", "in", ["nobody@northwind.example"]), "rules.0.value"),
        (rule("last_band", "in", ["fan"]), "rules.0.value"),
        (rule("last_band", "in", [9]), "rules.0.value"),
        (rule("last_score", "gte", True), "rules.0.value"),
        (rule("last_score", "gte", "9"), "rules.0.value"),
        (rule("last_score", "gte", float("nan")), "rules.0.value"),
        (rule("last_score", "gte", float("inf")), "rules.0.value"),
        (rule("last_score", "gte", 10**30), "rules.0.value"),
        (rule("last_score", "between", [6, 1]), "rules.0.value"),
        (rule("last_score", "between", [6]), "rules.0.value"),
        (rule("last_score", "is_set", 1), "rules.0.value"),
        (rule("account", "contains", ""), "rules.0.value"),
        (rule("account", "contains", "x" * 201), "rules.0.value"),
        (rule("account", "contains", "nul\0"), "rules.0.value"),
        (rule("account", "in", ["x"] * 201), "rules.0.value"),
        (rule("has_email", "is", 1), "rules.0.value"),
        (rule("renewal_on", "before", "soon"), "rules.0.value"),
        (rule("renewal_on", "before", 20260101), "rules.0.value"),
        (rule("renewal_on", "in_next_days", -1), "rules.0.value"),
        (rule("renewal_on", "in_next_days", 3651), "rules.0.value"),
        (rule("renewal_on", "in_next_days", True), "rules.0.value"),
        (rule("renewal_on", "in_next_days", 1.5), "rules.0.value"),
        (rule("renewal_on", "between", ["2026-02-01", "2026-01-01"]), "rules.0.value"),
    ],
)
def test_parse_names_the_place_of_a_mistake(raw: object, path: str) -> None:
    assert list(problems(raw)) == [path]


def test_parse_limits_the_size() -> None:
    one = rule("last_score", "gte", 1)["rules"][0]

    assert list(problems({"rules": [one] * 26})) == ["rules"]
    assert list(problems({"rules": [{"rules": [one] * 20}] * 3})) == ["rules"]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (rule("renewal_on", "in_next_days", 1), "Renewal is within the next 1 day."),
        (rule("account", "in", ["Acme, Inc.", "Umbra"]), "Company is “Acme, Inc.” or “Umbra”."),
        (
            rule("account", "in", [f"C{n}" for n in range(9)]),
            "Company is “C0”, “C1”, “C2”, “C3”, “C4”, “C5” or 3 more.",
        ),
        (rule("account_value", "gt", 10000), "Company’s annual revenue is more than 10,000."),
        (rule("country", "in", ["FR"]), "Country is FR."),
        (rule("last_surveyed", "not_in_last_days", 180), "Last surveyed not within the last 180 days."),
    ],
)
def test_describe_tells_a_rule_in_words(raw: object, told: str) -> None:
    assert audiences.describe(audiences.parse(raw)) == told
