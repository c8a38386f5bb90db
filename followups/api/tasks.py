"""Tasks of playbooks by API: who has what to do, by when, and what came of it. Nothing here is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.utils import timezone
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from followups.api.serializers import FollowUpCustomerSerializer, PersonSerializer
from followups.domain.playbooks import briefing
from followups.enums import StepKind, StepState
from followups.models import Playbook, StepRun

if TYPE_CHECKING:
    from followups.querysets import StepRunQuerySet


class TaskPlaybookSerializer(serializers.ModelSerializer[Playbook]):
    """The playbook that gave it."""

    class Meta:
        model = Playbook
        fields = ("id", "name")


class TaskSerializer(serializers.ModelSerializer[StepRun]):
    """A task. `why` says for whom its playbook recommends it; instants are in UTC."""

    customer = FollowUpCustomerSerializer(source="run.customer")
    playbook = TaskPlaybookSerializer(source="run.playbook")
    followup = serializers.IntegerField(source="run.followup_id", allow_null=True)
    response = serializers.IntegerField(source="run.response_id")
    assignee = PersonSerializer(allow_null=True)
    finished_by = PersonSerializer(allow_null=True)
    why = serializers.SerializerMethodField()

    class Meta:
        model = StepRun
        fields: tuple[str, ...] = (
            "id",
            "state",
            "reason",
            "kind",
            "title",
            "text",
            "why",
            "playbook",
            "customer",
            "followup",
            "response",
            "assignee",
            "ready_at",
            "due_at",
            "finished_at",
            "finished_by",
            "note",
        )
        read_only_fields = fields

    def get_why(self, task: StepRun) -> str:
        """Why it is recommended, in a sentence."""
        return briefing.why(task)


class TaskFilter(django_filters.FilterSet):
    """`?state=ready&assignee=7&overdue=true`."""

    state = django_filters.MultipleChoiceFilter(
        choices=StepState.choices, help_text="May be repeated: any of these."
    )
    kind = django_filters.MultipleChoiceFilter(
        choices=StepKind.choices, help_text="May be repeated: any of these."
    )
    assignee = django_filters.NumberFilter(field_name="assignee", help_text="A person's id.")
    customer = django_filters.NumberFilter(field_name="run__customer", help_text="A customer's id.")
    followup = django_filters.NumberFilter(
        field_name="run__response__followup", help_text="A follow-up's id."
    )
    playbook = django_filters.NumberFilter(field_name="run__playbook", help_text="A playbook's id.")
    overdue = django_filters.BooleanFilter(method="by_overdue", help_text="To do and late, or not.")

    def by_overdue(self, rows: StepRunQuerySet, name: str, value: bool) -> StepRunQuerySet:
        """Keep the late ones, or all others."""
        late = StepRun.objects.tasks().filter(due_at__lt=timezone.now())
        return rows.filter(pk__in=late) if value else rows.exclude(pk__in=late)


class TaskViewSet(ReadOnlyModelViewSet[StepRun]):
    """What playbooks gave people to do: the steps that were ever somebody's task."""

    serializer_class = TaskSerializer
    filterset_class = TaskFilter
    queryset = (
        StepRun.objects.exclude(ready_at=None)
        .select_related("run__customer", "run__playbook", "assignee", "finished_by")
        .prefetch_related("run__playbook__themes")
        .order_by("-pk")
    )
