"""The long list of a campaign's invitations: a page of it, and all of it for a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveys.models import Invitation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.models import Campaign
    from surveys.querysets import InvitationQuerySet

PER_PAGE = 20
EXPORTED = 2_000
# Beyond, "more than" is all that anybody wants to know of a list's length.
COUNTED = 10_000
HEADER = (
    "customer", "name", "email", "external_id", "company", "stage", "state", "reason", "occasion",
    "subject", "send_after", "sent_at", "delivered_at", "bounced_at", "opened_at", "answer_page_opened_at",
    "answered_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, newest first, and the ids from which the neighboring pages begin."""

    rows: list[Invitation]
    after: int | None
    before: int | None


def rows_of(campaign: Campaign, *, words: str, state: str, reason: str) -> InvitationQuerySet:
    """Everybody who was considered, narrowed; empty means any."""
    rows = Invitation.objects.filter(campaign=campaign)
    return rows.narrowed(words=words, state=state, reason=reason)


def count_of(rows: InvitationQuerySet) -> tuple[int, bool]:
    """How many there are, and whether there are more: counting stops at COUNTED."""
    found = rows.order_by().values("pk")[: COUNTED + 1].count()
    return min(found, COUNTED), found > COUNTED


def page_of(rows: InvitationQuerySet, *, after: int | None, before: int | None) -> Page:
    """The rows behind, or in front of, an invitation; the first without one. The last page is as quick."""
    ordered = rows.order_by("pk") if before else rows.order_by("-pk")
    if pivot := before or after:
        ordered = ordered.filter(pk__gt=pivot) if before else ordered.filter(pk__lt=pivot)
    found = list(ordered.select_related("customer__account")[: PER_PAGE + 1])
    more, found = len(found) > PER_PAGE, found[:PER_PAGE]
    if before:
        found.reverse()
    if not found:
        return Page([], None, None)
    has_next = bool(before) or more
    has_previous = more if before else after is not None
    return Page(found, found[-1].pk if has_next else None, found[0].pk if has_previous else None)


def export(rows: InvitationQuerySet) -> Iterator[list[object]]:
    """Each invitation as a line of a spreadsheet under HEADER; instants in UTC. Reads as it goes."""
    whole = rows.order_by("pk").select_related("customer__account")
    for row in whole.iterator(chunk_size=EXPORTED):
        person = row.customer
        yield [
            person.pk,
            person.name,
            person.email,
            person.external_id,
            person.account.name if person.account else "",
            row.stage,
            row.state,
            row.reason,
            row.occasion,
            row.variant,
            row.send_after,
            row.sent_at,
            row.delivered_at,
            row.bounced_at,
            row.opened_at,
            row.started_at,
            row.answered_at,
        ]
