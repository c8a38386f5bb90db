"""Calls of mail providers as their documentation shows them, to Anymail's own views."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client

from tests.moments import NOW

if TYPE_CHECKING:
    from django.http import HttpResponse

SECRET = "events:correct-horse-9"
MAILGUN_KEY = "mailgun-signing-key"
AT = NOW + timedelta(minutes=3)


def basic() -> dict[str, str]:
    """The header of a caller who knows our secret."""
    return {"Authorization": f"Basic {base64.b64encode(SECRET.encode()).decode()}"}


def call(provider: str, body: object, *, headers: dict[str, str] | None = None) -> HttpResponse:
    """What the provider's server does; without `headers` it knows our secret."""
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    response: HttpResponse = Client(enforce_csrf_checks=True).post(  # type: ignore[assignment]  # the test client's own
        f"/anymail/{provider}/tracking/",
        text,
        content_type="application/json",
        headers=basic() if headers is None else headers,
    )
    return response


def sendgrid(kind: str, *, recipient: str, event_id: str, at: datetime = AT, **more: Any) -> dict[str, Any]:
    """One event of SendGrid's batch: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event."""
    return {
        "email": recipient,
        "timestamp": int(at.timestamp()),
        "event": kind,
        "category": [],
        "sg_event_id": event_id,
        "sg_message_id": "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
        **more,
    }


def called(message_id: str) -> dict[str, Any]:
    """SendGrid's own name for the Message-ID."""
    return {"smtp-id": message_id}


def sendgrid_headers(body: bytes, key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    """SendGrid's signature over its time and the body."""
    stamp = str(int(AT.timestamp()))
    signature = key.sign(stamp.encode() + body, ec.ECDSA(hashes.SHA256()))
    return {
        "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
        "X-Twilio-Email-Event-Webhook-Timestamp": stamp,
    }


def sendgrid_public(key: ec.EllipticCurvePrivateKey) -> str:
    """The public key as SendGrid's settings show it."""
    raw = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(raw).decode()


def mailgun(
    kind: str, *, recipient: str, token: str, message_id: str = "", at: datetime = AT, **more: Any
) -> dict[str, Any]:
    """Mailgun's call, signed: https://documentation.mailgun.com/docs/mailgun/user-manual/tracking-messages."""
    stamp = str(int(at.timestamp()))
    signature = hmac.new(MAILGUN_KEY.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": stamp, "token": token, "signature": signature},
        "event-data": {
            "event": kind,
            "id": "CPgfbmQMTCKtHW6uIWtuVe",
            "timestamp": at.timestamp(),
            "recipient": recipient,
            "message": {"headers": {"message-id": message_id, "to": recipient, "subject": "How likely …?"}},
            "user-variables": {},
            "tags": [],
            **more,
        },
    }


def postmark(
    record: str, *, recipient: str, message_id: str, at: datetime = AT, **more: Any
) -> dict[str, Any]:
    """Postmark's call: https://postmarkapp.com/developer/webhooks/webhooks-overview."""
    when = {"Delivery": "DeliveredAt", "Bounce": "BouncedAt", "SpamComplaint": "BouncedAt"}
    where = "Email" if record in {"Bounce", "SpamComplaint"} else "Recipient"
    return {
        "RecordType": record,
        "MessageID": message_id,
        where: recipient,
        when.get(record, "ReceivedAt"): at.isoformat(),
        "Tag": "",
        "Metadata": {},
        **more,
    }


def amazon_ses(
    kind: str, *, recipient: str, message_id: str, sns_id: str, at: datetime = AT, **more: Any
) -> tuple[dict[str, Any], dict[str, str]]:
    """Amazon's call by SNS, and its headers: the event is a JSON text within the JSON."""
    event = {
        "eventType": kind,
        "mail": {"messageId": message_id, "destination": [recipient], "headers": [], "tags": {}},
        kind.lower(): more,
    }
    body = {
        "Type": "Notification",
        "MessageId": sns_id,
        "TopicArn": "arn:aws:sns:eu-central-1:123456789012:closeloop",
        "Timestamp": at.isoformat(),
        "Message": json.dumps(event),
    }
    headers = {"x-amz-sns-message-type": "Notification", "x-amz-sns-message-id": sns_id, **basic()}
    return body, headers
