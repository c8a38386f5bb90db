"""Whom other campaigns are expected to ask until a wave comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from surveys.domain import candidates
from surveys.enums import CampaignChannel, ScheduleKind
from surveys.models import Campaign, Invitation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from team.models import Program

# The highest priorities ask first; a statement takes only so many parameters.
MOST_CAMPAIGNS = 5
TABLE = Invitation._meta.db_table


@dataclass(frozen=True)
class Moment:
    """A wave: whoever is asked from `free_before` on and before `at` is not free yet at `at`."""

    free_before: datetime
    at: datetime


def asks(
    campaign: Campaign, *, program: Program, now: datetime, moments: list[Moment], one_in: int = 1
) -> candidates.Select | None:
    """Who will have been asked by another campaign at each moment. Columns: who, e0, e1, …: the campaign.

    Dates, cycles and waves are foreseen; of events only those that are planned, as nobody knows the
    events to come. None when no other campaign runs.
    """
    parts = list(_parts(campaign, program, now, moments[-1].at, one_in))
    if not parts:
        return None
    chosen = "MAX(CASE WHEN asked.send_after >= %s AND asked.send_after < %s THEN asked.campaign_id END)"
    columns = ", ".join(f"{chosen} AS e{number}" for number, _ in enumerate(moments))
    sql = (
        f"SELECT asked.who, {columns} FROM ({' UNION ALL '.join(part.sql for part in parts)}) asked "  # noqa: S608  # our own names and placeholders only
        "GROUP BY asked.who"
    )
    bounds = [candidates.plain(instant) for moment in moments for instant in (moment.free_before, moment.at)]
    return candidates.Select(sql, (*bounds, *(value for part in parts for value in part.params)))


def _parts(
    campaign: Campaign, program: Program, now: datetime, until: datetime, one_in: int
) -> Iterator[candidates.Select]:
    running = Campaign.objects.active().filter(channel=CampaignChannel.EMAIL).exclude(pk=campaign.pk)
    others = running.select_related("audience").order_by("-priority", "pk")
    for other in others.exclude(schedule_kind=ScheduleKind.EVENT)[:MOST_CAMPAIGNS]:
        due = candidates.due(other, program=program, now=now, until=until, zones=[""], one_in=one_in)
        for select in due.selects():
            ahead = candidates.undone(other, select)
            yield candidates.Select(
                f"SELECT a.who, a.send_after, {int(other.pk)} AS campaign_id FROM ({ahead.sql}) a "  # noqa: S608  # our own names and placeholders only
                "WHERE a.state = 'planned'",
                ahead.params,
            )
    if events := list(running.filter(schedule_kind=ScheduleKind.EVENT).values_list("pk", flat=True)):
        marks: list[Any] = ["%s"] * len(events)
        yield candidates.Select(
            f"SELECT i.customer_id AS who, i.send_after, i.campaign_id FROM {TABLE} i "  # noqa: S608  # see above
            f"WHERE i.state = 'planned' AND i.campaign_id IN ({', '.join(marks)})",
            tuple(events),
        )
