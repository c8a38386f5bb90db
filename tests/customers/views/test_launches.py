"""Announcing a launch, and watching it reach people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from customers import tasks
from customers.models import Audience, Event, Launch
from team.models import Program, User
from tests.factories.customers import CustomerFactory

ClientFor = Callable[[User], Client]
LAUNCHES = "/customers/launches/"


@pytest.fixture
def client(manager: User, program: Program, client_for: ClientFor) -> Client:
    return client_for(manager)


@pytest.fixture
def germans(program: Program) -> Audience:
    CustomerFactory.create(country="FR")
    CustomerFactory.create_batch(2, country="DE")
    return Audience.objects.create(
        name="Germans", rules={"rules": [{"field": "country", "op": "in", "value": ["DE"]}]}
    )


def typed(audience: Audience, **more: str) -> dict[str, object]:
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    return {
        "title": "Dark mode", "audience": audience.pk, "event_name": "feature_launched",
        "occurred_at": now, **more,
    }  # fmt: skip


def test_announcing_tells_everybody_in_the_audience(client: Client, germans: Audience) -> None:
    """T43: feature_launched reaches an audience, not one person."""
    answer = client.post(f"{LAUNCHES}new/", typed(germans))
    waiting = client.get(answer["Location"], headers={"HX-Request": "true", "HX-Target": "status"})
    tasks.run_launches()
    done = client.get(answer["Location"]).content.decode()

    launch = Launch.objects.get()
    assert answer["Location"] == f"{LAUNCHES}{launch.pk}/"
    assert waiting.content.decode().strip().startswith('<div id="status"')
    assert "Waiting for a worker" in waiting.content.decode()
    assert "2 customers have the event" in done
    assert Event.objects.count() == 2
    assert "Everybody was told" in client.get(LAUNCHES).content.decode()


@pytest.mark.parametrize("by_script", [True, False])
def test_the_form_counts_before_it_announces(client: Client, germans: Audience, by_script: bool) -> None:
    headers = {"HX-Request": "true", "HX-Target": "reach"} if by_script else {}
    data = typed(germans) if by_script else typed(germans, preview="1")

    page = client.post(f"{LAUNCHES}new/", data, headers=headers).content.decode()

    assert "<strong>2</strong> customers get the event" in page
    assert "<code>feature_launched</code>" in page
    assert not Launch.objects.exists()


def test_a_link_brings_its_audience(client: Client, germans: Audience) -> None:
    page = client.get(f"{LAUNCHES}new/?audience={germans.pk}").content.decode()
    odd = client.get(f"{LAUNCHES}new/?audience=x").content.decode()

    assert "<strong>2</strong> customers get the event" in page
    assert "<strong>3</strong> customers get the event" in odd


def test_the_form_refuses_what_cannot_be(client: Client, germans: Audience) -> None:
    answer = client.post(f"{LAUNCHES}new/", typed(germans, event_name="Not A Name", title=""))
    refused = client.post(f"{LAUNCHES}new/", typed(germans, event_name="Not A Name"))

    assert (answer.status_code, refused.status_code) == (400, 400)
    assert "Use 1 to 64 small letters" in refused.content.decode()
    assert not Launch.objects.exists()


def test_a_launch_ahead_of_its_day_can_be_taken_back(client: Client, germans: Audience) -> None:
    launch = Launch.objects.create(
        title="Soon", event_name="x", audience=germans, occurred_at=timezone.now() + timedelta(days=3)
    )
    url = f"{LAUNCHES}{launch.pk}/"

    page = client.get(url).content.decode()
    back = client.post(f"{url}withdraw/", follow=True).content.decode()

    assert "It waits for its day" in page
    assert "Nobody was told." in back
    assert "Nothing was launched yet" in back


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often(
    client: Client, germans: Audience, number: int, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for n in range(number):
        Launch.objects.create(title=f"L{n}", event_name="x", audience=germans, occurred_at=timezone.now())

    with django_assert_max_num_queries(7):  # type: ignore[attr-defined]  # a context manager
        client.get(LAUNCHES)
