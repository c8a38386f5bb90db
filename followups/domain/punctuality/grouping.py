"""By what the report is broken down: person, stage, week, policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Case, CharField, Exists, F, Q, Subquery, When
from django.db.models.functions import TruncWeek
from django.utils.formats import date_format

from customers.enums import Stage
from followups.domain import sla
from followups.domain.punctuality.verdicts import breaches
from followups.models import SlaPolicy
from team.models import User

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from followups.enums import DeadlineKind

NOBODY = "Nobody: in the overflow queue"
STAGE = Case(
    When(~Q(response__stage=""), then=F("response__stage")),
    default=F("customer__stage"),
    output_field=CharField(),
)


@dataclass(frozen=True, slots=True)
class Grouping:
    """One breakdown: its label, the expression of a follow-up's group, and the groups' names in order."""

    label: str
    key: Callable[[DeadlineKind], Any]
    named: Callable[[Iterable[Any]], list[tuple[Any, str]]]


def _person(deadline: DeadlineKind) -> Case:
    """Whose it was when the deadline was missed; else whose it is."""
    missed = breaches(deadline)
    return Case(
        When(Exists(missed), then=Subquery(missed.values("assignee")[:1])),
        default=F("assignee"),
        output_field=BigIntegerField(),
    )


def _people(keys: Iterable[Any]) -> list[tuple[Any, str]]:
    found = set(keys)
    names = [
        (user.pk, str(user)) for user in User.objects.filter(pk__in=found - {None}).order_by("name", "pk")
    ]
    return [*names, (None, NOBODY)] if None in found else names


def _stages(keys: Iterable[Any]) -> list[tuple[Any, str]]:
    found = set(keys)
    known = [(stage.value, str(stage.label)) for stage in Stage if stage.value in found]
    rest = sorted(found - {stage.value for stage in Stage}, key=str)
    return [*known, *((key, key or "Not known") for key in rest)]


def _weeks(keys: Iterable[Any]) -> list[tuple[Any, str]]:
    return [(key, f"Week of {date_format(key, 'M j, Y')}") for key in sorted(set(keys), reverse=True)]


def _policies(keys: Iterable[Any]) -> list[tuple[Any, str]]:
    found = set(keys)
    names = [(row.pk, str(row)) for row in SlaPolicy.objects.filter(pk__in=found - {None})]
    return [*names, (None, "Before there were policies")] if None in found else names


GROUPINGS = {
    "rep": Grouping("Person", _person, _people),
    "stage": Grouping("Stage", lambda deadline: STAGE, _stages),
    "week": Grouping("Week", lambda deadline: TruncWeek("opened_at", tzinfo=sla.zone()), _weeks),
    "policy": Grouping("Policy", lambda deadline: F("policy"), _policies),
}
