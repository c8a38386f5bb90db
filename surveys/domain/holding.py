"""The quiet period as a compare-and-swap on the contact: taken by a claim, given back by a refusal.

It holds against every other writer, whatever they do at the same moment: who is free is part of the
UPDATE itself, exceptions included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, Max, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Greatest

from core import calendars
from customers.models import Contact
from mailroom.enums import OutboxState
from surveys.domain import exceptions
from surveys.models import Invitation, Reminder

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

    from surveys.domain.exceptions import Terms
    from team.models import Program

# Somebody has it, or may have it.
ARRIVED = [OutboxState.SENT, OutboxState.UNKNOWN]


def quiet_until(asked_at: datetime, program: Program, months: int | None = None) -> datetime:
    """Until when somebody asked at an instant is quiet; `months` where they are not the program's."""
    zone = ZoneInfo(program.time_zone)
    return calendars.quiet_until(asked_at, program.quiet_months if months is None else months, zone)


def take(
    *, contact_ids: Collection[int], token: UUID, program: Program, terms: Terms, now: datetime
) -> set[int]:
    """Swap the holds of those contacts that are really free; returns whose hold is now this token's.

    A hold only moves on: under an exception one that reaches further stays as it is.
    """
    hold = Value(quiet_until(now, program))
    free = Contact.objects.filter(pk__in=contact_ids).writable().filter(rested(now))
    swapped = free.filter(is_free(contact_ids, program=program, terms=terms, now=now)).update(
        hold_before=F("next_survey_at"),
        next_survey_at=Greatest(Coalesce("next_survey_at", hold), hold),
        hold_token=token,
    )
    if swapped == len(contact_ids):
        return set(contact_ids)
    # The contacts are locked, so this is never reached by a race; it keeps the promise all the same.
    return set(Contact.objects.filter(pk__in=contact_ids, hold_token=token).values_list("pk", flat=True))


def asked_without_address(customer_ids: Collection[int]) -> dict[int, datetime]:
    """When each of these was last asked while we had no address of theirs: no contact has a hold of that."""
    rows = Invitation.objects.filter(customer__in=customer_ids, contact=None, state__in=ARRIVED).order_by()
    return dict(rows.exclude(sent_at=None).values_list("customer").annotate(last=Max("sent_at")))


def rested(now: datetime) -> Q:
    """Contacts who did not ask to be left alone at this instant."""
    return Q(paused_until=None) | Q(paused_until__lte=now)


def is_free(contact_ids: Collection[int], *, program: Program, terms: Terms, now: datetime) -> Q | Combinable:
    """Contacts whose quiet period is over, or was shortened for them and is over then."""
    free: Q | Combinable = Q(next_survey_at=None) | Q(next_survey_at__lte=now)
    for months, ids in terms.by_months(contact_ids).items():
        before = exceptions.asked_before(months=months, program=program, now=now)
        since = _asked_since(before)
        # Of a mail that may have arrived, perhaps at an earlier address, `last_asked_at` does not know.
        under_way = Reminder.objects.filter(state=OutboxState.CLAIMED, invitation__contact=OuterRef("pk"))
        free |= (
            Q(pk__in=ids, last_asked_at__lt=before)
            & ~Exists(since.filter(contact=OuterRef("pk")))
            & ~Exists(since.filter(customer__contact=OuterRef("pk")))
            & ~Exists(under_way)
        )
    return free


def _asked_since(instant: datetime) -> QuerySet[Invitation]:
    """Mails that are on their way, or that may have arrived at this instant or later."""
    return Invitation.objects.filter(
        Q(state=OutboxState.CLAIMED)
        | Q(state=OutboxState.UNKNOWN, attempt_started_at__gte=instant)
        | Q(state=OutboxState.SENT, sent_at__gte=instant)
    )


def doubts() -> dict[int, datetime]:
    """The contacts of mails that may have arrived, and when they left.

    That is the address which was written to, and the one that the customer has now.
    """
    rows = Invitation.objects.filter(state=OutboxState.UNKNOWN)
    found: dict[int, datetime] = {}
    for at, *contact_ids in rows.values_list("attempt_started_at", "contact", "customer__contact"):
        for contact_id in contact_ids:
            if at is not None and contact_id is not None:
                found[contact_id] = max(at, found.get(contact_id, at))
    return found


def freed(contact_ids: Collection[int], *, program: Program, terms: Terms, now: datetime) -> set[int]:
    """Those of the contacts whose hold still lasts, and does not count thanks to an exception."""
    if not terms.by_months(contact_ids):
        return set()
    held = Contact.objects.filter(pk__in=contact_ids, next_survey_at__gt=now)
    return set(
        held.filter(is_free(contact_ids, program=program, terms=terms, now=now)).values_list("pk", flat=True)
    )


def give_back(rows: Sequence[Invitation]) -> int:
    """Restore the holds that these rows' claim raised and that nobody raised since."""
    tokens = {row.claim_token for row in rows if row.claim_token}
    contacts = [row.contact_id for row in rows if row.contact_id]
    return Contact.objects.filter(pk__in=contacts, hold_token__in=tokens).update(
        next_survey_at=F("hold_before"), hold_before=None, hold_token=None
    )
