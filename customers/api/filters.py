"""How lists of customers, companies and events are narrowed by API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import django_filters
from django import forms
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from core.addresses import InvalidAddress, canonical_email
from core.scoring import Band
from customers.api.refusals import Unprocessable
from customers.domain import audiences, identities, searching
from customers.enums import Stage
from customers.models import Account, Audience, Customer, Event
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from customers.querysets import CustomerQuerySet

LARGEST_ID = 2**63 - 1
BANDS = [*[(band.value, band.label) for band in Band], ("none", "No answer")]


class IdFilter(django_filters.NumberFilter):
    """A whole number that the database can hold."""

    field_class = forms.IntegerField


class CustomerFilter(django_filters.FilterSet):
    """`?stage=renewal&last_surveyed_before=2026-01-01T00:00:00Z`."""

    q = django_filters.CharFilter(method="by_words", help_text="Words of name, e-mail, phone or company.")
    email = django_filters.CharFilter(
        method="by_email", help_text="The address, in any spelling, also one from before a merge."
    )
    external_id = django_filters.CharFilter(
        method="by_identifier", help_text="The identifier in your CRM, also one from before a merge."
    )
    stage = django_filters.ChoiceFilter(choices=Stage.choices)
    band = django_filters.ChoiceFilter(
        choices=BANDS, method="by_band", help_text="Of the latest answer; none for no answer yet."
    )
    country = django_filters.CharFilter(lookup_expr="iexact")
    account = IdFilter(min_value=1, max_value=LARGEST_ID, help_text="A company's id.")
    last_surveyed_before = django_filters.IsoDateTimeFilter(
        method="by_before", help_text="Last asked before this instant; not those who never were."
    )
    last_surveyed_after = django_filters.IsoDateTimeFilter(
        method="by_after", help_text="Last asked at this instant or later."
    )
    never_surveyed = django_filters.BooleanFilter(
        field_name="contact__last_asked_at",
        lookup_expr="isnull",
        help_text="Never asked, or asked once.",
    )
    updated_since = django_filters.IsoDateTimeFilter(
        field_name="updated_at", lookup_expr="gte", help_text="Changed at this instant or later."
    )

    audience = django_filters.ModelChoiceFilter(
        queryset=Audience.objects.all(), method="by_audience", help_text="The members of a saved audience."
    )
    filter = django_filters.CharFilter(
        method="by_rules", help_text="Rules as JSON, the same that audiences are made of."
    )

    class Meta:
        model = Customer
        fields: tuple[str, ...] = ()

    @extend_schema_field(OpenApiTypes.INT)
    def by_audience(self, rows: CustomerQuerySet, name: str, value: Audience) -> QuerySet[Customer]:
        """Keep the members of a saved audience."""
        return _fitting(rows, audiences.parse(value.rules))

    def by_rules(self, rows: CustomerQuerySet, name: str, value: str) -> QuerySet[Customer]:
        """Keep whoever fits rules in the address. Raises Unprocessable."""
        try:
            raw = strict_json(value)
        except ValueError as problem:
            raise Unprocessable({"filter": f"This is not JSON: {problem}."}) from problem
        return fitting(rows, raw)

    def by_words(self, rows: CustomerQuerySet, name: str, value: str) -> CustomerQuerySet:
        """Keep whoever has the words."""
        return searching.found(rows, value)

    def by_email(self, rows: CustomerQuerySet, name: str, value: str) -> CustomerQuerySet:
        """Keep whose address it is, or was before a merge."""
        try:
            found = identities.find(canonical_email=canonical_email(value))
        except InvalidAddress:
            return rows.none()
        return rows.filter(pk=found.pk) if found else rows.none()

    def by_identifier(self, rows: CustomerQuerySet, name: str, value: str) -> CustomerQuerySet:
        """Keep whose identifier it is, or was before a merge."""
        found = identities.find(external_id=value)
        return rows.filter(pk=found.pk) if found else rows.none()

    def by_band(self, rows: CustomerQuerySet, name: str, value: str) -> CustomerQuerySet:
        """Keep one band."""
        return rows.in_band(value)

    def by_before(self, rows: CustomerQuerySet, name: str, value: datetime) -> CustomerQuerySet:
        """Keep those asked before then."""
        return rows.surveyed_before(value)

    def by_after(self, rows: CustomerQuerySet, name: str, value: datetime) -> CustomerQuerySet:
        """Keep those asked then or later."""
        return rows.surveyed_since(value)


def fitting(rows: QuerySet[Customer], raw: object) -> QuerySet[Customer]:
    """Whoever fits rules as they were sent. Raises Unprocessable with the path of each mistake."""
    try:
        return _fitting(rows, audiences.parse(raw))
    except audiences.InvalidRules as refusal:
        found = {f"filter.{path}": message for path, message in refusal.problems.items()}
        raise Unprocessable(found) from refusal


def strict_json(text: str) -> object:
    """JSON from an address. Raises ValueError, also for NaN."""

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is no number")

    try:
        return json.loads(text, parse_constant=refuse)
    except RecursionError as problem:
        raise ValueError("it is nested too deeply") from problem


def _fitting(rows: QuerySet[Customer], rules: audiences.Rules) -> QuerySet[Customer]:
    return rows.filter(audiences.condition(rules, program=Program.objects.current(), now=timezone.now()))


class AccountFilter(django_filters.FilterSet):
    """`?external_id=A-17`."""

    external_id = django_filters.CharFilter()
    name = django_filters.CharFilter(lookup_expr="icontains")

    class Meta:
        model = Account
        fields: tuple[str, ...] = ()


class EventFilter(django_filters.FilterSet):
    """`?name=renewal&customer=7`."""

    name = django_filters.CharFilter()
    customer = IdFilter(min_value=1, max_value=LARGEST_ID, help_text="A customer's id.")
    since = django_filters.IsoDateTimeFilter(
        field_name="occurred_at", lookup_expr="gte", help_text="Happened at this instant or later."
    )

    class Meta:
        model = Event
        fields: tuple[str, ...] = ()
