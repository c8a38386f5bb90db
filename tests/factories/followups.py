"""Reps, and follow-ups of detractors, for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from factory.declarations import LazyAttribute, LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from followups.domain import capacity
from followups.enums import ActivityKind
from followups.models import Activity, FollowUp, OfficeHours, Rep, SlaPolicy
from team.enums import Role
from tests.factories.customers import CustomerFactory
from tests.factories.responses import ResponseFactory
from tests.factories.team import UserFactory
from tests.moments import NOW


class RepFactory(DjangoModelFactory[Rep]):
    """A rep with room for ten."""

    class Meta:
        model = Rep

    user = SubFactory(UserFactory, role=Role.REP)
    capacity = 10
    languages = LazyFunction(list)


class OfficeHoursFactory(DjangoModelFactory[OfficeHours]):
    """Nine to five from Monday to Friday in the program's zone."""

    class Meta:
        model = OfficeHours

    name = Sequence("Office {}".format)


class SlaPolicyFactory(DjangoModelFactory[SlaPolicy]):
    """A policy that fits every answer: eight business hours to the contact, forty to the resolution."""

    class Meta:
        model = SlaPolicy

    name = Sequence("Policy {}".format)
    position = Sequence(lambda number: number + 1)
    hours = SubFactory(OfficeHoursFactory)


class FollowUpFactory(DjangoModelFactory[FollowUp]):
    """A follow-up of a detractor's answer, opened now and nobody's. With an assignee their load counts it."""

    class Meta:
        model = FollowUp
        skip_postgeneration_save = True

    customer = SubFactory(CustomerFactory)
    response = SubFactory(
        ResponseFactory, score=3, invitation__customer=SelfAttribute("...customer"), answered_at=NOW
    )
    opening_score = LazyAttribute(lambda followup: followup.response.score)
    priority = 30
    opened_at = NOW
    contact_due_at = NOW + timedelta(hours=8)
    resolve_due_at = NOW + timedelta(days=7)

    @post_generation  # type: ignore[untyped-decorator]  # the library does not type it
    def history(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        """The first line of the history, and the owner's load."""
        if not create:
            return
        Activity.objects.create(
            followup=self,
            at=self.opened_at,
            kind=ActivityKind.OPENED,
            facts={"score": self.opening_score, "version": 1},
        )
        if self.assignee_id and not self.is_closed:
            capacity.move(joins=self.assignee_id, now=NOW)
