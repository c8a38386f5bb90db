"""Attributes are defined when they first come in, and keep their kind."""

from __future__ import annotations

import pytest

from customers.domain.importing import defining, suggesting
from customers.domain.importing.mapping import Column, Mapping
from customers.enums import AttributeKind
from customers.models import AttributeDefinition
from tests.moments import NOW

pytestmark = pytest.mark.django_db

MAPPING = Mapping(
    (
        Column("E-Mail", "email"),
        Column("Seats (all)", "attribute_number", "dot", "seats"),
        Column("Plan", "attribute", "", "plan"),
        Column("Trial ends", "attribute_date", "ymd", "trial_ends"),
        Column("Beta", "attribute_flag", "", "beta"),
    )
)


def test_new_attributes_get_their_kind_and_the_columns_name() -> None:
    """G75"""
    assert defining.define(MAPPING, now=NOW) == 4
    assert defining.define(MAPPING, now=NOW) == 0

    assert list(AttributeDefinition.objects.values_list("key", "label", "kind")) == [
        ("beta", "Beta", AttributeKind.FLAG),
        ("plan", "Plan", AttributeKind.TEXT),
        ("seats", "Seats (all)", AttributeKind.NUMBER),
        ("trial_ends", "Trial ends", AttributeKind.DATE),
    ]


def test_another_kind_than_the_known_one_is_a_problem() -> None:
    AttributeDefinition.objects.create(key="seats", label="Seats", kind=AttributeKind.TEXT)
    AttributeDefinition.objects.create(key="plan", label="Plan", kind=AttributeKind.TEXT)

    assert defining.problems(MAPPING) == {1: "“seats” is known as text: choose “Attribute: text”."}


def test_a_known_kind_is_suggested() -> None:
    AttributeDefinition.objects.create(key="zip", label="Zip", kind=AttributeKind.TEXT)
    rows = [["a@x.example", "12345"]]

    assert suggesting.suggest(["E-Mail", "Zip"], rows).columns[1].target == "attribute_number"
    assert (
        suggesting.suggest(["E-Mail", "Zip"], rows, defining.known_kinds()).columns[1].target == "attribute"
    )
