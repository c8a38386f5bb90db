"""What every step needs: the world, its people by number, and transactions that commit."""

from __future__ import annotations

from datetime import date, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any

import time_machine
from django.test import TestCase
from hypothesis.stateful import RuleBasedStateMachine

from customers.domain import intake
from customers.enums import Source
from customers.models import Customer
from surveys.models import Campaign

if TYPE_CHECKING:
    from collections.abc import Callable

    from team.models import User
    from tests.nps_project.invariants.world import World

PEOPLE, ADDRESSES, CAMPAIGNS = 6, 8, 5


def committed(step: Callable[..., Any]) -> Callable[..., Any]:
    """A step whose transactions commit, as far as those who wait for a commit can tell.

    Receivers read the clock themselves: it stands where the world's does.
    """

    @wraps(step)
    def stepped(machine: Steps, **drawn: Any) -> Any:
        with (
            time_machine.travel(machine.world.now, tick=False) as clock,
            TestCase.captureOnCommitCallbacks(execute=True),
        ):
            try:
                return step(machine, **drawn)
            finally:
                clock.move_to(machine.world.now)

    return stepped


class Steps(RuleBasedStateMachine):
    """People are C-0 to C-5, with addresses a0 to a7; campaigns go by their order."""

    world: World
    admin: User

    def tell(self, number: int, **facts: object) -> None:
        """What an import says of a person. Raises InvalidFacts."""
        name = f"C-{number}"
        intake.upsert(facts={"external_id": name, **facts}, source=Source.IMPORT, now=self.world.now)
        # Drawn at random elsewhere: the same steps must always lead to the same place.
        Customer.objects.filter(external_id=name).update(spread=number * 1_663)

    def customer(self, number: int) -> Customer | None:
        """The person, unless they were erased or merged into another."""
        return (
            Customer.objects.current()
            .select_related("contact", "account")
            .filter(external_id=f"C-{number}")
            .first()
        )

    def campaign(self, pick: int) -> Campaign:
        """One of the campaigns."""
        return Campaign.objects.select_related("survey").order_by("pk")[pick]

    def day(self, ahead: int) -> str:
        """So many days from now, as files write it."""
        day: date = self.world.now.date() + timedelta(days=ahead)
        return day.isoformat()
