"""The quiet period of those who were asked already, when the program's own changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Q

from core.calendars import add_months, local_day, quiet_until, start_of_day
from customers.models import Contact
from customers.signals import doubts_requested

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from customers.querysets import ContactQuerySet

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gain:
    """How many addresses another period would hold longer, by whether they are free or held now."""

    free: int
    held: int

    @property
    def total(self) -> int:
        """All whose date moves back."""
        return self.free + self.held


def doubts(*, now: datetime) -> dict[int, datetime]:
    """The contacts of mails of which nobody knows whether they arrived, and the latest instant of each."""
    answers: list[tuple[Any, Any]] = doubts_requested.send(Contact, now=now)
    found: dict[int, datetime] = {}
    for _, told in answers:
        for contact_id, at in told.items():
            found[contact_id] = max(at, found.get(contact_id, at))
    return found


def gain(
    *, months: int, zone: ZoneInfo, now: datetime, in_doubt: Mapping[int, datetime] | None = None
) -> Gain:
    """Whom `lengthen` would hold, counted and not touched."""
    found = _gain_of_asked(months=months, zone=zone, now=now)
    held = {True: found.held, False: found.free}
    since = _since(months=months, zone=zone, now=now)
    recent = _recent(in_doubt, since)
    for contact in Contact.objects.filter(pk__in=recent):
        asked_at, next_at = contact.last_asked_at, contact.next_survey_at
        mails = [recent[contact.pk], *([asked_at] if asked_at and asked_at >= since else [])]
        gains = [next_at is None or next_at < quiet_until(at, months, zone) for at in mails]
        # Whose latest proven mail gains them is counted already.
        if gains[0] and not any(gains[1:]):
            held[contact.is_held(now=now)] += 1
    return Gain(free=held[False], held=held[True])


def _gain_of_asked(*, months: int, zone: ZoneInfo, now: datetime) -> Gain:
    days = list(_days(months=months, zone=zone, now=now))
    values = ", ".join(["(%s, %s, %s)"] * len(days))
    table = connection.ops.quote_name(Contact._meta.db_table)
    # The names of VALUES are given by the CTE: both databases agree on that form.
    sql = (
        f"WITH asked (opens, closes, until) AS (VALUES {values}) "  # noqa: S608  # placeholders only
        "SELECT COUNT(CASE WHEN c.next_survey_at > %s THEN NULL ELSE 1 END), COUNT(*) "
        f"FROM asked CROSS JOIN {table} c "
        "WHERE c.last_asked_at >= asked.opens AND c.last_asked_at <= asked.closes "
        "AND (c.next_survey_at IS NULL OR c.next_survey_at < asked.until)"
    )
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(adapt(instant) for day in days for instant in day), adapt(now)])
        free, total = cursor.fetchone()
    return Gain(free=free, held=total - free)


def lengthen(
    *, months: int, zone: ZoneInfo, now: datetime, in_doubt: Mapping[int, datetime] | None = None
) -> int:
    """Hold everybody who was asked for so many months of the zone's calendar; returns how many gained.

    `in_doubt` are `doubts`: who may have been asked counts as asked.
    Nobody is asked earlier than they were promised: a shorter period counts from the next mail on.
    """
    days = list(_days(months=months, zone=zone, now=now))
    with transaction.atomic():
        recent = Contact.objects.filter(last_asked_at__gte=days[0][0])
        maybe = _recent(in_doubt, days[0][0])
        doubtful = Contact.objects.filter(pk__in=maybe)
        # All at once, in order: see ContactQuerySet.locked.
        list((recent | doubtful).locked().values_list("pk"))
        before = dict(doubtful.values_list("pk", "next_survey_at"))
        gained = sum(
            _hold(recent.filter(last_asked_at__range=(opens, closes)), until=until)
            for opens, closes, until in days
        )
        gained -= sum(at != before[pk] for pk, at in doubtful.values_list("pk", "next_survey_at"))
        for contact_id, asked_at in maybe.items():
            # Its claim keeps it: should it turn out that nothing was sent, all of this is given back.
            until = quiet_until(asked_at, months, zone)
            Contact.objects.filter(_shorter(until), pk=contact_id).update(next_survey_at=until)
        gained += sum(at != before[pk] for pk, at in doubtful.values_list("pk", "next_survey_at"))
    return gained


def _recent(in_doubt: Mapping[int, datetime] | None, since: datetime) -> dict[int, datetime]:
    return {contact_id: at for contact_id, at in (in_doubt or {}).items() if at >= since}


def _since(*, months: int, zone: ZoneInfo, now: datetime) -> datetime:
    return start_of_day(add_months(local_day(now, zone), -months), zone)


def _days(*, months: int, zone: ZoneInfo, now: datetime) -> Iterator[tuple[datetime, datetime, datetime]]:
    """The days of which a mail still holds: first and last instant, and until when. At least today."""
    today = local_day(now, zone)
    # Whoever was asked on an earlier day is free by now.
    day = add_months(today, -months)
    while day <= today:
        yield start_of_day(day, zone), _end(day, zone), start_of_day(add_months(day, months), zone)
        day += A_DAY


def _end(day: date, zone: ZoneInfo) -> datetime:
    return start_of_day(day + A_DAY, zone) - timedelta(microseconds=1)


def _hold(contacts: ContactQuerySet, *, until: datetime) -> int:
    gained = contacts.filter(_shorter(until)).update(next_survey_at=until, hold_token=None, hold_before=None)
    # What a claim under way holds reaches further; what it would give back must reach as far.
    claimed = contacts.filter(Q(hold_before=None) | Q(hold_before__lt=until), hold_token__isnull=False)
    claimed.update(hold_before=until)
    return gained


def _shorter(until: datetime) -> Q:
    return Q(next_survey_at=None) | Q(next_survey_at__lt=until)
