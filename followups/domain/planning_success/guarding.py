"""Who may plan what for whom. Each refusal is a sentence for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followups.domain.working.changing import Refused
from followups.querysets import WORKING_ROLES
from team.enums import Role
from team.models import User

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import FollowUp
    from team.querysets import UserQuerySet


class PlanNotYours(Refused):
    """The actor only looks on."""


class CannotOwn(Refused):
    """The owner has no access any more, or only looks on."""


class CustomerGone(Refused):
    """Nothing is planned for somebody who was erased, or merged into another."""


class NotTheirs(Refused):
    """The follow-up is another customer's."""


class NothingSaid(Refused):
    """What is missing: the title, or the reason."""


class Over(Refused):
    """It was done or dropped before."""


class StillOpen(Refused):
    """It is to do already."""


def owners() -> UserQuerySet:
    """Everybody who may have an item, by name."""
    found: UserQuerySet = User.objects.active().filter(role__in=WORKING_ROLES).order_by("name", "pk")
    return found


def check_actor(actor: User | None) -> None:
    """None is another program, or the machine. Raises PlanNotYours."""
    if actor is not None and not actor.may(Role.REP):
        raise PlanNotYours(f"{actor} may look at success plans, not change them.")


def check_owner(owner: User | None) -> None:
    """Raises CannotOwn for whoever cannot do it."""
    if owner is not None and not (owner.is_active and owner.may(Role.REP)):
        raise CannotOwn(f"{owner} cannot do it: they have no access, or only look on.")


def check_customer(customer: Customer, followup: FollowUp | None) -> None:
    """Raises CustomerGone and NotTheirs."""
    if customer.erased_at or customer.merged_into_id:
        raise CustomerGone("This customer was erased or merged; nothing is planned for them any more.")
    if followup is not None and followup.customer_id != customer.pk:
        raise NotTheirs("This follow-up is another customer’s.")
