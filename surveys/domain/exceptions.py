"""Shorter quiet periods for one campaign or one contact: granted by a person, with a reason, for a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from core import calendars
from surveys.models import Campaign, QuietException
from team.domain import audit
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from customers.models import Contact
    from team.models import User

LONGEST = timedelta(days=366)


class NotGrantable(Exception):
    """The exception would not be one, or lacks something; the message says what, for people."""


class AlreadyOver(Exception):
    """It was withdrawn, or has ended by itself."""


@dataclass(frozen=True)
class Terms:
    """The quiet months of one campaign's contacts; `of_contacts` has those with fewer of their own."""

    usual: int
    months: int
    of_contacts: Mapping[int, int] = field(default_factory=dict)

    def months_of(self, contact_id: int) -> int:
        """The fewest that anybody granted to this contact."""
        return min(self.months, self.of_contacts.get(contact_id, self.months))

    def by_months(self, contact_ids: Iterable[int]) -> dict[int, list[int]]:
        """The contacts with fewer months than usual, by how many."""
        groups = defaultdict(list)
        for pk in contact_ids:
            if (months := self.months_of(pk)) < self.usual:
                groups[months].append(pk)
        return dict(groups)


def in_force(*, now: datetime) -> QuerySet[QuietException]:
    """Those that count at an instant."""
    return QuietException.objects.filter(withdrawn_at=None, until__gt=now, granted_at__lte=now)


def months_for(*, campaign: Campaign, program: Program, now: datetime) -> int:
    """The quiet months of a campaign: the program's, or the fewer that were granted to it."""
    if campaign._state.adding:
        return program.quiet_months
    granted = in_force(now=now).filter(campaign=campaign).values_list("months", flat=True)
    return min([program.quiet_months, *granted])


def terms(
    *, campaigns: Collection[Campaign], contact_ids: Collection[int], program: Program, now: datetime
) -> dict[int, Terms]:
    """What each of these campaigns, by its id, may expect of these contacts. One query."""
    usual = program.quiet_months
    found = in_force(now=now).filter(Q(campaign__in=campaigns) | Q(contact__in=contact_ids))
    by_campaign: dict[int, int] = {}
    by_contact: dict[int, int] = {}
    for campaign_id, contact_id, months in found.values_list("campaign_id", "contact_id", "months"):
        if campaign_id:
            by_campaign[campaign_id] = min(months, by_campaign.get(campaign_id, usual))
        if contact_id:
            by_contact[contact_id] = min(months, by_contact.get(contact_id, usual))
    return {each.pk: Terms(usual, by_campaign.get(each.pk, usual), by_contact) for each in campaigns}


def asked_before(*, months: int, program: Program, now: datetime) -> datetime:
    """Whoever was last asked before this instant is free again under so many quiet months.

    The inverse of `calendars.quiet_until`: months cannot be taken back, so the last local day whose
    months are full today is looked for.
    """
    if not months:
        return now
    zone = ZoneInfo(program.time_zone)
    today = calendars.local_day(now, zone)
    day = calendars.add_months(today, -months)
    while calendars.add_months(day + timedelta(days=1), months) <= today:
        day += timedelta(days=1)
    return calendars.start_of_day(day + timedelta(days=1), zone)


def grant(
    *,
    campaign: Campaign | None = None,
    contact: Contact | None = None,
    months: int,
    reason: str,
    until: datetime,
    actor: User,
    now: datetime,
) -> QuietException:
    """Shorten the quiet period for a campaign or for a contact, until an instant; audited.

    Raises NotGrantable.
    """
    with transaction.atomic():
        # Claims hold this row: an exception is in force for the whole of a claim, or for none of it.
        program = Program.objects.locked()
        if problem := _problem(campaign, contact, months, reason, until, program, now):
            raise NotGrantable(problem)
        granted = QuietException.objects.create(
            campaign=campaign,
            contact=contact,
            months=months,
            reason=reason.strip(),
            until=until,
            granted_by=actor,
            granted_at=now,
        )
        facts = {"months": [program.quiet_months, months], "reason": granted.reason}
        audit.log(
            actor=actor,
            action="exception.grant",
            subject=granted,
            now=now,
            changes={**facts, "until": until.isoformat()},
        )
        _plan_again(granted, now)
    return granted


def withdraw(*, exception: QuietException, actor: User, now: datetime) -> None:
    """End an exception at once; what is claimed already still leaves. Audited. Raises AlreadyOver."""
    with transaction.atomic():
        Program.objects.locked()
        if not in_force(now=now).filter(pk=exception.pk).update(withdrawn_at=now):
            raise AlreadyOver
        audit.log(actor=actor, action="exception.withdraw", subject=exception, now=now)
        exception.withdrawn_at = now


def _problem(
    campaign: Campaign | None,
    contact: Contact | None,
    months: int,
    reason: str,
    until: datetime,
    program: Program,
    now: datetime,
) -> str:
    if (campaign is None) == (contact is None):
        return "An exception is for one campaign or for one contact."
    if not 0 <= months < program.quiet_months:
        return f"Grant fewer than the program's {program.quiet_months} months."
    if not reason.strip():
        return "Say why: the reason stays on record."
    if not now < until <= now + LONGEST:
        return "An exception ends on a day to come, within a year."
    return ""


def _plan_again(granted: QuietException, now: datetime) -> None:
    active = Campaign.objects.active()
    if granted.campaign_id is not None:
        active = active.filter(pk=granted.campaign_id)
    active.filter(plan_due_at__gt=now).update(plan_due_at=now)
