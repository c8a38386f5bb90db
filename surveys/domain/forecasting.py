"""What each future wave of a campaign will reach, and what the quiet period will cost it (G59, G60).

Everybody is looked at once, with the verdict of every wave beside each other: how many people share the
same row of verdicts is counted by the database, and the few different rows are played through here,
wave after wave, so that an earlier wave costs a later one what it will cost.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection

from core import calendars
from customers.models import Customer
from surveys.domain import candidates, exceptions, expecting, schedule, slots
from surveys.enums import RESERVED_FOR, CampaignState, Reason
from surveys.models import Campaign, Invitation
from team.models import Program

if TYPE_CHECKING:
    from collections.abc import Iterator

# Years of waves are a plan for which nobody can tell who will be there.
MOST_WAVES = 8
# A forecast is looked at while one edits: beyond so many people every second, third … is counted.
MOST_PEOPLE = 200_000
ELSEWHERE = "Asked before, not by these campaigns"
TABLE, PEOPLE = Invitation._meta.db_table, Customer._meta.db_table


@dataclass
class WaveForecast:
    """One wave: `considered` is everybody there is, `asked` and `held` by reason add up to it.

    `lost_to` names the campaigns whose surveys begin the quiet periods that hold people then, with how
    many each holds, most first: what was sent, what other campaigns are expected to send until then,
    and earlier waves of this one. Their sum is `held["quiet_period"]`. Where there are very many people,
    the numbers are those of every `one_in`-th, multiplied.
    """

    on: date
    considered: int = 0
    asked: int = 0
    held: Counter[str] = field(default_factory=Counter)
    lost_to: list[tuple[str, int]] = field(default_factory=list)
    one_in: int = 1

    @property
    def is_estimate(self) -> bool:
        """Whether not everybody was counted: then whoever tells the numbers says "about"."""
        return self.one_in > 1


@dataclass(frozen=True)
class Verdicts:
    """What `people` have in common: for each wave the reason, or "", and who else will have asked them.

    `asked_by` is the campaign whose survey holds them now. None for a reason: that wave is done for them.
    """

    people: int
    asked_by: int | None
    reasons: tuple[str | None, ...]
    expected: tuple[int | None, ...]


def forecast(*, campaign: Campaign, now: datetime) -> list[WaveForecast]:
    """A forecast for each of the next waves, in order. Works on an unsaved draft, too.

    Everybody is taken to live in the program's zone, and whoever is expected to be asked until then
    is: caps, answers and dates that move are not foreseen.
    """
    program = Program.objects.current()
    days = _ahead(campaign, program, now)
    if not days:
        return []
    months = exceptions.months_for(campaign=campaign, program=program, now=now)
    one_in = -(-Customer.objects.current().count() // MOST_PEOPLE) or 1
    waves = [WaveForecast(on=day, one_in=one_in) for day in days]
    lost: list[Counter[int | None]] = [Counter() for _ in days]
    for verdicts in _verdicts(campaign, program, days, months, one_in, now):
        _play(verdicts, waves, lost, campaign, months)
    names = _names(campaign, lost)
    for wave, counts in zip(waves, lost, strict=True):
        wave.lost_to = [(names.get(key, ELSEWHERE), count) for key, count in counts.most_common()]
    return waves


def _ahead(campaign: Campaign, program: Program, now: datetime) -> list[date]:
    """The waves to come; of one that is planned already the rows themselves tell."""
    today = calendars.local_day(now, ZoneInfo(program.time_zone))
    begun = campaign.state != CampaignState.DRAFT
    days = [day for day in schedule.waves(campaign) if day > today or (day == today and not begun)]
    return days[:MOST_WAVES] if campaign.weekdays else []


def _play(
    verdicts: Verdicts,
    waves: list[WaveForecast],
    lost: list[Counter[int | None]],
    campaign: Campaign,
    months: int,
) -> None:
    patience = timedelta(days=campaign.window_days if slots.waits(campaign) else 0)
    free_on: date | None = None
    for number, wave in enumerate(waves):
        reason, thief = verdicts.reasons[number], verdicts.asked_by
        if reason is None:
            continue
        wave.considered += verdicts.people
        if not reason and free_on is not None and free_on > wave.on + patience:
            reason, thief = Reason.QUIET_PERIOD.value, campaign.pk or 0
        elif _is_open(reason) and verdicts.expected[number] is not None:
            # Whoever is kept for a campaign that asks before this wave is quiet when it comes.
            reason, thief = Reason.QUIET_PERIOD.value, verdicts.expected[number]
        if not reason:
            wave.asked += verdicts.people
            free_on = calendars.add_months(wave.on, months)
            continue
        wave.held[reason] += verdicts.people
        if reason == Reason.QUIET_PERIOD:
            lost[number][thief] += verdicts.people


def _is_open(reason: str) -> bool:
    """Nothing that lasts speaks against asking them."""
    return not reason or reason == Reason.QUIET_PERIOD or reason.startswith(RESERVED_FOR)


def _verdicts(
    campaign: Campaign, program: Program, days: list[date], months: int, one_in: int, now: datetime
) -> Iterator[Verdicts]:
    zone = ZoneInfo(program.time_zone)
    until = calendars.start_of_day(days[-1] + timedelta(days=1), zone)
    due = candidates.due(campaign, program=program, now=now, until=until, zones=[""], one_in=one_in)
    moments = [
        expecting.Moment(
            exceptions.asked_before(months=months, program=program, now=_noon(day, zone)), _noon(day, zone)
        )
        for day in days
    ]
    others = expecting.asks(campaign, program=program, now=now, moments=moments, one_in=one_in)
    for select in due.selects():
        sql, params = _pattern(campaign, candidates.undone(campaign, select), others, days)
        with candidates.uncompiled(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            patterns = cursor.fetchall()
        for *found, asked_by, people in patterns:
            reasons, expected = found[: len(days)], found[len(days) :]
            yield Verdicts(people * one_in, asked_by, tuple(reasons), tuple(expected))


def _pattern(
    campaign: Campaign, ahead: candidates.Select, others: candidates.Select | None, days: list[date]
) -> tuple[str, list[Any]]:
    """How many people share each row of verdicts."""
    numbers = range(len(days))
    reasons, expected = [f"r{n}" for n in numbers], [f"e{n}" for n in numbers]
    verdict = "CASE WHEN a.state = 'planned' THEN '' ELSE a.reason END"
    pivot = ", ".join(f"MAX(CASE WHEN a.occasion = %s THEN {verdict} END) AS {name}" for name in reasons)
    columns = ", ".join(
        [f"w.{name}" for name in reasons]
        + [f"o.{name}" if others else f"CAST(NULL AS integer) AS {name}" for name in expected]
    )
    joined = f"LEFT JOIN ({others.sql}) o ON o.who = w.who" if others else ""
    names = ", ".join([*reasons, *expected])
    sql = (
        f"SELECT {names}, asked_by, COUNT(*) FROM (SELECT {columns}, {_last(reasons)} AS asked_by "  # noqa: S608  # our own names and placeholders only
        f"FROM (SELECT a.who, {pivot} FROM ({ahead.sql}) a GROUP BY a.who) w {joined}) p "
        f"GROUP BY {names}, asked_by"
    )
    occasions = [schedule.occasion_of(campaign, day) for day in days]
    return sql, [*occasions, *ahead.params, *(others.params if others else [])]


def _last(reasons: list[str]) -> str:
    """The campaign that asked this person's contact last, where that holds them at one of the waves."""
    held = " OR ".join(f"w.{name} = '{Reason.QUIET_PERIOD}'" for name in reasons)
    return (
        f"CASE WHEN {held} THEN (SELECT i.campaign_id FROM {TABLE} i "  # noqa: S608  # our own names only
        f"JOIN {PEOPLE} c ON c.contact_id = i.contact_id WHERE c.id = w.who "
        "AND i.state IN ('claimed', 'sent', 'unknown') "
        "ORDER BY COALESCE(i.sent_at, i.attempt_started_at, i.claimed_at) DESC LIMIT 1) END"
    )


def _noon(day: date, zone: ZoneInfo) -> datetime:
    return calendars.first_instant(day, time(12), zone)


def _names(campaign: Campaign, lost: list[Counter[int | None]]) -> dict[int | None, str]:
    ids = {key for counts in lost for key in counts if key}
    found: dict[int | None, str] = dict(Campaign.objects.filter(pk__in=ids).values_list("pk", "name"))
    return found | {campaign.pk or 0: "An earlier wave of this campaign"}
