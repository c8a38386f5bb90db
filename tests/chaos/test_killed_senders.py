"""Senders that are killed at random, one after the other, until every mail is out."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from mailroom.enums import OutboxState
from surveys.models import Invitation
from tests.databases import environment
from tests.factories.surveys import CampaignFactory, InvitationFactory
from tests.mailroom.smtp_servers import Mailroom, serving

if TYPE_CHECKING:
    from team.models import Program

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.timeout(600)]

PEOPLE, ROUNDS = 400, 60


def _idle_seconds() -> float:
    """How long a sender takes that finds nothing to do, on this machine today."""
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "manage.py", "deliver_invitations"],
        cwd=settings.BASE_DIR,
        env=environment(),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.monotonic() - began


def test_no_kill_doubles_a_mail_or_loses_one(program: Program) -> None:
    """I2 I3 I4: after dozens of SIGKILLs everybody is sent to once or shown as unknown."""
    random = Random(7)
    kills, started_in = 0, _idle_seconds()
    campaign = CampaignFactory.create()
    now = timezone.now()
    for _ in range(PEOPLE):
        InvitationFactory.create(campaign=campaign, send_after=now)
    handler = Mailroom()
    with serving(handler) as port:
        # A lease of a second: whoever is killed is found by the next one.
        variables = environment(EMAIL_URL=f"smtp://127.0.0.1:{port}", LEASE_SECONDS="1")
        for _ in range(ROUNDS):
            sender = subprocess.Popen(
                [sys.executable, "manage.py", "deliver_invitations"],
                cwd=settings.BASE_DIR,
                env=variables,
                stdout=subprocess.DEVNULL,
            )
            try:
                sender.wait(started_in * random.uniform(0.7, 1.2) + random.uniform(0, 1))
            except subprocess.TimeoutExpired:
                sender.kill()
                sender.wait()
                kills += 1
            time.sleep(1.1)
            waiting = Invitation.objects.filter(Q(state=OutboxState.PLANNED) | Q(state=OutboxState.CLAIMED))
            if not waiting.exists():
                break

    received = Counter(recipient for _, recipients, _ in handler.mails for recipient in recipients)
    states = Counter(Invitation.objects.values_list("state", flat=True))
    emails = Invitation.objects.values_list("customer__email", flat=True)
    sent, unknown = (set(emails.filter(state=state)) for state in (OutboxState.SENT, OutboxState.UNKNOWN))
    assert kills > 0
    assert set(states) <= {OutboxState.SENT, OutboxState.UNKNOWN}, states
    assert set(received.values()) == {1}
    assert sent <= set(received) <= sent | unknown
    assert len(sent | unknown) == PEOPLE
