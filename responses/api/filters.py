"""How a list of answers is narrowed by API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from core.scoring import Band, parse_band
from customers.enums import Stage
from responses.domain.queries import WITHOUT_THEME
from responses.domain.themes import queries
from responses.enums import Channel, ResponseState
from responses.models import Response, Theme

if TYPE_CHECKING:
    from datetime import datetime

    from responses.querysets import ResponseQuerySet

LARGEST_ID = 2**63 - 1


class BandWordField(forms.CharField):
    """A band by any of its names."""

    def clean(self, value: object) -> Band | None:
        """The band. Raises ValidationError for another word."""
        try:
            return parse_band(str(value)) if value else None
        except ValueError as error:
            raise ValidationError(str(error)) from None


class BandFilter(django_filters.CharFilter):
    """`?band=promoter`."""

    field_class = BandWordField


class IdFilter(django_filters.NumberFilter):
    """A whole number that the database can hold."""

    field_class = forms.IntegerField


@extend_schema_field(OpenApiTypes.STR)
class ThemeFilter(django_filters.ModelChoiceFilter):
    """`?theme=price`."""


class ResponseFilter(django_filters.FilterSet):
    """`?band=detractor&updated_since=2026-03-01T00:00:00Z`."""

    band = BandFilter(
        method="by_band", help_text="promoter, passive or detractor; neutral is an older word for passive."
    )
    stage = django_filters.ChoiceFilter(choices=Stage.choices, help_text="The stage when asked.")
    state = django_filters.ChoiceFilter(choices=ResponseState.choices)
    campaign = IdFilter(min_value=1, max_value=LARGEST_ID, help_text="A campaign's id.")
    customer = IdFilter(min_value=1, max_value=LARGEST_ID, help_text="A customer's id.")
    channel = django_filters.ChoiceFilter(choices=Channel.choices, help_text="Where the question was asked.")
    placement = IdFilter(min_value=1, max_value=LARGEST_ID, help_text="A widget's or a public link's id.")
    theme = ThemeFilter(
        queryset=Theme.objects.all(),
        to_field_name="code",
        null_label="Reasons without a theme",
        null_value=WITHOUT_THEME,
        method="by_theme",
        help_text="A theme's key; none for those that say why and have no theme.",
    )
    since = django_filters.IsoDateTimeFilter(
        method="by_since", help_text="Answered at this instant or later."
    )
    until = django_filters.IsoDateTimeFilter(method="by_until", help_text="Answered before this instant.")
    updated_since = django_filters.IsoDateTimeFilter(
        method="by_updated_since", help_text="Answered or revised at this instant or later."
    )

    class Meta:
        model = Response
        fields: tuple[str, ...] = ()

    def by_band(self, rows: ResponseQuerySet, name: str, value: Band) -> ResponseQuerySet:
        """Keep one band."""
        return rows.in_band(value)

    def by_theme(self, rows: ResponseQuerySet, name: str, value: Theme | str) -> ResponseQuerySet:
        """Keep those that have it."""
        return (
            queries.with_theme(rows, value.code) if isinstance(value, Theme) else queries.without_theme(rows)
        )

    def by_since(self, rows: ResponseQuerySet, name: str, value: datetime) -> ResponseQuerySet:
        """Keep those of then and later."""
        return rows.since(value)

    def by_until(self, rows: ResponseQuerySet, name: str, value: datetime) -> ResponseQuerySet:
        """Keep those before then."""
        return rows.before(value)

    def by_updated_since(self, rows: ResponseQuerySet, name: str, value: datetime) -> ResponseQuerySet:
        """Keep those that changed then or later."""
        return rows.changed_since(value)
