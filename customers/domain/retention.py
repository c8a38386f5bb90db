"""What customers leave behind, and for how long: imported files, events, usage, those who left for good."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.db.models.lookups import LessThanOrEqual

from core.calendars import add_months, local_day, start_of_day
from customers.domain import erasure, erasure_log, import_files
from customers.enums import ImportState, Stage
from customers.models import Customer, Event, ImportRun, UsageReading
from customers.querysets import own_or_account
from team.domain import sweeping

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date, datetime

    from django.db.models import QuerySet

    from customers.querysets import CustomerQuerySet
    from team.models import Program

# Still being read, or about to be.
IN_USE = (ImportState.QUEUED, ImportState.RUNNING)
SLICE = 100


def effects(*, program: Program, fields: Collection[str], now: datetime) -> dict[str, str]:
    """What the next sweep would remove under these settings, in sentences by setting."""
    told = {}
    if "keep_files_days" in fields:
        told["keep_files_days"] = sweeping.sentence(old_files(program=program, now=now).count(), "file")
    if "keep_events_months" in fields:
        told["keep_events_months"] = sweeping.sentence(old_events(program=program, now=now).count(), "event")
    if "keep_usage_months" in fields:
        number = old_readings(program=program, now=now).count()
        told["keep_usage_months"] = sweeping.sentence(number, "reading")
    if "keep_lost_months" in fields:
        told["keep_lost_months"] = _lost_sentence(program, now)
    return told


def sweep(*, program: Program, now: datetime, is_over: Callable[[], bool]) -> dict[str, int]:
    """Remove what is older than the program keeps it, in slices until the time is up; how much, by setting.

    Safe to repeat and to run twice at once: whatever was removed is not found again.
    """
    erasure_log.add_missing()
    return {
        "keep_files_days": _drop_files(program, now, is_over),
        "keep_events_months": sweeping.remove(old_events(program=program, now=now), is_over=is_over),
        "keep_usage_months": sweeping.remove(old_readings(program=program, now=now), is_over=is_over),
        "keep_lost_months": _erase_lost(program, now, is_over),
    }


def old_files(*, program: Program, now: datetime) -> QuerySet[ImportRun]:
    """Imports whose file, with the rows that were not taken, has been kept long enough."""
    days = program.keep_files_days
    if days is None:
        return ImportRun.objects.none()
    runs = ImportRun.objects.exclude(state__in=IN_USE).filter(created_at__lt=now - timedelta(days=days))
    return runs.filter(~Q(file="") | Q(rejections__isnull=False)).order_by("pk").distinct()


def old_events(*, program: Program, now: datetime) -> QuerySet[Event]:
    """Events that came in before the months that they are kept."""
    months = program.keep_events_months
    if months is None:
        return Event.objects.none()
    day = add_months(_today(program, now), -months)
    return Event.objects.filter(received_at__lt=start_of_day(day, ZoneInfo(program.time_zone)))


def old_readings(*, program: Program, now: datetime) -> QuerySet[UsageReading]:
    """How much customers used on days before the months that it is kept."""
    months = program.keep_usage_months
    if months is None:
        return UsageReading.objects.none()
    return UsageReading.objects.filter(on__lt=add_months(_today(program, now), -months))


def long_lost(*, program: Program, now: datetime) -> CustomerQuerySet:
    """Those who left so many months ago, by their own date or their account's, and never came back."""
    months = program.keep_lost_months
    if months is None:
        return Customer.objects.none()
    # Months cannot be taken back exactly; this way nobody is erased before their months are full.
    last = add_months(_today(program, now), -months)
    lost = Customer.objects.current().in_stage(Stage.LOSS)
    return lost.filter(Q(LessThanOrEqual(own_or_account("churned_on"), last)))


def _lost_sentence(program: Program, now: datetime) -> str:
    if program.keep_lost_months is None:
        return "They are kept for good."
    lost = long_lost(program=program, now=now).count()
    if not lost:
        return "Nobody left long enough ago to be erased."
    return f"The next sweep would erase {lost:,} lost customer{'' if lost == 1 else 's'} for good."


def _drop_files(program: Program, now: datetime, is_over: Callable[[], bool]) -> int:
    dropped = 0
    for run in old_files(program=program, now=now)[:SLICE]:
        if is_over():
            break
        dropped += import_files.drop(run, with_rejections=True)
    return dropped


def _erase_lost(program: Program, now: datetime, is_over: Callable[[], bool]) -> int:
    erased = 0
    for customer in long_lost(program=program, now=now).order_by("pk")[:SLICE]:
        if is_over():
            break
        erased += erasure.erase(customer=customer, actor=None, now=now)
    return erased


def _today(program: Program, now: datetime) -> date:
    return local_day(now, ZoneInfo(program.time_zone))
