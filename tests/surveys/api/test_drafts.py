from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.test import Client

from surveys.enums import CampaignState
from surveys.models import Campaign, Reminder
from team.enums import Scope
from team.models import AuditEntry
from tests.factories.customers import ContactFactory, CustomerFactory
from tests.factories.surveys import (
    CampaignFactory,
    EventCampaignFactory,
    InvitationFactory,
    SentInvitationFactory,
    SurveyFactory,
)
from tests.factories.team import ApiKeyFactory, bearer
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from team.models import Program

pytestmark = pytest.mark.django_db

CAMPAIGNS, INVITATIONS = "/api/v1/campaigns/", "/api/v1/invitations/"


@pytest.fixture(autouse=True)
def _march(program: Program) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def key() -> dict[str, str]:
    """The headers of a program that may read and write."""
    return bearer(ApiKeyFactory.create(name="CRM", scopes=[Scope.READ.value, Scope.WRITE.value]))


def send(key: dict[str, str], address: str, body: Any, *, patch: bool = False) -> Any:
    client = Client()
    call = client.patch if patch else client.post
    return call(address, body, content_type="application/json", headers=key)


def test_a_program_prepares_a_draft(key: dict[str, str]) -> None:
    """T17 T44: with the usual values for what it leaves out, on record under the key's name."""
    survey = SurveyFactory.create()
    body = {
        "name": "Twice a year",
        "survey": survey.pk,
        "schedule_kind": "wave",
        "wave_dates": ["2026-09-24", "2026-03-24"],
        "rotation": 2,
        "reminder_days": [7],
        "stages": ["renewal", "advocate"],
    }

    response = send(key, CAMPAIGNS, body)

    told, made = response.json(), Campaign.objects.get()
    assert response.status_code == HTTPStatus.CREATED, told
    assert (made.state, made.created_by, made.window_days) == (CampaignState.DRAFT, None, 14)
    assert made.wave_dates == told["wave_dates"] == ["2026-03-24", "2026-09-24"]
    assert (told["schedule"], told["reminder_days"], told["weekdays"]) == (
        "on March 24, 2026 and September 24, 2026", [7], [0, 1, 2, 3, 4],
    )  # fmt: skip
    assert AuditEntry.objects.values_list("action", "actor_label").get() == ("campaign.create", "API key CRM")


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": ""}),
        ("survey", {"survey": 987654321}),
        ("schedule_kind", {"schedule_kind": "daily"}),
        ("date_field", {"schedule_kind": "date"}),
        ("wave_dates", {"schedule_kind": "wave", "wave_dates": ["2026-02-30"]}),
        ("stages", {"stages": ["customer"]}),
        ("weekdays", {"weekdays": [7]}),
        ("reminder_days", {"reminder_days": [9, 3]}),
        ("sample_percent", {"sample_percent": 0}),
        ("state", {"state": "active"}),
        ("color", {"color": "red"}),
    ],
)
def test_a_refusal_names_the_field(key: dict[str, str], field: str, changes: dict[str, Any]) -> None:
    body = {
        "name": "After support", "survey": SurveyFactory.create().pk, "schedule_kind": "event",
        "event_name": "support_case_closed",
    }  # fmt: skip

    response = send(key, CAMPAIGNS, {**body, **changes})

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(response.json()["errors"]) == [field]
    assert not Campaign.objects.exists()


def test_a_draft_is_changed_and_keeps_the_rest(key: dict[str, str]) -> None:
    draft = CampaignFactory.create(state=CampaignState.DRAFT, activated_at=None, stages=["renewal"])

    response = send(key, f"{CAMPAIGNS}{draft.pk}/", {"offset_days": -45, "daily_cap": 100}, patch=True)

    draft.refresh_from_db()
    assert response.status_code == HTTPStatus.OK, response.content
    assert (draft.offset_days, draft.daily_cap, draft.stages) == (-45, 100, ["renewal"])


def test_a_name_is_taken_once(key: dict[str, str]) -> None:
    CampaignFactory.create(name="Before renewal")
    draft = CampaignFactory.create(state=CampaignState.DRAFT)

    response = send(key, f"{CAMPAIGNS}{draft.pk}/", {"name": "Before renewal"}, patch=True)

    assert list(response.json()["errors"]) == ["name"]


