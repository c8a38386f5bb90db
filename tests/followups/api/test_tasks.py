"""Tasks by API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followups.domain import opening, playbooks
from followups.models import StepRun
from responses.domain import themes
from responses.models import Theme
from team.enums import Scope
from tests.factories.playbooks import PlaybookFactory, StepFactory
from tests.factories.responses import ResponseFactory
from tests.factories.team import ApiKeyFactory, bearer
from tests.moments import NOW

if TYPE_CHECKING:
    from customers.models import Customer
    from followups.models import Rep
    from responses.models import Response

pytestmark = pytest.mark.django_db


def get(path: str, **query: Any) -> Any:
    key = bearer(ApiKeyFactory.create(scopes=[Scope.READ]))
    return Client().get(path, query, headers=key).json()


def test_a_task_says_who_has_it_why_and_by_when(detractor: Response, ines: Rep) -> None:
    """T56, G78: automated tasks are read by other programs."""
    followup = opening.open_for(response_id=detractor.pk, now=NOW)
    assert followup is not None
    playbook = PlaybookFactory.create(name="Care", band="detractor")
    StepFactory.create(playbook=playbook, title="Call", text="Ask first.", due_days=2)
    StepFactory.create(playbook=playbook, title="Later", delay=9, delay_unit="days")
    playbooks.begin_for(response_id=detractor.pk, now=NOW)
    playbooks.advance(now=NOW)

    (found,) = get("/api/v1/tasks/", state="ready")["results"]

    task = StepRun.objects.get(title="Call")
    assert found == {
        "id": task.pk,
        "state": "ready",
        "reason": "",
        "kind": "task",
        "title": "Call",
        "text": "Ask first.",
        "why": "“Care” recommends it for detractors: day 0, at once.",
        "playbook": {"id": playbook.pk, "name": "Care"},
        "customer": {
            "id": detractor.customer_id,
            "external_id": found["customer"]["external_id"],
            "name": "Ana Ruiz",
            "email": found["customer"]["email"],
        },
        "followup": followup.pk,
        "response": detractor.pk,
        "assignee": {"id": ines.user.pk, "name": "Ines", "email": "ines@northwind.example"},
        "ready_at": "2026-03-10T09:00:00Z",
        "due_at": "2026-03-12T09:00:00Z",
        "finished_at": None,
        "finished_by": None,
        "note": "",
    }
    assert get(f"/api/v1/tasks/{task.pk}/") == found
    # March 2026 is over for the server's clock or not: either way each task is on one side.
    sides = [get("/api/v1/tasks/", overdue=value)["results"] for value in ("true", "false")]
    assert [task for side in sides for task in side] == [found]


def test_the_list_narrows_and_costs_the_same_for_three(ana: Customer, ines: Rep) -> None:
    price = Theme.objects.create(code="price", name="Price")
    step = StepFactory.create(playbook=PlaybookFactory.create())
    step.playbook.themes.add(price)

    def begin() -> None:
        response = ResponseFactory.create(invitation__customer=ana, score=9, answered_at=NOW)
        themes.tag(response=response, theme=price, actor=ines.user, now=NOW)
        playbooks.begin_for(response_id=response.pk, now=NOW)
        playbooks.advance(now=NOW)

    begin()
    with CaptureQueriesContext(connection) as one:
        assert len(get("/api/v1/tasks/", customer=ana.pk)["results"]) == 1
    begin()
    begin()
    with CaptureQueriesContext(connection) as three:
        assert len(get("/api/v1/tasks/", customer=ana.pk)["results"]) == 3

    assert len(one) == len(three)
    assert get("/api/v1/tasks/", kind="message")["results"] == []
