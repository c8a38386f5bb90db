"""Webhooks by API: whoever installs a program can let it subscribe by itself."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from customers.api.bodies import told
from customers.api.naming import sentences
from customers.api.refusals import Unprocessable
from customers.api.serializers import StrictSerializer
from integrations.domain.webhooks import delivering, endpoints, events, switching
from integrations.models import WebhookEndpoint
from team.enums import Scope
from team.models import ApiKey

if TYPE_CHECKING:
    from rest_framework.request import Request

EVENTS = [(event.code, event.label) for event in events.EVENTS]
# Whoever may choose where answers are sent reads every one of them: no lesser scope may.
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PATCH", "DELETE")


class WebhookSerializer(serializers.ModelSerializer[WebhookEndpoint]):
    """A webhook. `failing_since`: no call was taken since then; `disabled_at`: it was given up."""

    events = serializers.ListField(child=serializers.ChoiceField(choices=EVENTS))

    class Meta:
        model = WebhookEndpoint
        fields: tuple[str, ...] = (
            "id", "name", "url", "events", "is_active", "created_at", "listens_since", "failing_since",
            "disabled_at", "disabled_reason",
        )  # fmt: skip
        read_only_fields = fields


class NewWebhookSerializer(WebhookSerializer):
    """A webhook that was just added, with its secret, which is told once."""

    class Meta(WebhookSerializer.Meta):
        fields = (*WebhookSerializer.Meta.fields, "secret")
        read_only_fields = fields


class WebhookFactsSerializer(StrictSerializer):
    """A webhook to add, or what changes of one."""

    name = serializers.CharField(max_length=120)
    url = serializers.CharField(max_length=500, help_text="Begins with https://.")
    events = serializers.ListField(child=serializers.ChoiceField(choices=EVENTS), allow_empty=False)


class WebhookChangesSerializer(WebhookFactsSerializer):
    """The same for one that is there, which can be switched off and on, too."""

    is_active = serializers.BooleanField(required=False)


class SecretSerializer(serializers.Serializer[Any]):
    """A new secret; for 24 hours calls are signed with the old one, too."""

    secret = serializers.CharField()


class TestCallSerializer(serializers.Serializer[Any]):
    """What a test call came to. Without a `status` the program was not reached."""

    delivered = serializers.BooleanField()
    status = serializers.IntegerField(allow_null=True)
    error = serializers.CharField()


@extend_schema_view(
    create=extend_schema(request=WebhookFactsSerializer, responses={201: NewWebhookSerializer}),
    partial_update=extend_schema(request=WebhookChangesSerializer, responses=WebhookSerializer),
    destroy=extend_schema(responses={204: None}),
)
class WebhookViewSet(ReadOnlyModelViewSet[WebhookEndpoint]):
    """Programs that are told what happens. Every call needs the scope `admin`."""

    queryset = WebhookEndpoint.objects.all()
    serializer_class = WebhookSerializer
    scopes = dict.fromkeys(METHODS, Scope.ADMIN)

    def create(self, request: Request) -> Response:
        """Add one, on at once: 201 with its `secret`."""
        facts = _facts(WebhookFactsSerializer(data=told(request.data)))
        try:
            made = endpoints.add(
                name=facts["name"], url=facts["url"], heard=facts["events"],
                actor=_key(request), now=timezone.now(),
            )  # fmt: skip
        except endpoints.Refused as refusal:
            raise Unprocessable({refusal.field: refusal.message}) from refusal
        return Response(NewWebhookSerializer(made).data, status=HTTPStatus.CREATED)

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        """Change its name, its address, its events; `is_active` switches it off and on."""
        endpoint, now = self.get_object(), timezone.now()
        facts = _facts(WebhookChangesSerializer(data=told(request.data), partial=True))
        try:
            endpoints.change(
                endpoint=endpoint,
                name=facts.get("name", endpoint.name),
                url=facts.get("url", endpoint.url),
                heard=facts.get("events", endpoint.events),
                actor=_key(request),
                now=now,
            )
        except endpoints.Refused as refusal:
            raise Unprocessable({refusal.field: refusal.message}) from refusal
        if "is_active" in facts:
            turn = switching.switch_on if facts["is_active"] else switching.switch_off
            turn(endpoint=endpoint, actor=_key(request), now=now)
        return Response(self.get_serializer(endpoint).data)

    def destroy(self, request: Request, pk: str | None = None) -> Response:
        """Delete it with the list of its calls: 204."""
        endpoints.remove(endpoint=self.get_object(), actor=_key(request), now=timezone.now())
        return Response(status=HTTPStatus.NO_CONTENT)

    @extend_schema(request=None, responses=SecretSerializer)
    @action(detail=True, methods=["post"], url_path="secret")
    def secret(self, request: Request, pk: str | None = None) -> Response:
        """Give it a new secret, which is told once."""
        secret = endpoints.rotate(endpoint=self.get_object(), actor=_key(request), now=timezone.now())
        return Response({"secret": secret})

    @extend_schema(request=None, responses=TestCallSerializer)
    @action(detail=True, methods=["post"], url_path="test")
    def test(self, request: Request, pk: str | None = None) -> Response:
        """Call it now with a message that says nothing; the answer says what came of it."""
        delivery = endpoints.plan_test(endpoint=self.get_object(), now=timezone.now())
        answer = delivering.deliver_one(delivery=delivery, clock=timezone.now)
        if answer is None:
            return Response({"delivered": False, "status": None, "error": "A worker makes this call."})
        return Response({"delivered": answer.is_taken, "status": answer.status, "error": answer.error})


def _facts(sent: StrictSerializer) -> dict[str, Any]:
    if not sent.is_valid():
        raise Unprocessable(sentences(sent.errors))
    return dict(sent.validated_data)


def _key(request: Request) -> ApiKey | None:
    return request.auth if isinstance(request.auth, ApiKey) else None