def test_what_runs_is_left_to_people_but_may_be_paused(key: dict[str, str]) -> None:
    """G2: nobody is asked by a program's word alone."""
    running = CampaignFactory.create()
    address = f"{CAMPAIGNS}{running.pk}/"

    changed = send(key, address, {"offset_days": -45}, patch=True)
    activated = send(key, f"{address}activate/", {})
    paused = send(key, f"{address}pause/", {})
    again = send(key, f"{address}pause/", {})

    running.refresh_from_db()
    assert (changed.status_code, list(changed.json()["errors"])) == (422, ["state"])
    assert activated.status_code == HTTPStatus.NOT_FOUND
    assert (paused.status_code, running.state, running.offset_days) == (200, CampaignState.PAUSED, -60)
    assert list(again.json()["errors"]) == ["state"]


def test_reading_keys_write_nothing() -> None:
    reading = bearer(ApiKeyFactory.create(scopes=[Scope.READ.value]))
    campaign = CampaignFactory.create()

    assert send(reading, CAMPAIGNS, {}).status_code == HTTPStatus.FORBIDDEN
    assert send(reading, f"{CAMPAIGNS}{campaign.pk}/pause/", {}).status_code == HTTPStatus.FORBIDDEN


def test_the_funnel_is_told_by_segment_and_day(key: dict[str, str]) -> None:
    """G65"""
    campaign = CampaignFactory.create()
    row = SentInvitationFactory.create(campaign=campaign, stage="renewal", answered_at=NOW, delivered_at=NOW)
    SentInvitationFactory.create(campaign=campaign, stage="renewal", bounced_at=NOW)
    Reminder.objects.create(invitation=row, number=1, send_after=NOW + timedelta(days=3))

    told = Client().get(f"{CAMPAIGNS}{campaign.pk}/funnel/", headers=key).json()

    assert (told["counts"]["sent"], told["counts"]["proven"], told["counts"]["rate"]) == (2, 1, 100.0)
    ((stage),) = told["by_stage"]
    assert (stage["stage"], stage["reached"], stage["answered"], stage["rate"]) == ("renewal", 1, 1, 100.0)
    assert 0 < stage["low"] < stage["high"]
    assert told["by_day"] == [{"on": "2026-03-10", "sent": 2, "answered": 1}]
    assert told["reminders"]["waiting"] == 1


def test_campaigns_are_narrowed_by_channel_and_stage(key: dict[str, str]) -> None:
    """T17"""
    renewal = CampaignFactory.create(stages=["renewal"])
    everybody = EventCampaignFactory.create(stages=[])
    website = CampaignFactory.create(
        channel="widget", schedule_kind="none", date_field="", stages=["prospect"]
    )

    def ids(**query: str) -> list[int]:
        rows = Client().get(CAMPAIGNS, query, headers=key).json()["results"]
        return sorted(row["id"] for row in rows)

    assert ids(channel="widget") == [website.pk]
    assert ids(stage="renewal") == [renewal.pk, everybody.pk]


def test_invitations_tell_and_narrow_by_when_the_customer_was_last_surveyed(key: dict[str, str]) -> None:
    """G63"""
    asked = CustomerFactory.create(contact=ContactFactory.create(last_asked_at=NOW - timedelta(days=200)))
    lately = CustomerFactory.create(contact=ContactFactory.create(last_asked_at=NOW - timedelta(days=2)))
    old, new = InvitationFactory.create(customer=asked), InvitationFactory.create(customer=lately)
    reserved = InvitationFactory.create(state="skipped", reason=f"reserved_for:{old.campaign_id}")

    def told(**query: str) -> list[tuple[int, str | None]]:
        rows = Client().get(INVITATIONS, query, headers=key).json()["results"]
        return [(row["id"], row["customer"]["last_surveyed_at"]) for row in rows]

    line = "2026-01-01T00:00:00Z"
    assert told(last_surveyed_before=line) == [(old.pk, "2025-08-22T09:00:00Z")]
    assert told(last_surveyed_after=line) == [(new.pk, "2026-03-08T09:00:00Z")]
    assert told(reason="reserved_for") == [(reserved.pk, None)]
