"""What customers answered, and whether it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from integrations.domain.webhooks import events
from integrations.domain.webhooks.sources.source import EVERY, Source, plain
from responses.api.serializers import ResponseSerializer
from responses.models import Response, Revision
from team.models import AuditEntry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from integrations.domain.webhooks.events import Event

EXCLUDED: Final = "response.exclude"


def shown(response_id: int) -> dict[str, Any]:
    """An answer as /api/v1/responses/ shows it."""
    rows = Response.objects.select_related("customer", "campaign", "invitation", "placement")
    told: dict[str, Any] = plain(ResponseSerializer(rows.get(pk=response_id)))
    return told


class Answers(Source):
    """Every version of an answer: the first one, and those that came later."""

    at = "recorded_at"
    prefix = "answer-"
    events = {events.RECORDED: Q(number=1), events.REVISED: Q(number__gt=1)}

    def rows(self) -> QuerySet[Revision]:
        """All versions."""
        return Revision.objects.select_related("response")

    def customer_id(self, row: Revision) -> int | None:
        """Who answered; nobody known for visitors."""
        return row.response.customer_id

    def event_of(self, row: Revision) -> Event:
        """The first version was recorded, all others are revisions."""
        return events.RECORDED if row.number == 1 else events.REVISED

    def data(self, row: Revision) -> dict[str, Any]:
        """The answer as it stands now."""
        return {"response": shown(row.response_id)}


class Judgements(Source):
    """Answers that ceased or began to count, as the audit trail has it."""

    at = "at"
    prefix = "judgement-"
    events = {events.JUDGED: EVERY}

    def rows(self) -> QuerySet[AuditEntry]:
        """Taken out, or put back."""
        return AuditEntry.objects.filter(
            subject_type=Response._meta.label_lower, action__in=[EXCLUDED, "response.include"]
        )

    def customer_id(self, row: AuditEntry) -> int | None:
        """Whose answer it is."""
        return Response.objects.values_list("customer", flat=True).get(pk=row.subject_id)

    def event_of(self, row: AuditEntry) -> Event:
        """There is but one."""
        return events.JUDGED

    def data(self, row: AuditEntry) -> dict[str, Any]:
        """Whether it counts, and the answer as it stands now."""
        judgement = "excluded" if row.action == EXCLUDED else "counted"
        return {"judgement": judgement, "response": shown(int(row.subject_id))}
