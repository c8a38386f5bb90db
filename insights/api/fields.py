"""How callers write the ends of a stretch of time."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

# Beyond these a day's first instant may lie outside of what a computer's calendar knows.
YEARS = range(1900, 2200)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@extend_schema_field(OpenApiTypes.STR)
class DayOrInstantField(serializers.Field[date | datetime, str, Any, Any]):
    """A local day ("2026-03-01") or an instant with its offset ("2026-03-01T09:00:00Z")."""

    default_error_messages = {
        "invalid": "Write a day like 2026-03-01 or an instant like 2026-03-01T09:00:00Z.",
        "naive": "Write the instant with its offset, such as Z or +02:00.",
    }

    def to_internal_value(self, data: str) -> date | datetime:
        """The day or the instant. Raises ValidationError."""
        try:
            # An unescaped plus arrives as a space.
            found = parse_date(data) if DAY.fullmatch(data) else parse_datetime(data.replace(" ", "+"))
        except ValueError:
            found = None
        if found is None or found.year not in YEARS:
            self.fail("invalid")
        if isinstance(found, datetime) and found.tzinfo is None:
            self.fail("naive")
        return found

    def to_representation(self, value: Any) -> Any:
        """As it is."""
        return value
