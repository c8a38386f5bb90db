"""What is done about answers: follow-ups, support cases, steps of playbooks."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from django.db.models import BigIntegerField, CharField, Q, Value
from django.db.models.functions import (
    Cast,
    Concat,
    ExtractDay,
    ExtractHour,
    ExtractMinute,
    ExtractMonth,
    ExtractSecond,
    ExtractYear,
)
from django.utils import timezone

from customers.api.cases import CaseSerializer
from customers.models import SupportCase
from followups.api.serializers import ActivitySerializer, FollowUpCustomerSerializer, FollowUpSerializer
from followups.api.tasks import TaskSerializer
from followups.domain import recovering
from followups.enums import ActivityKind, StepKind, StepState
from followups.models import Activity, FollowUp, StepRun
from integrations.domain.webhooks import events
from integrations.domain.webhooks.sources.answers import shown
from integrations.domain.webhooks.sources.source import EVERY, Source, plain

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from integrations.domain.webhooks.events import Event

OF_KIND: Final = {ActivityKind.OPENED.value: events.OPENED, ActivityKind.RESOLVED.value: events.RESOLVED}


class Changes(Source):
    """Every line of a follow-up's history: nothing changes without one."""

    at = "at"
    prefix = "activity-"
    events = {
        events.OPENED: Q(kind=ActivityKind.OPENED),
        events.RESOLVED: Q(kind=ActivityKind.RESOLVED),
        events.CHANGED: ~Q(kind__in=OF_KIND),
    }

    def rows(self) -> QuerySet[Activity]:
        """All lines."""
        return Activity.objects.select_related("followup", "actor")

    def customer_id(self, row: Activity) -> int | None:
        """Whose follow-up it is."""
        return row.followup.customer_id

    def event_of(self, row: Activity) -> Event:
        """Opened, resolved, or changed in another way."""
        return OF_KIND.get(row.kind, events.CHANGED)

    def data(self, row: Activity) -> dict[str, Any]:
        """What was done, and the follow-up as it stands now."""
        rows = FollowUp.objects.select_related("customer", "response", "assignee", "accountable")
        followup = recovering.with_verdicts(rows, now=timezone.now()).get(pk=row.followup_id)
        return {"change": plain(ActivitySerializer(row)), "followup": plain(FollowUpSerializer(followup))}


class Cases(Source):
    """Support cases that we reopened; one may be reopened again after it was closed."""

    at = "reopened_by_us_at"
    prefix = "case-"
    events = {events.REOPENED: EVERY}

    def rows(self) -> QuerySet[SupportCase]:
        """Those that a poor answer reopened."""
        return SupportCase.objects.select_related("customer").exclude(reopened_by_us_at=None)

    def mark(self) -> Any:
        """The case and the second, like 20260310090000: databases write instants in forms of their own."""
        second: Any = Value(0, BigIntegerField())
        for part in (ExtractYear, ExtractMonth, ExtractDay, ExtractHour, ExtractMinute, ExtractSecond):
            second = second * 100 + Cast(part(self.at, tzinfo=UTC), BigIntegerField())
        return Concat(Cast("pk", CharField()), Value("-"), Cast(second, CharField()))

    def customer_id(self, row: SupportCase) -> int | None:
        """Whose case it is."""
        return row.customer_id

    def event_of(self, row: SupportCase) -> Event:
        """There is but one."""
        return events.REOPENED

    def data(self, row: SupportCase) -> dict[str, Any]:
        """The case by the helpdesk's own identifier, and whose it is."""
        return {
            "case": plain(CaseSerializer(row)),
            "customer": plain(FollowUpCustomerSerializer(row.customer)),
        }


class Steps(Source):
    """Steps of playbooks that tell another program."""

    at = "finished_at"
    prefix = "step-"
    events = {events.STEP: EVERY}

    def rows(self) -> QuerySet[StepRun]:
        """Those that were done."""
        done = StepRun.objects.filter(kind=StepKind.WEBHOOK, state=StepState.DONE)
        return done.select_related("run__customer", "run__playbook")

    def customer_id(self, row: StepRun) -> int | None:
        """For whom the playbook runs."""
        return row.run.customer_id

    def event_of(self, row: StepRun) -> Event:
        """There is but one."""
        return events.STEP

    def data(self, row: StepRun) -> dict[str, Any]:
        """The step, its playbook, and the answer that began it."""
        return {"step": plain(TaskSerializer(row)), "response": shown(row.run.response_id)}
