"""Audiences and launches by API: the same rules as on the pages."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from customers.api.audience_serializers import (
    AudienceFactsSerializer,
    AudienceSerializer,
    CountSerializer,
    FieldSerializer,
    FilterSerializer,
    LaunchFactsSerializer,
    LaunchSerializer,
)
from customers.api.bodies import told
from customers.api.refusals import Unprocessable
from customers.domain import audiences, launching
from customers.domain.audiences import counting, saving
from customers.models import Audience, Launch
from team.enums import Scope
from team.models import ApiKey, Program

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.serializers import Serializer

ASKS = {"POST": Scope.READ}


class Conflict(APIException):
    """What is stored elsewhere stands in the way."""

    status_code = HTTPStatus.CONFLICT
    default_code = "conflict"


@extend_schema_view(
    create=extend_schema(request=AudienceFactsSerializer, responses={201: AudienceSerializer}),
    partial_update=extend_schema(request=AudienceFactsSerializer, responses=AudienceSerializer),
    destroy=extend_schema(responses={204: None}),
)
class AudienceViewSet(ReadOnlyModelViewSet[Audience]):
    """Saved audiences: `{"match": "all", "rules": [{"field", "op", "value"}, …]}`, with groups one deep."""

    queryset = Audience.objects.all()
    serializer_class = AudienceSerializer
    # The actions below that only ask a question say so.
    scopes: dict[str, Scope] = {}

    def create(self, request: Request) -> Response:
        """Save rules under a name: 201."""
        facts = checked(AudienceFactsSerializer(data=told(request.data)))
        rules = parsed(facts.pop("rules", None), "rules")
        try:
            made = saving.create(
                name=facts["name"], description=facts.get("description", ""), rules=rules,
                actor=key_of(request), now=timezone.now(),
            )  # fmt: skip
        except saving.NameTaken as refusal:
            raise Unprocessable({"name": "Another audience has this name."}) from refusal
        return Response(self.get_serializer(made).data, status=HTTPStatus.CREATED)

    def partial_update(self, request: Request, pk: str | None = None) -> Response:
        """Change the name, the description or the rules: 409 for the rules of one that is used."""
        audience = self.get_object()
        facts = checked(AudienceFactsSerializer(data=told(request.data), partial=True))
        try:
            saving.change(
                audience=audience,
                name=facts.get("name", audience.name),
                description=facts.get("description", audience.description),
                rules=parsed(facts.get("rules", audience.rules), "rules"),
                actor=key_of(request),
                now=timezone.now(),
            )
        except saving.NameTaken as refusal:
            raise Unprocessable({"name": "Another audience has this name."}) from refusal
        except saving.StillUsed as refusal:
            names = ", ".join(refusal.names)
            raise Conflict(f"People change whom something is sent to. Used by: {names}.") from refusal
        return Response(self.get_serializer(audience).data)

    def destroy(self, request: Request, pk: str | None = None) -> Response:
        """Give it up: 204, or 409 while campaigns or launches use it."""
        try:
            saving.delete(audience=self.get_object(), actor=key_of(request), now=timezone.now())
        except saving.StillUsed as refusal:
            raise Conflict(f"Still used by: {', '.join(refusal.names)}.") from refusal
        return Response(status=HTTPStatus.NO_CONTENT)

    @extend_schema(responses=CountSerializer)
    @action(detail=True, methods=["get"], url_path="count")
    def count(self, request: Request, pk: str | None = None) -> Response:
        """How many belong now, and how many of them may be asked."""
        return _counted(audiences.parse(self.get_object().rules))

    @extend_schema(request=FilterSerializer, responses=CountSerializer)
    @action(detail=False, methods=["post"], url_path="count", url_name="count-of", scopes=ASKS)
    def count_of(self, request: Request) -> Response:
        """The same for rules that are not saved: `{"filter": {…}}`."""
        return _counted(parsed(checked(FilterSerializer(data=told(request.data))).get("filter"), "filter"))

    @extend_schema(responses=FieldSerializer(many=True), filters=False)
    @action(detail=False, methods=["get"], pagination_class=None)
    def fields(self, request: Request) -> Response:
        """What rules may speak of: each field with its operators and what they take."""
        return Response(FieldSerializer(audiences.catalog().fields, many=True).data)


@extend_schema_view(
    create=extend_schema(
        request=LaunchFactsSerializer, responses={201: LaunchSerializer, 200: LaunchSerializer}
    )
)
class LaunchViewSet(ReadOnlyModelViewSet[Launch]):
    """What was launched for many: each member of the audience gets the event."""

    queryset = Launch.objects.select_related("audience")
    serializer_class = LaunchSerializer

    def create(self, request: Request) -> Response:
        """Announce a launch: 201, or 200 when its key is known and nothing happens again."""
        facts = checked(LaunchFactsSerializer(data=told(request.data)))
        now = timezone.now()
        try:
            launch, is_new = launching.announce(
                title=facts["title"], event_name=facts["event_name"], audience=facts.get("audience"),
                occurred_at=facts.get("occurred_at") or now, key=facts.get("key"),
                actor=key_of(request), now=now,
            )  # fmt: skip
        except launching.InvalidLaunch as refusal:
            raise Unprocessable(refusal.errors) from refusal
        status = HTTPStatus.CREATED if is_new else HTTPStatus.OK
        return Response(self.get_serializer(launch).data, status=status)


def checked(sent: Serializer[Any]) -> dict[str, Any]:
    """What a body says, as its serializer reads it. Raises Unprocessable."""
    if not sent.is_valid():
        raise Unprocessable({name: " ".join(map(str, errors)) for name, errors in sent.errors.items()})
    return dict(sent.validated_data)


def parsed(raw: object, name: str) -> audiences.Rules:
    """Rules under a name in a body or an address. Raises Unprocessable with the path of each mistake."""
    try:
        return audiences.parse(raw)
    except audiences.InvalidRules as refusal:
        found = {f"{name}.{path}": message for path, message in refusal.problems.items()}
        raise Unprocessable(found) from refusal


def key_of(request: Request) -> ApiKey | None:
    """The key that a call was made with."""
    return request.auth if isinstance(request.auth, ApiKey) else None


def _counted(rules: audiences.Rules) -> Response:
    found = counting.reckon(rules, program=Program.objects.current(), now=timezone.now())
    body = {"total": found.total, "fits": found.fits, "may_be_asked": found.askable}
    return Response({**body, "described": audiences.describe(rules)})
