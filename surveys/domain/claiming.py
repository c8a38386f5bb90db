"""The single file: which due rows are sent now, at most one for each contact.

A claimer locks the program's row first, so claims never run side by side and every limit is exact:
caps, one per contact, the quiet period. The quiet period itself is a compare-and-swap on the contact,
so that it holds against every other writer, too.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import OuterRef, Subquery

from customers.models import Contact, Customer
from mailroom.enums import OutboxState
from surveys.domain import holding, judging
from surveys.models import Campaign, Invitation
from team.models import Program

if TYPE_CHECKING:
    from datetime import datetime

    from surveys.domain.judging import Bench, Sitting, Verdict

BATCH = 500
# What the checks ask of a row; whole customers would be as much again to read as everything else here.
READ = (
    "campaign_id", "occasion", "occasion_on", "send_after", "expires_at", "state", "customer__account_id",
    "customer__contact_id", "customer__merged_into_id", "customer__erased_at", "customer__canonical_email",
    "customer__language", "customer__time_zone", "customer__country", "customer__joined_on",
    "customer__first_purchase_on", "customer__last_purchase_on", "customer__purchase_count",
    "customer__renewal_on", "customer__churned_on", "customer__opted_in_at", "customer__spread",
    "customer__account__country", "customer__account__renewal_on", "customer__account__churned_on",
)  # fmt: skip


@dataclass(frozen=True)
class Claim:
    """What one claim did: `token` holds the claimed rows, `verdicts` counts all that it looked at."""

    token: uuid.UUID
    verdicts: Counter[str] = field(default_factory=Counter)

    @property
    def claimed(self) -> int:
        """Rows that are now this claim's to send."""
        return self.verdicts[OutboxState.CLAIMED]

    @property
    def examined(self) -> int:
        """Due rows looked at; none left behind undecided, so zero means that nothing is due."""
        return self.verdicts.total()


def claim(*, now: datetime, limit: int = BATCH) -> Claim:
    """Decide up to `limit` due rows in one transaction, highest priority first."""
    result = Claim(token=uuid.uuid4())
    with transaction.atomic():
        program = Program.objects.locked()
        due = _lock_due(now=now, limit=limit)
        if not due:
            return result
        contacts = _lock_contacts([pk for ids in due.values() for pk in ids])
        rows = {campaign: _read(ids, contacts) for campaign, ids in due.items()}
        sitting = judging.convene(
            campaigns=rows.keys(),
            rows=[row for part in rows.values() for row in part],
            contacts=contacts,
            program=program,
            now=now,
        )
        for campaign, part in rows.items():
            result.verdicts.update(_decide(sitting, campaign, part, result.token))
    return result


def _lock_due(*, now: datetime, limit: int) -> dict[Campaign, list[int]]:
    """The ids of due rows by campaign, highest priority first, locked.

    A row that is locked already is about to change: the next claim looks at it. So claims wait for no
    row, and those who hold one may wait for the contacts that a claim holds.
    """
    due = {}
    campaigns = Campaign.objects.active().select_related("survey", "audience")
    for campaign in campaigns.order_by("-priority", "pk"):
        rows = Invitation.objects.due(now=now).filter(campaign=campaign).order_by("send_after", "pk")
        ids = list(rows.select_for_update(no_key=True, skip_locked=True).values_list("pk", flat=True)[:limit])
        if ids:
            due[campaign] = ids
        limit -= len(ids)
        if not limit:
            break
    return due


def _lock_contacts(ids: list[int]) -> dict[int, Contact]:
    """The contacts of these rows' customers, locked."""
    people = Customer.objects.filter(invitations__in=ids).exclude(contact=None).order_by()
    contacts = Contact.objects.filter(pk__in=set(people.values_list("contact_id", flat=True)))
    return {contact.pk: contact for contact in contacts.locked()}


def _read(ids: list[int], contacts: dict[int, Contact]) -> list[Invitation]:
    """These rows with their customers as they are now.

    Whose address changed before we had its contact is left for the next claim. From now on that
    waits for us, and takes our hold along.
    """
    rows = Invitation.objects.filter(pk__in=ids).select_related("customer__account").only(*READ)
    return [
        row
        for row in rows.order_by("send_after", "pk")
        if row.customer.contact_id is None or row.customer.contact_id in contacts
    ]


def _decide(sitting: Sitting, campaign: Campaign, rows: list[Invitation], token: uuid.UUID) -> Counter[str]:
    bench = sitting.bench(campaign, rows)
    verdicts: dict[Verdict, list[Invitation]] = defaultdict(list)
    for row in rows:
        verdicts[bench.judge(row, sitting.contacts.get(row.customer.contact_id or 0))].append(row)
    counts: Counter[str] = Counter()
    for verdict, judged in verdicts.items():
        if verdict.state == OutboxState.CLAIMED:
            counts[OutboxState.CLAIMED] += _take(judged, verdict, bench, token)
        else:
            counts[verdict.state] += _put_aside(judged, verdict)
    return counts


def _take(rows: list[Invitation], verdict: Verdict, bench: Bench, token: uuid.UUID) -> int:
    """Swap the contacts' holds and claim the rows whose contact was really free."""
    contact_ids = {row.customer.contact_id for row in rows if row.customer.contact_id}
    mine = holding.take(
        contact_ids=contact_ids, token=token, program=bench.program, terms=bench.terms, now=bench.now
    )
    ids = [row.pk for row in rows if row.customer.contact_id in mine]
    person = Customer.objects.filter(pk=OuterRef("customer_id"))
    return Invitation.objects.filter(pk__in=ids, state=OutboxState.PLANNED).update(
        state=OutboxState.CLAIMED,
        reason="",
        claim_token=token,
        claimed_at=bench.now,
        attempt_started_at=None,
        contact=Subquery(person.values("contact_id")),
        stage=verdict.stage,
        variant=verdict.variant,
        attributes=Subquery(person.values("attributes")),
    )


def _put_aside(rows: list[Invitation], verdict: Verdict) -> int:
    waiting = Invitation.objects.filter(pk__in=[row.pk for row in rows], state=OutboxState.PLANNED)
    if verdict.state == OutboxState.PLANNED:
        return waiting.update(reason=verdict.reason, send_after=verdict.send_after)
    return waiting.update(state=verdict.state, reason=verdict.reason)
