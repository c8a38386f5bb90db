from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from customers.domain import audiences, intake, segments
from customers.enums import Source, Stage
from customers.models import AttributeDefinition
from customers.querysets import Thresholds
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from team.models import Program, User


@pytest.mark.django_db
def test_a_usage_level_is_on_record_and_finds_heavy_users(
    program: Program, viewer: User, client_for: Callable[[User], Client]
) -> None:
    """G33: a number that imports and the API write, on the customer's page and in audiences."""
    AttributeDefinition.objects.create(key="logins_per_week", label="Logins per week", kind="number")
    people = [
        intake.upsert(
            facts={"email": f"{name}@usage.example", "attributes": {"logins_per_week": level}},
            source=Source.API,
            now=NOW,
        ).customer
        for name, level in (("heavy", 41), ("light", 2), ("unknown", None))
    ]

    rules = audiences.parse(
        {"match": "all", "rules": [{"field": "attribute:logins_per_week", "op": "gte", "value": 20}]}
    )

    assert list(audiences.members(rules, program=program, now=NOW)) == [people[0]]
    page = client_for(viewer).get(f"/customers/{people[0].pk}/").content.decode()
    assert "logins_per_week" in page or "Logins per week" in page
    assert ">41<" in page


def test_advocates_are_to_be_asked_for_a_referral() -> None:
    """G33: the segment's guidance says so."""
    (advocate,) = [it for it in segments.describe(Thresholds()) if it.stage == Stage.ADVOCATE]

    assert "ask for a referral" in advocate.care
