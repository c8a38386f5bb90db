"""What mail providers call: who is let in, what is stored, and that one bad event costs no other."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse

from mailroom import tokens
from mailroom.enums import EventKind, EventState
from mailroom.models import ProviderEvent
from mailroom.urls import webhooks
from tests.factories.customers import ContactFactory
from tests.mailroom import providers
from tests.mailroom.providers import AT, amazon_ses, call, called, mailgun, postmark, sendgrid
from tests.moments import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

pytestmark = pytest.mark.django_db
MAYA = "maya@customers.example"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture(autouse=True)
def configured(settings: Settings) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": providers.SECRET, "MAILGUN_API_KEY": providers.MAILGUN_KEY}


def stored() -> list[tuple[str, str, str]]:
    """(provider, kind, mail) of every event in the inbox."""
    return list(ProviderEvent.objects.order_by("pk").values_list("esp", "kind", "message_id"))


def test_sendgrids_batch_is_stored_event_by_event() -> None:
    body = [
        sendgrid("delivered", recipient=MAYA, event_id="e1", **called("<1@northwind.example>")),
        sendgrid("open", recipient=MAYA, event_id="e2", anymail_id="a-1", useragent="Mozilla/5.0"),
        sendgrid("bounce", recipient=MAYA, event_id="e3", anymail_id="a-1", status="4.2.2", type="blocked"),
    ]

    response = call("sendgrid", body)

    assert response.status_code == 200
    assert stored() == [
        ("SendGrid", "delivered", "<1@northwind.example>"),
        ("SendGrid", "opened", "a-1"),
        ("SendGrid", "bounced", "a-1"),
    ]
    first, _, soft = ProviderEvent.objects.order_by("pk")
    assert (first.occurred_at, first.received_at, first.state) == (AT, AT, EventState.NEW)
    assert first.recipient_hash == ContactFactory.create(address=MAYA).address_hash
    assert (first.is_permanent, soft.is_permanent) == (True, False)


def test_sendgrids_signature_lets_in_without_our_secret(settings: Settings) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    settings.ANYMAIL = {"SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY": providers.sendgrid_public(key)}
    body = json.dumps([sendgrid("delivered", recipient=MAYA, event_id="e1")]).encode()
    headers = providers.sendgrid_headers(body, key)

    assert call("sendgrid", body, headers=headers).status_code == 200
    assert call("sendgrid", body + b" ", headers=headers).status_code == 403
    assert len(stored()) == 1


def test_mailguns_signature_is_checked() -> None:
    good = mailgun("delivered", recipient=MAYA, token="t1", message_id="1@northwind.example")
    forged = mailgun("complained", recipient=MAYA, token="t2")
    forged["signature"]["signature"] = "0" * 64

    assert call("mailgun", good).status_code == 200
    assert call("mailgun", forged).status_code == 403
    assert stored() == [("Mailgun", "delivered", "<1@northwind.example>")]


def test_postmark_and_amazon_are_stored() -> None:
    body, headers = amazon_ses(
        "Bounce",
        recipient=MAYA,
        message_id="0100018",
        sns_id="sns-1",
        bounceType="Transient",
        bounceSubType="MailboxFull",
        bouncedRecipients=[{"emailAddress": MAYA, "diagnosticCode": "smtp; 552 5.2.2 mailbox full"}],
    )

    assert call("postmark", postmark("Delivery", recipient=MAYA, message_id="p-1")).status_code == 200
    assert call("amazon_ses", body, headers=headers).status_code == 200
    assert stored() == [("Postmark", "delivered", "p-1"), ("Amazon SES", "bounced", "0100018")]
    assert not ProviderEvent.objects.get(esp="Amazon SES").is_permanent


def test_an_event_that_comes_again_is_stored_once() -> None:
    bounce = postmark("Bounce", recipient=MAYA, message_id="p-1", ID=42, Type="HardBounce")
    opened = postmark("Open", recipient=MAYA, message_id="p-1", FirstOpen=True)
    for body in (bounce, opened, opened, bounce):
        assert call("postmark", body).status_code == 200

    assert stored() == [("Postmark", "bounced", "p-1"), ("Postmark", "opened", "p-1")]


def test_one_bad_event_does_not_stop_the_rest() -> None:
    """What cannot be read is stored as it came, for somebody to look at."""
    body: list[Any] = [
        sendgrid("delivered", recipient=MAYA, event_id="e1"),
        {"no": "event at all"},
        sendgrid("open", recipient="not\x00an address", event_id="e2", at=NOW),
        "not even an object",
        sendgrid("click", recipient=MAYA, event_id="e3", url="https://northwind.example/"),
    ]

    response = call("sendgrid", body)

    assert response.status_code == 200
    assert [kind for _, kind, _ in stored()] == ["delivered", "other", "opened", "other", "clicked"]
    unread = ProviderEvent.objects.filter(kind=EventKind.OTHER).order_by("pk")
    assert [event.state for event in unread] == [EventState.FAILED] * 2
    assert [event.payload for event in unread] == [
        {"event": {"no": "event at all"}},
        {"event": {"event": "not even an object"}},
    ]
    assert "KeyError" in unread[0].error


def test_a_call_that_cannot_be_read_is_one_event() -> None:
    body, headers = amazon_ses("Bounce", recipient=MAYA, message_id="1", sns_id="sns-1")

    assert call("amazon_ses", body, headers=headers).status_code == 200
    assert ProviderEvent.objects.get().state == EventState.FAILED


@pytest.mark.parametrize("body", ["", "{", "[1, 2", "\x00"])
def test_what_is_no_json_is_refused(body: str) -> None:
    assert call("postmark", body).status_code == 400
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        '"\\ud800"',
        "17",
        "null",
        '{"RecordType": "Delivery", "Recipient": "\\u0000\\ud800", "MessageID": "\\\\u0000"}',
        '{"RecordType": "Open", "MessageID": NaN, "Details": [1e999, -1e999, true]}',
    ],
)
def test_what_no_database_takes_is_stored_without_it(body: str) -> None:
    assert call("postmark", body).status_code == 200
    assert ProviderEvent.objects.count() == 1


def test_the_future_is_no_time_for_an_event() -> None:
    later = AT.replace(year=2031)
    call("sendgrid", [sendgrid("delivered", recipient=MAYA, event_id="e1", at=later)])

    assert ProviderEvent.objects.get().occurred_at == AT


def test_a_huge_event_is_cut() -> None:
    call("postmark", postmark("Delivery", recipient=MAYA, message_id="p-1", Details="x" * 100_000))

    assert len(json.dumps(ProviderEvent.objects.get().payload)) < 25_000


@pytest.mark.parametrize("route", webhooks.urlpatterns, ids=lambda route: str(route.name))
def test_nobody_gets_in_without_a_secret_or_a_signature(route: Any, settings: Settings) -> None:
    settings.ANYMAIL = {}
    path = reverse(f"webhooks:{route.name}")
    headers = {"x-amz-sns-message-type": "Notification", "x-amz-sns-message-id": "1"}
    body = {"Type": "Notification", "MessageId": "1", "event": "delivered"}

    response = Client().post(path, json.dumps(body), content_type="application/json", headers=headers)

    assert response.status_code == 404
    assert not ProviderEvent.objects.exists()


def test_a_wrong_secret_is_refused() -> None:
    body = postmark("Delivery", recipient=MAYA, message_id="p-1")

    assert call("postmark", body, headers={"Authorization": "Basic eDp5"}).status_code == 403
    assert call("postmark", body, headers={}).status_code == 403
    assert not ProviderEvent.objects.exists()


def test_providers_may_look_whether_somebody_is_there() -> None:
    assert Client().head("/anymail/postmark/tracking/").status_code == 200
    assert Client().get("/anymail/postmark/tracking/").status_code == 405


def test_addresses_are_those_that_anymail_documents() -> None:
    names = {str(route.pattern) for route in webhooks.urlpatterns}

    assert names >= {
        f"{name}/tracking/"
        for name in ("amazon_ses", "brevo", "mailgun", "mailjet", "mandrill", "postmark", "sendgrid")
    }


@pytest.mark.parametrize("name", ["i17", "i17-2"])
def test_a_mark_in_the_metadata_or_the_message_id_names_the_row(name: str) -> None:
    mark = tokens.mark(name)
    call("postmark", postmark("Open", recipient=MAYA, message_id="p-1", Metadata={"closeloop": mark}))
    call("sendgrid", [sendgrid("open", recipient=MAYA, event_id="e", **called(f"<{mark}@n.example>"))])
    forged = f"{name}.{uuid.uuid4().hex[:16]}.{'0' * 20}"
    call("postmark", postmark("Open", recipient=MAYA, message_id="p-2", Metadata={"closeloop": forged}))

    rows = ProviderEvent.objects.order_by("pk")
    assert [event.payload["row"] for event in rows] == [name, name, ""]
