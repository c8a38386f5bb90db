"""Why a reminder is not needed or not allowed any more, whatever the hour."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from mailroom.enums import OutboxState
from surveys.enums import CampaignState, Reason
from surveys.models import Invitation, Reminder

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.db.models import QuerySet

# What may have reached somebody after the mail that the reminder is of.
ASKED = [OutboxState.CLAIMED, OutboxState.SENT, OutboxState.UNKNOWN]


def reason_over(invitation: Invitation) -> Reason | None:
    """Why no reminder of this invitation may leave, or None. Reads its customer and its campaign."""
    reasons = (
        (invitation.answered_at is not None, Reason.ANSWERED),
        (invitation.customer.erased_at is not None, Reason.ERASED),
        (invitation.customer.merged_into_id is not None, Reason.MERGED),
        (_did_not_arrive(invitation), Reason.NOT_DELIVERED),
        (invitation.complained_at is not None, Reason.COMPLAINED),
        (invitation.customer.contact_id != invitation.contact_id, Reason.ADDRESS_CHANGED),
        (invitation.campaign.state == CampaignState.ENDED, Reason.CAMPAIGN_ENDED),
    )
    return next((reason for is_over, reason in reasons if is_over), None)


def over() -> Q:
    """The same for reminders in a query; whoever uses it asks `reason_over` for the reason."""
    changed = Q(invitation__contact=None) | ~Q(invitation__customer__contact=F("invitation__contact"))
    return (
        Q(invitation__answered_at__isnull=False)
        | Q(invitation__customer__erased_at__isnull=False)
        | Q(invitation__customer__merged_into__isnull=False)
        | ~Q(invitation__state=OutboxState.SENT)
        | Q(invitation__bounced_at__isnull=False)
        | Q(invitation__complained_at__isnull=False)
        | changed
        | Q(invitation__campaign__state=CampaignState.ENDED)
    )


def alive(rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
    """Reminders that nothing of this speaks against, of active campaigns, to contacts we may write to.

    No join: it goes into the UPDATE that begins an attempt.
    """
    invitations = Invitation.objects.filter(
        pk=OuterRef("invitation_id"),
        state=OutboxState.SENT,
        answered_at=None,
        bounced_at=None,
        complained_at=None,
        campaign__state=CampaignState.ACTIVE,
        customer__erased_at=None,
        customer__merged_into=None,
        customer__contact=F("contact"),
        contact__blocked_reason="",
    )
    rested = Q(contact__paused_until=None) | Q(contact__paused_until__lte=OuterRef("claimed_at"))
    return rows.filter(Exists(invitations.filter(rested)))


def asked_again(rows: Collection[Reminder]) -> set[int]:
    """Those of the reminders whose contact got another survey, or is getting one, since the first mail."""
    since = {row.pk: row.invitation.sent_at for row in rows}
    contact_ids = {row.invitation.contact_id for row in rows}
    latest: dict[int | None, list[tuple[int, datetime]]] = defaultdict(list)
    asked = Invitation.objects.filter(contact__in=contact_ids, state__in=ASKED).order_by()
    when = Coalesce("sent_at", "attempt_started_at", "claimed_at")
    for pk, contact_id, at in asked.values_list("pk", "contact", when):
        latest[contact_id].append((pk, at))
    return {
        row.pk
        for row in rows
        if (sent_at := since[row.pk]) is not None
        and any(pk != row.invitation_id and at > sent_at for pk, at in latest[row.invitation.contact_id])
    }


def _did_not_arrive(invitation: Invitation) -> bool:
    return invitation.state != OutboxState.SENT or invitation.bounced_at is not None
