"""What becomes of one due row at claim: everything that planning checked is checked again here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core import calendars
from customers.domain import lifecycle
from mailroom.enums import OutboxState
from surveys.domain import schedule
from surveys.enums import QuietRule, Reason, ScheduleKind

if TYPE_CHECKING:
    from datetime import datetime

    from customers.models import Contact, Customer
    from surveys.models import Campaign, Invitation
    from team.models import Program


@dataclass(frozen=True)
class Verdict:
    """The state a row gets, why, and, for one that waits, until when."""

    state: OutboxState
    reason: str = ""
    send_after: datetime | None = None
    stage: str = ""


@dataclass
class Bench:
    """Judges one campaign's rows in one claim. `room` is what the daily cap leaves, None without a cap."""

    campaign: Campaign
    program: Program
    now: datetime
    hold: datetime
    room: int | None

    def judge(self, row: Invitation, contact: Contact | None, *, is_taken: bool) -> Verdict:
        """The verdict on one row. `contact` is locked; `is_taken` when this claim already asks them."""
        stage = lifecycle.stage_now(customer=row.customer, program=self.program, now=self.now)
        verdict = self._against_the_row(row) or self._against_the_person(stage, contact)
        if verdict is None and contact is not None:
            until = self.hold if is_taken else contact.next_survey_at
            verdict = self._against_the_moment(row, until)
        if verdict is not None:
            return verdict
        if self.room is not None:
            self.room -= 1
        return Verdict(OutboxState.CLAIMED, stage=stage)

    def _against_the_row(self, row: Invitation) -> Verdict | None:
        if row.customer.erased_at:
            return Verdict(OutboxState.CANCELLED, Reason.ERASED)
        if row.expires_at and row.expires_at <= self.now:
            return Verdict(OutboxState.EXPIRED, Reason.TOO_LATE)
        if self.campaign.schedule_kind == ScheduleKind.DATE and row.occasion_on:
            field = self.campaign.date_field
            own = getattr(row.customer, field)
            account = getattr(row.customer.account, field, None) if row.customer.account else None
            if (own or account) != row.occasion_on:
                return Verdict(OutboxState.CANCELLED, Reason.DATE_MOVED)
        return None

    def _against_the_person(self, stage: str, contact: Contact | None) -> Verdict | None:
        if self.campaign.stages and stage not in self.campaign.stages:
            return Verdict(OutboxState.SKIPPED, Reason.OUT_OF_AUDIENCE)
        if contact is None:
            return Verdict(OutboxState.SKIPPED, Reason.NO_ADDRESS)
        if contact.blocked_reason:
            return Verdict(OutboxState.SKIPPED, contact.blocked_reason)
        return None

    def _against_the_moment(self, row: Invitation, quiet_until: datetime | None) -> Verdict | None:
        if quiet_until is not None and quiet_until > self.now:
            if self.campaign.quiet_rule == QuietRule.SKIP:
                return Verdict(OutboxState.SKIPPED, Reason.QUIET_PERIOD)
            return self._wait(row, quiet_until, Reason.QUIET_PERIOD)
        opens = schedule.opening(self.campaign, self.now, self._zone_of(row.customer))
        if opens > self.now:
            return self._wait(row, opens, Reason.SEND_WINDOW)
        if self.room is not None and self.room <= 0:
            tomorrow = schedule.next_day(self.now, ZoneInfo(self.program.time_zone))
            return self._wait(row, tomorrow, Reason.DAILY_CAP)
        return None

    def _wait(self, row: Invitation, until: datetime, reason: Reason) -> Verdict:
        if row.expires_at and until >= row.expires_at:
            if reason == Reason.QUIET_PERIOD:
                return Verdict(OutboxState.SKIPPED, Reason.QUIET_PERIOD)
            return Verdict(OutboxState.EXPIRED, Reason.TOO_LATE)
        return Verdict(OutboxState.PLANNED, reason, until)

    def _zone_of(self, customer: Customer) -> ZoneInfo:
        return calendars.zone_for(customer.time_zone, ZoneInfo(self.program.time_zone))
