"""The form of a source, and the rows of it that an endpoint was not told of."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from rest_framework.renderers import JSONRenderer

from integrations.models import WebhookDelivery

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet
    from rest_framework.serializers import BaseSerializer

    from integrations.domain.webhooks.events import Event
    from integrations.models import WebhookEndpoint


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened: `key` is its own for ever, so that nobody is told twice."""

    event: Event
    key: str
    at: datetime
    row: Any


# An empty Q is no alternative: `nothing | Q()` is nothing.
EVERY = Q(pk__isnull=False)


class Source(ABC):
    """A table whose rows are news. `at` names the column of the instant at which they happened."""

    at: ClassVar[str]
    # What a key begins with.
    prefix: ClassVar[str]
    # Which of the rows are which event.
    events: ClassVar[Mapping[Event, Q]]

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """Every row that is news."""

    @abstractmethod
    def customer_id(self, row: Any) -> int | None:
        """Of whom the row speaks."""

    @abstractmethod
    def data(self, row: Any) -> dict[str, Any]:
        """What is told of it, as it is now."""

    @abstractmethod
    def event_of(self, row: Any) -> Event:
        """Which event a row is."""

    def mark(self) -> Any:
        """An expression for what tells the rows of one source apart."""
        return Cast("pk", CharField())

    def untold(self, *, endpoint: WebhookEndpoint, since: datetime, about: Q) -> QuerySet[Any]:
        """The rows since then of which this endpoint wants to hear and was not told, the oldest first."""
        wanted = Q(pk__in=[])
        for event, condition in self.events.items():
            if event.code in endpoint.events:
                wanted |= condition
        happened = {f"{self.at}__gte": max(since, endpoint.listens_since)}
        told = WebhookDelivery.objects.filter(endpoint=endpoint, key=OuterRef("news_key"))
        keyed = self.rows().annotate(news_key=Concat(Value(self.prefix), self.mark()))
        found = keyed.filter(wanted, about, ~Exists(told), **happened)
        ordered: QuerySet[Any] = found.order_by(F(self.at).asc(), "pk")
        return ordered

    def news(self, row: Any) -> News:
        """A row of `untold` as news."""
        return News(self.event_of(row), row.news_key, getattr(row, self.at), row)


def plain(serializer: BaseSerializer[Any]) -> Any:
    """What the API would show, in what JSON can hold, with every instant in UTC."""
    with timezone.override("UTC"):
        return json.loads(JSONRenderer().render(serializer.data))
