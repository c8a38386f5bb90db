"""Items of success plans, for tests."""

from __future__ import annotations

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from followups.models import PlanItem
from tests.factories.customers import CustomerFactory
from tests.moments import NOW


class PlanItemFactory(DjangoModelFactory[PlanItem]):
    """Something to do for a customer, nobody's and without a day."""

    class Meta:
        model = PlanItem

    customer = SubFactory(CustomerFactory)
    title = Sequence("Promise {}".format)
    created_at = NOW
