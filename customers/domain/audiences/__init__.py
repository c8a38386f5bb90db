"""Audiences: rules that people write, checked, told in words and made conditions of the database.

The stored form is JSON: `{"match": "all", "rules": [{"field": "country", "op": "in", "value": ["DE"]},
{"match": "any", "rules": [...]}]}`. Fields and operators are those of the catalog; nothing that people
write ever becomes the name of a column or a look-up.
"""

from customers.domain.audiences.conditions import condition, members
from customers.domain.audiences.describing import describe
from customers.domain.audiences.fields import Catalog, Field, catalog
from customers.domain.audiences.operators import Kind
from customers.domain.audiences.rules import EVERYBODY, InvalidRules, Rule, Rules, as_json, parse

__all__ = [
    "EVERYBODY",
    "Catalog",
    "Field",
    "InvalidRules",
    "Kind",
    "Rule",
    "Rules",
    "as_json",
    "catalog",
    "condition",
    "describe",
    "members",
    "parse",
]
