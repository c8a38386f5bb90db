from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps

from mailroom.models import OutboxRow
from nps_project import queues
from tests.factories.integrations import DeliveryFactory
from tests.moments import NOW


@pytest.mark.django_db
def test_queues_know_every_kind_of_outbox_row() -> None:
    kinds = {model._meta.model_name for model in apps.get_models() if issubclass(model, OutboxRow)}

    assert set(queues.overdue(now=NOW)) == kinds | {"webhookdelivery"}
    assert {kind for kind, _ in queues.depth()} == kinds | {"webhookdelivery"}


@pytest.mark.django_db
def test_calls_of_a_program_that_does_not_answer_say_nothing_of_the_workers() -> None:
    due = NOW - timedelta(minutes=20)
    DeliveryFactory.create(send_after=due, endpoint__failing_since=due)
    assert queues.oldest_due_seconds(now=NOW)["webhookdelivery"] == 0

    DeliveryFactory.create(send_after=due)
    assert queues.oldest_due_seconds(now=NOW)["webhookdelivery"] == 1200
    assert queues.depth()["webhookdelivery", "planned"] == 2
