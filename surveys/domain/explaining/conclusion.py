"""What comes of the rules: the row that is meant, its occasion, who wins, and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailroom.enums import OutboxState
from surveys.domain.describing import schedule as described
from surveys.domain.explaining.explanation import Rule
from surveys.domain.explaining.prospects import is_written
from surveys.domain.explaining.words import moment, occasion
from surveys.enums import CampaignState, label_of_reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from surveys.domain.explaining.rehearsal import Rehearsal
    from surveys.models import Campaign, Invitation


def focus(near: Sequence[Invitation], rehearsal: Rehearsal, now: datetime) -> Invitation | None:
    """The row that people mean when they ask: the one that leaves now, else due, planned, or still open."""
    heard = [row for row in near if (row.campaign.pk, row.occasion) in rehearsal.hearings]
    claimed = [
        row
        for row in heard
        if rehearsal.hearings[row.campaign.pk, row.occasion].verdict.state == OutboxState.CLAIMED
    ]
    planned = [row for row in near if row.state == OutboxState.PLANNED]
    still_open = [row for row in near if row.expires_at and row.expires_at > now]
    return next(iter([*claimed, *heard, *planned, *still_open]), None)


def next_of(rows: Sequence[Invitation], now: datetime) -> Invitation | None:
    """The next occasion, else the last one."""
    ahead = [row for row in rows if row.send_after > now]
    return next(iter([*ahead, *rows[-1:]]), None)


def occasion_rules(
    campaign: Campaign, row: Invitation | None, *, now: datetime, zone: ZoneInfo
) -> Iterator[Rule]:
    """Whether there is an occasion that is due, and which."""
    label = "An occasion is due"
    if row is None:
        detail = f"Nothing makes them due: the campaign asks {described(campaign)}."
        yield Rule("occasion", label, False, detail)
        return
    what = occasion(row, zone)
    what = what[:1].upper() + what[1:]
    if row.state == OutboxState.PLANNED:
        is_due = row.send_after <= now
        waits = f" ({label_of_reason(row.reason)})" if row.reason else ""
        when = "due since" if is_due else "due on"
        detail = f"{what}: {when} {moment(row.send_after, zone)}{waits}."
        yield Rule("occasion", label, is_due, detail, None if is_due else row.send_after)
    elif not is_written(row) and row.send_after > now:
        yield Rule(
            "occasion", label, False, f"{what}: due on {moment(row.send_after, zone)}.", row.send_after
        )
    else:
        yield Rule("occasion", label, False, f"{what}: {_became(row, zone)}.")


def contest(campaign: Campaign, rehearsal: Rehearsal) -> Iterator[Rule]:
    """Which of several campaigns wins them at this moment, and why."""
    winner, label = rehearsal.winner, "No campaign comes first"
    rivals = {pk for pk, _ in rehearsal.hearings} - {campaign.pk}
    if winner is None or (winner == campaign and not rivals):
        return
    if winner != campaign:
        detail = (
            f"“{winner}” asks them now: its priority is {winner.priority}, this one’s {campaign.priority}."
        )
        yield Rule("priority", label, False, detail)
    else:
        detail = f"This campaign wins: its priority is {campaign.priority}. Others want them, too."
        yield Rule("priority", label, True, detail)


def sentence(
    campaign: Campaign,
    row: Invitation | None,
    rules: Sequence[Rule],
    first: datetime | None,
    *,
    now: datetime,
    zone: ZoneInfo,
    is_asked: bool,
) -> str:
    """The verdict."""
    if is_asked:
        return "Would be asked now."
    if row is not None and row.state in {OutboxState.SENT, OutboxState.CLAIMED, OutboxState.UNKNOWN}:
        became = _became(row, zone)
        return f"{became[:1].upper()}{became[1:]}."
    if campaign.state == CampaignState.ENDED:
        return "Will not be asked: the campaign has ended."
    against = [rule for rule in rules if not rule.passed]
    why = f"Not asked now. {against[0].detail}" if against else "Not asked now."
    if first is None:
        return f"{why} Nothing that is known leads to a mail."
    possible = (
        "First possible" if campaign.state == CampaignState.ACTIVE else "Once it is active, first possible"
    )
    return f"{why} {possible}: {moment(first, zone)}."


def _became(row: Invitation, zone: ZoneInfo) -> str:
    """What became of an invitation."""
    at = row.sent_at or row.attempt_started_at or row.planned_at
    when = moment(at, zone)
    if row.state == OutboxState.SENT:
        if row.bounced_at:
            return f"was asked on {when}, and the mail bounced"
        answered = f" and answered on {moment(row.answered_at, zone)}" if row.answered_at else ""
        return f"was asked on {when}{answered}"
    words = {
        OutboxState.CLAIMED: "is being asked at this moment",
        OutboxState.UNKNOWN: f"may have been asked on {when}: nobody knows whether the mail arrived",
        OutboxState.FAILED: f"the mail of {when} was refused",
        OutboxState.EXPIRED: "the window closed before a mail could leave",
        OutboxState.CANCELLED: f"cancelled ({label_of_reason(row.reason).lower()})",
    }
    state = OutboxState(row.state)
    if state == OutboxState.SKIPPED:
        verb = "was left out" if is_written(row) else "would be left out"
        return f"{verb} ({label_of_reason(row.reason).lower()})"
    return words.get(state, "is planned")
