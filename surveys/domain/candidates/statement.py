"""The SELECT itself: considered rows joined with slots, and what becomes of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from surveys.domain import cycles, reviving
from surveys.domain.candidates import columns
from surveys.domain.candidates.tables import Part, once, plain, table, with_tables
from surveys.enums import Reason, ScheduleKind
from surveys.models import Invitation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from surveys.domain.candidates.terms import Terms
    from surveys.domain.slots import Opening, Slot
    from surveys.models import Campaign

Row = TypeVar("Row")
TABLE = Invitation._meta.db_table

# SQLite takes 32,766 parameters a statement: so many slots, and so many openings beside them.
SLOTS_A_STATEMENT, OPENINGS_A_STATEMENT = 2_500, 1_500
# Who waits longer has their opening found at the claim.
FORESEEN = timedelta(days=45)


@dataclass(frozen=True)
class Select:
    """A SELECT with its parameters. Columns: who, occasion, occasion_on, state, reason, send_after,
    closes_at, opens_at."""

    sql: str
    params: tuple[Any, ...]


def selects(rows: QuerySet[Any], terms: Terms) -> Iterator[Select]:
    """The statements that together name every due row once for each occasion."""
    later = _later_openings(terms)
    if terms.campaign.schedule_kind == ScheduleKind.EVENT:
        days = (terms.until - terms.now).days + 3
        for openings in _chunks(list(terms.calendar.openings(until=terms.until, limit=days))):
            yield _judged(_events(rows, openings, later, terms), terms)
        return
    for same in _rounds(terms):
        for slots in _chunks(same):
            yield _judged(_slotted(rows, slots, later, terms), terms)


def undone(campaign: Campaign, select: Select) -> Select:
    """What is still ahead of a SELECT's rows. Columns: who, occasion, state, reason, send_after.

    An occasion that was handled is not ahead any more, and one that was left out for good stays left out.
    """
    is_final = reviving.left_out_for_good("old")
    sql = (
        "SELECT ahead.who, ahead.occasion, ahead.send_after, "  # noqa: S608  # our own names and placeholders only
        f"CASE WHEN {is_final} THEN old.state ELSE ahead.state END AS state, "
        f"CASE WHEN {is_final} THEN old.reason ELSE ahead.reason END AS reason "
        f"FROM ({select.sql}) ahead LEFT JOIN {TABLE} old "
        f"ON old.campaign_id = %s AND old.customer_id = ahead.who AND old.occasion = ahead.occasion "
        f"WHERE old.id IS NULL OR NOT {reviving.done('old')}"
    )
    return Select(sql, (*select.params, campaign.pk or 0))


def _rounds(terms: Terms) -> Iterator[list[Slot]]:
    """All slots; of a cycle those of each round, whose length must be a constant of the statement."""
    if terms.campaign.schedule_kind != ScheduleKind.CYCLE:
        yield terms.slots
        return
    for _, same in groupby(sorted(terms.slots, key=_occasion), key=_occasion):
        yield list(same)


def _occasion(slot: Slot) -> str:
    return slot.occasion


def _later_openings(terms: Terms) -> list[Opening]:
    """When those who wait for the end of their quiet period may be written to."""
    if not (terms.waits and terms.keeps_hours and terms.calendar.zones):
        return []
    limit = OPENINGS_A_STATEMENT // len(terms.calendar.zones)
    return list(terms.calendar.openings(until=terms.now + FORESEEN, limit=limit))


def _slotted(rows: QuerySet[Any], slots: Sequence[Slot], later: Sequence[Opening], terms: Terms) -> Part:
    """Each customer beside the slots of their zone and their date or place; of a wave, all of their zone."""
    campaign = terms.campaign
    length = 0
    if campaign.schedule_kind == ScheduleKind.CYCLE:
        day = slots[0].occasion_on
        length = next(cycles.periods(campaign, since=day, until=day)).length
    people = _quieted(columns.of_customers(rows, terms, round_length=length), terms)
    match = "" if campaign.schedule_kind == ScheduleKind.WAVE else " AND slot.due_key = c.due_key"
    due = Part(
        "SELECT c.*, slot.due_key AS turn, slot.occasion, slot.occasion_on, slot.opens_at, slot.closes_at, "  # noqa: S608  # our own names and placeholders only
        f"slot.patient_until{_quiet_days('slot', terms)}, "
        "CASE WHEN slot.opens_at > %s THEN slot.opens_at ELSE %s END AS start_at "
        # CROSS: SQLite reads the people once and looks the slot up, instead of the people once a slot.
        f"FROM ({people.sql}) c CROSS JOIN slot WHERE slot.zone = c.zone{match}",
        [*_twice(terms), *people.params],
    )
    tables = [_slot_table(slots, terms), *_lenient_table(terms), *_opening_table("later", later, terms)]
    return with_tables(tables, _resumed(due, later))


def _events(rows: QuerySet[Any], openings: Sequence[Opening], later: Sequence[Opening], terms: Terms) -> Part:
    """Each event beside the opening in which its delay ends, or in which we are if that is past."""
    people = _quieted(columns.of_events(rows, terms), terms)
    timed = f"SELECT c.*, CASE WHEN c.due_at > %s THEN c.due_at ELSE %s END AS ends_at FROM ({people.sql}) c"  # noqa: S608  # our own names and placeholders only
    later_than = "CASE WHEN opening.opens_at > e.ends_at THEN opening.opens_at ELSE {} END"
    start = later_than.format("e.ends_at")
    due = Part(
        f"SELECT e.*, {later_than.format('e.due_at')} AS opens_at, {start} AS start_at, "  # noqa: S608  # see above
        f"{'e.closes_at' if terms.waits else start} AS patient_until{_quiet_days('opening', terms)} "
        f"FROM ({timed}) e CROSS JOIN opening WHERE opening.zone = e.zone "
        "AND opening.from_at <= e.ends_at AND opening.to_at > e.ends_at",
        [*_twice(terms), *people.params],
    )
    tables = [*_opening_table("opening", openings, terms), *_lenient_table(terms)]
    return with_tables([*tables, *_opening_table("later", later, terms)], _resumed(due, later))


def _quieted(people: Part, terms: Terms) -> Part:
    """With `quiet_until` as a granted exception has it; without one it is there already."""
    if not terms.lenience:
        return people
    # Whoever was asked too long ago to be in the table is free.
    free_at = (
        "WHEN lenient.free_at < p.held_until THEN lenient.free_at WHEN lenient.free_at IS NULL THEN NULL"
    )
    if not any(terms.lenience.days()):
        free_at = "WHEN p.held_until IS NOT NULL THEN NULL"
    joined = "LEFT JOIN lenient ON lenient.months = p.months AND lenient.asked_on = p.asked_on"
    return Part(
        "SELECT p.*, CASE WHEN p.months IS NULL OR p.asked_on IS NULL THEN p.held_until "  # noqa: S608  # our own names and placeholders only
        f"{free_at} ELSE p.held_until END AS quiet_until FROM ({people.sql}) p "
        f"{joined if any(terms.lenience.days()) else ''}",
        people.params,
    )


def _resumed(due: Part, later: Sequence[Opening]) -> Part:
    """With `resumes_at`: when those who are quiet may be written to again."""
    if not later:
        return Part(f"SELECT d.*, d.quiet_until AS resumes_at FROM ({due.sql}) d", due.params)  # noqa: S608  # our own names and placeholders only
    return Part(
        "SELECT d.*, CASE WHEN later.opens_at > d.quiet_until THEN later.opens_at ELSE d.quiet_until END "  # noqa: S608  # see above
        f"AS resumes_at FROM ({due.sql}) d LEFT JOIN later "
        # Nobody but those who wait has a zone here, so that the others are passed over at once.
        "ON later.zone = CASE WHEN d.quiet_until > d.start_at THEN d.zone END "
        "AND later.from_at <= d.quiet_until AND later.to_at > d.quiet_until",
        due.params,
    )


def _judged(due: Part, terms: Terms) -> Select:
    """Add what only the moment can tell: the turn, the pause, the quiet period, the reservations."""
    whens = [
        "WHEN d.against <> '' THEN d.against",
        f"WHEN d.opens_at >= d.closes_at THEN '{Reason.TOO_LATE}'",
    ]
    whens.append(f"WHEN d.paused_until > d.start_at THEN '{Reason.PAUSED}'")
    whens.append(
        f"WHEN d.quiet_until > d.start_at AND d.resumes_at >= d.patient_until THEN '{Reason.QUIET_PERIOD}'"
    )
    for number, reservation in enumerate(terms.reservations):
        kept = f"d.kept_{number} >= d.quiet_from_on AND d.kept_{number} < d.quiet_until_on"
        whens.append(f"WHEN {kept} THEN '{reservation.code}'")
    if terms.campaign.schedule_kind == ScheduleKind.WAVE and terms.campaign.rotation > 1:
        whens.insert(0, f"WHEN d.against = '{Reason.OUT_OF_AUDIENCE}' THEN d.against")
        whens.insert(1, f"WHEN d.turn <> d.due_key THEN '{Reason.OTHER_ROTATION}'")
    verdict = f"SELECT d.*, CASE {' '.join(whens)} ELSE '' END AS verdict FROM ({due.sql}) d"  # noqa: S608  # our own names, numbers and placeholders only
    waits = "v.verdict = '' AND v.quiet_until > v.start_at"
    sql = (
        "SELECT v.who, v.occasion, v.occasion_on, "  # noqa: S608  # see above
        "CASE WHEN v.verdict = '' THEN 'planned' ELSE 'skipped' END AS state, "
        f"CASE WHEN {waits} THEN '{Reason.QUIET_PERIOD}' ELSE v.verdict END AS reason, "
        f"CASE WHEN {waits} THEN v.resumes_at ELSE v.opens_at END AS send_after, "
        f"v.closes_at, v.opens_at FROM ({verdict}{once()}) v"
    )
    return Select(sql, tuple(due.params))


def _slot_table(slots: Sequence[Slot], terms: Terms) -> Part:
    names = ("zone", "due_key", "occasion", "occasion_on", "opens_at", "closes_at", "patient_until")
    keys = ("zone", "key", "occasion", "occasion_on", "opens_at", "closes_at", "patient_until")
    rows = [[getattr(slot, key) for key in keys] for slot in slots]
    return _with_quiet_days("slot", names, rows, [slot.opens_at for slot in slots], terms)


def _opening_table(name: str, openings: Sequence[Opening], terms: Terms) -> list[Part]:
    names = ("zone", "from_at", "to_at", "opens_at")
    rows = [[getattr(opening, key) for key in names] for opening in openings]
    opens_at = [opening.opens_at for opening in openings]
    return [_with_quiet_days(name, names, rows, opens_at, terms)] if rows else []


def _lenient_table(terms: Terms) -> list[Part]:
    days = list(terms.lenience.days()) if terms.lenience else []
    return [table("lenient", ("months", "asked_on", "free_at"), days)] if days else []


def _with_quiet_days(
    name: str, names: tuple[str, ...], rows: list[list[Any]], opens_at: list[datetime], terms: Terms
) -> Part:
    """The table, and where somebody may be kept for another campaign, the days that a mail makes quiet."""
    if not terms.reservations:
        return table(name, names, rows)
    longer = [[*row, *terms.quiet_around(at)] for row, at in zip(rows, opens_at, strict=True)]
    return table(name, (*names, "quiet_from_on", "quiet_until_on"), longer)


def _quiet_days(name: str, terms: Terms) -> str:
    return f", {name}.quiet_from_on, {name}.quiet_until_on" if terms.reservations else ""


def _twice(terms: Terms) -> list[Any]:
    return [plain(terms.now)] * 2


def _chunks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), SLOTS_A_STATEMENT):
        yield rows[start : start + SLOTS_A_STATEMENT]
