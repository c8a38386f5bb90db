"""Themes by API: what answers speak of, and the phrases that tell of it."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import django_filters
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from customers.api.bodies import told
from customers.api.naming import sentences
from customers.api.refusals import Unprocessable
from customers.api.serializers import StrictSerializer
from responses.domain.themes import editing, phrasing
from responses.models import Theme
from team.models import ApiKey

if TYPE_CHECKING:
    from rest_framework.request import Request

# What stands for phrases that are looked for in every language: stored as no language at all.
ANY = "any"
LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
PHRASES = """By primary language ("de"), or "any": {"en": ["slow*", "no answer"], "de": ["langsam*"]}. """
ENDING = "A star at the end stands for any ending."
TAKEN = {"name": "Another theme has this name."}


class PhrasesField(serializers.DictField):
    """Phrases by language, each of them one that can be found."""

    child = serializers.ListField(child=serializers.CharField(), max_length=phrasing.MOST)

    def to_internal_value(self, data: Any) -> dict[str, list[str]]:
        """As the verbs take them. Raises ValidationError with the language and the phrase."""
        said: dict[str, list[str]] = super().to_internal_value(data)
        for language, phrases in said.items():
            if not LANGUAGE.fullmatch(language):
                raise serializers.ValidationError({language: ["Name a primary language like de, or any."]})
            said[language] = [" ".join(phrase.split()) for phrase in phrases]
            faults = [fault for fault in map(phrasing.fault, said[language]) if fault]
            if faults:
                raise serializers.ValidationError({language: faults[:1]})
        return {"" if language == ANY else language: phrases for language, phrases in said.items()}


class ThemeSerializer(serializers.ModelSerializer[Theme]):
    """A theme. One that is not active tags nothing more; what it has tagged stays."""

    key = serializers.CharField(source="code", help_text="Made of the first name; it never changes.")
    phrases = serializers.SerializerMethodField(help_text=PHRASES + ENDING)

    class Meta:
        model = Theme
        fields = ("id", "key", "name", "description", "is_active", "phrases", "created_at")
        read_only_fields = fields

    @extend_schema_field(serializers.DictField(child=serializers.ListField(child=serializers.CharField())))
    def get_phrases(self, theme: Theme) -> dict[str, list[str]]:
        """As they were written."""
        return {language or ANY: said for language, said in editing.phrases_of(theme).items()}


class ThemeFactsSerializer(StrictSerializer):
    """A theme to add or to change. What is not sent stays, so do phrases of languages not named."""

    name = serializers.CharField(max_length=80)
    description = serializers.CharField(required=False, allow_blank=True, max_length=300)
    phrases = PhrasesField(required=False, help_text=PHRASES + ENDING)


class ThemeChangesSerializer(ThemeFactsSerializer):
    """The same for one that is there, which can be retired and used again, too."""

    is_active = serializers.BooleanField(required=False)


class ThemeFilter(django_filters.FilterSet):
    """`?is_active=true`."""

    is_active = django_filters.BooleanFilter(help_text="Whether it is looked for.")

    class Meta:
        model = Theme
        fields: tuple[str, ...] = ()


@extend_schema_view(
    create=extend_schema(request=ThemeFactsSerializer, responses={201: ThemeSerializer}),
    partial_update=extend_schema(request=ThemeChangesSerializer, responses=ThemeSerializer),
)
class ThemeViewSet(ReadOnlyModelViewSet[Theme]):
    """What customers speak of. Changed phrases are read for in every earlier comment, in the background."""

    filterset_class = ThemeFilter
    queryset = Theme.objects.prefetch_related("rules")
    serializer_class = ThemeSerializer
    lookup_field = "code"
    lookup_url_kwarg = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def create(self, request: Request) -> Response:
        """Add a theme: 201."""
        facts = _facts(ThemeFactsSerializer(data=told(request.data)))
        try:
            made = editing.add(
                name=facts["name"],
                description=facts.get("description", ""),
                phrases=facts.get("phrases", {}),
                actor=_key(request),
                now=timezone.now(),
            )
        except editing.TakenName as taken:
            raise Unprocessable(TAKEN) from taken
        return Response(self._shown(made), status=HTTPStatus.CREATED)

    def partial_update(self, request: Request, key: str | None = None) -> Response:
        """Change what is sent; an empty list takes the phrases of a language away."""
        theme = self.get_object()
        facts = _facts(ThemeChangesSerializer(data=told(request.data), partial=True))
        try:
            editing.amend(theme=theme, actor=_key(request), now=timezone.now(), **facts)
        except editing.TakenName as taken:
            raise Unprocessable(TAKEN) from taken
        return Response(self._shown(theme))

    def _shown(self, theme: Theme) -> Any:
        return self.get_serializer(self.get_queryset().get(pk=theme.pk)).data


def _facts(sent: StrictSerializer) -> dict[str, Any]:
    """What a body says; names and descriptions on one line. Raises Unprocessable."""
    if not sent.is_valid():
        raise Unprocessable(sentences(sent.errors))
    facts = dict(sent.validated_data)
    return {name: " ".join(it.split()) if isinstance(it, str) else it for name, it in facts.items()}


def _key(request: Request) -> ApiKey | None:
    return request.auth if isinstance(request.auth, ApiKey) else None
