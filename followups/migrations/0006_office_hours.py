"""The hours of each policy become office hours of their own; every open follow-up's clock is set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import migrations
from django.db.models import F

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FIRST = "Office hours"
CLOSED = ["resolved", "unreachable"]


def give_hours(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One row for each week there is, the fallback's first."""
    offices = apps.get_model("followups", "OfficeHours").objects
    policies = apps.get_model("followups", "SlaPolicy").objects
    for policy in policies.filter(hours=None).order_by("-is_fallback", "position", "pk"):
        week = _week(policy)
        office = next((one for one in offices.all() if one.week == week), None)
        policy.hours = office or offices.create(name=_free_name(offices), week=week)
        policy.save(update_fields=["hours"])


def set_clocks(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the next sweep look at every unfinished follow-up: nobody set its alarm so far."""
    followups = apps.get_model("followups", "FollowUp").objects
    followups.filter(next_alarm_at=None).exclude(state__in=CLOSED).update(next_alarm_at=F("opened_at"))


def _week(policy: Any) -> dict[str, list[str]]:
    hours = [f"{policy.opens_at:%H:%M}", f"{policy.closes_at:%H:%M}"]
    return {str(day): hours for day in sorted(policy.weekdays)}


def _free_name(offices: Any) -> str:
    number = offices.count()
    return f"{FIRST} {number + 1}" if number else FIRST


class Migration(migrations.Migration):
    """Data only."""

    dependencies = (("followups", "0005_queue_order"),)

    operations = (
        migrations.RunPython(give_hours, migrations.RunPython.noop),
        migrations.RunPython(set_clocks, migrations.RunPython.noop),
    )
