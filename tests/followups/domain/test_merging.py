"""The follow-ups of two customers who become one."""

from __future__ import annotations

import pytest

from customers.domain import merging
from followups.models import Activity, FollowUp
from tests.factories.customers import CustomerFactory
from tests.factories.followups import FollowUpFactory
from tests.moments import NOW


@pytest.mark.usefixtures("program")
def test_followups_move_with_their_history() -> None:
    """T52"""
    kept, lost = CustomerFactory.create(), CustomerFactory.create()
    mine, theirs = FollowUpFactory.create(customer=kept), FollowUpFactory.create(customer=lost)
    columns = [field.attname for field in FollowUp._meta.concrete_fields if field.name != "customer"]
    before = list(FollowUp.objects.order_by("pk").values(*columns)), list(Activity.objects.values())

    merging.merge(kept=kept, lost=lost, choices={}, actor=None, now=NOW)

    assert set(FollowUp.objects.values_list("pk", "customer")) == {(mine.pk, kept.pk), (theirs.pk, kept.pk)}
    assert (list(FollowUp.objects.order_by("pk").values(*columns)), list(Activity.objects.values())) == before
