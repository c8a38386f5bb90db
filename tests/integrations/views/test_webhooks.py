"""Looking after webhooks, as an admin."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from integrations.enums import DeliveryState
from integrations.models import WebhookDelivery, WebhookEndpoint
from team.models import AuditEntry
from tests.factories.customers import CustomerFactory
from tests.factories.integrations import DeliveredFactory, DeliveryFactory, EndpointFactory
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.test import Client

    from team.models import User
    from tests.integrations.listener import Listener

pytestmark = pytest.mark.django_db
LIST = "/settings/webhooks/"


@pytest.fixture
def page(client_for: Callable[[User], Client], admin: User) -> Client:
    """An admin's browser."""
    return client_for(admin)


def text(page: Client, url: str) -> str:
    return page.get(url).content.decode()


def at(endpoint: WebhookEndpoint) -> str:
    return f"{LIST}{endpoint.pk}/"


def facts(listener: Listener, **more: Any) -> dict[str, Any]:
    return {"name": "CRM", "url": listener.url, "events": ["response.recorded", "case.reopened"], **more}


def said(response: Any) -> list[str]:
    return [str(one) for one in response.context["messages"]]


def test_without_webhooks_the_list_says_what_they_are_for(page: Client) -> None:
    shown = text(page, LIST)

    assert "No webhooks" in shown
    assert 'href="/settings/webhooks/new/"' in shown


def test_a_new_webhook_shows_its_secret_once(page: Client, listener: Listener, admin: User) -> None:
    """G50 G88."""
    made = page.post(f"{LIST}new/", facts(listener))

    endpoint = WebhookEndpoint.objects.get()
    assert (endpoint.name, endpoint.url, endpoint.is_active) == ("CRM", listener.url, True)
    assert (endpoint.events, endpoint.created_by) == (["response.recorded", "case.reopened"], admin)
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", endpoint.secret)
    assert endpoint.secret in made.content.decode()
    assert "no-store" in made.headers["Cache-Control"]
    for url in (LIST, at(endpoint), f"{at(endpoint)}edit/", f"{LIST}how/"):
        assert endpoint.secret not in text(page, url)
    assert endpoint.secret not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"name": "Old"}, "name", "Another webhook has this name."),
        ({"url": "crm.example"}, "url", "Write a whole address, like https://crm.example.com/hooks."),
        ({"url": "https://10.0.0.1/"}, "url", "10.0.0.1 is an address inside a private network"),
        ({"events": []}, "events", "Choose at least one event."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    page: Client, listener: Listener, wrong: dict[str, Any], field: str, says: str
) -> None:
    EndpointFactory.create(name="Old")

    answer = page.post(f"{LIST}new/", facts(listener, **wrong))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"].errors[field][0].startswith(says)
    assert WebhookEndpoint.objects.count() == 1


def test_a_change_is_kept_and_audited(page: Client, crm: WebhookEndpoint, listener: Listener) -> None:
    before = timezone.now()

    answer = page.post(f"{at(crm)}edit/", facts(listener, name="Helpdesk"))

    assert answer.headers["Location"] == at(crm)
    crm.refresh_from_db()
    assert (crm.name, crm.events) == ("Helpdesk", ["response.recorded", "case.reopened"])
    assert crm.listens_since >= before
    entry = AuditEntry.objects.get(action="webhook.change")
    assert entry.changes["name"] == ["CRM", "Helpdesk"]


def test_another_name_alone_misses_nothing(page: Client, crm: WebhookEndpoint, listener: Listener) -> None:
    since = crm.listens_since

    page.post(f"{at(crm)}edit/", facts(listener, name="Helpdesk", events=crm.events))

    crm.refresh_from_db()
    assert (crm.name, crm.listens_since) == ("Helpdesk", since)


def test_an_edit_that_cannot_be_changes_nothing(
    page: Client, crm: WebhookEndpoint, listener: Listener
) -> None:
    answer = page.post(f"{at(crm)}edit/", facts(listener, name="Other", url="https://192.168.0.1/"))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["url"])
    assert "<h1>Edit the webhook</h1>" in answer.content.decode()
    crm.refresh_from_db()
    assert crm.name == "CRM"


