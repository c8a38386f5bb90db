"""SIGKILL of the sender in mid-batch: no message twice, none lost."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.utils import timezone

from followups.domain.messages import posting
from followups.models import Message
from mailroom.enums import OutboxState
from tests.databases import environment
from tests.factories.messages import MessageFactory
from tests.mailroom.smtp_servers import Mailroom, serving
from tests.nps_project.running import eventually

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

    from team.models import Program

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

LETTERS, HANGS_AT, CHUNK = 60, 30, 25
SENDER = (
    "import django; django.setup(); from django.utils import timezone; "
    "from followups.domain.messages import posting; posting.deliver(clock=timezone.now)"
)


class HangsOnce(Mailroom):
    """Accepts, and then falls silent in the middle of one mail until the sender is gone."""

    async def handle_DATA(  # noqa: N802  # aiosmtpd finds its hooks by these names
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if len(self.mails) == HANGS_AT and self.sessions == 1:
            await asyncio.sleep(60)
        return await super().handle_DATA(server, session, envelope)


def test_a_killed_sender_doubles_no_message_and_loses_none(program: Program, monkeypatch: Any) -> None:
    """I2 I4: what was not begun is planned again, what was begun is shown as unknown."""
    now = timezone.now()
    MessageFactory.create_batch(LETTERS, send_after=now, planned_at=now)
    handler = HangsOnce()
    with serving(handler) as port:
        sender = subprocess.Popen(
            [sys.executable, "-c", SENDER],
            cwd=settings.BASE_DIR,
            env=environment(EMAIL_URL=f"smtp://127.0.0.1:{port}"),
        )
        assert eventually(lambda: len(handler.mails) == HANGS_AT, seconds=120)
        sender.kill()
        sender.wait()

        assert posting.reap(now=timezone.now()) == 0
        posting.reap(now=timezone.now() + timedelta(seconds=settings.LEASE_SECONDS + 1))
        assert Counter(Message.objects.values_list("state", flat=True)) == {
            OutboxState.SENT: CHUNK,
            OutboxState.UNKNOWN: CHUNK,
            OutboxState.PLANNED: LETTERS - 2 * CHUNK,
        }

        monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
        monkeypatch.setattr(settings, "EMAIL_PORT", port)
        assert posting.deliver(clock=timezone.now) == {OutboxState.SENT: LETTERS - 2 * CHUNK}

    received = Counter(recipient for _, recipients, _ in handler.mails for recipient in recipients)
    assert set(received.values()) == {1}
    unsure = Message.objects.filter(state=OutboxState.UNKNOWN).values_list("customer__email", flat=True)
    sent = Message.objects.filter(state=OutboxState.SENT).values_list("customer__email", flat=True)
    assert set(sent) <= set(received) <= set(sent) | set(unsure)
