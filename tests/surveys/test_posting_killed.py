"""SIGKILL of the sender in mid-batch: nobody twice, nobody lost."""

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

from mailroom.enums import OutboxState
from surveys.domain import posting
from surveys.models import Invitation
from tests.databases import environment
from tests.factories.surveys import CampaignFactory, InvitationFactory
from tests.mailroom.smtp_servers import Mailroom, serving
from tests.nps_project.running import eventually

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

    from team.models import Program

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PEOPLE, HANGS_AT, CHUNK = 100, 40, 25


class HangsOnce(Mailroom):
    """Accepts, and then falls silent in the middle of one mail until the sender is gone."""

    async def handle_DATA(  # noqa: N802  # aiosmtpd finds its hooks by these names
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if len(self.mails) == HANGS_AT and self.sessions == 1:
            await asyncio.sleep(60)
        return await super().handle_DATA(server, session, envelope)


def test_a_killed_sender_doubles_nobody_and_loses_nobody(program: Program, monkeypatch: Any) -> None:
    """Unattempted rows are planned again, attempted ones are shown as unknown, none is doubled."""
    campaign = CampaignFactory.create()
    now = timezone.now()
    for _ in range(PEOPLE):
        InvitationFactory.create(campaign=campaign, send_after=now)
    handler = HangsOnce()
    with serving(handler) as port:
        sender = subprocess.Popen(
            [sys.executable, "manage.py", "deliver_invitations"],
            cwd=settings.BASE_DIR,
            env=environment(EMAIL_URL=f"smtp://127.0.0.1:{port}"),
        )
        assert eventually(lambda: len(handler.mails) == HANGS_AT, seconds=60)
        sender.kill()
        sender.wait()

        assert posting.reap(now=timezone.now()) == 0
        posting.reap(now=timezone.now() + timedelta(seconds=settings.LEASE_SECONDS + 1))
        states = Counter(Invitation.objects.values_list("state", flat=True))
        assert states == {
            OutboxState.SENT: CHUNK,
            OutboxState.UNKNOWN: CHUNK,
            OutboxState.PLANNED: PEOPLE - 2 * CHUNK,
        }

        monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
        monkeypatch.setattr(settings, "EMAIL_PORT", port)
        assert posting.deliver(clock=timezone.now).states == {OutboxState.SENT: PEOPLE - 2 * CHUNK}

    received = Counter(recipient for _, recipients, _ in handler.mails for recipient in recipients)
    assert set(received.values()) == {1}
    unsure = set(
        Invitation.objects.filter(state=OutboxState.UNKNOWN).values_list("customer__email", flat=True)
    )
    everybody = set(Invitation.objects.values_list("customer__email", flat=True))
    assert everybody - set(received) <= unsure