def test_a_new_secret_is_shown_once(page: Client, crm: WebhookEndpoint) -> None:
    old = crm.secret

    shown = page.post(f"{at(crm)}secret/").content.decode()

    crm.refresh_from_db()
    assert (crm.secret in shown, crm.secret != old, crm.old_secret) == (True, True, old)
    assert crm.old_secret_until is not None
    assert crm.old_secret_until - timezone.now() > timedelta(hours=23)
    assert old not in shown


def test_a_test_call_says_what_was_answered(page: Client, crm: WebhookEndpoint, listener: Listener) -> None:
    taken = page.post(f"{at(crm)}test/", follow=True)
    listener.statuses, listener.says = [403], b"Wrong key."
    refused = page.post(f"{at(crm)}test/", follow=True)

    assert said(taken) == ["It answered 200: the test call arrived."]
    assert said(refused) == ["The test call was not taken. It answered 403. Wrong key."]
    assert [heard.headers["webhook-id"][:5] for heard in listener.heard] == ["test-", "test-"]
    states = WebhookDelivery.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["delivered", "failed"]


def test_a_test_call_of_nobody_says_so(page: Client, own_network: None) -> None:
    endpoint = EndpointFactory.create(url="http://127.0.0.1:1/")

    answer = page.post(f"{at(endpoint)}test/", follow=True)

    assert said(answer) == ["The test call was not taken. Nobody answers at this address."]


def test_off_and_on(page: Client, crm: WebhookEndpoint) -> None:
    waiting = DeliveryFactory.create(endpoint=crm)

    page.post(f"{at(crm)}switch/", {"on": "no"})
    crm.refresh_from_db()
    waiting.refresh_from_db()
    assert (crm.is_active, waiting.state) == (False, DeliveryState.CANCELLED)
    assert "Switch on" in text(page, at(crm))

    page.post(f"{at(crm)}switch/", {"on": "yes"})
    crm.refresh_from_db()
    assert crm.is_active
    page.post(f"{at(crm)}switch/", {"on": "yes"})
    assert sorted(AuditEntry.objects.values_list("action", flat=True)) == ["webhook.off", "webhook.on"]


def test_lost_calls_are_made_again(page: Client, crm: WebhookEndpoint) -> None:
    rows = [
        DeliveryFactory.create(endpoint=crm, state=state, attempts=11)
        for state in ("failed", "cancelled", "planned")
    ]
    rows.append(DeliveredFactory.create(endpoint=crm))
    rows.append(DeliveryFactory.create(endpoint=crm, state="cancelled", payload={}))
    assert "Make lost calls again" not in text(page, at(crm))
    WebhookDelivery.objects.update(created_at=timezone.now())
    assert "Make lost calls again" in text(page, at(crm))

    answer = page.post(f"{at(crm)}again/", follow=True)

    assert said(answer) == ["2 calls will be made again."]
    found = {row.pk: (row.state, row.attempts) for row in WebhookDelivery.objects.all()}
    assert [found[row.pk] for row in rows] == [
        ("planned", 0),
        ("planned", 0),
        ("planned", 11),
        ("delivered", 1),
        ("cancelled", 0),
    ]
    assert said(page.post(f"{at(crm)}again/", follow=True)) == ["There was no call to make again."]


def test_one_call_is_made_again_by_hand(page: Client, crm: WebhookEndpoint, listener: Listener) -> None:
    """A delivered one, too: the key tells the other program that it is the same."""
    row = DeliveredFactory.create(endpoint=crm)
    url = f"{LIST}calls/{row.pk}/"
    assert "Send again" in text(page, url)

    again = page.post(f"{url}again/", follow=True)

    assert said(again) == ["The call is made again within seconds."]
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("planned", 0)
    assert "Send again" not in again.content.decode()
    assert said(page.post(f"{url}again/", follow=True))[0].startswith("This call cannot be made again")


