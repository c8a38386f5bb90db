"""Customers, companies and events by API: sent in, read, filtered, paged."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from customers.api.audience_serializers import FilterSerializer
from customers.api.bodies import as_sent, customer_facts, told
from customers.api.filters import AccountFilter, CustomerFilter, EventFilter, fitting
from customers.api.naming import customer_named, sentences
from customers.api.refusals import Unprocessable
from customers.api.serializers import (
    AccountFactsSerializer,
    AccountSerializer,
    CustomerFactsSerializer,
    CustomerSerializer,
    EventFactsSerializer,
    EventSerializer,
)
from customers.domain import companies, events, intake
from customers.domain.facts import InvalidFacts
from customers.enums import Source
from customers.models import Account, Customer, Event
from team.enums import Scope

if TYPE_CHECKING:
    from rest_framework.request import Request


@extend_schema_view(
    create=extend_schema(
        request=CustomerFactsSerializer, responses={201: CustomerSerializer, 200: CustomerSerializer}
    ),
    partial_update=extend_schema(request=CustomerFactsSerializer, responses=CustomerSerializer),
)
class CustomerViewSet(ReadOnlyModelViewSet[Customer]):
    """Everybody who may be asked. POST finds by `external_id` or `email`, and changes or makes."""

    filterset_class = CustomerFilter
    # The action below that only asks a question says so.
    scopes: dict[str, Scope] = {}
    queryset = Customer.objects.current().select_related("account", "contact")
    serializer_class = CustomerSerializer

    def create(self, request: Request) -> Response:
        """Change the customer with this identifier or address, or make one: 201 for a new one."""
        facts, errors = customer_facts(request.data)
        if errors:
            raise Unprocessable(errors)
        try:
            found = intake.upsert(facts=facts, source=Source.API, now=timezone.now())
        except InvalidFacts as refusal:
            raise Unprocessable(as_sent(refusal.errors)) from refusal
        status = HTTPStatus.CREATED if found.outcome == "created" else HTTPStatus.OK
        return Response(self._shown(found.customer.pk), status=status)

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        """Change one customer; identifiers may change, too."""
        facts, errors = customer_facts(request.data)
        if errors:
            raise Unprocessable(errors)
        customer = self.get_object()
        try:
            intake.change(customer=customer, facts=facts, now=timezone.now())
        except InvalidFacts as refusal:
            raise Unprocessable(as_sent(refusal.errors)) from refusal
        except Customer.DoesNotExist as gone:
            raise NotFound from gone
        return Response(self._shown(customer.pk))

    @extend_schema(request=FilterSerializer, responses=CustomerSerializer(many=True))
    @action(detail=False, methods=["post"], scopes={"POST": Scope.READ})
    def search(self, request: Request) -> Response:
        """Whoever fits rules that are too long for an address: `{"filter": {…}}`, paged as a list is."""
        sent = FilterSerializer(data=told(request.data))
        if not sent.is_valid():
            raise Unprocessable(sentences(sent.errors))
        rows = fitting(self.filter_queryset(self.get_queryset()), sent.validated_data["filter"])
        return self.get_paginated_response(self.get_serializer(self.paginate_queryset(rows), many=True).data)

    def _shown(self, pk: int) -> Any:
        return self.get_serializer(self.get_queryset().get(pk=pk)).data


@extend_schema_view(
    create=extend_schema(
        request=AccountFactsSerializer, responses={201: AccountSerializer, 200: AccountSerializer}
    )
)
class AccountViewSet(ReadOnlyModelViewSet[Account]):
    """The companies that customers belong to. POST finds by `external_id`, else by `name`."""

    filterset_class = AccountFilter
    queryset = Account.objects.select_related("manager")
    serializer_class = AccountSerializer

    def create(self, request: Request) -> Response:
        """Change the company with this identifier or name, or make one: 201 for a new one."""
        try:
            account, outcome = companies.upsert(facts=told(request.data), now=timezone.now())
        except InvalidFacts as refusal:
            errors = {name.removeprefix("account_"): text for name, text in refusal.errors.items()}
            raise Unprocessable(errors) from refusal
        status = HTTPStatus.CREATED if outcome == "created" else HTTPStatus.OK
        return Response(self.get_serializer(self.get_queryset().get(pk=account.pk)).data, status=status)


@extend_schema_view(
    create=extend_schema(request=EventFactsSerializer, responses={201: EventSerializer, 200: EventSerializer})
)
class EventViewSet(ReadOnlyModelViewSet[Event]):
    """What happened to customers; event campaigns ask after it."""

    filterset_class = EventFilter
    queryset = Event.objects.filter(customer__erased_at=None)
    serializer_class = EventSerializer

    def create(self, request: Request) -> Response:
        """Record an event: 201, or 200 when its key is known and nothing was recorded again."""
        sent = EventFactsSerializer(data=told(request.data))
        if not sent.is_valid():
            raise Unprocessable(sentences(sent.errors))
        values, now = sent.validated_data, timezone.now()
        try:
            event, is_new = events.record(
                customer=customer_named(values["customer"]),
                name=values["name"],
                occurred_at=values.get("occurred_at") or now,
                now=now,
                payload=values.get("payload"),
                key=values.get("key"),
            )
        except events.InvalidEvent as refusal:
            raise Unprocessable(refusal.errors) from refusal
        return Response(
            self.get_serializer(event).data, status=HTTPStatus.CREATED if is_new else HTTPStatus.OK
        )
