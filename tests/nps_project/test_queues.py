from __future__ import annotations

from django.apps import apps

from mailroom.models import OutboxRow
from nps_project import queues
from tests.moments import NOW


def test_queues_know_every_kind_of_outbox_row() -> None:
    kinds = {model._meta.model_name for model in apps.get_models() if issubclass(model, OutboxRow)}

    assert set(queues.overdue(now=NOW)) == kinds
