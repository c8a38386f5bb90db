"""Whether this person may be asked by this campaign at all: audience, consent, the draw, reservations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from customers.domain import permission
from surveys.domain import lots, schedule
from surveys.domain.judging.verdict import skipped
from surveys.enums import Reason, ScheduleKind

if TYPE_CHECKING:
    from surveys.domain.judging.bench import Bench
    from surveys.domain.judging.verdict import Case, Verdict


def in_stage(bench: Bench, case: Case) -> Verdict | None:
    """They are in one of the campaign's stages today (T17)."""
    stages = bench.campaign.stages
    return skipped(Reason.OUT_OF_AUDIENCE) if stages and case.stage not in stages else None


def in_audience(bench: Bench, case: Case) -> Verdict | None:
    """They are in the saved audience."""
    if bench.members is None or case.row.customer_id in bench.members:
        return None
    return skipped(Reason.OUT_OF_AUDIENCE)


def has_address(bench: Bench, case: Case) -> Verdict | None:
    """There is an address to write to."""
    return skipped(Reason.NO_ADDRESS) if case.contact is None else None


def not_blocked(bench: Bench, case: Case) -> Verdict | None:
    """Nobody blocked the address."""
    return skipped(case.contact.blocked_reason) if case.contact and case.contact.blocked_reason else None


def not_paused(bench: Bench, case: Case) -> Verdict | None:
    """They did not ask to be left alone for a while."""
    until = case.contact.paused_until if case.contact else None
    return skipped(Reason.PAUSED) if until and until > bench.now else None


def opted_in(bench: Bench, case: Case) -> Verdict | None:
    """They agreed to be asked, where their country asks for that."""
    countries = bench.program.opt_in_countries
    lacks = permission.lacks_opt_in(case.row.customer, countries=countries)
    return skipped(Reason.NO_OPT_IN) if lacks else None


def in_open_domain(bench: Bench, case: Case) -> Verdict | None:
    """The program writes to their domain."""
    address, domains = case.row.customer.canonical_email, bench.program.blocked_domains
    is_blocked = permission.has_blocked_domain(address, domains=domains)
    return skipped(Reason.BLOCKED_DOMAIN) if is_blocked else None


def is_sampled(bench: Bench, case: Case) -> Verdict | None:
    """They are in the sample."""
    percent = bench.campaign.sample_percent
    if percent >= 100:
        return None
    lot = lots.lot(case.row.customer.spread, campaign=bench.campaign, purpose=lots.SAMPLE, of=100)
    return skipped(Reason.NOT_SAMPLED) if lot >= percent else None


def has_turn(bench: Bench, case: Case) -> Verdict | None:
    """It is this wave's turn to ask them (T45)."""
    campaign, day = bench.campaign, case.row.occasion_on
    if campaign.schedule_kind != ScheduleKind.WAVE or campaign.rotation == 1 or day is None:
        return None
    group = schedule.group_of(campaign, case.row.customer.spread)
    return None if group == schedule.turn_of(campaign, day) else skipped(Reason.OTHER_ROTATION)


def not_reserved(bench: Bench, case: Case) -> Verdict | None:
    """They are not kept for a campaign of higher priority."""
    reason = bench.reserved.get(case.row.customer_id)
    return skipped(reason) if reason else None


CHECKS = (
    in_stage,
    in_audience,
    has_address,
    not_blocked,
    not_paused,
    opted_in,
    in_open_domain,
    is_sampled,
    has_turn,
    not_reserved,
)
