"""What a mail provider tells, in any order, twice, and late."""

from __future__ import annotations

from datetime import timedelta

from anymail.signals import AnymailTrackingEvent
from hypothesis import strategies as st
from hypothesis.stateful import rule

from mailroom import tokens
from mailroom.domain.events import inbox, processing
from mailroom.domain.transports.backend import METADATA
from surveys.domain import mailnames
from tests.nps_project.invariants.steps.base import Steps, committed

KINDS = ["delivered", "opened", "bounced", "complained", "unsubscribed", "deferred"]


class ProviderSteps(Steps):
    """Events of mails that arrived."""

    @rule(pick=st.integers(0, 40), kind=st.sampled_from(KINDS), late=st.integers(0, 2))
    @committed
    def tell_of_mail(self, pick: int, kind: str, late: int) -> None:
        """The provider says what became of a mail; it may say so a second time."""
        if not self.world.arrivals:
            return
        arrival = self.world.arrivals[pick % len(self.world.arrivals)]
        name = mailnames.name_of(arrival.invitation, int(arrival.is_reminder))
        event = AnymailTrackingEvent(
            event_type=kind,
            timestamp=self.world.now - timedelta(hours=late),
            recipient=arrival.address,
            metadata={METADATA: tokens.mark(name)},
            esp_event={"kind": kind, "of": name},
        )
        inbox.keep(event=event, esp="test", now=self.world.now)

    @rule()
    @committed
    def read_events(self) -> None:
        """A worker reads what the provider told."""
        processing.process(clock=lambda: self.world.now, budget=timedelta(minutes=1))
