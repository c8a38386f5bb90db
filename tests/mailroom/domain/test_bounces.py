"""Whether a bounce is for good, in each provider's own words."""

from __future__ import annotations

from typing import Any

import pytest

from mailroom.domain.events import bounces


@pytest.mark.parametrize(
    ("esp", "raw", "said", "permanent"),
    [
        ("SendGrid", {"type": "bounce", "status": "5.1.1"}, "", True),
        ("SendGrid", {"type": "bounce", "status": "4.2.2"}, "", False),
        ("SendGrid", {"type": "blocked", "status": "5.7.1"}, "", False),
        ("SendGrid", {}, "550 5.1.1 no such user", True),
        ("Amazon SES", {"bounce": {"bounceType": "Permanent"}}, "", True),
        ("Amazon SES", {"bounce": {"bounceType": "Transient"}}, "smtp; 552", False),
        ("Amazon SES", {"bounce": {"bounceType": "Undetermined"}}, "", False),
        ("Amazon SES", {"bounce": "?"}, "", True),
        ("Mailgun", {"event-data": {"severity": "permanent", "reason": "bounce"}}, "550 5.1.1", True),
        ("Mailgun", {"event-data": {"severity": "permanent", "reason": "old"}}, "", False),
        ("Postmark", {"Type": "HardBounce"}, "", True),
        ("Postmark", {"Type": "SoftBounce"}, "", False),
        ("Postmark", {"Type": "VirusNotification"}, "", False),
        ("Brevo", {"event": "hard_bounce"}, "", True),
        ("Brevo", {"event": "soft_bounce"}, "", False),
        ("Mailjet", {"hard_bounce": True}, "", True),
        ("Mailjet", {"hard_bounce": False}, "", False),
        ("Mandrill", {"event": "soft_bounce"}, "", False),
        ("MailerSend", {"data": {"type": "soft_bounced"}}, "", False),
        ("Resend", {"data": {"bounce": {"type": "Permanent"}}}, "", True),
        ("Resend", {"data": {"bounce": {"type": "Transient"}}}, "", False),
        ("SparkPost", {"bounce_class": "10"}, "", True),
        ("SparkPost", {"bounce_class": 22}, "", False),
        ("Unisender Go", {"delivery_info": {"delivery_status": "err_mailbox_full"}}, "", False),
        ("Some other", {}, "452 4.2.2 mailbox full", False),
        ("Some other", {}, "421 try later", False),
        ("Some other", {}, "user unknown", True),
    ],
)
def test_is_permanent_reads_each_providers_words(
    esp: str, raw: dict[str, Any], said: str, permanent: bool
) -> None:
    assert bounces.is_permanent(esp=esp, raw=raw, said=said) is permanent
