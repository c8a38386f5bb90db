"""Follow-ups by API: read, filtered, paged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Prefetch, Q
from django.utils import timezone
from rest_framework.viewsets import ReadOnlyModelViewSet

from followups.api.serializers import FollowUpDetailSerializer, FollowUpSerializer
from followups.domain import recovering
from followups.enums import FollowUpState, Recovery
from followups.models import Activity, FollowUp

if TYPE_CHECKING:
    from rest_framework.serializers import BaseSerializer

    from followups.querysets import FollowUpQuerySet


class FollowUpFilter(django_filters.FilterSet):
    """`?state=open&assignee=7&overdue=true`."""

    state = django_filters.MultipleChoiceFilter(
        choices=FollowUpState.choices, help_text="May be repeated: any of these."
    )
    assignee = django_filters.NumberFilter(field_name="assignee", help_text="A person's id.")
    assignee_email = django_filters.CharFilter(field_name="assignee__email", lookup_expr="iexact")
    unassigned = django_filters.BooleanFilter(
        field_name="assignee", lookup_expr="isnull", help_text="Waiting for an owner, or not."
    )
    overdue = django_filters.BooleanFilter(
        method="by_overdue", help_text="Unfinished and late with the next thing, or not."
    )
    customer = django_filters.NumberFilter(field_name="customer", help_text="A customer's id.")

    recovery = django_filters.MultipleChoiceFilter(
        choices=Recovery.choices,
        method="by_recovery",
        help_text="What the customer’s next answer said. May be repeated: any of these.",
    )

    def by_recovery(self, rows: FollowUpQuerySet, name: str, value: list[str]) -> FollowUpQuerySet:
        """Keep those with any of these verdicts."""
        found, now = Q(), timezone.now()
        for verdict in value:
            found |= Q(pk__in=recovering.of_verdict(Recovery(verdict), now=now).values("pk"))
        return rows.filter(found)

    def by_overdue(self, rows: FollowUpQuerySet, name: str, value: bool) -> FollowUpQuerySet:
        """Keep the overdue ones, or all others."""
        late = FollowUp.objects.overdue(now=timezone.now())
        return rows.filter(pk__in=late) if value else rows.exclude(pk__in=late)


class FollowUpViewSet(ReadOnlyModelViewSet[FollowUp]):
    """Detractors' follow-ups: who has them, how far they are, by when they are due."""

    filterset_class = FollowUpFilter
    queryset = FollowUp.objects.all()

    def get_queryset(self) -> Any:
        """With what became of the customers; one follow-up comes with its history."""
        shown = FollowUp.objects.select_related("customer", "response", "assignee", "accountable")
        rows = recovering.with_verdicts(shown, now=timezone.now())
        if self.action != "retrieve":
            return rows
        return rows.prefetch_related(Prefetch("activities", Activity.objects.select_related("actor")))

    def get_serializer_class(self) -> type[BaseSerializer[FollowUp]]:
        """The list leaves the history out."""
        return FollowUpDetailSerializer if self.action == "retrieve" else FollowUpSerializer