def test_a_call_shows_what_is_sent_and_what_came_back(page: Client, crm: WebhookEndpoint) -> None:
    maya = CustomerFactory.create(name="Maya Lind")
    row = DeliveryFactory.create(
        endpoint=crm, customer=maya, attempts=2, last_status=500, last_error="<b>Broken</b>"
    )

    shown = text(page, f"{LIST}calls/{row.pk}/")

    assert "<h1>A customer answered</h1>" in shown
    assert "&quot;type&quot;: &quot;response.recorded&quot;" in shown
    assert "&lt;b&gt;Broken&lt;/b&gt;" in shown
    assert f'<a href="/customers/{maya.pk}/">Maya Lind</a>' in shown
    assert "2 of at most 11" in shown
    assert row.key in shown


def test_what_was_cleared_cannot_be_sent_again(page: Client, crm: WebhookEndpoint) -> None:
    row = DeliveryFactory.create(
        endpoint=crm, state="cancelled", payload={}, last_error="The customer was erased."
    )

    shown = text(page, f"{LIST}calls/{row.pk}/")

    assert "The customer was erased. What the call said went with them." in shown
    assert "Send again" not in shown


def test_calls_are_narrowed_by_state_and_event(page: Client, crm: WebhookEndpoint) -> None:
    DeliveryFactory.create(endpoint=crm, key="step-1", event="playbook.step", state="failed")
    DeliveryFactory.create(endpoint=crm, key="answer-77", state="failed")
    DeliveredFactory.create(endpoint=crm, key="answer-88")

    def keys(query: str) -> list[str]:
        return re.findall(r"(?:answer|step)-\d+(?=</span>)", text(page, f"{at(crm)}?{query}"))

    assert keys("") == ["answer-88", "answer-77", "step-1"]
    assert keys("state=failed") == ["answer-77", "step-1"]
    assert keys("state=failed&event=playbook.step") == ["step-1"]
    assert keys("state=nonsense") == ["answer-88", "answer-77", "step-1"]
    assert "No such call" in text(page, f"{at(crm)}?state=cancelled")


def test_an_endpoint_without_calls_says_what_comes_next(page: Client, crm: WebhookEndpoint) -> None:
    assert "No calls yet" in text(page, at(crm))


def test_what_is_wrong_stands_on_the_page(page: Client, crm: WebhookEndpoint) -> None:
    WebhookEndpoint.objects.update(failing_since=NOW)
    assert "It is failing" in text(page, at(crm))

    WebhookEndpoint.objects.update(
        is_active=False, disabled_at=NOW, disabled_reason="It took no call for a day."
    )
    shown = text(page, at(crm))
    assert "It took no call for a day." in shown
    assert "It is failing" not in shown
    assert "Given up" in text(page, LIST)


def test_deleting_takes_the_calls_along(page: Client, crm: WebhookEndpoint) -> None:
    DeliveryFactory.create(endpoint=crm)

    answer = page.post(f"{at(crm)}remove/")

    assert answer.headers["Location"] == LIST
    assert not WebhookEndpoint.objects.exists()
    assert not WebhookDelivery.objects.exists()
    assert AuditEntry.objects.get(action="webhook.remove").subject_label == "CRM"


def test_how_calls_look_is_told_with_every_event(page: Client) -> None:
    shown = text(page, f"{LIST}how/")

    assert "def is_ours" in shown
    assert "1, 2, 5, 15, 30 minutes, 1, 2, 4, 7, 9 hours" in shown
    assert shown.count('<tr><td><span class="mono">') == 8


@pytest.mark.parametrize("path", ["", "{pk}/"])
def test_lists_take_the_same_queries_for_one_row_and_three(
    page: Client, crm: WebhookEndpoint, django_assert_num_queries: Any, path: str
) -> None:
    url = LIST + path.format(pk=crm.pk)
    DeliveryFactory.create(endpoint=crm)
    page.get(url)
    with django_assert_num_queries(9 if path else 7) as one:
        page.get(url)

    DeliveryFactory.create_batch(2, endpoint=crm)
    EndpointFactory.create_batch(2)

    with django_assert_num_queries(len(one)):
        page.get(url)
