"""The one policy there was becomes the fallback, and the policy of every follow-up that it opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations
from django.db.models import F

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_the_fallback(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Mark the policy, if there is one, and point what it opened at it."""
    policies = apps.get_model("followups", "SlaPolicy").objects
    followups = apps.get_model("followups", "FollowUp").objects
    first = policies.order_by("pk").first()
    if first is not None:
        policies.filter(pk=first.pk).update(is_fallback=True)
        followups.filter(policy=None).update(policy=first)
    followups.filter(changed_at=None).update(changed_at=F("opened_at"))


class Migration(migrations.Migration):
    """Data only."""

    dependencies = (("followups", "0003_whole_loop"),)

    operations = (migrations.RunPython(name_the_fallback, migrations.RunPython.noop),)
