"""What becomes of one due reminder."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core import calendars
from customers.domain import permission
from mailroom.enums import OutboxState
from surveys.domain import allowance, schedule
from surveys.domain.judging.verdict import Verdict, cancelled, skipped
from surveys.domain.reminders import ending, timing
from surveys.enums import Reason
from surveys.models import Reminder
from team.domain import holidays

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from surveys.models import Campaign, Invitation
    from team.models import Program


@dataclass
class Desk:
    """Judges the reminders of one claim. `room` is what each campaign's limit leaves for today."""

    program: Program
    now: datetime
    asked_again: set[int]
    last_left: Mapping[int, datetime]
    days_off: Mapping[str, frozenset[date]]
    room: dict[int, int | None] = field(default_factory=dict)

    @classmethod
    def for_rows(cls, rows: Sequence[Reminder], *, program: Program, now: datetime) -> Desk:
        """Ask once what all of these rows need."""
        since, until = (now - timing.DISTANCE).date(), (now + timing.PATIENCE * 2).date()
        return cls(
            program=program,
            now=now,
            asked_again=ending.asked_again(rows) if rows else set(),
            last_left=_last_left(rows),
            days_off=holidays.days_off(since=since, until=until) if rows else {},
        )

    def judge(self, row: Reminder) -> Verdict:
        """The verdict on one row; a claimed one takes its share of the campaign's limit."""
        invitation = row.invitation
        verdict = self._over(row) or self._refused(invitation) or self._too_soon(row)
        if verdict is not None:
            return verdict
        left = self._room(invitation.campaign)
        if left is not None:
            self.room[invitation.campaign_id] = left - 1
        return Verdict(OutboxState.CLAIMED)

    def _over(self, row: Reminder) -> Verdict | None:
        if reason := ending.reason_over(row.invitation):
            return cancelled(reason)
        if row.pk in self.asked_again:
            return cancelled(Reason.QUIET_PERIOD)
        turn = timing.turn_of(row.invitation.campaign, row.number)
        if turn is None:
            return cancelled(Reason.SCHEDULE_CHANGED)
        closes_at = turn.closes_at(row.invitation.sent_at or self.now)
        return Verdict(OutboxState.EXPIRED, Reason.TOO_LATE) if closes_at <= self.now else None

    def _refused(self, invitation: Invitation) -> Verdict | None:
        customer, contact = invitation.customer, invitation.contact
        if contact is None:
            return skipped(Reason.NO_ADDRESS)
        if contact.blocked_reason:
            return skipped(contact.blocked_reason)
        if permission.has_blocked_domain(customer.canonical_email, domains=self.program.blocked_domains):
            return skipped(Reason.BLOCKED_DOMAIN)
        lacks = permission.lacks_opt_in(customer, countries=self.program.opt_in_countries)
        return skipped(Reason.NO_OPT_IN) if lacks else None

    def _too_soon(self, row: Reminder) -> Verdict | None:
        """The latest of all that asks for patience, or None."""
        waits = [(until, reason) for until, reason in self._waits(row) if until and until > self.now]
        if not waits:
            return None
        until, reason = max(waits)
        turn = timing.turn_of(row.invitation.campaign, row.number)
        sent_at = row.invitation.sent_at
        if turn is None or sent_at is None or until >= turn.closes_at(sent_at):
            return Verdict(OutboxState.EXPIRED, Reason.TOO_LATE)
        return Verdict(OutboxState.PLANNED, reason, until)

    def _waits(self, row: Reminder) -> list[tuple[datetime | None, str]]:
        invitation, campaign = row.invitation, row.invitation.campaign
        turn = timing.turn_of(campaign, row.number)
        left_at = self.last_left.get(invitation.pk)
        opens = schedule.opening(
            campaign, self.now, self._zone(invitation), days_off=self._days_off(invitation)
        )
        room = self._room(campaign)
        tomorrow = schedule.next_day(self.now, ZoneInfo(self.program.time_zone))
        return [
            (turn.opens_at(invitation.sent_at) if turn and invitation.sent_at else None, ""),
            (left_at + timing.DISTANCE if left_at else None, ""),
            (invitation.contact.paused_until if invitation.contact else None, Reason.PAUSED.value),
            (opens, Reason.SEND_WINDOW.value),
            (tomorrow if room is not None and room <= 0 else None, Reason.DAILY_CAP.value),
        ]

    def _room(self, campaign: Campaign) -> int | None:
        if campaign.pk not in self.room:
            self.room[campaign.pk] = allowance.room(campaign, self.program, self.now)
        return self.room[campaign.pk]

    def _zone(self, invitation: Invitation) -> ZoneInfo:
        return calendars.zone_for(invitation.customer.time_zone, ZoneInfo(self.program.time_zone))

    def _days_off(self, invitation: Invitation) -> frozenset[date]:
        country = permission.country_of(invitation.customer)
        everywhere = self.days_off.get(holidays.EVERYWHERE, frozenset())
        return everywhere | self.days_off.get(country, frozenset())


def _last_left(rows: Sequence[Reminder]) -> dict[int, datetime]:
    """When the latest reminder of each of these invitations was tried."""
    tried = Reminder.objects.filter(
        invitation__in={row.invitation_id for row in rows},
        state__in=ending.ASKED,
        attempt_started_at__isnull=False,
    )
    latest: dict[int, datetime] = {}
    for invitation_id, at in tried.values_list("invitation", "attempt_started_at"):
        if at is not None:
            latest[invitation_id] = max(at, latest.get(invitation_id, at))
    return latest
