"""Success plans by API: what was promised to whom, planned, changed and ended by other programs too."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import django_filters
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from customers.api.bodies import told
from customers.api.naming import customer_named, sentences
from customers.api.refusals import Unprocessable
from customers.api.serializers import CustomerKeySerializer, StrictSerializer
from followups.api.serializers import FollowUpCustomerSerializer, PersonSerializer
from followups.domain import planning_success, sla, working
from followups.enums import PlanState
from followups.models import FollowUp, PlanItem
from team.models import User

if TYPE_CHECKING:
    from rest_framework.request import Request

    from customers.models import Customer
    from followups.querysets import PlanItemQuerySet

# Which field of the body a refusal is about.
FIELDS: dict[type[working.Refused], str] = {
    planning_success.CannotOwn: "owner",
    planning_success.CustomerGone: "customer",
    planning_success.NotTheirs: "followup",
    planning_success.Over: "state",
    planning_success.StillOpen: "state",
}
TO_NOBODY = "A staff member’s address; null for nobody."


class PlanItemSerializer(serializers.ModelSerializer[PlanItem]):
    """An item of a success plan. `outcome` says what came of it, or why it was dropped; instants in UTC."""

    customer = FollowUpCustomerSerializer()
    owner = PersonSerializer(allow_null=True)
    created_by = PersonSerializer(allow_null=True)
    closed_by = PersonSerializer(allow_null=True)

    class Meta:
        model = PlanItem
        fields = (
            "id", "state", "customer", "followup", "title", "text", "owner", "due_on", "outcome",
            "created_at", "created_by", "closed_at", "closed_by",
        )  # fmt: skip
        read_only_fields = fields


class PlanItemFactsSerializer(StrictSerializer):
    """An item to plan."""

    customer = CustomerKeySerializer()
    title = serializers.CharField(max_length=200)
    text = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    owner = serializers.EmailField(required=False, allow_null=True, help_text=TO_NOBODY)
    due_on = serializers.DateField(required=False, allow_null=True)
    followup = serializers.IntegerField(required=False, allow_null=True, help_text="Out of this follow-up.")


class PlanItemChangesSerializer(StrictSerializer):
    """What changes. What is not sent stays; of what has ended only the state can be changed."""

    title = serializers.CharField(required=False, max_length=200)
    text = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    owner = serializers.EmailField(required=False, allow_null=True, help_text=TO_NOBODY)
    due_on = serializers.DateField(required=False, allow_null=True)
    state = serializers.ChoiceField(required=False, choices=PlanState.choices)
    outcome = serializers.CharField(
        required=False, max_length=4000, help_text="With `state`: what came of it; why it is dropped."
    )


class PlanItemFilter(django_filters.FilterSet):
    """`?state=open&owner=7&overdue=true`."""

    state = django_filters.MultipleChoiceFilter(
        choices=PlanState.choices, help_text="May be repeated: any of these."
    )
    owner = django_filters.NumberFilter(field_name="owner", help_text="A person's id.")
    customer = django_filters.NumberFilter(field_name="customer", help_text="A customer's id.")
    followup = django_filters.NumberFilter(field_name="followup", help_text="A follow-up's id.")
    overdue = django_filters.BooleanFilter(method="by_overdue", help_text="To do and late, or not.")

    def by_overdue(self, rows: PlanItemQuerySet, name: str, value: bool) -> PlanItemQuerySet:
        """Keep the late ones, or all others."""
        late = PlanItem.objects.overdue(today=sla.today(now=timezone.now()))
        return rows.filter(pk__in=late) if value else rows.exclude(pk__in=late)


@extend_schema_view(
    create=extend_schema(request=PlanItemFactsSerializer, responses={201: PlanItemSerializer}),
    partial_update=extend_schema(request=PlanItemChangesSerializer, responses=PlanItemSerializer),
)
class PlanItemViewSet(ReadOnlyModelViewSet[PlanItem]):
    """What was promised to customers: who does it, by when, and what came of it."""

    filterset_class = PlanItemFilter
    serializer_class = PlanItemSerializer
    queryset = (
        PlanItem.objects.filter(customer__erased_at=None)
        .select_related("customer", "owner", "created_by", "closed_by")
        .order_by("-pk")
    )

    def create(self, request: Request) -> Response:
        """Plan an item: 201. Its owner is told."""
        facts = _valid(PlanItemFactsSerializer(data=told(request.data)))
        customer = customer_named(facts.pop("customer"))
        facts = {"owner": None, "due_on": None, **facts, "followup": _followup(facts, customer)}
        try:
            made = planning_success.add(customer=customer, now=timezone.now(), **facts)
        except working.Refused as refusal:
            raise _refused(refusal, "title") from refusal
        return Response(self._shown(made), status=HTTPStatus.CREATED)

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        """Change it, end it, or take it up again."""
        item, facts = self.get_object(), _valid(PlanItemChangesSerializer(data=told(request.data)))
        state, outcome = facts.pop("state", ""), facts.pop("outcome", "")
        try:
            planning_success.amend(
                item=item, facts=facts, state=state, outcome=outcome, actor=None, now=timezone.now()
            )
        except working.Refused as refusal:
            raise _refused(refusal, "outcome" if state == PlanState.DROPPED else "title") from refusal
        return Response(self._shown(item))

    def _shown(self, item: PlanItem) -> Any:
        return self.get_serializer(self.get_queryset().get(pk=item.pk)).data


def _valid(sent: StrictSerializer) -> dict[str, Any]:
    """What a body says, the owner as a person. Raises Unprocessable."""
    if not sent.is_valid():
        raise Unprocessable(sentences(sent.errors))
    facts = dict(sent.validated_data)
    if facts.get("owner"):
        found = User.objects.filter(email__iexact=facts["owner"]).first()
        if found is None:
            raise Unprocessable({"owner": "Nobody on the staff has this address."})
        facts["owner"] = found
    return facts


def _followup(facts: dict[str, Any], customer: Customer) -> FollowUp | None:
    if facts.get("followup") is None:
        return None
    found = FollowUp.objects.filter(pk=facts["followup"], customer=customer).first()
    if found is None:
        raise Unprocessable({"followup": "This customer has no such follow-up."})
    return found


def _refused(refusal: working.Refused, otherwise: str) -> Unprocessable:
    return Unprocessable({FIELDS.get(type(refusal), otherwise): str(refusal)})
