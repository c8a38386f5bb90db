"""The claim's own checks as rules that people read: each with its name, its answer and its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from surveys.domain.explaining import moments, people
from surveys.domain.explaining.explanation import Rule
from surveys.domain.judging import moments as moment_checks
from surveys.domain.judging import people as person_checks
from surveys.domain.judging import rows as row_checks
from surveys.enums import CampaignChannel, CampaignState, Reason, ScheduleKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from surveys.domain.explaining.rehearsal import Hearing
    from surveys.domain.judging import Bench, Case, Verdict
    from surveys.domain.judging.bench import Check
    from surveys.models import Campaign


class Telling(Protocol):
    """Says in words what a check found."""

    def __call__(self, bench: Bench, case: Case, objection: Verdict | None) -> str: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """How a check is read: its code, its label, its words."""

    name: str
    label: str
    tell: Telling


# In the order of the checks.
READINGS: dict[Check, Reading] = {
    row_checks.exists: Reading("customer", "Is a customer", people.existence),
    row_checks.in_time: Reading("window", "The occasion is not over", moments.window),
    row_checks.on_date: Reading("date", "The date is still theirs", moments.date),
    row_checks.in_schedule: Reading("schedule", "The schedule still has it", moments.calendar),
    person_checks.in_stage: Reading("stage", "In the campaign’s stages", people.stage),
    person_checks.in_audience: Reading("audience", "In the saved audience", people.audience),
    person_checks.has_address: Reading("address", "Has an e-mail address", people.address),
    person_checks.not_blocked: Reading("block", "The address is not blocked", people.block),
    person_checks.not_paused: Reading("pause", "No pause of their own", people.pause),
    person_checks.opted_in: Reading("opt_in", "Has agreed, where that is needed", people.opt_in),
    person_checks.in_open_domain: Reading("domain", "The domain gets mail", people.domain),
    person_checks.is_sampled: Reading("sample", "In the sample", people.sample),
    person_checks.has_turn: Reading("rotation", "Their group’s turn", people.turn),
    person_checks.not_reserved: Reading("reservation", "Not kept for another campaign", people.reservation),
    moment_checks.not_quiet: Reading("quiet_period", "Not asked lately", moments.quiet),
    moment_checks.in_window: Reading("hours", "Within the send hours", moments.opening),
    moment_checks.in_account_limit: Reading("account_limit", "Few enough of their account", moments.account),
    moment_checks.in_daily_limit: Reading("daily_limit", "Room in today’s limit", moments.daily),
}
# They make no sense without an occasion.
OF_ROW = {row_checks.in_time, row_checks.on_date, row_checks.in_schedule}


def of_campaign(campaign: Campaign) -> Iterator[Rule]:
    """What speaks for or against the campaign itself."""
    state = CampaignState(campaign.state)
    is_active = state == CampaignState.ACTIVE
    yield Rule("campaign", "The campaign is active", is_active, f"It is {state.label.lower()}.")
    if campaign.channel != CampaignChannel.EMAIL:
        channel = CampaignChannel(campaign.channel).label.lower()
        yield Rule("channel", "The campaign writes to people", False, f"It asks by {channel}, not by mail.")


def of_hearing(hearing: Hearing, *, has_occasion: bool) -> Iterator[Rule]:
    """The checks of one row, all of them: also those that the claim would not come to."""
    bench, case = hearing.bench, hearing.case
    for check, objection in hearing.objections.items():
        if not _is_told(check, bench.campaign, has_occasion=has_occasion):
            continue
        reading = READINGS[check]
        yield Rule(
            name=reading.name,
            label=reading.label,
            passed=objection is None,
            detail=reading.tell(bench, case, objection),
            until=_until(bench, case, objection),
        )


def _is_told(check: Check, campaign: Campaign, *, has_occasion: bool) -> bool:
    """Whether a check has anything to say of this campaign."""
    kind = campaign.schedule_kind
    if check in OF_ROW and not has_occasion:
        return False
    only: dict[Check, bool] = {
        row_checks.on_date: kind == ScheduleKind.DATE,
        row_checks.in_schedule: kind in {ScheduleKind.CYCLE, ScheduleKind.WAVE},
        person_checks.has_turn: kind == ScheduleKind.WAVE and campaign.rotation > 1 and has_occasion,
    }
    return only.get(check, True)


def _until(bench: Bench, case: Case, objection: Verdict | None) -> datetime | None:
    """The date on which a check stops objecting, where there is one."""
    if objection is None:
        return None
    if objection.send_after is not None:
        return objection.send_after
    if objection.reason == Reason.PAUSED and case.contact:
        return case.contact.paused_until
    if objection.reason == Reason.QUIET_PERIOD and case.contact:
        return bench.silent_until(case)
    if objection.reason == Reason.ACCOUNT_LIMIT:
        return bench.accounts.room_from(case.row.customer.account_id, case.row.customer_id)
    return None
